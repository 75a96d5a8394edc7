#include "core/audio/waveform_peaks.h"

#include <algorithm>
#include <cmath>

namespace orator::audio {
namespace {

constexpr std::int64_t kJoin = 8;

Peak joined(std::span<const Peak> peaks) {
  Peak all = peaks.front();
  for (const Peak& peak : peaks.subspan(1)) {
    all.lowest = std::min(all.lowest, peak.lowest);
    all.highest = std::max(all.highest, peak.highest);
  }
  return all;
}

}  // namespace

WaveformPeaks::WaveformPeaks(std::span<const float> sound, int samplesPerPeak)
    : sampleCount_(std::int64_t(sound.size())), samplesPerPeak_(std::max(1, samplesPerPeak)) {
  if (sound.empty()) return;
  std::vector<Peak>& finest = levels_.emplace_back();
  for (std::size_t at = 0; at < sound.size(); at += std::size_t(samplesPerPeak_)) {
    const auto part =
        sound.subspan(at, std::min<std::size_t>(std::size_t(samplesPerPeak_), sound.size() - at));
    const auto [lowest, highest] = std::minmax_element(part.begin(), part.end());
    finest.push_back({*lowest, *highest});
  }
  while (std::int64_t(levels_.back().size()) > kJoin) {
    const std::span<const Peak> below = levels_.back();
    std::vector<Peak> level;
    for (std::size_t at = 0; at < below.size(); at += kJoin)
      level.push_back(joined(below.subspan(at, std::min<std::size_t>(kJoin, below.size() - at))));
    levels_.push_back(std::move(level));
  }
}

std::vector<Peak> WaveformPeaks::overview(double begin, double end, int count) const {
  std::vector<Peak> out(std::size_t(std::max(0, count)));
  if (levels_.empty() || !(end > begin)) return out;
  const double samplesPerPart = (end - begin) / count;
  std::size_t level = 0;
  double stretch = samplesPerPeak_;
  while (level + 1 < levels_.size() && stretch * kJoin <= samplesPerPart) {
    stretch *= double(kJoin);
    ++level;
  }
  const std::span<const Peak> peaks = levels_[level];
  for (int part = 0; part < count; ++part) {
    const double from = std::max(0.0, begin + part * samplesPerPart);
    const double to = std::min(double(sampleCount_), begin + (part + 1) * samplesPerPart);
    if (from >= to) continue;
    const auto first = std::size_t(from / stretch);
    const auto last = std::min(peaks.size(), std::max(first + 1, std::size_t(std::ceil(to / stretch))));
    out[std::size_t(part)] = joined(peaks.subspan(first, last - first));
  }
  return out;
}

}  // namespace orator::audio
