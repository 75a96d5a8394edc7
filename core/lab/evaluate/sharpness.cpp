#include "core/lab/evaluate/sharpness.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace orator::lab {
namespace {

constexpr int kBlock = 64;
constexpr double kEdgeShare = 0.002;  ///< of a block's pixels, below which it is not judged
constexpr double kSlope = 3.6;        ///< of the psychometric function
constexpr double kNoticed = 0.63;     ///< blur probability at the just noticeable width
constexpr int kLowContrast = 50;      ///< of 255: wider blur passes unnoticed below it
constexpr double kLowContrastWidth = 5, kHighContrastWidth = 3;

/// Pixels from the dark to the bright end of the edge at x, or 0.
int edgeWidth(const cv::Mat1b& grey, int y, int x) {
  const uchar* row = grey[y];
  const int direction = row[x + 1] > row[x - 1] ? 1 : -1;
  int right = x, left = x;
  while (right + 1 < grey.cols && (row[right + 1] - row[right]) * direction > 0) ++right;
  while (left > 0 && (row[left] - row[left - 1]) * direction > 0) --left;
  return right - left;
}

}  // namespace

double sharpness(const cv::Mat& rgb) {
  cv::Mat1b grey;
  cv::cvtColor(rgb, grey, cv::COLOR_RGB2GRAY);
  cv::Mat1f gradient;
  cv::Sobel(grey, gradient, CV_32F, 1, 0);
  gradient = cv::abs(gradient);
  const double threshold = 2 * std::sqrt(cv::mean(gradient.mul(gradient))[0]);
  std::int64_t edges = 0, sharp = 0;
  for (int top = 0; top + kBlock <= grey.rows; top += kBlock)
    for (int left = 0; left + kBlock <= grey.cols; left += kBlock) {
      const cv::Rect block(left, top, kBlock, kBlock);
      double low = 0, high = 0;
      cv::minMaxLoc(grey(block), &low, &high);
      const double noticeable = high - low <= kLowContrast ? kLowContrastWidth : kHighContrastWidth;
      std::vector<double> probabilities;
      for (int y = top; y < top + kBlock; ++y)
        for (int x = std::max(1, left); x < std::min(grey.cols - 1, left + kBlock); ++x) {
          const float g = gradient(y, x);
          // A vertical edge is a crest of the horizontal gradient.
          if (g < threshold || g < gradient(y, x - 1) || g <= gradient(y, x + 1)) continue;
          if (const int width = edgeWidth(grey, y, x); width > 0)
            probabilities.push_back(1 - std::exp(-std::pow(width / noticeable, kSlope)));
        }
      if (double(probabilities.size()) <= kEdgeShare * kBlock * kBlock) continue;
      edges += std::int64_t(probabilities.size());
      sharp +=
          std::count_if(probabilities.begin(), probabilities.end(), [](double p) { return p <= kNoticed; });
    }
  return edges > 0 ? double(sharp) / double(edges) : 0;
}

}  // namespace orator::lab
