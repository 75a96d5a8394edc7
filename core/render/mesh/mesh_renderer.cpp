#include "core/render/mesh/mesh_renderer.h"

#include <opencv2/imgproc.hpp>

#include "core/base/parallel.h"
#include "core/base/safe_rounding.h"
#include "core/face/face_mesh.h"
#include "core/render/framing.h"
#include "core/render/mesh/cutout.h"
#include "core/render/mesh/eyelids.h"
#include "core/render/mesh/face_field.h"
#include "core/render/mesh/feature_crops.h"
#include "core/render/mesh/layers.h"
#include "core/render/mesh/mouth.h"
#include "core/render/mesh/mouth_interior.h"
#include "core/render/mesh/tuning.h"

namespace orator::render::mesh {

namespace {

/// A portrait and the part of it that frames show.
struct View {
  face::Portrait portrait;
  cv::Rect window;
};

/// What a crop mode shows, with as much around it as can move into it.
View viewed(const face::Portrait& portrait, CropMode mode) {
  const cv::Rect whole({}, portrait.rgb.size()), box = shownPart(portrait, mode);
  if (box == whole) return {portrait, whole};
  const int around = std::max(box.width, box.height) / 2;
  const cv::Rect kept = (box + cv::Size(2 * around, 2 * around) - cv::Point(around, around)) & whole;
  View view{portrait, box - kept.tl()};
  for (cv::Mat* picture : {&view.portrait.rgb, &view.portrait.alpha, &view.portrait.matte})
    if (!picture->empty()) *picture = (*picture)(kept).clone();
  const cv::Point2f corner = kept.tl();
  for (auto& p : view.portrait.landmarks.points) p.x -= corner.x, p.y -= corner.y;
  for (auto& face : view.portrait.faces)
    for (auto& p : face.points) p.x -= corner.x, p.y -= corner.y;
  cv::Rect& frame = view.portrait.quality.innerFrame;
  if (!frame.empty()) frame = (frame - kept.tl()) & cv::Rect({}, kept.size());
  view.portrait.fit.camera.centre -= corner;
  return view;
}

/// @param side of the window's longer side; 0 leaves the view as it is
View scaled(View view, int side) {
  const int own = std::max(view.window.width, view.window.height);
  if (side <= 0 || side == own) return view;
  const double scale = double(side) / own;
  const auto grown = [&](int length) { return std::max(1, cvRound(length * scale)); };
  face::Portrait& portrait = view.portrait;
  const cv::Size size(grown(portrait.rgb.cols), grown(portrait.rgb.rows));
  for (cv::Mat* picture : {&portrait.rgb, &portrait.alpha, &portrait.matte})
    if (!picture->empty())
      cv::resize(*picture, *picture, size, 0, 0, scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
  // Pixel centres: x' + 0.5 = scale * (x + 0.5).
  const auto moved = [&](float v) { return float((v + 0.5) * scale - 0.5); };
  const auto movedFace = [&](face::FaceLandmarks& face) {
    for (auto& p : face.points) p = {moved(p.x), moved(p.y), float(p.z * scale)};
  };
  movedFace(portrait.landmarks);
  for (auto& face : portrait.faces) movedFace(face);
  if (cv::Rect& frame = portrait.quality.innerFrame; !frame.empty())
    frame = cv::Rect(cv::Point(cvCeil(frame.x * scale), cvCeil(frame.y * scale)),
                     cv::Point(cvFloor(frame.br().x * scale), cvFloor(frame.br().y * scale)));
  portrait.fit.camera.centre = {moved(portrait.fit.camera.centre.x), moved(portrait.fit.camera.centre.y)};
  portrait.fit.camera.focalPixels *= float(scale);
  view.window = cv::Rect(cv::Point(cvRound(view.window.x * scale), cvRound(view.window.y * scale)),
                         cv::Size(grown(view.window.width), grown(view.window.height)));
  view.window.x = std::min(view.window.x, size.width - view.window.width);
  view.window.y = std::min(view.window.y, size.height - view.window.height);
  return view;
}

/// The matte of the one person who speaks: the face is solid whatever the network thought of it, and what
/// does not hang together with it stays background, as does what lies beyond an inner frame.
cv::Mat speakersMatte(const face::Portrait& portrait) {
  const cv::Mat& matte = portrait.matte;
  const face::FaceLandmarks& face = portrait.landmarks;
  if (matte.empty()) return {};
  std::vector<cv::Point> oval;
  for (int vertex : face::kFaceOval)
    oval.emplace_back(cvRound(face.points[vertex].x), cvRound(face.points[vertex].y));
  cv::Mat solid(matte.size(), CV_8UC1, cv::Scalar(0));
  cv::fillConvexPoly(solid, oval, cv::Scalar(255));
  const int soft = std::max(1, cv::boundingRect(oval).width / layering::kOvalSoftness);
  cv::erode(solid, solid, cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * soft + 1, 2 * soft + 1}));
  cv::Mat result;
  cv::GaussianBlur(solid, solid, {}, soft / 2.0);
  cv::max(matte, solid, result);

