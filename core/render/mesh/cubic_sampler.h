#pragma once

#include <opencv2/core.hpp>

namespace orator::render::mesh {

/// What a loop uses of the processor: the least that every one has, or all. The results are the same.
enum class Vectors { portable, widest };

/// A picture of four channels that gives its colours at any position, by Catmull-Rom cubics in fixed point:
/// at whole pixels exactly, elsewhere to 1/64 of a pixel. Its border continues outwards.
class CubicSampler {
 public:
  CubicSampler() = default;
  /// @param picture CV_8UC4 or CV_16SC4 (values within +-255)
  explicit CubicSampler(const cv::Mat& picture, Vectors vectors = Vectors::widest);

  bool empty() const { return padded_.empty(); }
  /// @param positions `count` places, pixels @param out four channels each
  void sample(const cv::Vec2f* positions, int count, cv::Vec4b* out) const;
  void sample(const cv::Vec2f* positions, int count, cv::Vec<short, 4>* out) const;

 private:
  cv::Mat padded_;
  bool wide_ = false;
};

/// CV_8UC4 of a CV_8UC3 picture; the fourth channel is idle.
cv::Mat withFourChannels(const cv::Mat& rgb);

}  // namespace orator::render::mesh
