#include "core/render/mesh/cubic_sampler.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace orator::render::mesh {
namespace {

template <typename Out>
std::vector<Out> sampled(const cv::Mat& picture, Vectors vectors, const std::vector<cv::Vec2f>& positions) {
  std::vector<Out> result(positions.size());
  CubicSampler(picture, vectors).sample(positions.data(), int(positions.size()), result.data());
  return result;
}

std::vector<cv::Vec2f> anyPositions() {
  cv::RNG random(3);
  std::vector<cv::Vec2f> positions{{0, 0}, {39, 29}, {-50, 500}, {1e20f, -1e20f}};
  positions.emplace_back(std::numeric_limits<float>::quiet_NaN(), 3.f);
  for (int i = 0; i < 2000; ++i)
    positions.emplace_back(random.uniform(-4.f, 44.f), random.uniform(-4.f, 34.f));
  return positions;
}

TEST(CubicSampler, GivesTheSameOnEveryProcessor) {
  cv::RNG random(4);
  cv::Mat bytes(30, 40, CV_8UC4), shorts(30, 40, CV_16SC4);
  random.fill(bytes, cv::RNG::UNIFORM, 0, 256);
  random.fill(shorts, cv::RNG::UNIFORM, -255, 256);
  const auto positions = anyPositions();
  EXPECT_EQ(sampled<cv::Vec4b>(bytes, Vectors::portable, positions),
            sampled<cv::Vec4b>(bytes, Vectors::widest, positions));
  using Shorts = cv::Vec<short, 4>;
  EXPECT_EQ(sampled<Shorts>(shorts, Vectors::portable, positions),
            sampled<Shorts>(shorts, Vectors::widest, positions));
}

TEST(CubicSampler, GivesWholePixelsExactlyAndContinuesTheBorder) {
  cv::Mat picture(30, 40, CV_8UC4);
  cv::RNG(6).fill(picture, cv::RNG::UNIFORM, 0, 256);
  for (const Vectors vectors : {Vectors::portable, Vectors::widest}) {
    const auto seen = sampled<cv::Vec4b>(picture, vectors, {{7, 11}, {39, 29}, {-90, 12}, {90, 90}});
    EXPECT_EQ(seen[0], picture.at<cv::Vec4b>(11, 7));
    EXPECT_EQ(seen[1], picture.at<cv::Vec4b>(29, 39));
    EXPECT_EQ(seen[2], picture.at<cv::Vec4b>(12, 0));
    EXPECT_EQ(seen[3], picture.at<cv::Vec4b>(29, 39));
  }
}

}  // namespace
}  // namespace orator::render::mesh
