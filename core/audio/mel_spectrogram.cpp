#include "core/audio/mel_spectrogram.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <opencv2/core.hpp>

namespace orator::audio {
namespace {

constexpr int kFftSize = 800;
constexpr int kBins = kFftSize / 2 + 1;
constexpr double kPreEmphasis = 0.97;
constexpr double kLowestHz = 55, kHighestHz = 7600;
constexpr std::int64_t kBlockColumns = 256;

/// Slaney's mel scale: linear up to 1 kHz, logarithmic above.
constexpr double kLinearHzPerMel = 200.0 / 3, kLogStartHz = 1000,
                 kLogStartMel = kLogStartHz / kLinearHzPerMel;
const double kLogStep = std::log(6.4) / 27;
double melFromHz(double hz) {
  return hz < kLogStartHz ? hz / kLinearHzPerMel : kLogStartMel + std::log(hz / kLogStartHz) / kLogStep;
}
double hzFromMel(double mel) {
  return mel < kLogStartMel ? mel * kLinearHzPerMel : kLogStartHz * std::exp(kLogStep * (mel - kLogStartMel));
}

/// One triangular filter: weights of the bins from `first`.
struct Band {
  int first = 0;
  std::vector<double> weights;
};

std::array<Band, kMelBands> makeBands() {
  std::array<double, kMelBands + 2> edges;
  const double low = melFromHz(kLowestHz), high = melFromHz(kHighestHz);
  for (int i = 0; i < kMelBands + 2; ++i) edges[i] = hzFromMel(low + (high - low) * i / (kMelBands + 1));
  std::array<Band, kMelBands> bands;
  for (int b = 0; b < kMelBands; ++b) {
    const double left = edges[b], centre = edges[b + 1], right = edges[b + 2];
    for (int bin = 0; bin < kBins; ++bin) {
      const double hz = double(bin) * kVoiceRateHz / kFftSize;
      const double weight = std::min((hz - left) / (centre - left), (right - hz) / (right - centre));
      if (weight <= 0) continue;
      if (bands[b].weights.empty()) bands[b].first = bin;
      bands[b].weights.push_back(weight * 2 / (right - left));
    }
  }
  return bands;
}

const std::array<Band, kMelBands>& bands() {
  static const std::array<Band, kMelBands> made = makeBands();
  return made;
}

const std::array<double, kFftSize>& hannWindow() {
  static const std::array<double, kFftSize> made = [] {
    std::array<double, kFftSize> w;
    for (int i = 0; i < kFftSize; ++i) w[i] = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * i / kFftSize);
    return w;
  }();
  return made;
}

float normalised(double mel) {
  const double decibel = 20 * std::log10(std::max(1e-5, mel)) - 20;
  return float(std::clamp(8 * (decibel + 100) / 100 - 4, -4.0, 4.0));
}

}  // namespace

MelSpectrogram::MelSpectrogram(std::span<const float> voice16k, MelForm form)
    : voice_(voice16k), mirrored_(form == MelForm::wav2lip) {
  frameCount_ = std::int64_t(voice_.size()) / kSamplesPerMelFrame;
  if (form == MelForm::sadTalker && frameCount_ > 0)
    voice_ = voice_.first(std::size_t(frameCount_ * kSamplesPerMelFrame));
  columnCount_ = 1 + std::int64_t(voice_.size()) / kMelHopSamples;
}

/// The pre-emphasised sample, and what stands for it beyond the ends.
double MelSpectrogram::emphasised(std::int64_t at) const {
  const std::int64_t last = std::int64_t(voice_.size()) - 1;
  if (mirrored_ && last > 0)
    while (at < 0 || at > last) at = at < 0 ? -at : 2 * last - at;
  if (at < 0 || at > last) return 0;
  return voice_[at] - (at > 0 ? kPreEmphasis * voice_[at - 1] : 0.0);
}

void MelSpectrogram::computeBlock(std::int64_t begin, std::int64_t end, float* out) const {
  const auto& window = hannWindow();
  cv::Mat1d frames(int(end - begin), kFftSize);
  for (std::int64_t column = begin; column < end; ++column) {
    double* row = frames[int(column - begin)];
    const std::int64_t start = column * kMelHopSamples - kFftSize / 2;
    for (int i = 0; i < kFftSize; ++i) row[i] = emphasised(start + i) * window[i];
  }
  cv::dft(frames, frames, cv::DFT_ROWS);  // packed: re0, re1, im1, ..., re400
  std::array<double, kBins> magnitude;
  for (int r = 0; r < frames.rows; ++r) {
    const double* row = frames[r];
    magnitude[0] = std::abs(row[0]);
    magnitude[kBins - 1] = std::abs(row[kFftSize - 1]);
    for (int bin = 1; bin < kBins - 1; ++bin)
      magnitude[bin] = std::sqrt(row[2 * bin - 1] * row[2 * bin - 1] + row[2 * bin] * row[2 * bin]);
    for (const Band& band : bands()) {
      double sum = 0;
      for (std::size_t k = 0; k < band.weights.size(); ++k)
        sum += band.weights[k] * magnitude[band.first + k];
      *out++ = normalised(sum);
    }
  }
}

std::vector<float> MelSpectrogram::columns(std::int64_t begin, std::int64_t end) const {
  std::vector<float> out(std::size_t(std::max<std::int64_t>(0, end - begin)) * kMelBands);
  const auto rowAt = [&](std::int64_t column) { return out.data() + (column - begin) * kMelBands; };
  const std::int64_t first = std::clamp<std::int64_t>(begin, 0, columnCount_ - 1);
  const std::int64_t last = std::clamp<std::int64_t>(end, first + 1, columnCount_);
  if (begin >= end) return out;
  if (end <= first || begin >= last) {  // wholly outside: one column, repeated
    computeBlock(first, first + 1, out.data());
    for (std::int64_t c = begin + 1; c < end; ++c) std::copy_n(out.data(), kMelBands, rowAt(c));
    return out;
  }
  for (std::int64_t c = first; c < last; c += kBlockColumns)
    computeBlock(c, std::min(last, c + kBlockColumns), rowAt(c));
  for (std::int64_t c = begin; c < first; ++c) std::copy_n(rowAt(first), kMelBands, rowAt(c));
  for (std::int64_t c = last; c < end; ++c) std::copy_n(rowAt(last - 1), kMelBands, rowAt(c));
  return out;
}

std::vector<float> MelSpectrogram::windows(FrameRange frames) const {
  const auto firstColumn = [](std::int64_t frame) {  // integer division truncates toward zero, as it must
    return 80 * (frame - 2) / kMelFramesPerSecond;
  };
  std::vector<float> out;
  if (frames.size() <= 0) return out;
  const std::int64_t begin = firstColumn(frames.begin), end = firstColumn(frames.end - 1) + kMelWindowColumns;
  const std::vector<float> mel = columns(begin, end);
  out.resize(std::size_t(frames.size()) * kMelBands * kMelWindowColumns);
  float* to = out.data();
  for (std::int64_t frame = frames.begin; frame < frames.end; ++frame) {
    const float* from = mel.data() + (firstColumn(frame) - begin) * kMelBands;
    for (int band = 0; band < kMelBands; ++band)
      for (int column = 0; column < kMelWindowColumns; ++column) *to++ = from[column * kMelBands + band];
  }
  return out;
}

}  // namespace orator::audio
