#include "core/render/mesh/mouth_interior.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>
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

  /// An upper front tooth, the jaw `more` mouth widths further open than in the portrait.
  cv::Vec3f toothWhenOpened(float more) const {
    constexpr float kBelowLip = 0.03f, kMiddleOfTooth = 0.08f;
    const float top = field_.upperLip()(0) / interior_.width(),
                own = (field_.lowerLip()(0) - field_.upperLip()(0)) / interior_.width();
    return interior_.shade({{kMiddleOfTooth, top + kBelowLip},
                            {kMiddleOfTooth, top + kBelowLip - more},
                            kBelowLip,
                            own + more - kBelowLip});
  }

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

TEST(MouthInterior, KeepsTeethApartFromTheCavityInLowLight) {
  for (const double light : {0.4, 0.25, 0.15}) {
    auto portrait = std::make_shared<face::Portrait>(*test::syntheticPortrait());
    cv::Mat dimmed;
    portrait->rgb.convertTo(dimmed, -1, light);
    portrait->rgb = dimmed;
    const Mouth mouth(*portrait);
    EXPECT_GT(mouth.brightnessBetween(0.3f, 0.1f), 1.5f * mouth.brightnessBetween(0.3f, 0.5f)) << light;
  }
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

/// A portrait whose lips are parted over teeth that their red has coloured.
std::shared_ptr<face::Portrait> smiling(cv::Vec3b teeth) {
  auto portrait = std::make_shared<face::Portrait>(*test::syntheticPortrait());
  portrait->rgb = portrait->rgb.clone();
  auto& points = portrait->landmarks.points;
  const float width = points[308].x - points[78].x;
  for (const int vertex : face::kLowerLipVertices) points[vertex].y += 0.12f * width;
  const auto fill = [&](const auto& upper, const auto& lower, cv::Scalar colour) {
    std::vector<cv::Point> polygon;
    for (const int i : upper) polygon.emplace_back(cvRound(points[i].x), cvRound(points[i].y));
    for (auto i = lower.rbegin(); i != lower.rend(); ++i)
      polygon.emplace_back(cvRound(points[*i].x), cvRound(points[*i].y));
    cv::fillPoly(portrait->rgb, std::vector<std::vector<cv::Point>>{polygon}, colour);
  };
  fill(face::kUpperLipRings[3], face::kLowerLipRings[3], {180, 60, 60});
  fill(face::kInnerUpperLip, face::kInnerLowerLip, cv::Scalar(teeth[0], teeth[1], teeth[2]));
  return portrait;
}

TEST(MouthInterior, KeepsTheColourOfTeethThatRedLipsColourWhileTheMouthOpens) {
  const cv::Vec3b seen(240, 170, 165);
  const Mouth mouth(*smiling(seen));
  for (const float more : {0.f, 0.02f, 0.05f, 0.1f, 0.2f}) {
    const cv::Vec3f tooth = mouth.toothWhenOpened(more);
    for (int c = 0; c < 3; ++c) EXPECT_NEAR(tooth[c] / float(seen[c]), 0.95f, 0.08f) << more << " " << c;
  }
}

TEST(MouthInterior, TakesATongueForNoTooth) {
  const cv::Vec3f tooth = Mouth(*smiling({190, 90, 90})).toothWhenOpened(0.1f);
  EXPECT_GT(tooth[1] / tooth[0], 0.8f);
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
