#include "core/render/mesh/eyelids.h"

#include <gtest/gtest.h>

#include <array>
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
    const auto s = lids.sample({62, y}, {});
    for (const auto& from : {s.upper, s.lower, s.eyeball})
      EXPECT_LT(cv::norm(from - cv::Point2f(62, y)), 1e-3);
  }
}

TEST(Eyelids, CoverTheWholeEyeballWithSkinWhenClosed) {
  const Eyelids lids(face::kEyes[0], almond());
  for (float x = 41; x < 80; ++x)
    for (float y = 40; y < 60; y += 0.5f) {
      const auto s = lids.sample({x, y}, {1});
      EXPECT_NEAR(s.upperShare + s.lowerShare, 1, 0.02) << x << " " << y;
    }
}

TEST(Eyelids, TakeTheClosedLidFromAboveTheEyeNotFromTheIris) {
  const Eyelids lids(face::kEyes[0], almond());
  const auto s = lids.sample({60, 50}, {1});  // where the iris was
  EXPECT_EQ(s.upperShare, 1);
  EXPECT_LT(s.upper.y, 43.5f);
}

TEST(Eyelids, MeetWhereTheLowerOneHasRisenTo) {
  const Eyelids lids(face::kEyes[0], almond());
  const Eyelids::Edges shut = lids.edges(0, {.closure = 1, .raise = 0.25f}), open = lids.edges(0, {}),
                       squinting = lids.edges(0, {.closure = 0.25f, .raise = 0.25f});
  EXPECT_NEAR(open.lower - open.upper, 14, 0.5);
  EXPECT_NEAR(shut.lower, open.lower - 3.5f, 0.2);
  EXPECT_GE(shut.upper, shut.lower);
  EXPECT_NEAR(squinting.upper, open.upper, 0.5);
  EXPECT_NEAR(squinting.lower, open.lower - 3.5f, 0.2);
}

TEST(Eyelids, NeverFoldTheSkin) {
  const Eyelids lids(face::kEyes[0], almond());
  for (const float closure : {-0.3f, 0.3f, 0.7f, 1.f}) {
    float last = -1e9f;
    for (float y = 20; y < 56; y += 0.5f) {
      const float from = lids.sample({60, y}, {closure}).upper.y;
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

/// The face above with a dark iris in the middle of the eye. @param radius of what is painted; its landmarks
/// say 6.5
cv::Mat looking(std::vector<cv::Point2f>& pixels, float radius) {
  cv::Mat rgb = face(pixels);
  for (int y = 40; y < 60; ++y)
    for (int x = 40; x < 80; ++x) {
      const float u = (float(x) - 60) / 20, half = 7 * (1 - u * u);
      if (std::abs(float(y) - 50) < half && std::hypot(float(x) - 60, float(y) - 50) < radius)
        rgb.at<cv::Vec3b>(y, x) = {50, 35, 30};
    }
  const int iris = face::kEyes[0].iris;
  pixels[iris] = {60, 50};
  const std::array<cv::Point2f, 4> around{{{6.5f, 0}, {0, -6.5f}, {-6.5f, 0}, {0, 6.5f}}};
  for (int i = 0; i < 4; ++i) pixels[iris + 1 + i] = pixels[iris] + around[i];
  return rgb;
}

TEST(Eyelids, LetTheIrisGoAsAWholeAlsoWhereItIsLargerThanItsLandmarks) {
  for (const float radius : {6.5f, 8.f}) {
    auto pixels = almond();
    const cv::Mat rgb = looking(pixels, radius);
    const Eyelids lids(face::kEyes[0], pixels, rgb);
    ASSERT_TRUE(lids.showsIris());
    const EyeState state{.gaze = lids.possibleGaze({0.1f, 0})};
    ASSERT_GT(state.gaze.x, 3);
    for (float x = 52.5f; x < 56; x += 0.5f)
      EXPECT_GT(lids.colour(rgb, {x, 50}, state)[0], 190) << radius << " at " << x;
    EXPECT_LT(lids.colour(rgb, {60 + state.gaze.x + 5, 50}, state)[0], 90) << radius;
  }
}

TEST(Eyelids, KeepThePupilBetweenThem) {
  auto pixels = almond();
  const cv::Mat rgb = looking(pixels, 7.8f);
  const Eyelids lids(face::kEyes[0], pixels, rgb);
  const float up = lids.possibleGaze({0, -1}).y, down = lids.possibleGaze({0, 1}).y;
  EXPECT_LT(up, -2);
  EXPECT_GT(up, -7 + 3);  // the lid's edge, and a pupil below it
  EXPECT_GT(down, 2);
  // A lid that has gone down with the gaze leaves it less room above.
  EXPECT_GT(lids.possibleGaze({0, -1}, 0.3f).y, up + 1);
}

TEST(Eyelids, ShowWhiteUnderAnIrisThatLooksUpAndSkinWhereTheyWere) {
  auto pixels = almond();
  const cv::Mat rgb = looking(pixels, 7.8f);
  const Eyelids lids(face::kEyes[0], pixels, rgb);
  EyeState state{.closure = -0.2f, .gaze = lids.possibleGaze({0, -1}, -0.2f)};
  state.drop = lids.lowerLidWith(state.gaze);
  EXPECT_LT(state.drop, 0);
  EXPECT_GT(lids.colour(rgb, {60, 54.5f}, state)[0], 170);
  EXPECT_NEAR(lids.colour(rgb, {60, 57.5f}, state)[2], 140, 20) << "the lower lid";
}

TEST(Eyelids, StayShutWhereThePortraitHasThemShut) {
  for (const bool open : {true, false}) {
    auto pixels = almond();
    if (!open)
      for (int i = 0; i < 9; ++i) {
        const float u = -1 + i / 4.f;
        pixels[face::kEyes[0].upper[i]].y = 55 - 2 * (1 - u * u);
        pixels[face::kEyes[0].lower[i]].y = 55 + 2 * (1 - u * u);
      }
    cv::Mat rgb(120, 160, CV_8UC3, cv::Scalar(200, 160, 140));
    cv::line(rgb, {42, 55}, {78, 55}, {60, 40, 40});
    const Eyelids lids(face::kEyes[0], pixels, rgb);
    EXPECT_EQ(lids.visibleClosure(1), open ? 1 : 0);
    EXPECT_EQ(lids.visibleClosure(-0.3f), open ? -0.3f : 0);
  }
}

}  // namespace
}  // namespace orator::render::mesh
