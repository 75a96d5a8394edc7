#include "core/render/mesh/eyelids.h"

#include <gtest/gtest.h>

#include <cmath>

namespace orator::render::mesh {
namespace {

/// An eye 40 px wide and 14 px open at (60, 50), its brow 20 px above.
std::vector<cv::Point2f> almond() {
  std::vector<cv::Point2f> pixels(478, {0, 0});
  const auto& eye = kEyes[0];
  for (int i = 0; i < 9; ++i) {
    const float u = -1 + i / 4.f, half = 7 * (1 - u * u);
    pixels[eye.upper[i]] = {60 + 20 * u, 50 - half};
    pixels[eye.lower[i]] = {60 + 20 * u, 50 + half};
  }
  for (int i = 0; i < 5; ++i) pixels[eye.brow[i]] = {60 + 10.f * (i - 2), 24};
  return pixels;
}

TEST(Eyelids, LeaveThePortraitAsItIsWhenNothingMoves) {
  const Eyelids lids(kEyes[0], almond());
  for (float y = 30; y < 70; y += 1.5f) {
    const auto s = lids.sample({62, y}, 0);
    for (const auto& from : {s.upper, s.lower, s.eyeball})
      EXPECT_LT(cv::norm(from - cv::Point2f(62, y)), 1e-3);
  }
}

TEST(Eyelids, CoverTheWholeEyeballWithSkinWhenClosed) {
  const Eyelids lids(kEyes[0], almond());
  for (float x = 41; x < 80; ++x)
    for (float y = 40; y < 60; y += 0.5f) {
      const auto s = lids.sample({x, y}, 1);
      EXPECT_NEAR(s.upperShare + s.lowerShare, 1, 0.02) << x << " " << y;
    }
}

TEST(Eyelids, TakeTheClosedLidFromAboveTheEyeNotFromTheIris) {
  const Eyelids lids(kEyes[0], almond());
  const auto s = lids.sample({60, 50}, 1);  // where the iris was
  EXPECT_EQ(s.upperShare, 1);
  EXPECT_LT(s.upper.y, 43.5f);
}

TEST(Eyelids, NeverFoldTheSkin) {
  const Eyelids lids(kEyes[0], almond());
  for (const float closure : {-0.3f, 0.3f, 0.7f, 1.f}) {
    float last = -1e9f;
    for (float y = 20; y < 56; y += 0.5f) {
      const float from = lids.sample({60, y}, closure).upper.y;
      EXPECT_GE(from, last - 1e-3f) << "closure " << closure << " y " << y;
      last = from;
    }
  }
}

}  // namespace
}  // namespace orator::render::mesh
