#include "core/learning/measures/skull_crops.h"

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/face/camera_distance.h"
#include "core/face/face_mesh.h"

namespace orator::learning {
namespace {

/// The middle of a part of the neutral face and half the extent of its crop, decimetre.
struct Place {
  cv::Point3f middle;
  float halfWidth = 0, halfHeight = 0;
};

Place placeOf(const std::vector<cv::Point3f>& neutral, Part part) {
  const auto at = [&](int vertex) { return neutral[std::size_t(vertex)]; };
  const cv::Size size = cropSize(part);
  if (part == Part::mouth) {
    // The jaw opens downwards.
    constexpr float kWidths = 0.95f, kLower = 0.25f;
    const cv::Point3f left = at(61), right = at(291);
    const float width = std::abs(right.x - left.x);
    cv::Point3f middle = (left + right) * 0.5f;
    middle.y -= kLower * width;
    return {middle, kWidths * width, kWidths * width * float(size.height) / float(size.width)};
  }
  constexpr float kWidths = 0.9f;
  const face::EyeCurves& eye = part == Part::leftEye ? face::kLeftEye : face::kRightEye;
  const cv::Point3f a = at(eye.corners[0]), b = at(eye.corners[1]);
  const float width = std::abs(a.x - b.x);
  return {(a + b) * 0.5f, kWidths * width, kWidths * width * float(size.height) / float(size.width)};
}

cv::Vec3f placed(const face::HeadPose& pose, const cv::Point3f& p) {
  return face::rotationMatrix(pose.anglesRadians) * cv::Vec3f(p.x, p.y, p.z) + pose.translation;
}

face::HeadPose poseOf(const motion::CoefficientRow& row) {
  const float* angle = row.data() + motion::kAngleColumn;
  const float* at = row.data() + motion::kTranslationColumn;
  return {{angle[0], angle[1], angle[2]}, {at[0], at[1], at[2]}};
}

}  // namespace

cv::Size cropSize(Part part) {
  return part == Part::mouth ? cv::Size(128, 96) : cv::Size(80, 64);
}

Corners cornersOf(const face::FaceModel& model, const face::FaceFit& fit, Part part) {
  const Place place = placeOf(model.shape(fit.identity, {}), part);
  const auto corner = [&](float right, float up) {
    const cv::Vec3f q =
        placed(fit.pose, place.middle + cv::Point3f(right * place.halfWidth, up * place.halfHeight, 0));
    return fit.camera.project({q[0], q[1], q[2]});
  };
  return {corner(-1, 1), corner(1, 1), corner(-1, -1)};
}

Corners movedCorners(const Corners& corners, const face::Portrait& portrait, Part part,
                     const motion::CoefficientRow& source, const motion::CoefficientRow& row) {
  const face::FaceFit& fit = portrait.fit;
  const face::HeadPose from = poseOf(source), to = poseOf(row);
  const cv::Matx33f turn =
      face::rotationMatrix(to.anglesRadians) * face::rotationMatrix(from.anglesRadians).t();
  const cv::Vec3f shift = to.translation - from.translation;
  const Place place = placeOf(portrait.model->shape(fit.identity, {}), part);
  const auto depthAt = [&](float right, float up) {
    return placed(fit.pose, place.middle + cv::Point3f(right * place.halfWidth, up * place.halfHeight, 0))[2];
  };
  const std::array depths{depthAt(-1, 1), depthAt(1, 1), depthAt(-1, -1)};
  Corners moved;
  for (std::size_t i = 0; i < corners.size(); ++i) {
    const float perPixel = (face::kCameraDistance - depths[i]) / fit.camera.focalPixels;
    const cv::Vec3f point((corners[i].x - fit.camera.centre.x) * perPixel,
                          (fit.camera.centre.y - corners[i].y) * perPixel, depths[i]);
    const cv::Vec3f q = turn * (point - fit.pose.translation) + fit.pose.translation + shift;
    moved[i] = fit.camera.project({q[0], q[1], q[2]});
  }
  return moved;
}

cv::Mat crop(const cv::Mat& rgb, const Corners& corners, Part part, float scale) {
  const cv::Size size(cvRound(scale * float(cropSize(part).width)),
                      cvRound(scale * float(cropSize(part).height)));
  const cv::Point2f from[] = {{0, 0}, {float(size.width), 0}, {0, float(size.height)}};
  cv::Mat out;
  cv::warpAffine(rgb, out, cv::getAffineTransform(from, corners.data()), size,
                 cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
  return out;
}

}  // namespace orator::learning
