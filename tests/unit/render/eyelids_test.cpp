#include "core/render/mesh/eyelids.h"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/imgproc.hpp>

namespace orator::render::mesh {
namespace {

/// An eye 40 px wide and 14 px open at (60, 50), its brow 20 px above.
std::vector<cv::Point2f> almond() {
  std::vector<cv::Point2f> pixels(478, {0, 0});
  const auto& eye = face::kEyes[0];
  for (int i = 0; i < 9; ++i) {
    const float u = -1 + i / 4.f, half = 7 * (1 - u * u);
    pixels[eye.upper[i]] = {60 + 20 * u, 50 - half};
    pixels[eye.lower[i]] = {60 + 20 * u, 50 + half};
  }
  for (int i = 0; i < 5; ++i) pixels[eye.brow[i]] = {60 + 10.f * (i - 2), 24};
  return pixels;
}

TEST(Eyelids, LeaveThePortraitAsItIsWhenNothingMoves) {
  const Eyelids lids(face::kEyes[0], almond());
  for (float y = 30; y < 70; y += 1.5f) {
    const auto s = lids.sample({62, y}, 0);
    for (const auto& from : {s.upper, s.lower, s.eyeball})
      EXPECT_LT(cv::norm(from - cv::Point2f(62, y)), 1e-3);
  }
}

TEST(Eyelids, CoverTheWholeEyeballWithSkinWhenClosed) {
  const Eyelids lids(face::kEyes[0], almond());
  for (float x = 41; x < 80; ++x)
    for (float y = 40; y < 60; y += 0.5f) {
      const auto s = lids.sample({x, y}, 1);
      EXPECT_NEAR(s.upperShare + s.lowerShare, 1, 0.02) << x << " " << y;
    }
}

TEST(Eyelids, TakeTheClosedLidFromAboveTheEyeNotFromTheIris) {
  const Eyelids lids(face::kEyes[0], almond());
  const auto s = lids.sample({60, 50}, 1);  // where the iris was
  EXPECT_EQ(s.upperShare, 1);
  EXPECT_LT(s.upper.y, 43.5f);
}

TEST(Eyelids, NeverFoldTheSkin) {
  const Eyelids lids(face::kEyes[0], almond());
  for (const float closure : {-0.3f, 0.3f, 0.7f, 1.f}) {
    float last = -1e9f;
    for (float y = 20; y < 56; y += 0.5f) {
      const float from = lids.sample({60, y}, closure).upper.y;
      EXPECT_GE(from, last - 1e-3f) << "closure " << closure << " y " << y;
      last = from;
    }
  }
}

/// The almond on plain skin: white eyeball, brow; landmarks of the nose's ridge beside it.
cv::Mat face(std::vector<cv::Point2f>& pixels) {
  cv::Mat rgb(120, 160, CV_8UC3, cv::Scalar(200, 160, 140));
  for (float u = -1; u < 1; u += 0.01f) {
    const float half = 7 * (1 - u * u);
    cv::line(rgb, cv::Point2f(60 + 20 * u, 50 - half), cv::Point2f(60 + 20 * u, 50 + half), {245, 245, 245});
  }
  cv::line(rgb, {38, 22}, {82, 22}, {40, 30, 25}, 4);
  float y = 35;
  for (const int vertex : {8, 168, 6, 197}) pixels[vertex] = {100, y += 8};
  return rgb;
}

TEST(Eyelids, LeaveTheRimOfGlassesWhereItIs) {
  auto pixels = almond();
  cv::Mat rgb = face(pixels);
  const cv::Scalar rim(30, 32, 36);
  cv::rectangle(rgb, cv::Rect(35, 35, 50, 4), rim, -1);
  cv::rectangle(rgb, cv::Rect(85, 47, 30, 5), rim, -1);  // the bridge
  const Eyelids lids(face::kEyes[0], pixels, rgb);
  for (float x = 45; x < 76; x += 5) {
    EXPECT_LT(lids.colour(rgb, {x, 37}, {1})[0], 60) << x;
    EXPECT_GT(lids.colour(rgb, {x, 47}, {1})[0], 100) << x;  // lid, not rim
  }
}

TEST(Eyelids, AreSkinWhenShutHoweverLongTheLashes) {
  auto pixels = almond();
  cv::Mat rgb = face(pixels);
  for (int x = 42; x < 80; x += 3) {
    const float u = (float(x) - 60) / 20, lid = 50 - 7 * (1 - u * u);
    cv::line(rgb, cv::Point2f(float(x), lid), cv::Point2f(float(x), lid - 7), {20, 15, 12});
  }
  const Eyelids lids(face::kEyes[0], pixels, rgb);
  for (float x = 50; x < 71; ++x) {
    const cv::Vec3f middle = lids.colour(rgb, {x, 46}, {1});
    EXPECT_GT(middle[0], 140) << x;
    EXPECT_LT(middle[2], 180) << x;
  }
}

/// The face above with a dark line along the upper lid and a fold above it.
cv::Mat painted(std::vector<cv::Point2f>& pixels) {
  cv::Mat rgb = face(pixels);
  cv::line(rgb, {38, 22}, {82, 22}, {200, 160, 140}, 6);  // no brow
  for (float u = -1; u < 1; u += 0.005f) {
    const cv::Point2f lid(60 + 20 * u, 50 - 7 * (1 - u * u));
    cv::line(rgb, lid, lid - cv::Point2f(0, 1), {30, 20, 20});
    cv::line(rgb, lid - cv::Point2f(0, 7), lid - cv::Point2f(0, 5), {70, 50, 45});
  }
  return rgb;
}

TEST(Eyelids, AreAsBrightAsTheSkinAroundThemWithoutTheOutlineOfTheOpenEye) {
  auto pixels = almond();
  for (const bool frowning : {false, true}) {
    cv::Mat rgb = painted(pixels);
    if (frowning) cv::rectangle(rgb, cv::Rect(96, 48, 9, 5), {84, 67, 59}, -1);  // no bridge of glasses
    const Eyelids lids(face::kEyes[0], pixels, rgb);
    for (float x = 52; x < 69; ++x)
      for (float y = 36; y < 52; ++y) {
        const cv::Vec3f seen = lids.colour(rgb, {x, y}, {1});
        EXPECT_GT(seen[0], 170) << x << " " << y;
        EXPECT_NEAR(seen[1] / seen[0], 0.8, 0.06) << x << " " << y;
      }
  }
}

TEST(Eyelids, HaveTheHueOfSkinWhereTheEyeIsLargerThanItsLandmarks) {
  auto pixels = almond();
  cv::Mat rgb = face(pixels);
  cv::ellipse(rgb, {60, 50}, {25, 13}, 0, 0, 360, {250, 246, 240}, -1);
  const Eyelids lids(face::kEyes[0], pixels, rgb);
  for (float x = 50; x <= 70; x += 5) {
    const cv::Vec3f lid = lids.colour(rgb, {x, 49}, {1});
    EXPECT_NEAR(lid[2] / lid[0], 140.f / 200, 0.05) << x;  // of white: 0.96
  }
}

TEST(Eyelids, MeetInALineOfLashesOfThePortraitsColour) {
  auto pixels = almond();
  const cv::Mat rgb = painted(pixels);
  const Eyelids lids(face::kEyes[0], pixels, rgb);
  for (float x = 50; x < 71; ++x) {
    float darkest = 255;
    for (float y = 50; y < 60; y += 0.5f) darkest = std::min(darkest, lids.colour(rgb, {x, y}, {1})[0]);
    EXPECT_LT(darkest, 110) << x;
    const float under = 50 + 7 * (1 - std::pow((x - 60) / 20, 2.f)) + 5;
    EXPECT_GT(lids.colour(rgb, {x, under}, {1})[0], 180) << x;
  }
}

TEST(Eyelids, HaveNoEdgeWhereTheyEndAboveTheCorners) {
  auto pixels = almond();
  cv::Mat rgb = face(pixels);
  for (int y = 26; y < 43; ++y)  // skin that grows darker towards the lid
    cv::line(rgb, {20, y}, {100, y}, {200 - 5.0 * (y - 26), 160, 140});
  const Eyelids lids(face::kEyes[0], pixels, rgb);
  for (const float closure : {0.4f, 0.7f, 1.f})
    for (float y = 30; y < 42; ++y)
      for (float x = 36; x < 46; ++x) {
        const auto at = [&](float column) {
          return lids.moves({column, y}, {closure}) ? lids.colour(rgb, {column, y}, {closure})[0]
                                                    : float(rgb.at<cv::Vec3b>(int(y), int(column))[0]);
        };
        EXPECT_LT(std::abs(at(x + 1) - at(x)), 12) << "closure " << closure << " at " << x << " " << y;
      }
}

}  // namespace
}  // namespace orator::render::mesh
