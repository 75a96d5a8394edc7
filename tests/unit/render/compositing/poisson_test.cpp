#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/imgproc.hpp>
#include <opencv2/photo.hpp>

#include "core/render/compositing/seamless_clone.h"
#include "tests/unit/render/compositing/scene.h"

namespace orator::render {
namespace {

/// Lengths with small factors, primes, and one less than primes; 508 + 1 is the prime of a 512 pixel box.
class SineTransformOfLength : public testing::TestWithParam<int> {};

TEST_P(SineTransformOfLength, EqualsTheSum) {
  const int n = GetParam();
  cv::Mat1f rows(3, n);
  cv::RNG random(1);
  random.fill(rows, cv::RNG::UNIFORM, -100, 100);
  cv::Mat1f transformed = rows.clone();
  SineTransform(n).apply(transformed, 0, rows.rows);
  for (int r = 0; r < rows.rows; ++r)
    for (int k = 1; k <= n; ++k) {
      double sum = 0;
      for (int j = 1; j <= n; ++j) sum += rows(r, j - 1) * std::sin(CV_PI * j * k / (n + 1));
      ASSERT_NEAR(transformed(r, k - 1), sum, 1e-2 * std::sqrt(n)) << "row " << r << ", k " << k;
    }
}

INSTANTIATE_TEST_SUITE_P(Lengths, SineTransformOfLength,
                         testing::Values(1, 2, 3, 7, 16, 36, 63, 127, 256, 508));

TEST(PoissonSolver, FindsTheFieldThatHasTheGivenLaplacian) {
  for (const cv::Size size : {cv::Size(1, 1), cv::Size(5, 9), cv::Size(508, 37), cv::Size(100, 250)}) {
    cv::Mat1f field(size);
    for (int y = 0; y < size.height; ++y)
      for (int x = 0; x < size.width; ++x)
        field(y, x) = float(100 * std::sin(CV_PI * (x + 1) / (size.width + 1)) *
                                std::sin(CV_PI * (y + 1) / (size.height + 1)) +
                            10 * std::sin(0.7 * x * y));
    cv::Mat1f padded, laplacian;
    cv::copyMakeBorder(field, padded, 1, 1, 1, 1, cv::BORDER_CONSTANT, 0);
    cv::Laplacian(padded, laplacian, CV_32F);
    cv::Mat1f solved = laplacian(cv::Rect({1, 1}, size)).clone();
    PoissonSolver(size).solve(solved);
    EXPECT_LT(cv::norm(solved, field, cv::NORM_INF), 0.05) << size;
  }
}

/// OpenCV clears the mask's border, takes its bounding box and wears the mask off by three pixels there.
TEST(SeamlessClone, EqualsOpenCvWithinOneGreyLevel) {
  for (const int side : {100, 131}) {
    const cv::Size size(240, 220);
    const cv::Mat destination = test::drawnBust(size);
    const cv::Rect box = test::boxOfBust(size, side);
    cv::Mat source = test::drawnBust(size, {4, 2}, {-3, 0})(box).clone();
    source += cv::Scalar(20, -10, 5);

    cv::Mat whole(source.size(), CV_8UC1, cv::Scalar(255)), disc = cv::Mat::zeros(source.size(), CV_8UC1);
    cv::circle(disc, {side / 2, side / 2}, side / 3, 255, cv::FILLED);
    for (const cv::Mat& mask : {whole, disc}) {
      cv::Mat inner = cv::Mat::zeros(mask.size(), CV_8UC1);
      const cv::Rect inside(1, 1, side - 2, side - 2);
      mask(inside).copyTo(inner(inside));
      const cv::Rect bound = cv::boundingRect(inner);
      cv::Mat worn;
      cv::erode(inner, worn, cv::Mat(), {-1, -1}, 3, cv::BORDER_CONSTANT, 0);

      cv::Mat expected;
      const cv::Point centre = box.tl() + bound.tl() + cv::Point(bound.width / 2, bound.height / 2);
      cv::seamlessClone(source, destination, mask, centre, expected, cv::NORMAL_CLONE);
      cv::Mat ours = destination.clone();
      const cv::Rect place = bound + box.tl();
      SeamlessClone(destination(place), worn(bound)).clone(source(bound)).copyTo(ours(place));
      EXPECT_LE(test::largestDifference(ours, expected), 1) << "side " << side;
      EXPECT_GT(test::largestDifference(ours, destination), 20);
    }
  }
}

TEST(SeamlessClone, LeavesTheDestinationWhereTheSourceDiffersByAConstant) {
  const cv::Mat destination = test::drawnBust({160, 140});
  const cv::Mat brighter = destination + cv::Scalar(25, 25, 25);
  const cv::Mat mask(destination.size(), CV_8UC1, cv::Scalar(255));
  // With gradients up to the edge the step at the edge would be one of them; one pixel of the destination's.
  cv::Mat inner = cv::Mat::zeros(mask.size(), CV_8UC1);
  inner(cv::Rect(1, 1, 157, 137)).setTo(255);
  EXPECT_LE(test::largestDifference(SeamlessClone(destination, inner).clone(brighter), destination), 1);
}

}  // namespace
}  // namespace orator::render
