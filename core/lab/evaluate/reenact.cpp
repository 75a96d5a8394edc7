#include "core/lab/evaluate/reenact.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/capture/capture.h"
#include "core/lab/data_set/clip_files.h"
#include "core/lab/data_set/clip_table.h"
#include "core/lab/evaluate/skip.h"
#include "core/learning/measures/contact_sheet.h"
#include "core/media/media_info.h"
#include "core/media/picture.h"
#include "core/media/video_reader.h"
#include "core/render/face_renderer.h"
#include "core/render/mesh/motion_limits.h"

namespace orator::lab {
namespace {

namespace fs = std::filesystem;
using capture::Capture;
using learning::Corners;
using learning::cornersOf;
using learning::crop;
using learning::kSheetScale;
using learning::movedCorners;
using learning::PartGauge;
using learning::SheetCrops;

constexpr float kShutClosure = 0.7f, kWideOpening = 0.05f;

/// One picture of the film that is judged.
struct Moment {
  double seconds = 0;  ///< on the clock of the capture
  motion::CoefficientRow row{};
  float closure = 0, opening = 0;
  std::array<cv::Mat, kParts.size()> real;  ///< crops
};

/// The pictures of a stretch of film, at most 31 a second, with the coefficients of their very instants.
class Film {
 public:
  Film(const fs::path& video, const Capture& seen, FrameRange range)
      : video_(video), seen_(seen), range_(range), late_(media::readMediaInfo(video).pictureDelaySeconds) {}

  /// Calls visit(moment, rgb) for each.
  template <typename Visit>
  void read(const RunContext& context, const Visit& visit) const {
    constexpr double kClosestSeconds = 1.0 / 31;
    media::VideoReader reader(video_);
    cv::Mat rgb;
    double seconds = 0, last = -1e9;
    while (reader.read(rgb, seconds)) {
      context.throwIfCancelled();
      const double at = (seconds + late_ - seen_.beginSeconds) * capture::kFramesPerSecond;
      if (at < double(range_.begin) - 1e-3 || seconds - last < kClosestSeconds) continue;
      if (at > double(range_.end - 1) + 1e-3) break;
      last = seconds;
      visit(momentAt(std::clamp(at, double(range_.begin), double(range_.end - 1))), rgb);
    }
  }

 private:
  Moment momentAt(double frame) const {
    const auto before = std::min(std::int64_t(frame), range_.end - 1),
               after = std::min(before + 1, range_.end - 1);
    const float share = float(frame - double(before));
    const auto mix = [share](float a, float b) { return a + share * (b - a); };
    const auto &a = seen_.frames[std::size_t(before)], &b = seen_.frames[std::size_t(after)];
    const motion::CoefficientRow from = seen_.row(before), to = seen_.row(after);
    Moment moment;
    moment.seconds = seen_.beginSeconds + frame / capture::kFramesPerSecond;
    for (std::size_t k = 0; k < from.size(); ++k) moment.row[k] = mix(from[k], to[k]);
    moment.closure = mix(a.closure, b.closure);
    moment.opening = mix(a.measures.lipOpening, b.measures.lipOpening);
    return moment;
  }

  const fs::path& video_;
  const Capture& seen_;
  const FrameRange range_;
  const double late_;
};

class Reenactor {
 public:
  Reenactor(const ReenactOptions& options, const RunContext& context)
      : options_(options),
        context_{context.stop, nullptr},
        pack_(packs::openPack(options.chosen.pack)),
        tracker_({pack_.file("face_detector"), pack_.file("attention_mesh")}),
        model_(face::loadFaceModel(pack_.file("face_model"))) {}

  ReenactScore judge(const fs::path& video) {
    ReenactScore score;
    const fs::path name = video.lexically_relative(options_.chosen.clips);
    score.name = name.generic_string();
    score.speaker = ClipTable(video.parent_path()).entry(video.filename().string()).speaker;
    const capture::FaceTrack track =
        trackOrRead(video, options_.chosen.clips, options_.chosen.landmarks, tracker_, context_);
    const Capture seen = capture::captureTrack(model_, track, context_);
    const Film film(video, seen, rangeOf(seen));

    std::vector<Moment> moments;
    const double calm = seen.seconds(seen.calmest);
    double nearest = 1e9;
    std::size_t portraitAt = 0;
    cv::Mat portraitPicture;
    film.read(context_, [&](Moment moment, const cv::Mat& rgb) {
      for (const Part part : kParts)
        moment.real[std::size_t(part)] = crop(rgb, corners(seen, moment, part), part);
      if (std::abs(moment.seconds - calm) < nearest) {
        nearest = std::abs(moment.seconds - calm);
        portraitAt = moments.size();
        portraitPicture = rgb.clone();
      }
      moments.push_back(std::move(moment));
    });
    if (moments.size() < 3) throw Skip{"no pictures around its calmest frame"};
    const auto portrait = portraitOf(portraitPicture, seen);
    compare(seen, moments, portraitAt, portrait, score);
    if (!options_.sheets.empty()) drawSheet(seen, film, moments, portraitAt, portrait, name);
    return score;
  }

