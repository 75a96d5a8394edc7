#include "core/media/film/yuv420.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <opencv2/imgproc.hpp>

#include "core/media/libav.h"

namespace orator::media {
namespace {

using Planes = std::array<cv::Mat1b, 3>;

constexpr uchar kUntouched = 77;

Planes planesOf(cv::Size size) {
  const cv::Size half(size.width / 2, size.height / 2);
  return {cv::Mat1b(size, kUntouched), cv::Mat1b(half, kUntouched), cv::Mat1b(half, kUntouched)};
}

/// Beside each plane lie some bytes that belong to others.
Planes converted(const cv::Mat& rgb) {
  Planes wide, planes = planesOf(rgb.size());
  for (std::size_t i = 0; i < 3; ++i)
    cv::copyMakeBorder(planes[i], wide[i], 0, 1, 0, 3, cv::BORDER_CONSTANT, cv::Scalar(kUntouched));
  Yuv420Converter().convert(rgb, {wide[0].data, wide[1].data, wide[2].data},
                            {int(wide[0].step), int(wide[1].step), int(wide[2].step)});
  for (std::size_t i = 0; i < 3; ++i) {
    const cv::Size inner = planes[i].size();
    EXPECT_EQ(cv::countNonZero(wide[i].colRange(inner.width, inner.width + 3) != kUntouched), 0) << i;
    EXPECT_EQ(cv::countNonZero(wide[i].row(inner.height) != kUntouched), 0) << i;
    planes[i] = wide[i](cv::Rect({}, inner)).clone();
  }
  return planes;
}

Planes bySwscale(const cv::Mat& rgb) {
  const libav::Scaler scaler(sws_getContext(rgb.cols, rgb.rows, AV_PIX_FMT_RGB24, rgb.cols, rgb.rows,
                                            AV_PIX_FMT_YUV420P, SWS_BILINEAR | SWS_ACCURATE_RND, nullptr,
                                            nullptr, nullptr));
  const int* bt709 = sws_getCoefficients(SWS_CS_ITU709);
  sws_setColorspaceDetails(scaler.get(), bt709, 1, bt709, 0, 0, 1 << 16, 1 << 16);
  Planes planes = planesOf(rgb.size());
  const std::uint8_t* const source[] = {rgb.data};
  const int stride[] = {int(rgb.step)};
  std::uint8_t* const target[] = {planes[0].data, planes[1].data, planes[2].data};
  const int strides[] = {int(planes[0].step), int(planes[1].step), int(planes[2].step)};
  sws_scale(scaler.get(), source, stride, 0, rgb.rows, target, strides);
  return planes;
}

TEST(Yuv420, IsWithinOneOfSwscaleForAnyColoursAndSizes) {
  cv::RNG random(5);
  for (const cv::Size size : {cv::Size(64, 32), cv::Size(98, 62), cv::Size(34, 130)})
    for (const bool smooth : {false, true}) {
      cv::Mat rgb(size, CV_8UC3);
      random.fill(rgb, cv::RNG::UNIFORM, 0, 256);
      if (smooth) cv::GaussianBlur(rgb, rgb, {}, 2);
      const Planes ours = converted(rgb), theirs = bySwscale(rgb);
      for (std::size_t i = 0; i < 3; ++i)
        EXPECT_LE(cv::norm(ours[i], theirs[i], cv::NORM_INF), 1) << size << " plane " << i;
    }
}

TEST(Yuv420, HasTheNumbersOfBt709) {
  const struct {
    cv::Scalar rgb;
    int y, u, v;
  } colours[] = {{{0, 0, 0}, 16, 128, 128},        {{255, 255, 255}, 235, 128, 128},
                 {{128, 128, 128}, 126, 128, 128}, {{255, 0, 0}, 63, 102, 240},
                 {{0, 255, 0}, 173, 42, 26},       {{0, 0, 255}, 32, 240, 118}};
  for (const auto& colour : colours)
    for (const cv::Size size : {cv::Size(2, 2), cv::Size(6, 4), cv::Size(48, 18)}) {
      const Planes planes = converted(cv::Mat(size, CV_8UC3, colour.rgb));
      EXPECT_EQ(cv::norm(planes[0], cv::Mat1b(size, uchar(colour.y)), cv::NORM_INF), 0) << colour.rgb;
      const cv::Size half = planes[1].size();
      EXPECT_EQ(cv::norm(planes[1], cv::Mat1b(half, uchar(colour.u)), cv::NORM_INF), 0) << colour.rgb;
      EXPECT_EQ(cv::norm(planes[2], cv::Mat1b(half, uchar(colour.v)), cv::NORM_INF), 0) << colour.rgb;
    }
}

TEST(Yuv420, RefusesOddSides) {
  const cv::Mat odd(4, 5, CV_8UC3, cv::Scalar::all(0));
  EXPECT_THROW(Yuv420Converter().convert(odd, {}, {}), cv::Exception);
}

}  // namespace
}  // namespace orator::media
