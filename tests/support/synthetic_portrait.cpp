#include "tests/support/synthetic_portrait.h"

#include <opencv2/imgproc.hpp>

#include "core/face/expression_names.h"
#include "core/face/face_mesh.h"

namespace orator::test {

namespace {

void fill(cv::Mat& picture, const face::FaceLandmarks& face, std::initializer_list<int> contour,
          cv::Scalar colour) {
  std::vector<cv::Point> polygon;
  for (int i : contour) polygon.emplace_back(cvRound(face.points[i].x), cvRound(face.points[i].y));
  cv::fillPoly(picture, std::vector<std::vector<cv::Point>>{polygon}, colour, cv::LINE_AA);
}

}  // namespace

std::shared_ptr<const face::Portrait> syntheticPortrait() {
  auto portrait = std::make_shared<face::Portrait>();
  const auto pack = packs::openPack("studio");
  portrait->model = std::make_shared<face::FaceModel>(face::loadFaceModel(pack.file("face_model")));
  const cv::Size size(360, 420);
  auto& fit = portrait->fit;
  fit.identity.assign(portrait->model->identity.rows, 0.f);
  fit.camera = {1000.f, {180, 190}};
  const auto shape = portrait->model->shape(fit.identity, fit.expression);
  for (int i = 0; i < face::kLandmarkCount; ++i) {
    const cv::Point2f p = fit.camera.project(shape[i]);
    portrait->landmarks.points[i] = {p.x, p.y, -shape[i].z * fit.camera.focalPixels / 10};
  }
  portrait->landmarks.presence = 1;
  portrait->faces = {portrait->landmarks};

  cv::Mat& rgb = portrait->rgb;
  rgb.create(size, CV_8UC3);
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x)
      rgb.at<cv::Vec3b>(y, x) = (x / 12 + y / 12) % 2 ? cv::Vec3b(40, 70, 110) : cv::Vec3b(70, 110, 150);
  cv::Mat& matte = portrait->matte;
  matte = cv::Mat(size, CV_8UC1, cv::Scalar(0));
  const cv::Scalar skin(205, 160, 140);
  for (auto* target : {&rgb, &matte}) {
    const cv::Scalar colour = target == &matte ? cv::Scalar(255) : skin;
    cv::ellipse(*target, {180, 190}, {92, 120}, 0, 0, 360, colour, -1, cv::LINE_AA);
    cv::rectangle(*target, cv::Rect(145, 280, 70, 80), colour, -1);
    cv::ellipse(*target, {180, 420}, {150, 70}, 0, 0, 360, colour, -1, cv::LINE_AA);
  }
  const auto& face = portrait->landmarks;
  for (auto eye : {std::initializer_list<int>{33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145,
                                              144, 163, 7},
                   {362, 398, 384, 385, 386, 387, 388, 466, 263, 249, 390, 373, 374, 380, 381, 382}})
    fill(rgb, face, eye, {245, 245, 245});
  for (const auto& [upper, lower] : {std::pair{159, 145}, std::pair{386, 374}}) {
    const cv::Point2f middle((face.points[upper].x + face.points[lower].x) / 2,
                             (face.points[upper].y + face.points[lower].y) / 2);
    cv::circle(rgb, middle, std::max(1, cvRound((face.points[lower].y - face.points[upper].y) * 0.4f)),
               {10, 10, 10}, -1);
  }
  for (auto brow : {std::initializer_list<int>{70, 63, 105, 66, 107, 55, 65, 52, 53, 46},
                    {300, 293, 334, 296, 336, 285, 295, 282, 283, 276}})
    fill(rgb, face, brow, {90, 60, 45});
  for (int nostril : {79, 309})
    cv::circle(rgb, {cvRound(face.points[nostril].x), cvRound(face.points[nostril].y)}, 4, {120, 70, 60}, -1);
  fill(rgb, face, {61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146},
       {180, 60, 60});
  return portrait;
}

std::shared_ptr<face::Portrait> openMouthed(float jaw, cv::Scalar teeth) {
  auto portrait = std::make_shared<face::Portrait>(*syntheticPortrait());
  portrait->rgb = portrait->rgb.clone();
  portrait->fit.expression[face::kJawOpen] = jaw;
  const auto shape = portrait->model->shape(portrait->fit.identity, portrait->fit.expression);
  for (int i = 0; i < face::kLandmarkCount; ++i) {
    const cv::Point2f p = portrait->fit.camera.project(shape[i]);
    portrait->landmarks.points[i].x = p.x;
    portrait->landmarks.points[i].y = p.y;
  }
  const auto paint = [&](float until, cv::Scalar colour) {
    std::vector<cv::Point> outline;
    for (const int vertex : face::kInnerUpperLip)
      outline.emplace_back(portrait->landmarks.points[vertex].x, portrait->landmarks.points[vertex].y);
    for (int i = 10; i >= 0; --i) {
      const auto &up = portrait->landmarks.points[face::kInnerUpperLip[i]],
                 &low = portrait->landmarks.points[face::kInnerLowerLip[i]];
      outline.emplace_back(up.x, up.y + until * (low.y - up.y));
    }
    cv::fillPoly(portrait->rgb, std::vector<std::vector<cv::Point>>{outline}, colour);
  };
  paint(1, {150, 40, 40});
  paint(0.7f, {20, 5, 5});
  paint(0.4f, teeth);
  return portrait;
}

motion::CoefficientRow sourceRow(const face::Portrait& portrait) {
  motion::CoefficientRow row{};
  std::copy(portrait.fit.expression.begin(), portrait.fit.expression.end(), row.begin());
  for (int i = 0; i < 3; ++i) {
    row[motion::kAngleColumn + i] = portrait.fit.pose.anglesRadians[i];
    row[motion::kTranslationColumn + i] = portrait.fit.pose.translation[i];
  }
  return row;
}

}  // namespace orator::test
