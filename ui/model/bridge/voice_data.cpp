#include "ui/model/bridge/voice_data.h"

#include <algorithm>
#include <cmath>

#include "core/media/media_info.h"

namespace orator::ui {
namespace {

constexpr int kRateHz = 48000;

std::vector<VoiceData::Peak> peaksOf(const std::vector<float>& samples) {
  constexpr std::size_t kStep = kRateHz / VoiceData::kPeaksPerSecond;
  std::vector<VoiceData::Peak> peaks;
  peaks.reserve(samples.size() / kStep + 1);
  for (std::size_t begin = 0; begin < samples.size(); begin += kStep) {
    const auto end = samples.begin() + std::ptrdiff_t(std::min(samples.size(), begin + kStep));
    const auto [low, high] = std::minmax_element(samples.begin() + std::ptrdiff_t(begin), end);
    peaks.push_back({std::min(0.f, *low), std::max(0.f, *high)});
  }
  return peaks;
}

std::vector<float> readMono(const std::filesystem::path& file, const media::VoiceCut& cut,
                            const RunContext& context) {
  media::AudioReader reader(file, {kRateHz, 1}, cut);
  std::vector<float> samples;
  while (reader.read(samples, kRateHz) > 0) context.throwIfCancelled();
  return samples;
}

}  // namespace

std::shared_ptr<const VoiceData> readVoiceData(const std::filesystem::path& file, const media::VoiceCut& cut,
                                               const RunContext& context) {
  auto voice = std::make_shared<VoiceData>();
  std::vector<float> samples = readMono(file, cut, context);
  voice->peaks = peaksOf(samples);
  voice->seconds = double(samples.size()) / kRateHz;
  voice->pcmRateHz = kRateHz;
  voice->pcm.resize(qsizetype(samples.size() * sizeof(qint16)));
  auto* out = reinterpret_cast<qint16*>(voice->pcm.data());
  for (float sample : samples) *out++ = qint16(std::lround(std::clamp(sample, -1.f, 1.f) * 32767));
  voice->soundTracks = media::readMediaInfo(file).soundTracks;
  const media::VoiceCut whole{.track = cut.track};
  if (cut == whole) {
    voice->wholePeaks = voice->peaks;
    voice->wholeSeconds = voice->seconds;
  } else {
    samples = readMono(file, whole, context);
    voice->wholePeaks = peaksOf(samples);
    voice->wholeSeconds = double(samples.size()) / kRateHz;
  }
  return voice;
}

}  // namespace orator::ui
