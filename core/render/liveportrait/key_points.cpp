#include "core/render/liveportrait/key_points.h"

#include <ATen/ATen.h>

#include <cmath>
#include <numbers>

#include "core/render/liveportrait/hull_volume.h"

namespace orator::render::liveportrait {

at::Tensor degreesOf(const at::Tensor& bins) {
  const at::Tensor index = at::arange(bins.size(1), bins.options());
  return (at::softmax(bins, 1) * index).sum(1, true) * 3 - 97.5;
}

at::Tensor rotationOf(const at::Tensor& pitch, const at::Tensor& yaw, const at::Tensor& roll) {
  const auto radians = [](const at::Tensor& degrees) { return degrees / 180 * std::numbers::pi; };
  const at::Tensor x = radians(pitch), y = radians(yaw), z = radians(roll);
  const at::Tensor zero = at::zeros_like(x), one = at::ones_like(x);
  const auto matrix = [](const std::vector<at::Tensor>& nine) {
    return at::cat(nine, 1).reshape({-1, 3, 3});
  };
  const at::Tensor rx = matrix({one, zero, zero, zero, x.cos(), -x.sin(), zero, x.sin(), x.cos()});
  const at::Tensor ry = matrix({y.cos(), zero, y.sin(), zero, one, zero, -y.sin(), zero, y.cos()});
  const at::Tensor rz = matrix({z.cos(), -z.sin(), zero, z.sin(), z.cos(), zero, zero, zero, one});
  return rz.matmul(ry).matmul(rx).transpose(1, 2);
}

PointMotion pointMotionOf(const FaceMotion& motion) {
  return {rotationOf(degreesOf(motion.pitch), degreesOf(motion.yaw), degreesOf(motion.roll)),
          motion.expression, motion.scale, motion.translation};
}

at::Tensor keyPoints(const at::Tensor& canonical, const PointMotion& motion) {
  at::Tensor shift = motion.translation.clone();
  shift.select(1, 2).zero_();
  return motion.scale.unsqueeze(2) * (canonical.matmul(motion.rotation) + motion.expression) +
         shift.unsqueeze(1);
}

PointMotion relativeMotion(const PointMotion& source, const PointMotion& first, const PointMotion& driving) {
  return {driving.rotation.matmul(first.rotation.transpose(1, 2)).matmul(source.rotation),
          source.expression + driving.expression - first.expression,
          source.scale * (driving.scale / first.scale),
          source.translation + driving.translation - first.translation};
}

PointMotion absoluteMotion(const PointMotion& source, const PointMotion& driving) {
  at::Tensor expression = source.expression.expand_as(driving.expression).clone();
  const auto take = [&](std::int64_t point, std::int64_t axis, std::int64_t count) {
    expression.select(1, point)
        .slice(1, axis, axis + count)
        .copy_(driving.expression.select(1, point).slice(1, axis, axis + count));
  };
  for (const std::int64_t point : {1, 2, 6, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20}) take(point, 0, 3);
  for (const std::int64_t point : {3, 4}) take(point, 1, 1);
  for (const std::int64_t point : {5, 8}) take(point, 2, 1);
  take(9, 1, 2);
  return {driving.rotation, expression, source.scale, driving.translation};
}

double motionMultiplier(const at::Tensor& source, const at::Tensor& driving) {
  const auto volume = [](const at::Tensor& points) {
    const at::Tensor p = points.reshape({kPoints, 3}).to(at::kDouble).contiguous();
    const double* values = p.data_ptr<double>();
    std::vector<cv::Point3d> corners;
    for (std::int64_t i = 0; i < kPoints; ++i)
      corners.emplace_back(values[3 * i], values[3 * i + 1], values[3 * i + 2]);
    return hullVolume(corners);
  };
  const double own = volume(source), others = volume(driving);
  return own > 0 && others > 0 ? std::sqrt(own) / std::sqrt(others) : 1;
}

OpeningRatios openingRatios(std::span<const cv::Point2f> p) {
  const auto ratio = [&](std::size_t above, std::size_t below, std::size_t left, std::size_t right) {
    return cv::norm(p[above] - p[below]) / (cv::norm(p[left] - p[right]) + 1e-6);
  };
  return {ratio(6, 18, 0, 12), ratio(30, 42, 24, 36), ratio(90, 102, 48, 66)};
}

}  // namespace orator::render::liveportrait
