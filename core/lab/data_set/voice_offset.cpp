#include "core/lab/data_set/voice_offset.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include "core/audio/mel_spectrogram.h"
#include "core/learning/measures/time_base.h"

namespace orator::lab {
namespace {

constexpr double kRate = audio::kMelColumnsPerSecond;
constexpr int kLargestLag = int(kLargestOffsetSeconds * kRate);
constexpr int kFirstBand = 8, kEndBand = 50;  ///< about 350 to 3000 Hz, where vowels are
constexpr double kNaturalLeadSeconds = 0.05;  ///< of lips before sound
constexpr double kShortestSeconds = 10, kClearlyAbove = 5;
constexpr double kNeighbourhoodSeconds = 0.15;  ///< lags around the best one that belong to its peak

using Series = std::vector<double>;

Series smoothed(const Series& values, int radius) {
  Series out(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::size_t from = i > std::size_t(radius) ? i - std::size_t(radius) : 0;
    const std::size_t to = std::min(values.size(), i + std::size_t(radius) + 1);
    out[i] =
        std::accumulate(values.begin() + std::ptrdiff_t(from), values.begin() + std::ptrdiff_t(to), 0.0) /
        double(to - from);
  }
  return out;
}

/// Without what changes more slowly than about a second: posture, level.
Series detrended(const Series& values) {
  const Series slow = smoothed(values, int(0.5 * kRate));
  Series out(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) out[i] = values[i] - slow[i];
  return out;
}

Series speedOf(const Series& values) {
  Series out(values.size(), 0.0);
  constexpr std::size_t kStep = 3;
  for (std::size_t i = kStep; i + kStep < values.size(); ++i) out[i] = values[i + kStep] - values[i - kStep];
  return out;
}

/// Correlation of a[t] with b[t + lag].
double correlation(const Series& a, const Series& b, int lag) {
  const std::ptrdiff_t from = std::max(0, -lag);
  const std::ptrdiff_t to = std::min(std::ptrdiff_t(a.size()), std::ptrdiff_t(b.size()) - lag);
  if (to - from < std::ptrdiff_t(kRate)) return 0;
  double sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
  for (std::ptrdiff_t t = from; t < to; ++t) {
    const double x = a[std::size_t(t)], y = b[std::size_t(t + lag)];
    sa += x, sb += y, saa += x * x, sbb += y * y, sab += x * y;
  }
  const double n = double(to - from);
  const double va = saa - sa * sa / n, vb = sbb - sb * sb / n;
  return va > 1e-12 && vb > 1e-12 ? (sab - sa * sb / n) / std::sqrt(va * vb) : 0;
}

Series loudness(std::span<const float> voice16k, std::size_t columns) {
  const audio::MelSpectrogram mel(voice16k);
  const std::vector<float> values = mel.columns(0, std::int64_t(columns));
  Series out(columns);
  for (std::size_t c = 0; c < columns; ++c)
    for (int band = kFirstBand; band < kEndBand; ++band)
      out[c] += std::max(values[c * audio::kMelBands + std::size_t(band)], -2.f);
  return out;
}

Series atMelRate(std::span<const float> lipOpening) {
  const auto columns = std::size_t(double(lipOpening.size() - 1) * kRate / learning::kFramesPerSecond) + 1;
  Series out(columns);
  for (std::size_t c = 0; c < columns; ++c) {
    const double frame = double(c) * learning::kFramesPerSecond / kRate;
    const auto i = std::min(std::size_t(frame), lipOpening.size() - 2);
    const double weight = frame - double(i);
    out[c] = (1 - weight) * lipOpening[i] + weight * lipOpening[i + 1];
  }
  return out;
}

}  // namespace

VoiceOffset measureVoiceOffset(std::span<const float> lipOpening, std::span<const float> voice16k) {
  VoiceOffset offset;
  if (double(lipOpening.size()) < kShortestSeconds * learning::kFramesPerSecond) return offset;
  const Series lips = detrended(atMelRate(lipOpening));
  const Series sound = detrended(smoothed(loudness(voice16k, lips.size()), 2));
  const Series lipSpeed = speedOf(lips), soundSpeed = speedOf(sound);
  Series scores;
  for (int lag = -kLargestLag; lag <= kLargestLag; ++lag)
    scores.push_back(correlation(lips, sound, lag) + correlation(lipSpeed, soundSpeed, lag));
  const int best = int(std::max_element(scores.begin(), scores.end()) - scores.begin());
  double sum = 0, squares = 0, n = 0;
  for (int i = 0; i < int(scores.size()); ++i) {
    if (std::abs(i - best) <= kNeighbourhoodSeconds * kRate) continue;
    sum += scores[std::size_t(i)], squares += scores[std::size_t(i)] * scores[std::size_t(i)], ++n;
  }
  const double deviation = std::sqrt(std::max(squares / n - sum / n * sum / n, 1e-12));
  offset.clarity = (scores[std::size_t(best)] - sum / n) / deviation;
  offset.seconds = double(best - kLargestLag) / kRate - kNaturalLeadSeconds;
  const bool atTheEdge = best == 0 || best + 1 == int(scores.size());
  offset.clear = offset.clarity >= kClearlyAbove && !atTheEdge;
  return offset;
}

}  // namespace orator::lab
