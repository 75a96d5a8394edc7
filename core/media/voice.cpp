#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "core/base/error.h"
#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/base/voice_rate.h"
#include "core/media/audio_reader.h"
#include "core/media/media_info.h"

namespace orator::media {
namespace {

Error tooShort(const std::filesystem::path& path, const std::string& reason) {
  return Error(ErrorCode::voiceTooShort, pathText(path), reason,
               "Choose a recording of at least 0.2 seconds");
}

/// What the user should know about how the file was read.
void tell(const std::filesystem::path& path, const AudioReader& reader, const VoiceCut& cut,
          std::optional<int> channel, const RunContext& context) {
  constexpr double kLate = 0.1;  // the priming of codecs is shorter
  const std::string name = pathText(path) + ": ";
  if (reader.trackCount() > 1 && cut.track == 0)
    context.note(name + "it has " + std::to_string(reader.trackCount()) + " sound tracks; track " +
                 std::to_string(reader.track()) + " is used, --voice-track chooses another");
  if (channel)
    context.note(name + "mixed, its channels are far quieter than the loudest of them; channel " +
                 std::to_string(*channel + 1) + " is used alone");
  if (const double late = reader.lateSeconds(); late > kLate) {
    const std::string tenths = std::to_string(std::llround(late * 10));
    context.note(name + "its sound begins " +
                 (tenths.size() > 1 ? tenths.substr(0, tenths.size() - 1) : "0") + "." + tenths.back() +
                 " s after its picture; the film begins with the sound");
  }
}

}  // namespace

std::optional<int> loneChannel(const std::filesystem::path& path, const VoiceCut& cut,
                               const RunContext& context) {
  constexpr std::int64_t kLookedAtSeconds = 600;
  constexpr double kFarQuieter = 0.04;    // of the power: 14 dB
  constexpr double kHeard = 1e-4 * 1e-4;  // mean power of what is no noise floor
  AudioReader own(path, {kVoiceRateHz, 0}, cut);
  const auto channels = std::size_t(own.format().channels);
  if (channels < 2) return std::nullopt;
  AudioReader mixed(path, {kVoiceRateHz, 1}, cut);
  std::vector<double> power(channels, 0.0);
  double mixedPower = 0;
  std::int64_t frames = 0;
  for (std::vector<float> block; frames < kLookedAtSeconds * kVoiceRateHz; block.clear()) {
    context.throwIfCancelled();
    const std::int64_t got = own.read(block, kVoiceRateHz);
    if (got == 0) break;
    frames += got;
    for (std::size_t i = 0; i < block.size(); ++i) power[i % channels] += double(block[i]) * block[i];
    block.clear();
    mixed.read(block, got);
    mixedPower = std::inner_product(block.begin(), block.end(), block.begin(), mixedPower);
  }
  const auto loudest = std::max_element(power.begin(), power.end());
  if (frames == 0 || *loudest / double(frames) < kHeard || mixedPower >= kFarQuieter * *loudest)
    return std::nullopt;
  return int(loudest - power.begin());
}

std::vector<float> readVoice16k(const std::filesystem::path& path, const RunContext& context,
                                const VoiceCut& cut) {
  constexpr std::size_t kShortest = kVoiceRateHz / 5, kSamplesAtOnce = std::size_t{10} * kVoiceRateHz;
  constexpr float kQuietest = 1e-3f;  // -60 dBFS
  requireFile(path);
  if (sizeOfFile(path) == 0) throw tooShort(path, "the file is empty");
  const auto tooLong = [&] {
    return Error(ErrorCode::unreadableMedia, pathText(path), "the voice is longer than four hours",
                 "Cut it into parts");
  };
  // Lengths are often guessed from the bit rate: only a clear word refuses a recording before it is read.
  const double announced = readMediaInfo(path).durationSeconds;
  if (cut.endSeconds == 0 && announced - cut.beginSeconds > 2.0 * kLongestVoiceSeconds) throw tooLong();
  const std::optional<int> channel = loneChannel(path, cut, context);
  AudioReader reader(path, {kVoiceRateHz, 1, 0, channel.value_or(-1)}, cut);
  std::vector<float> voice;
  // Room for the whole at once: growing step by step would hold up to twice of it for a moment.
  const double seconds = std::min(announced, 3600.0);
  voice.reserve(std::size_t(std::max(0.0, seconds - cut.beginSeconds) * kVoiceRateHz) + kVoiceRateHz);
  while (reader.read(voice, kSamplesAtOnce) > 0) {
    context.throwIfCancelled();
    if (voice.size() > std::size_t(kLongestVoiceSeconds) * kVoiceRateHz) throw tooLong();
  }
  for (float& sample : voice)
    if (!std::isfinite(sample)) sample = 0;
  if (voice.size() < kShortest)
    throw tooShort(path,
                   "the voice is only " + std::to_string(voice.size() * 1000 / kVoiceRateHz) + " ms long");
  const bool heard =
      std::any_of(voice.begin(), voice.end(), [](float v) { return std::abs(v) >= kQuietest; });
  if (!heard)
    throw Error(ErrorCode::silentVoice, pathText(path), "the recording is silent",
                "Check the microphone, or choose another recording");
  if (reader.sawDamage())
    context.note(pathText(path) + ": damaged or missing parts of the recording were skipped");
  if (reader.sawWildSamples())
    context.note(pathText(path) + ": samples that are no numbers or far too loud were silenced or limited");
  tell(path, reader, cut, channel, context);
  return voice;
}

}  // namespace orator::media
