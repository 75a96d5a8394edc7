#include "core/face/sadtalker/alignment.h"

#include <ATen/ATen.h>

#include <cmath>

#include "core/base/error.h"

namespace orator::face::sadtalker {
namespace {

constexpr double kStandardScale = 102;  // pixels of the aligned face per unit of the standard face
constexpr double kLargestScale = 8;

/// @return CV_8UC3 of `size`
cv::Mat resizedBicubic(const cv::Mat& rgb, cv::Size size) {
  const cv::Mat whole = rgb.isContinuous() ? rgb : rgb.clone();
  const at::Tensor pixels = at::from_blob(whole.data, {1, whole.rows, whole.cols, 3}, at::kByte);
  const at::Tensor scaled = at::_upsample_bicubic2d_aa(
      pixels.permute({0, 3, 1, 2}).to(at::kFloat).contiguous(), {size.height, size.width}, false);
  const at::Tensor bytes = scaled.round().clamp(0, 255).to(at::kByte).permute({0, 2, 3, 1}).contiguous();
  return cv::Mat(size, CV_8UC3, bytes.data_ptr<std::uint8_t>()).clone();
}

}  // namespace

const std::array<cv::Point3d, 5> kStandardFace = {
    {{-0.3114865720272064, 0.29036077857017517, 0.13377952575683594},
     {0.30979886651039124, 0.289720356464386, 0.1317952573299408},
     {0.003253498813137412, -0.04617932438850403, 0.5524424314498901},
     {-0.25216928124427795, -0.3813391625881195, 0.22405731678009033},
     {0.24846619367599487, -0.38128235936164856, 0.22235769033432007}}};

cv::Size Alignment::scaledSize() const {
  return {int(picture.width * scale), int(picture.height * scale)};
}

cv::Point Alignment::alignedOrigin() const {
  const cv::Size size = scaledSize();
  const double half = kAlignedSide / 2.0;
  return {int(size.width / 2.0 - half + (translation.x - picture.width / 2.0) * scale),
          int(size.height / 2.0 - half + (picture.height / 2.0 - translation.y) * scale)};
}

Alignment alignment(const Landmarks68& landmarks, cv::Size picture) {
  const auto between = [&](std::size_t a, std::size_t b) {
    return (cv::Point2d(landmarks[a]) + cv::Point2d(landmarks[b])) / 2;
  };
  const std::array<cv::Point2d, 5> points{between(36, 39), between(42, 45), landmarks[30], landmarks[48],
                                          landmarks[54]};
  // x2d = [R1 X + tx; R2 X + ty], y upward: two rows a point, unknowns R1, tx, R2, ty.
  cv::Mat1d system(10, 8, 0.0), target(10, 1), solution;
  for (int i = 0; i < 5; ++i) {
    const cv::Point3d& p = kStandardFace[std::size_t(i)];
    for (int row = 0; row < 2; ++row) {
      double* line = system[2 * i + row] + 4 * row;
      line[0] = p.x, line[1] = p.y, line[2] = p.z, line[3] = 1;
    }
    target(2 * i) = points[std::size_t(i)].x;
    target(2 * i + 1) = picture.height - 1 - points[std::size_t(i)].y;
  }
  cv::solve(system, target, solution, cv::DECOMP_SVD);
  const double size = (cv::norm(solution.rowRange(0, 3)) + cv::norm(solution.rowRange(4, 7))) / 2;
  if (!(size > 1e-3))
    throw Error(ErrorCode::noFace, "portrait", "the landmarks do not span a face", "Choose another picture");
  return {picture, kStandardScale / size, {solution(3), solution(7)}};
}

Landmarks68 alignedLandmarks(const Landmarks68& landmarks, const Alignment& alignment) {
  const cv::Size own = alignment.picture, scaled = alignment.scaledSize();
  const double s = alignment.scale, half = kAlignedSide / 2.0;
  Landmarks68 aligned;
  for (std::size_t i = 0; i < landmarks.size(); ++i) {
    const double up = own.height - 1 - landmarks[i].y;
    aligned[i] = {
        float((landmarks[i].x - alignment.translation.x + own.width / 2.0) * s - scaled.width / 2.0 + half),
        float((up - alignment.translation.y + own.height / 2.0) * s - scaled.height / 2.0 + half)};
  }
  return aligned;
}

cv::Mat alignedFace(const cv::Mat& rgb, const Alignment& alignment) {
  if (alignment.scale > kLargestScale)
    throw Error(ErrorCode::pictureTooSmall, "portrait",
                "the face covers too few pixels for the crop that is chosen",
                "Choose the crop mode crop, or a picture that shows the face larger");
  const cv::Mat scaled = resizedBicubic(rgb, alignment.scaledSize());
  cv::Mat face(kAlignedSide, kAlignedSide, CV_8UC3, cv::Scalar::all(0));
  const cv::Point origin = alignment.alignedOrigin();
  const cv::Rect seen = cv::Rect(origin, face.size()) & cv::Rect({}, scaled.size());
  if (!seen.empty()) scaled(seen).copyTo(face(seen - origin));
  return face;
}

}  // namespace orator::face::sadtalker