  cv::Mat labels;
  cv::connectedComponents(result > layering::kSolidMatte, labels);
  const auto& nose = face.points[face::kNoseTip];
  const cv::Point inside(std::clamp(cvRound(nose.x), 0, matte.cols - 1),
                         std::clamp(cvRound(nose.y), 0, matte.rows - 1));
  cv::Mat speaker = labels == labels.at<int>(inside);
  cv::dilate(speaker, speaker, cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * soft + 1, 2 * soft + 1}));
  result.setTo(0, speaker == 0);
  if (const cv::Rect frame = portrait.quality.innerFrame; !frame.empty()) {
    cv::Mat framed = cv::Mat::zeros(result.size(), CV_8UC1);
    result(frame).copyTo(framed(frame));
    return framed;
  }
  return result;
}

std::vector<cv::Point2f> pixelsOf(const face::Portrait& portrait) {
  std::vector<cv::Point2f> pixels;
  for (const auto& p : portrait.landmarks.points) pixels.emplace_back(p.x, p.y);
  return pixels;
}

class MeshRenderer : public FaceRenderer {
 public:
  MeshRenderer(View view, Transparency transparency, std::shared_ptr<const finish::Finish> finish)
      : finish_(std::move(finish)),
        portrait_(std::move(view.portrait)),
        window_(view.window),
        field_(portrait_, !portrait_.matte.empty()),
        layers_(
            separateLayers(portrait_.rgb, speakersMatte(portrait_), layering::kReach * field_.faceHeight())),
        interior_(portrait_, field_) {
    const auto pixels = pixelsOf(portrait_);
    for (const auto& eye : face::kEyes) eyes_.emplace_back(eye, pixels, portrait_.rgb);
    // Two eyes look together or not at all.
    for (std::size_t eye = 0; eye < eyes_.size(); ++eye)
      gazes_ = gazes_ && (eyes_[eye].showsIris() || !field_.blinks(int(eye)));
    crops_.emplace(portrait_.rgb, field_, eyes_, interior_.width());
    if (transparency != Transparency::off) cutout_.emplace(portrait_, layers_, transparency);
  }

  cv::Size frameSize() const override { return window_.size(); }

