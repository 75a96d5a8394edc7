#include "core/face/portrait.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "core/face/face_mesh.h"
#include "core/face/face_tracker.h"
#include "core/face/person_matte.h"
#include "core/face/portrait_findings.h"
#include "core/face/transparency.h"

namespace orator::face {
namespace {

constexpr double kOutsideShare = 0.1;

media::Picture turned(const media::Picture& picture, Rotation rotation) {
  if (rotation == Rotation::none) return picture;
  const int code = rotation == Rotation::clockwise ? cv::ROTATE_90_CLOCKWISE
                   : rotation == Rotation::half    ? cv::ROTATE_180
                                                   : cv::ROTATE_90_COUNTERCLOCKWISE;
  media::Picture result;
  cv::rotate(picture.rgb, result.rgb, code);
  if (!picture.alpha.empty()) cv::rotate(picture.alpha, result.alpha, code);
  return result;
}

float rollOf(const FaceLandmarks& face) {
  const auto &left = face.points[kLeftEyeOuter], &right = face.points[kRightEyeOuter];
  return std::atan2(right.y - left.y, right.x - left.x);
}

/// A face that the detector knows at once stands upright; any other may lie on its side, or hang upside down
/// and be taken for an upright one.
bool standsUpright(const std::vector<FaceLandmarks>& faces) {
  constexpr float kKnown = 0.85f;
  return !faces.empty() && faces[0].score > kKnown && std::abs(rollOf(faces[0])) < std::numbers::pi / 4;
}

/// The turn that sets the largest face upright: the one in which the detector is surest of it.
Rotation turnToUpright(FaceTracker& tracker, const cv::Mat& rgb, const RunContext& context) {
  constexpr float kSurer = 0.1f;  // than without a turn
  Rotation best = Rotation::none;
  float most = 0;
  for (const Rotation rotation :
       {Rotation::none, Rotation::clockwise, Rotation::counterclockwise, Rotation::half}) {
    context.throwIfCancelled();
    const auto faces = tracker.detect(turned({rgb, {}}, rotation).rgb);
    if (rotation == Rotation::none && standsUpright(faces)) return rotation;
    if (faces.empty() || std::abs(rollOf(faces[0])) > std::numbers::pi / 4) continue;
    const float score = faces[0].score + (rotation == Rotation::none ? kSurer : 0);
    if (score <= most) continue;
    most = score;
    best = rotation;
  }
  return best;
}

void adoptPicture(Portrait& portrait, const media::Picture& picture, int maximumSide, cv::Vec3b background,
                  const RunContext& context) {
  portrait.rgb = picture.alpha.empty() ? picture.rgb : laidOver(picture, background);
  portrait.alpha = picture.alpha;
  portrait.background = background;
  const int side = std::max(picture.rgb.cols, picture.rgb.rows);
  if (side <= maximumSide) return;
  const double scale = double(maximumSide) / side;
  const cv::Size size(std::max(1, cvRound(picture.rgb.cols * scale)),
                      std::max(1, cvRound(picture.rgb.rows * scale)));
  cv::resize(cv::Mat(portrait.rgb), portrait.rgb, size, 0, 0, cv::INTER_AREA);
  if (!picture.alpha.empty()) cv::resize(picture.alpha, portrait.alpha, size, 0, 0, cv::INTER_AREA);
  context.note("The picture was reduced from " + std::to_string(picture.rgb.cols) + " x " +
               std::to_string(picture.rgb.rows) + " to " + std::to_string(size.width) + " x " +
               std::to_string(size.height) + " pixels");
}

void chooseFace(Portrait& portrait, const std::optional<int>& wanted, Rotation better,
                const RunContext& context) {
  const int count = int(portrait.faces.size());
  if (count == 0 && better != Rotation::none)
    throw Error(ErrorCode::noFace, "portrait", "a face was found only after turning the picture",
                "Turn it: --rotate " + std::to_string(90 * int(better)));
  if (count == 0)
    throw Error(ErrorCode::noFace, "portrait", "no face was found in the picture",
                "Choose a picture that shows a face from the front, at least 64 pixels wide");
  if (wanted && (*wanted < 0 || *wanted >= count))
    throw Error(ErrorCode::invalidArgument, "face", "there is no face " + std::to_string(*wanted),
                "Choose a number from 0 to " + std::to_string(count - 1) + ", 0 is the largest");
  portrait.chosenFace = wanted.value_or(0);
  portrait.landmarks = portrait.faces[std::size_t(portrait.chosenFace)];
  if (count > 1 && !wanted)
    context.note(std::to_string(count) + " faces found, using the largest; the others stay still");
}

void refuseCutFace(const Portrait& portrait) {
  const cv::Rect2f picture(0, 0, float(portrait.rgb.cols), float(portrait.rgb.rows));
  const auto& points = portrait.landmarks.points;
  const auto outside = std::count_if(points.begin(), points.end(), [&](const cv::Point3f& p) {
    return !picture.contains({p.x, p.y});
  });
  if (double(outside) > kOutsideShare * kLandmarkCount)
    throw Error(ErrorCode::faceCutOff, "portrait", "the face leaves the picture",
                "Choose a picture that shows the whole face, from the forehead to the chin");
}

/// Other faces were noted when one was chosen.
void tellFindings(const PortraitQuality& quality, const RunContext& context) {
  for (const PortraitFinding& finding : findingsOf(quality))
    if (finding.kind != FindingKind::others) context.note(messageOf(finding));
}

}  // namespace

std::shared_ptr<const Portrait> analysePortrait(const media::Picture& picture, const packs::Pack& pack,
                                                const PortraitOptions& options, const RunContext& context) {
  if (picture.rgb.empty() || picture.rgb.type() != CV_8UC3 || options.maximumSide < 64)
    throw Error(ErrorCode::invalidArgument, "portrait",
                "expected an RGB picture and a maximum side of 64 or more");
  constexpr const char* kStage = "portrait";
  constexpr int kSteps = 3;
  auto portrait = std::make_shared<Portrait>();
  const auto step = [&](int done) {
    context.throwIfCancelled();
    context.progress(kStage, done, kSteps);
  };
  step(0);
  FaceTracker tracker({pack.file("face_detector"), pack.file("attention_mesh")});
  Rotation rotation = options.rotation;
  if (rotation == Rotation::upright) rotation = turnToUpright(tracker, picture.rgb, context);
  adoptPicture(*portrait, turned(picture, rotation), options.maximumSide, options.background, context);
  portrait->faces = tracker.detect(portrait->rgb);
  const Rotation toUpright = standsUpright(portrait->faces) || options.rotation == Rotation::upright
                                 ? Rotation::none
                                 : turnToUpright(tracker, portrait->rgb, context);
  chooseFace(*portrait, options.face, toUpright, context);
  refuseCutFace(*portrait);
  step(1);
  portrait->model = std::make_shared<FaceModel>(loadFaceModel(pack.file("face_model")));
  portrait->fit = fitFaceModel(*portrait->model, portrait->landmarks, portrait->rgb.size());
  step(2);
  portrait->matte = personMatte(pack.file("person_matte"), portrait->rgb);
  if (!coversFace(portrait->matte, portrait->landmarks))
    portrait->matte = headShapedMatte(portrait->landmarks, portrait->rgb.size());
  if (!portrait->alpha.empty()) portrait->matte = cutOutMatte(portrait->alpha, portrait->matte);
  portrait->quality = measureQuality(*portrait);
  portrait->quality.toUpright = toUpright;
  tellFindings(portrait->quality, context);
  step(3);
  return portrait;
}

}  // namespace orator::face
