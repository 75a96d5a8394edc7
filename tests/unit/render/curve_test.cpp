#include "core/render/mesh/curve.h"

#include <gtest/gtest.h>

namespace orator::render::mesh {
namespace {

TEST(SlitFrame, MapsTheCornersToMinusOneAndOneAndBack) {
  const SlitFrame frame({10, 20}, {50, 50});
  EXPECT_NEAR(frame.local({10, 20}).x, -1, 1e-5);
  EXPECT_NEAR(frame.local({50, 50}).x, 1, 1e-5);
  const cv::Point2f p(33, 44);
  EXPECT_LT(cv::norm(frame.picture(frame.local(p)) - p), 1e-4);
}

TEST(Curve, FollowsItsPointsAndStaysConstantBeyondTheEnds) {
  const Curve curve({{-1, 0}, {0, 8}, {1, 0}});
  EXPECT_NEAR(curve(0), 8, 0.5);
  EXPECT_NEAR(curve(-0.5f), 4, 0.1);
  EXPECT_FLOAT_EQ(curve(-3), 0);
  EXPECT_FLOAT_EQ(curve(3), 0);
}

}  // namespace
}  // namespace orator::render::mesh
