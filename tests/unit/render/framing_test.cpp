#include "core/render/framing.h"

#include <gtest/gtest.h>

namespace orator::render {
namespace {

TEST(DefaultFilmSide, keepsThePortraitsOwnSizeWherePhonesPlayIt) {
  EXPECT_EQ(defaultFilmSide({512, 512}, {25, 1}), 0);
  EXPECT_EQ(defaultFilmSide({1440, 1920}, {25, 1}), 0);
  EXPECT_EQ(defaultFilmSide({1920, 1080}, {60, 1}), 0);
}

TEST(DefaultFilmSide, bringsTheShortSideOfAPhonesPictureTo1440Pixels) {
  EXPECT_EQ(defaultFilmSide({3000, 4000}, {25, 1}), 1920);
  EXPECT_EQ(defaultFilmSide({4000, 3000}, {25, 1}), 1920);
}

TEST(DefaultFilmSide, staysBelowLevel51WhateverTheShapeAndTheRate) {
  for (const cv::Size shown : {cv::Size(6000, 1500), cv::Size(1500, 9000), cv::Size(5000, 5000)})
    for (const int rate : {24, 25, 30, 50, 60}) {
      const int side = defaultFilmSide(shown, {rate, 1});
      ASSERT_GT(side, 0);
      ASSERT_EQ(side % 2, 0);
      const double scale = double(side) / std::max(shown.width, shown.height);
      EXPECT_LE(shown.area() * scale * scale / 256 * rate, 983040) << shown << " at " << rate;
    }
}

}  // namespace
}  // namespace orator::render
