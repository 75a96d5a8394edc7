#include "core/face/portrait.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/face/face_tracker.h"
#include "core/face/person_matte.h"

namespace orator::face {
namespace {

constexpr double kOutsideShare = 0.1;
constexpr float kFarTurnRadians = 0.6f;
constexpr float kFarNodRadians = 0.5f;

void adoptPicture(Portrait& portrait, const media::Picture& picture, int maximumSide,
                  const RunContext& context) {
  portrait.rgb = picture.rgb;
  portrait.alpha = picture.alpha;
  const int side = std::max(picture.rgb.cols, picture.rgb.rows);
  if (side <= maximumSide) return;
  const double scale = double(maximumSide) / side;
  const cv::Size size(std::max(1, cvRound(picture.rgb.cols * scale)),
                      std::max(1, cvRound(picture.rgb.rows * scale)));
  cv::resize(picture.rgb, portrait.rgb, size, 0, 0, cv::INTER_AREA);
  if (!picture.alpha.empty()) cv::resize(picture.alpha, portrait.alpha, size, 0, 0, cv::INTER_AREA);
  context.note("The picture was reduced from " + std::to_string(picture.rgb.cols) + " x " +
               std::to_string(picture.rgb.rows) + " to " + std::to_string(size.width) + " x " +
               std::to_string(size.height) + " pixels");
}

void chooseFace(Portrait& portrait, const std::optional<int>& wanted, const RunContext& context) {
  const int count = int(portrait.faces.size());
  if (count == 0)
    throw Error(ErrorCode::noFace, "portrait", "no face was found in the picture",
                "Choose a picture that shows a face from the front, at least 64 pixels wide");
  if (wanted && (*wanted < 0 || *wanted >= count))
    throw Error(ErrorCode::invalidArgument, "face", "there is no face " + std::to_string(*wanted),
                "Choose a number from 0 to " + std::to_string(count - 1) + ", 0 is the largest");
  portrait.chosenFace = wanted.value_or(0);
  portrait.landmarks = portrait.faces[std::size_t(portrait.chosenFace)];
  if (count > 1 && !wanted) context.note(std::to_string(count) + " faces found, using the largest");
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

void noteFarTurn(const FaceFit& fit, const RunContext& context) {
  if (std::abs(fit.pose.anglesRadians[1]) > kFarTurnRadians)
    context.note("The face is turned far to the side; a picture from the front moves more naturally");
  else if (std::abs(fit.pose.anglesRadians[0]) > kFarNodRadians)
    context.note("The face is tilted far up or down; a picture from the front moves more naturally");
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
  adoptPicture(*portrait, picture, options.maximumSide, context);
  portrait->faces =
      FaceTracker({pack.file("face_detector"), pack.file("attention_mesh")}).detect(portrait->rgb);
  chooseFace(*portrait, options.face, context);
  refuseCutFace(*portrait);
  step(1);
  portrait->model = std::make_shared<FaceModel>(loadFaceModel(pack.file("face_model")));
  portrait->fit = fitFaceModel(*portrait->model, portrait->landmarks, portrait->rgb.size());
  noteFarTurn(portrait->fit, context);
  step(2);
  portrait->matte = personMatte(pack.file("person_matte"), portrait->rgb);
  if (!coversFace(portrait->matte, portrait->landmarks))
    portrait->matte = headShapedMatte(portrait->landmarks, portrait->rgb.size());
  step(3);
  return portrait;
}

}  // namespace orator::face
