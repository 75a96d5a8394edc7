#include "core/render/mesh/mouth_interior.h"

#include <gtest/gtest.h>

#include <random>

#include "core/face/face_mesh.h"
#include "tests/support/synthetic_portrait.h"

namespace orator::render::mesh {
namespace {

float brightness(const cv::Vec3f& colour) {
  return (colour[0] + colour[1] + colour[2]) / 3;
}

class Mouth {
 public:
  explicit Mouth(const face::Portrait& portrait) : field_(portrait, true), interior_(portrait, field_) {}

  /// In the middle between lips `gap` mouth widths apart, `t` of the way down, the jaw that far open.
  float brightnessBetween(float gap, float t) const {
    const float line = (field_.upperLip()(0) + field_.lowerLip()(0)) / 2 / interior_.width();
    return brightness(
        interior_.shade({{0, line + gap * t}, {0, line + gap * (t - 1)}, gap * t, gap * (1 - t)}));
  }

 private:
  FaceField field_;
  MouthInterior interior_;
};

TEST(MouthInterior, ShowsUpperTeethUnderTheLipAndDarkBelowThem) {
  const Mouth mouth(*test::syntheticPortrait());
  EXPECT_GT(mouth.brightnessBetween(0.3f, 0.1f), 2 * mouth.brightnessBetween(0.3f, 0.5f));
}

TEST(MouthInterior, LetsLittleLightBetweenLipsThatHardlyPart) {
  const Mouth mouth(*test::syntheticPortrait());
  EXPECT_LT(mouth.brightnessBetween(0.02f, 0.5f), 0.7f * mouth.brightnessBetween(0.3f, 0.1f));
}

/// A portrait whose upper lip is rough, in two colours.
std::shared_ptr<face::Portrait> roughLipped(cv::Vec3b one, cv::Vec3b other) {
  auto portrait = std::make_shared<face::Portrait>(*test::syntheticPortrait());
  portrait->rgb = portrait->rgb.clone();
  std::mt19937 random(1);
  for (const int vertex : face::kMoustache) {
    const auto& p = portrait->landmarks.points[vertex];
    for (int y = -8; y <= 8; ++y)
      for (int x = -8; x <= 8; ++x)
        portrait->rgb.at<cv::Vec3b>(cvRound(p.y) + y, cvRound(p.x) + x) = random() % 2 ? one : other;
  }
  return portrait;
}

TEST(MouthInterior, HidesTheUpperTeethBehindAMoustacheDarkOrWhite) {
  const Mouth shaven(*test::syntheticPortrait());
  for (const auto& portrait :
       {roughLipped({40, 30, 25}, {140, 110, 90}), roughLipped({235, 230, 220}, {170, 165, 155})}) {
    const Mouth bearded(*portrait);
    EXPECT_LT(bearded.brightnessBetween(0.3f, 0.1f), 0.6f * shaven.brightnessBetween(0.3f, 0.1f));
  }
}

TEST(MouthInterior, TakesGrainOfTheSkinForNoMoustache) {
  const Mouth shaven(*test::syntheticPortrait()), grainy(*roughLipped({225, 176, 154}, {185, 144, 126}));
  EXPECT_NEAR(grainy.brightnessBetween(0.3f, 0.1f), shaven.brightnessBetween(0.3f, 0.1f), 2);
}

}  // namespace
}  // namespace orator::render::mesh
