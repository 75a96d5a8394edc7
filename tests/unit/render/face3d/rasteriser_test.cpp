#include "core/render/face3d/rasteriser.h"

#include <gtest/gtest.h>

#include "core/render/face3d/lighting.h"
#include "core/render/face3d/shadow_map.h"

namespace orator::render::face3d {
namespace {

TEST(Rasteriser, LeavesNoHoleBetweenNeighbours) {
  constexpr int kCells = 9, kSide = 200;
  cv::RNG random(3);
  std::vector<cv::Point3f> corners;
  for (int y = 0; y <= kCells; ++y)
    for (int x = 0; x <= kCells; ++x) {
      const bool inner = x > 0 && y > 0 && x < kCells && y < kCells;
      const float jitter = inner ? 6.f : 0.f;
      corners.emplace_back(20 * float(x) + 10 + random.uniform(-jitter, jitter),
                           20 * float(y) + 10 + random.uniform(-jitter, jitter), 1.f);
    }
  std::vector<cv::Vec3i> triangles;
  for (int y = 0; y < kCells; ++y)
    for (int x = 0; x < kCells; ++x) {
      const int a = y * (kCells + 1) + x, c = a + kCells + 1;
      triangles.emplace_back(a, a + 1, c + 1);
      triangles.emplace_back(a, c + 1, c);
    }
  cv::Mat1f depth = emptyDepth({kSide, kSide});
  cv::Mat1b seen = cv::Mat1b::zeros(kSide, kSide);
  rasterise(corners, triangles, depth, [&](const Coverage& at) { seen(at.y, at.x) = 1; });
  const cv::Rect square(10, 10, 180, 180);
  EXPECT_EQ(cv::countNonZero(seen(square)), square.area());
  EXPECT_EQ(cv::countNonZero(seen), square.area());
}

TEST(Rasteriser, ShowsTheNearerTriangleInAnyOrder) {
  const std::vector<cv::Point3f> corners{{0, 0, 2}, {40, 0, 2}, {0, 40, 2},
                                         {0, 0, 1}, {20, 0, 1}, {0, 20, 1}};
  for (const auto& triangles : {std::vector<cv::Vec3i>{{0, 1, 2}, {3, 4, 5}}, {{3, 4, 5}, {0, 1, 2}}}) {
    cv::Mat1f depth = emptyDepth({40, 40});
    cv::Mat1b seen = cv::Mat1b::zeros(40, 40);
    rasterise(corners, triangles, depth,
              [&](const Coverage& at) { seen(at.y, at.x) = uchar(1 + at.triangle[0]); });
    EXPECT_EQ(seen(3, 3), 4);
    EXPECT_EQ(seen(20, 15), 1);
    EXPECT_EQ(seen(39, 39), 0);
  }
}

TEST(Rasteriser, MixesTheValuesOfTheCorners) {
  const std::vector<cv::Point3f> corners{{0, 0, 0}, {100, 0, 0}, {0, 100, 0}};
  const std::vector<float> across{0, 100, 0};
  cv::Mat1f depth = emptyDepth({100, 100}), value(100, 100, -1.f);
  rasterise(corners, {{0, 1, 2}}, depth, [&](const Coverage& at) { value(at.y, at.x) = at.mix(across); });
  EXPECT_NEAR(value(10, 30), 30.5f, 1e-3f);
}

TEST(ShadowMap, DarkensWhatLiesBehind) {
  Surface wall;
  wall.triangles = {{0, 1, 2}, {0, 2, 3}};
  wall.points = {{-1, -1, 0}, {1, -1, 0}, {1, 1, 0}, {-1, 1, 0}};
  Surface shade;
  shade.triangles = {{0, 1, 2}};
  shade.points = {{-0.4f, -0.4f, 0.5f}, {0.4f, -0.4f, 0.5f}, {0, 0.6f, 0.5f}};
  const ShadowMap shadow({wall, shade}, {wall.points, shade.points}, {0, 0, 1});
  EXPECT_EQ(shadow.lightAt({0, 0, 0}), 0);
  EXPECT_EQ(shadow.lightAt({0.8f, 0.8f, 0}), 1);
  EXPECT_EQ(shadow.lightAt({0, 0, 0.5f}), 1) << "no surface shades itself";
}

TEST(HarmonicLight, IsEvenWithoutCoefficients) {
  const HarmonicLight light = HarmonicLight::fromCoefficients({});
  const float expected = 0.8f * float(CV_PI) / std::sqrt(4 * float(CV_PI));
  for (const cv::Vec3f& n : {cv::Vec3f(0, 0, 1), cv::Vec3f(1, 0, 0), cv::Vec3f(0, -1, 0)})
    EXPECT_NEAR(cv::norm(light.at(n) - cv::Vec3f::all(expected)), 0, 1e-5);
}

TEST(HarmonicLight, FirstOrderFollowsTheNormal) {
  std::array<float, 27> gamma{};
  gamma[2] = 0.5f;  // red, towards the camera
  const HarmonicLight light = HarmonicLight::fromCoefficients(gamma);
  EXPECT_GT(light.at({0, 0, 1})[0], light.at({1, 0, 0})[0] + 0.4f);
  EXPECT_NEAR(light.at({0, 0, 1})[1], light.at({1, 0, 0})[1], 1e-6f);
}

TEST(Levels, AreTheInverseOfLinearLight) {
  for (int level = 8; level < 256; ++level) {
    const cv::Vec3b grey = cv::Vec3b::all(uchar(level));
    EXPECT_NEAR(levelsOf(linearOf(grey))[0], level, 1);
  }
}

}  // namespace
}  // namespace orator::render::face3d
