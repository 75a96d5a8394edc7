#include "core/render/face3d/subdivision.h"

#include <gtest/gtest.h>

#include <set>

#include "core/render/face3d/surface.h"

namespace orator::render::face3d {
namespace {

const std::vector<cv::Vec3i> kOctahedron{{0, 2, 4}, {2, 1, 4}, {1, 3, 4}, {3, 0, 4},
                                         {2, 0, 5}, {1, 2, 5}, {3, 1, 5}, {0, 3, 5}};
const std::vector<cv::Point3f> kCorners{{1, 0, 0}, {-1, 0, 0}, {0, 1, 0}, {0, -1, 0}, {0, 0, 1}, {0, 0, -1}};

TEST(Subdivision, MakesAnOctahedronRound) {
  const SubdivisionSurface surface(kOctahedron, 6, 3);
  EXPECT_EQ(surface.triangles().size(), 8u * 64);
  float least = 10, most = 0;
  for (const cv::Point3f& p : surface.apply(kCorners)) {
    const float r = float(cv::norm(p));
    least = std::min(least, r);
    most = std::max(most, r);
  }
  EXPECT_GT(least / most, 0.8f) << "an octahedron's faces are at 0.58 of its corners";
  EXPECT_TRUE(borderLoops(surface.triangles()).empty());
}

TEST(Subdivision, KeepsStraightLinesOfAnythingLinear) {
  const SubdivisionSurface surface(kOctahedron, 6, 2);
  std::vector<cv::Vec2f> values;
  for (const cv::Point3f& p : kCorners) values.emplace_back(3 * p.x - p.y + 2, p.z);
  const auto points = surface.apply(kCorners);
  const auto mixed = surface.apply(values);
  for (std::size_t i = 0; i < points.size(); ++i) {
    EXPECT_NEAR(mixed[i][0], 3 * points[i].x - points[i].y + 2, 1e-5f);
    EXPECT_NEAR(mixed[i][1], points[i].z, 1e-5f);
  }
}

/// Skin and eye are two surfaces that share the margin of the lids.
TEST(Subdivision, OfTwoMeshesWithOneBorderFitsTogether) {
  const std::vector<cv::Vec3i> upper(kOctahedron.begin(), kOctahedron.begin() + 4),
      lower(kOctahedron.begin() + 4, kOctahedron.end());
  std::set<std::array<int, 3>> borders[2];
  for (int half = 0; half < 2; ++half) {
    const SubdivisionSurface surface(half == 0 ? upper : lower, 6, 2);
    const auto points = surface.apply(kCorners);
    const auto loops = borderLoops(surface.triangles());
    ASSERT_EQ(loops.size(), 1u);
    for (const int i : loops.front()) {
      const cv::Point3f p = points[std::size_t(i)];
      borders[half].insert({cvRound(1e4f * p.x), cvRound(1e4f * p.y), cvRound(1e4f * p.z)});
    }
  }
  EXPECT_EQ(borders[0].size(), 16u);
  EXPECT_EQ(borders[0], borders[1]);
}

TEST(Openness, IsLessInADentThanOnABump) {
  std::vector<cv::Point3f> points;
  std::vector<cv::Vec3i> triangles;
  constexpr int kSide = 21;
  for (int y = 0; y < kSide; ++y)
    for (int x = 0; x < kSide; ++x) {
      const float dent = std::exp(-0.2f * float((x - 5) * (x - 5) + (y - 10) * (y - 10)));
      const float bump = std::exp(-0.2f * float((x - 15) * (x - 15) + (y - 10) * (y - 10)));
      points.emplace_back(0.1f * float(x), 0.1f * float(y), 0.2f * (bump - dent));
      if (x + 1 == kSide || y + 1 == kSide) continue;
      const int a = y * kSide + x;
      triangles.emplace_back(a, a + 1, a + kSide + 1);
      triangles.emplace_back(a, a + kSide + 1, a + kSide);
    }
  const auto normals = normalsOf(points, triangles);
  EXPECT_GT(normals[std::size_t(2 * kSide + 10)][2], 0.9f);
  const auto openness = opennessOf(points, normals, neighboursOf(triangles, points.size()), 0.05f);
  EXPECT_LT(openness[10 * kSide + 5], 0.5f);
  EXPECT_GE(openness[10 * kSide + 15], 1.f);
}

}  // namespace
}  // namespace orator::render::face3d
