#include "core/learning/measures/crop_scores.h"

#include <opencv2/imgproc.hpp>

namespace orator::learning {
namespace {

constexpr int kFurthestShift = 2;

cv::Mat lumaOf(const cv::Mat& rgb) {
  cv::Mat grey, luma;
  cv::cvtColor(rgb, grey, cv::COLOR_RGB2GRAY);
  grey.convertTo(luma, CV_32F);
  return luma;
}

double similarity(const cv::Mat& a, const cv::Mat& b) {
  constexpr double kC1 = 6.5025, kC2 = 58.5225, kSigma = 1.5;  // (0.01 * 255)^2, (0.03 * 255)^2
  const cv::Size window(11, 11);
  const auto blurred = [&](const cv::Mat& picture) {
    cv::Mat out;
    cv::GaussianBlur(picture, out, window, kSigma);
    return out;
  };
  const cv::Mat meanA = blurred(a), meanB = blurred(b), meanAA = meanA.mul(meanA), meanBB = meanB.mul(meanB),
                meanAB = meanA.mul(meanB);
  const cv::Mat varianceA = blurred(a.mul(a)) - meanAA, varianceB = blurred(b.mul(b)) - meanBB,
                covariance = blurred(a.mul(b)) - meanAB;
  const cv::Mat above = (2 * meanAB + kC1).mul(2 * covariance + kC2),
                below = (meanAA + meanBB + kC1).mul(varianceA + varianceB + kC2);
  cv::Mat map;
  cv::divide(above, below, map);
  return cv::mean(map)[0];
}

double energyOf(const cv::Mat& luma) {
  cv::Mat x, y;
  cv::Sobel(luma, x, CV_32F, 1, 0, 1);
  cv::Sobel(luma, y, CV_32F, 0, 1, 1);
  return x.dot(x) + y.dot(y);
}

}  // namespace

CropDifference compareCrops(const cv::Mat& real, const cv::Mat& made) {
  CV_Assert(real.type() == CV_8UC3 && real.size() == made.size());
  const cv::Rect inner(kFurthestShift, kFurthestShift, real.cols - 2 * kFurthestShift,
                       real.rows - 2 * kFurthestShift);
  cv::Mat wanted;
  real(inner).convertTo(wanted, CV_32F);
  const cv::Scalar wantedMean = cv::mean(wanted);
  CropDifference best{1e9, 0};
  cv::Mat nearest;
  for (int dy = -kFurthestShift; dy <= kFurthestShift; ++dy)
    for (int dx = -kFurthestShift; dx <= kFurthestShift; ++dx) {
      cv::Mat shifted;
      made(inner + cv::Point(dx, dy)).convertTo(shifted, CV_32F);
      shifted += wantedMean - cv::mean(shifted);
      const double difference = cv::norm(wanted, shifted, cv::NORM_L1) / double(wanted.total() * 3);
      if (difference >= best.difference) continue;
      best.difference = difference;
      nearest = shifted;
    }
  cv::Mat lumaReal, lumaMade;
  cv::cvtColor(wanted, lumaReal, cv::COLOR_RGB2GRAY);
  cv::cvtColor(nearest, lumaMade, cv::COLOR_RGB2GRAY);
  best.ssim = similarity(lumaReal, lumaMade);
  return best;
}

void PartGauge::add(const cv::Mat& real, const cv::Mat& made, bool follows) {
  const CropDifference found = compareCrops(real, made);
  ++frames_;
  difference_ += found.difference;
  ssim_ += found.ssim;
  realEnergy_ += energyOf(lumaOf(real));
  madeEnergy_ += energyOf(lumaOf(made));
  if (follows && !lastReal_.empty()) {
    realChange_ += cv::norm(real, lastReal_, cv::NORM_L1);
    madeChange_ += cv::norm(made, lastMade_, cv::NORM_L1);
  }
  lastReal_ = real.clone();
  lastMade_ = made.clone();
}

PartScore PartGauge::score() const {
  PartScore score;
  score.frames = frames_;
  if (frames_ == 0) return score;
  score.difference = difference_ / double(frames_);
  score.ssim = ssim_ / double(frames_);
  if (realEnergy_ > 0) score.detail = madeEnergy_ / realEnergy_;
  if (realChange_ > 0) score.flicker = madeChange_ / realChange_;
  return score;
}

}  // namespace orator::learning
