#include "core/lab/lse/mfcc.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "core/base/voice_rate.h"

namespace orator::lab::lse {
namespace {

constexpr int kFft = 512, kSpectrum = kFft / 2 + 1, kFilters = 26;
constexpr std::int64_t kFrame = 400, kStep = 160, kFramesAtOnce = 2048;
constexpr double kRate = kVoiceRateHz, kEmphasis = 0.97;
constexpr double kInsteadOfZero = 2.220446049250313e-16;

double positive(double energy) {
  return energy == 0 ? kInsteadOfZero : energy;
}

/// Cosines of the orthonormal DCT-II times the lifter, [26, 13].
cv::Mat1d liftedCosines() {
  constexpr double kLifter = 22;
  cv::Mat1d table(kFilters, kMfccCount);
  for (int k = 0; k < kMfccCount; ++k) {
    const double norm = std::sqrt((k == 0 ? 1.0 : 2.0) / kFilters);
    const double lift = 1 + kLifter / 2 * std::sin(std::numbers::pi * k / kLifter);
    for (int j = 0; j < kFilters; ++j)
      table(j, k) = lift * norm * std::cos(std::numbers::pi * k * (2 * j + 1) / (2.0 * kFilters));
  }
  return table;
}

/// Power of the bins of each frame. @param frames [n, 512] @return [n, 257]
cv::Mat1d powerSpectrum(cv::Mat1d frames) {
  cv::dft(frames, frames, cv::DFT_ROWS);  // packed: re0, re1, im1, ..., re256
  cv::Mat1d power(frames.rows, kSpectrum);
  for (int r = 0; r < frames.rows; ++r) {
    const double* packed = frames[r];
    power(r, 0) = packed[0] * packed[0] / kFft;
    power(r, kSpectrum - 1) = packed[kFft - 1] * packed[kFft - 1] / kFft;
    for (int bin = 1; bin < kSpectrum - 1; ++bin)
      power(r, bin) = (packed[2 * bin - 1] * packed[2 * bin - 1] + packed[2 * bin] * packed[2 * bin]) / kFft;
  }
  return power;
}

}  // namespace

cv::Mat1d filterBank() {
  const double highestMel = 2595 * std::log10(1 + kRate / 2 / 700);
  std::array<double, kFilters + 2> edge;
  for (int j = 0; j < kFilters + 2; ++j) {
    const double hz = 700 * (std::pow(10, highestMel * j / (kFilters + 1) / 2595) - 1);
    edge[std::size_t(j)] = std::floor((kFft + 1) * hz / kRate);
  }
  cv::Mat1d bank(kFilters, kSpectrum, 0.0);
  for (int j = 0; j < kFilters; ++j) {
    const double low = edge[std::size_t(j)], top = edge[std::size_t(j) + 1], high = edge[std::size_t(j) + 2];
    for (int i = int(low); i < int(top); ++i) bank(j, i) = (i - low) / (top - low);
    for (int i = int(top); i < int(high); ++i) bank(j, i) = (high - i) / (high - top);
  }
  return bank;
}

cv::Mat1d mfcc(std::span<const double> samples) {
  static const cv::Mat1d filters = cv::Mat1d(filterBank().t()), cosines = liftedCosines();
  const auto count = std::int64_t(samples.size());
  const std::int64_t frames = count <= kFrame ? 1 : 1 + (count - kFrame + kStep - 1) / kStep;
  cv::Mat1d coefficients(int(frames), kMfccCount);
  for (std::int64_t begin = 0; begin < frames; begin += kFramesAtOnce) {
    const std::int64_t end = std::min(frames, begin + kFramesAtOnce);
    cv::Mat1d block(int(end - begin), kFft, 0.0);
    for (std::int64_t f = begin; f < end; ++f)
      for (std::int64_t i = 0; i < kFrame && f * kStep + i < count; ++i) {
        const auto at = std::size_t(f * kStep + i);
        block(int(f - begin), int(i)) = samples[at] - (at > 0 ? kEmphasis * samples[at - 1] : 0);
      }
    const cv::Mat1d power = powerSpectrum(block);
    cv::Mat1d bands = power * filters;
    for (double& energy : bands) energy = std::log(positive(energy));
    const cv::Mat1d cepstrum = bands * cosines;
    cepstrum.copyTo(coefficients.rowRange(int(begin), int(end)));
    for (int r = 0; r < power.rows; ++r)
      coefficients(int(begin) + r, 0) = std::log(positive(cv::sum(power.row(r))[0]));
  }
  return coefficients;
}

}  // namespace orator::lab::lse
