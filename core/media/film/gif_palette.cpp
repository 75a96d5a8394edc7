#include "core/media/film/gif_palette.h"

#include <algorithm>
#include <limits>

namespace orator::media {
namespace {

constexpr int kColours = 255, kSamples = 12'000, kRounds = 8;
constexpr int kBits = 5, kLevels = 1 << kBits;
constexpr int kOpaque = 128;      // from this alpha on a pixel is seen
constexpr int kDitherReach = 12;  // of 255, about half the way between neighbouring colours

/// Thresholds in an order that looks even, -32..31.
constexpr std::array<std::array<int, 8>, 8> kPattern{{{0, 32, 8, 40, 2, 34, 10, 42},
                                                      {48, 16, 56, 24, 50, 18, 58, 26},
                                                      {12, 44, 4, 36, 14, 46, 6, 38},
                                                      {60, 28, 52, 20, 62, 30, 54, 22},
                                                      {3, 35, 11, 43, 1, 33, 9, 41},
                                                      {51, 19, 59, 27, 49, 17, 57, 25},
                                                      {15, 47, 7, 39, 13, 45, 5, 37},
                                                      {63, 31, 55, 23, 61, 29, 53, 21}}};

/// Colours that are seen, evenly from all frames. @return CV_32FC3 in one column
cv::Mat sampled(const std::vector<cv::Mat>& frames) {
  std::vector<cv::Vec3f> colours;
  std::size_t pixels = 0;
  for (const cv::Mat& frame : frames) pixels += frame.total();
  const std::size_t step = std::max<std::size_t>(1, pixels / kSamples) | 1;
  std::size_t next = 0, before = 0;
  for (const cv::Mat& frame : frames) {
    for (; next < before + frame.total(); next += step) {
      const int at = int(next - before), channels = frame.channels();
      const uchar* pixel = frame.ptr(at / frame.cols) + std::ptrdiff_t(at % frame.cols) * channels;
      if (channels == 4 && pixel[3] < kOpaque) continue;
      colours.emplace_back(pixel[0], pixel[1], pixel[2]);
    }
    before += frame.total();
  }
  if (colours.empty()) colours.emplace_back(0.f, 0.f, 0.f);
  return cv::Mat(colours, true).reshape(1);
}

/// Centres of the colours, the same on every machine. @return CV_32FC1, three columns
cv::Mat centresOf(const cv::Mat& colours) {
  if (colours.rows <= kColours) return colours;
  cv::Mat labels, centres;
  cv::theRNG().state = 1;
  cv::kmeans(colours, kColours, labels, {cv::TermCriteria::COUNT, kRounds, 0}, 1, cv::KMEANS_PP_CENTERS,
             centres);
  return centres;
}

}  // namespace

GifPalette::GifPalette(const std::vector<cv::Mat>& frames) {
  const cv::Mat centres = centresOf(sampled(frames));
  const auto channel = [&](int i, int c) { return cv::saturate_cast<uchar>(centres.at<float>(i, c)); };
  const int count = std::min(centres.rows, kColours);
  for (int i = 0; i < kColours; ++i) {
    const int from = std::min(i, count - 1);
    colours_[std::size_t(i)] = 0xFF000000u | std::uint32_t(channel(from, 0)) << 16 |
                               std::uint32_t(channel(from, 1)) << 8 | channel(from, 2);
  }
  nearest_.resize(std::size_t(kLevels) * kLevels * kLevels);
  for (std::size_t cell = 0; cell < nearest_.size(); ++cell) {
    const auto middle = [&](int shift) { return float(int(cell >> shift & (kLevels - 1)) * 8 + 4); };
    const cv::Vec3f colour(middle(2 * kBits), middle(kBits), middle(0));
    float best = std::numeric_limits<float>::max();
    for (int i = 0; i < count; ++i) {
      const cv::Vec3f apart =
          colour - cv::Vec3f(centres.at<float>(i, 0), centres.at<float>(i, 1), centres.at<float>(i, 2));
      const float distance = apart.dot(apart);
      if (distance >= best) continue;
      best = distance;
      nearest_[cell] = std::uint8_t(i);
    }
  }
}

void GifPalette::map(const cv::Mat& frame, cv::Mat& indices) const {
  const int channels = frame.channels();
  indices.create(frame.size(), CV_8UC1);
  for (int y = 0; y < frame.rows; ++y) {
    const uchar* pixel = frame.ptr(y);
    uchar* index = indices.ptr(y);
    for (int x = 0; x < frame.cols; ++x, pixel += channels) {
      if (channels == 4 && pixel[3] < kOpaque) {
        index[x] = kTransparent;
        continue;
      }
      const int shift = (kPattern[std::size_t(y & 7)][std::size_t(x & 7)] - 32) * kDitherReach / 32;
      std::size_t cell = 0;
      for (int c = 0; c < 3; ++c)
        cell = cell << kBits | std::size_t(std::clamp(pixel[c] + shift, 0, 255) >> (8 - kBits));
      index[x] = nearest_[cell];
    }
  }
}

}  // namespace orator::media