  void render(const motion::MotionTrack& track, FrameRange range, const FrameSink& sink,
              const RunContext& context) override {
    if (range.begin < 0 || range.end > track.frames() || range.begin > range.end)
      throw Error(ErrorCode::invalidArgument, "frame range", "it leaves the track",
                  "Choose frames between 0 and " + std::to_string(track.frames()));
    const std::int64_t atOnce = framesAtOnce();
    std::vector<cv::Mat> frames;
    for (std::int64_t first = range.begin; first < range.end; first += std::ssize(frames)) {
      const std::int64_t left = range.end - first;
      frames.assign(std::size_t(left < atOnce ? 1 : atOnce), {});
      parallelFor(0, std::ssize(frames), 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i) {
          context.throwIfCancelled();
          frames[std::size_t(i)] = finished(track.source, track.rows[std::size_t(first + i)]);
        }
      });
      for (std::int64_t i = 0; i < std::ssize(frames); ++i) {
        context.throwIfCancelled();
        sink(first + i, std::move(frames[std::size_t(i)]));
      }
    }
  }

  UnfinishedFrame unfinished(const motion::CoefficientRow& source, const motion::CoefficientRow& row) const {
    FieldFrame field;
    UnfinishedFrame result{warped(source, row, field), {}};
    if (field.moves) result.crops = crops_->of(field_, eyes_, field);
    return result;
  }

 private:
  /// A frame a thread, where memory has room for them: loops within a frame are so short that threads would
  /// wait for each other. Otherwise one, in which all threads work.
  std::int64_t framesAtOnce() const {
    constexpr std::int64_t kBytes = std::int64_t(64) << 20;
    const std::int64_t threads = threadCount(), frameBytes = 4 * std::int64_t(portrait_.rgb.total());
    return threads * frameBytes <= kBytes ? threads : 1;
  }

  cv::Mat finished(const motion::CoefficientRow& source, const motion::CoefficientRow& row) const {
    FieldFrame field;
    cv::Mat matte;
    if (cutout_) matte = layers_.matte.clone();
    cv::Mat frame = warped(source, row, field, cutout_ ? &matte : nullptr);
    if (finish_ && field.moves)
      finish_->apply(frame, crops_->of(field_, eyes_, field, finish_->completes(finish::Feature::mouth),
                                       finish_->completes(finish::Feature::eye)));
    if (cutout_) frame = cutout_->of(frame, matte);
    return window_.size() == frame.size() ? frame : frame(window_).clone();
  }

  /// @param field becomes that of the row @param matte of the person, moved as the frame is, or null
  cv::Mat warped(const motion::CoefficientRow& source, const motion::CoefficientRow& row, FieldFrame& field,
                 cv::Mat* matte = nullptr) const {
    cv::Mat out = portrait_.rgb.clone();
    field_.evaluate(source, row, field);
    if (!field.moves) return out;
    moveLayers(layers_, portrait_.rgb, field.base, field_.roi(), out, matte);
    if (field_.opensMouth()) drawMouth(portrait_.rgb, layers_.portrait, field_, interior_, field, out);
    for (std::size_t eye = 0; eye < eyes_.size(); ++eye) {
      EyeState state{.closure = eyes_[eye].visibleClosure(field.lidClosure[eye]),
                     .raise = eyes_[eye].visibleClosure(field.lidRaise[eye])};
      if (gazes_) state.gaze = eyes_[eye].possibleGaze(field.gaze[eye], field.gazeClosure[eye]);
      state.drop = eyes_[eye].lowerLidWith(state.gaze);
      if (!state.rests()) drawEye(eyes_[eye], state, field.base, out);
    }
    return out;
  }

  void drawEye(const Eyelids& eye, const EyeState& state, const Lattice& displacement, cv::Mat& out) const {
    // The lids' reach in the output: where its outline has gone, by the displacement found there.
    const cv::Rect reach = eye.reach(state) & field_.roi();
    if (reach.empty()) return;
    const cv::Rect hit = outputOf(reach, displacement);
    if (hit.empty()) return;
    parallelFor(0, hit.height, 1, [&](std::int64_t top, std::int64_t bottom) {
      std::vector<cv::Vec2f> from(std::size_t(hit.width));
      for (int y = int(top); y < int(bottom); ++y) {
        displacement.row(hit.x, hit.y + y, hit.width, from.data());
        for (int x = 0; x < hit.width; ++x) {
          from[x] += cv::Vec2f(float(hit.x + x), float(hit.y + y));
          const cv::Point2f s(from[x]);
          if (!cv::Rect2f(eye.reach(state)).contains(s) || !eye.moves(s, state)) continue;
          const cv::Vec3f colour = eye.colour(portrait_.rgb, s, state);
          auto& pixel = out.at<cv::Vec3b>(hit.y + y, hit.x + x);
          for (int c = 0; c < 3; ++c) pixel[c] = cv::saturate_cast<uchar>(colour[c]);
        }
      }
    });
  }

  /// The output pixels that may show the source pixels of `reach`: its edge points followed forwards.
  cv::Rect outputOf(cv::Rect reach, const Lattice& displacement) const {
    std::vector<cv::Point> outline;
    for (const cv::Point corner :
         {reach.tl(), cv::Point(reach.br().x, reach.y), cv::Point(reach.x, reach.br().y), reach.br()}) {
      cv::Point at = corner;
      for (int k = 0; k < 6; ++k) {
        at.x = std::clamp(at.x, field_.roi().x, field_.roi().br().x - 1);
        at.y = std::clamp(at.y, field_.roi().y, field_.roi().br().y - 1);
        const cv::Point2f s = cv::Point2f(at) + cv::Point2f(displacement.at(at));
        at += cv::Point(safeRound(corner.x - s.x), safeRound(corner.y - s.y));
      }
      outline.push_back(at);
    }
    const int margin = 2 + reach.height / 6;
    const cv::Rect box = cv::boundingRect(outline);
    return (box + cv::Size(2 * margin, 2 * margin) - cv::Point(margin, margin)) & field_.roi();
  }

  const std::shared_ptr<const finish::Finish> finish_;  ///< empty: frames stay as they are warped
  const face::Portrait portrait_;
  const cv::Rect window_;  ///< of it, in frames
  const FaceField field_;
  const Layers layers_;
  const MouthInterior interior_;
  std::vector<Eyelids> eyes_;
  bool gazes_ = true;  ///< whether their irises can be moved
  std::optional<FeatureCrops> crops_;
  std::optional<Cutout> cutout_;  ///< of frames that are transparent
};

}  // namespace

std::unique_ptr<FaceRenderer> makeMeshRenderer(std::shared_ptr<const face::Portrait> portrait,
                                               const RenderSettings& settings,
                                               std::shared_ptr<const finish::Finish> finish) {
  if (settings.outputSide < 0 || settings.outputSide > kLargestSide)
    throw Error(ErrorCode::invalidArgument, "size",
                std::to_string(settings.outputSide) + " pixels is out of range",
                "Choose 0 (the portrait's own size) to " + std::to_string(kLargestSide));
  // The networks have seen people, not lines on flat colour.
  if (portrait->quality.kind == face::PictureKind::drawing) finish = nullptr;
  return std::make_unique<MeshRenderer>(scaled(viewed(*portrait, settings.cropMode), settings.outputSide),
                                        settings.transparency, std::move(finish));
}

void renderUnfinished(const face::Portrait& portrait, const motion::MotionTrack& track,
                      const std::function<void(std::int64_t, UnfinishedFrame)>& sink,
                      const RunContext& context) {
  MeshRenderer renderer(viewed(portrait, CropMode::full), Transparency::off, nullptr);
  for (std::int64_t i = 0; i < track.frames(); ++i) {
    context.throwIfCancelled();
    sink(i, renderer.unfinished(track.source, track.rows[std::size_t(i)]));
  }
}

}  // namespace orator::render::mesh
