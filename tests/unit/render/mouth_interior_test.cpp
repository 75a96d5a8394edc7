#include "core/render/mesh/mouth_interior.h"

#include <gtest/gtest.h>

#include <random>

#include "core/render/mesh/topology.h"
#include "tests/support/synthetic_portrait.h"

namespace orator::render::mesh {
namespace {

float brightness(const cv::Vec3f& colour) {
  return (colour[0] + colour[1] + colour[2]) / 3;
}

/// A place between lips `gap` mouth widths apart, `t` of the way down, the jaw that far open.
MouthInterior::Place between(float gap, float t) {
  return {{0, gap * t}, {0, gap * (t - 1)}, gap * t, gap * (1 - t)};
}

TEST(MouthInterior, ShowsUpperTeethUnderTheLipAndDarkBelowThem) {
  const auto portrait = test::syntheticPortrait();
  const MouthInterior interior(*portrait, FaceField(*portrait, true));
  EXPECT_GT(brightness(interior.shade(between(0.3f, 0.1f))),
            2 * brightness(interior.shade(between(0.3f, 0.5f))));
}

TEST(MouthInterior, LetsLittleLightBetweenLipsThatHardlyPart) {
  const auto portrait = test::syntheticPortrait();
  const MouthInterior interior(*portrait, FaceField(*portrait, true));
  EXPECT_LT(brightness(interior.shade(between(0.02f, 0.5f))),
            0.7f * brightness(interior.shade(between(0.3f, 0.1f))));
}

TEST(MouthInterior, HidesTheUpperTeethBehindAMoustache) {
  auto portrait = std::make_shared<face::Portrait>(*test::syntheticPortrait());
  const MouthInterior shaven(*portrait, FaceField(*portrait, true));
  portrait->rgb = portrait->rgb.clone();
  std::mt19937 random(1);
  for (const int vertex : kMoustache) {
    const auto& p = portrait->landmarks.points[vertex];
    for (int y = -8; y <= 8; ++y)
      for (int x = -8; x <= 8; ++x)
        portrait->rgb.at<cv::Vec3b>(cvRound(p.y) + y, cvRound(p.x) + x) =
            random() % 2 ? cv::Vec3b(40, 30, 25) : cv::Vec3b(140, 110, 90);
  }
  const MouthInterior bearded(*portrait, FaceField(*portrait, true));
  const auto place = between(0.3f, 0.1f);
  EXPECT_LT(brightness(bearded.shade(place)), 0.6f * brightness(shaven.shade(place)));
}

}  // namespace
}  // namespace orator::render::mesh
