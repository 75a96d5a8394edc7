#include "core/render/mesh/thin_plate.h"

#include <gtest/gtest.h>

namespace orator::render::mesh {
namespace {

const std::vector<cv::Point2f> kCentres{{0, 0}, {100, 0}, {0, 100}, {100, 100}, {40, 60}, {70, 20}};

TEST(ThinPlate, ReproducesTheValuesAtItsCentres) {
  const cv::Mat1f matrix = thinPlateMatrix(kCentres, kCentres);
  EXPECT_LT(cv::norm(matrix, cv::Mat1f::eye(6, 6), cv::NORM_INF), 1e-4);
}

TEST(ThinPlate, ContinuesAnAffineMotionEverywhere) {
  const std::vector<cv::Point2f> points{{12, 80}, {55, 55}, {150, -20}};
  const cv::Mat1f matrix = thinPlateMatrix(kCentres, points);
  for (int i = 0; i < int(points.size()); ++i) {
    float value = 0;
    for (int k = 0; k < int(kCentres.size()); ++k)
      value += matrix(i, k) * (3 + 2 * kCentres[k].x - kCentres[k].y);
    EXPECT_NEAR(value, 3 + 2 * points[i].x - points[i].y, 0.02f);
  }
}

}  // namespace
}  // namespace orator::render::mesh