 private:
  FrameRange rangeOf(const Capture& seen) const {
    for (FrameRange range : seen.stretches(5, std::int64_t(seen.frames.size()))) {
      if (seen.calmest < range.begin || seen.calmest >= range.end) continue;
      const std::int64_t most = std::min(options_.mostFrames, range.size());
      range.begin = std::clamp(seen.calmest - most / 2, range.begin, range.end - most);
      return {range.begin, range.begin + most};
    }
    throw Skip{"no face that stays in view"};
  }

  Corners corners(const Capture& seen, const Moment& moment, Part part) const {
    face::FaceFit fit = seen.fit(seen.calmest);
    for (int axis = 0; axis < 3; ++axis) {
      fit.pose.anglesRadians[axis] = moment.row[std::size_t(motion::kAngleColumn + axis)];
      fit.pose.translation[axis] = moment.row[std::size_t(motion::kTranslationColumn + axis)];
    }
    return cornersOf(model_, fit, part);
  }

  std::shared_ptr<const face::Portrait> portraitOf(const cv::Mat& rgb, const Capture& seen) const {
    std::shared_ptr<const face::Portrait> portrait;
    try {
      portrait = face::analysePortrait({rgb, {}}, pack_, {}, context_);
    } catch (const Error& error) {
      if (error.code() != ErrorCode::noFace && error.code() != ErrorCode::faceCutOff) throw;
      throw Skip{error.reason()};
    }
    const cv::Point3f apart =
        portrait->landmarks.points[1] - seen.frames[std::size_t(seen.calmest)].landmarks.points[1];
    if (std::hypot(apart.x, apart.y) > 0.2 * portrait->quality.faceHeightPixels)
      throw Skip{"its calmest picture shows another face more prominently"};
    return portrait;
  }

  /// Renders the moments and hands over each picture with its number.
  void render(const std::vector<motion::CoefficientRow>& rows, const motion::CoefficientRow& source,
              const std::shared_ptr<const face::Portrait>& portrait, const render::FrameSink& sink) const {
    motion::MotionTrack track;
    track.basis = model_.id;
    track.source = source;
    track.rows = rows;
    track.blink.assign(rows.size(), 0.f);
    render::RenderSettings settings;
    settings.finish = options_.finish ? render::Finishing::on : render::Finishing::off;
    const auto renderer = render::makeRenderer(render::kDefaultRenderer, pack_, portrait, settings, context_);
    if (renderer->frameSize() != portrait->rgb.size())
      throw Skip{"the renderer does not show the whole picture"};
    renderer->render(track, {0, track.frames()}, sink, context_);
  }

  Corners madeCorners(const Capture& seen, const Moment& moment, const Moment& source,
                      const face::Portrait& portrait, Part part) const {
    // What the renderer holds back of the head's motion is not held against mouth and eyes.
    const motion::CoefficientRow shown =
        render::mesh::MotionLimits(portrait.quality).applied(source.row, moment.row);
    return movedCorners(corners(seen, source, part), portrait, part, source.row, shown);
  }

  void compare(const Capture& seen, const std::vector<Moment>& moments, std::size_t portraitAt,
               const std::shared_ptr<const face::Portrait>& portrait, ReenactScore& score) const {
    std::vector<motion::CoefficientRow> rows;
    for (const Moment& moment : moments) rows.push_back(moment.row);
    using Gauges = std::array<PartGauge, kParts.size()>;
    Gauges all, shut, wide;
    std::int64_t lastShut = -2, lastWide = -2;
    render(rows, moments[portraitAt].row, portrait, [&](std::int64_t i, const cv::Mat& rgb) {
      if (std::size_t(i) == portraitAt) return;
      const Moment& moment = moments[std::size_t(i)];
      const bool isShut = moment.closure >= kShutClosure, isWide = moment.opening >= kWideOpening;
      for (const Part part : kParts) {
        const auto p = std::size_t(part);
        const cv::Mat made = crop(rgb, madeCorners(seen, moment, moments[portraitAt], *portrait, part), part);
        all[p].add(moment.real[p], made, i > 0 && std::size_t(i) != portraitAt + 1);
        if (isShut) shut[p].add(moment.real[p], made, lastShut == i - 1);
        if (isWide) wide[p].add(moment.real[p], made, lastWide == i - 1);
      }
      if (isShut) lastShut = i;
      if (isWide) lastWide = i;
    });
    for (std::size_t p = 0; p < kParts.size(); ++p) {
      score.all[p] = all[p].score();
      score.shut[p] = shut[p].score();
      score.wide[p] = wide[p].score();
    }
  }

