#include "core/render/mesh/inverse_field.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/render/sampling.h"

namespace orator::render::mesh {
namespace {

constexpr int kStep = 3;

/// A turn and a swelling, pixels.
cv::Mat2f smoothField(cv::Size size, float strength) {
  cv::Mat2f field(size);
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x)
      field(y, x) = {strength * std::sin(0.3f * float(y)) + 2, strength * std::cos(0.25f * float(x))};
  return field;
}

/// How far each node is from where its source goes, lattice steps.
double worst(const cv::Mat2f& forward, const cv::Mat2f& backward, cv::Rect cells) {
  double error = 0;
  for (int y = 0; y < cells.height; ++y)
    for (int x = 0; x < cells.width; ++x) {
      const cv::Point2f node(float(cells.x + x), float(cells.y + y));
      const cv::Point2f s = node + cv::Point2f(backward(y, x)) * (1.f / kStep);
      const cv::Point2f back = s + cv::Point2f(sampleLinear<float, 2>(forward, s)) * (1.f / kStep) - node;
      error = std::max(error, std::sqrt(back.ddot(back)));
    }
  return error;
}

TEST(InverseField, BringsEveryNodeBackToAFiftiethOfAStep) {
  for (const cv::Size size : {cv::Size(40, 30), cv::Size(31, 17), cv::Size(5, 3), cv::Size(1, 4)})
    for (const float strength : {0.5f, 3.f, 7.f}) {
      const cv::Mat2f forward = smoothField(size, strength);
      const cv::Rect all({}, size);
      EXPECT_LE(worst(forward, inverseField(forward, kStep, all, {}), all), 0.021) << size << strength;
    }
}

TEST(InverseField, OfSomeNodesIsAsOfAll) {
  const cv::Mat2f forward = smoothField({40, 30}, 4);
  const cv::Rect some(7, 5, 18, 11);
  const cv::Mat2f all = inverseField(forward, kStep, {0, 0, 40, 30}, {});
  EXPECT_EQ(cv::norm(inverseField(forward, kStep, some, {}), all(some), cv::NORM_INF), 0);
}

TEST(InverseField, StaysWhereItBeginsIfThatIsRight) {
  const cv::Mat2f forward = smoothField({40, 30}, 4);
  const cv::Rect whole(0, 0, 40, 30);
  const cv::Mat2f once = inverseField(forward, kStep, whole, {});
  EXPECT_LE(cv::norm(inverseField(forward, kStep, whole, once), once, cv::NORM_INF), 1e-4);
}

}  // namespace
}  // namespace orator::render::mesh