  void drawSheet(const Capture& seen, const Film& film, const std::vector<Moment>& moments,
                 std::size_t portraitAt, const std::shared_ptr<const face::Portrait>& portrait,
                 const fs::path& name) const {
    std::vector<float> openings, closures;
    for (const Moment& moment : moments) {
      openings.push_back(moment.opening);
      closures.push_back(moment.closure);
    }
    const std::vector<std::size_t> chosen = learning::sheetFrames(openings, closures);
    std::vector<SheetCrops> real, made;
    std::size_t at = 0;
    film.read(context_, [&](const Moment& moment, const cv::Mat& rgb) {
      if (!std::binary_search(chosen.begin(), chosen.end(), at++)) return;
      SheetCrops& crops = real.emplace_back();
      for (const Part part : kParts)
        crops[std::size_t(part)] = crop(rgb, corners(seen, moment, part), part, kSheetScale);
    });
    std::vector<motion::CoefficientRow> rows;
    for (const std::size_t i : chosen) rows.push_back(moments[i].row);
    render(rows, moments[portraitAt].row, portrait, [&](std::int64_t i, const cv::Mat& rgb) {
      const Moment& moment = moments[chosen[std::size_t(i)]];
      SheetCrops& crops = made.emplace_back();
      for (const Part part : kParts)
        crops[std::size_t(part)] =
            crop(rgb, madeCorners(seen, moment, moments[portraitAt], *portrait, part), part, kSheetScale);
    });
    fs::path file = options_.sheets / name;
    file.replace_extension(".png");
    makeFolder(file.parent_path());
    media::writePicture(file, learning::contactSheet({real, made}));
  }

  const ReenactOptions& options_;
  const RunContext context_;
  const packs::Pack pack_;
  face::FaceTracker tracker_;
  const face::FaceModel model_;
};

void addMean(const PartScores ReenactScore::*field, const std::vector<ReenactScore>& clips,
             PartScores& mean) {
  for (std::size_t p = 0; p < kParts.size(); ++p) {
    double clipsWith = 0, clipsMoving = 0;
    for (const ReenactScore& clip : clips) {
      const PartScore& score = (clip.*field)[p];
      if (score.frames == 0) continue;
      ++clipsWith;
      mean[p].frames += score.frames;
      mean[p].difference += score.difference;
      mean[p].ssim += score.ssim;
      mean[p].detail += score.detail;
      mean[p].flicker += score.flicker;
      clipsMoving += score.flicker > 0;
    }
    for (double PartScore::*value : {&PartScore::difference, &PartScore::ssim, &PartScore::detail})
      mean[p].*value /= std::max(1.0, clipsWith);
    mean[p].flicker /= std::max(1.0, clipsMoving);
  }
}

}  // namespace

PartScore eyesOf(const PartScores& scores) {
  const PartScore &a = scores[std::size_t(Part::leftEye)], &b = scores[std::size_t(Part::rightEye)];
  return {a.frames, (a.difference + b.difference) / 2, (a.ssim + b.ssim) / 2, (a.detail + b.detail) / 2,
          (a.flicker + b.flicker) / 2};
}

ReenactScore meanScore(const std::vector<ReenactScore>& clips) {
  ReenactScore mean;
  mean.name = "mean";
  mean.speaker = std::to_string(clips.size()) + " clips";
  addMean(&ReenactScore::all, clips, mean.all);
  addMean(&ReenactScore::shut, clips, mean.shut);
  addMean(&ReenactScore::wide, clips, mean.wide);
  return mean;
}

Reenactment reenact(const ReenactOptions& options, const RunContext& context) {
  const std::vector<fs::path> files = spreadOver(chosenVideos(options.chosen), options.chosen.limit);
  Reenactor reenactor(options, context);
  Reenactment result;
  for (std::size_t i = 0; i < files.size(); ++i) {
    context.throwIfCancelled();
    context.progress("reenact", std::int64_t(i), std::int64_t(files.size()));
    const std::string name = files[i].lexically_relative(options.chosen.clips).generic_string();
    try {
      result.clips.push_back(reenactor.judge(files[i]));
    } catch (const Skip& skip) {
      result.skipped.push_back(name + ": " + skip.reason);
    } catch (const Error& error) {
      if (error.code() != ErrorCode::unreadableMedia) throw;
      result.skipped.push_back(name + ": " + error.reason());
    }
  }
  context.progress("reenact", std::int64_t(files.size()), std::int64_t(files.size()));
  return result;
}

}  // namespace orator::lab
