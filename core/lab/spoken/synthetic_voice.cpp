#include "core/lab/spoken/synthetic_voice.h"

#include <espeak-ng/speak_lib.h>

extern "C" {
#include <libavutil/channel_layout.h>
#include <libavutil/opt.h>
#include <libswresample/swresample.h>
}

#include <cmath>
#include <cstring>
#include <memory>
#include <mutex>
#include <opencv2/core.hpp>

#include "core/audio/mel_spectrogram.h"
#include "core/base/error.h"
#include "core/base/voice_rate.h"

namespace orator::lab {
namespace {

constexpr float kLevel = 0.1f;  // root mean square
const AVChannelLayout kMono = AV_CHANNEL_LAYOUT_MONO;

struct Recording {
  std::vector<short> samples;
  std::vector<SpeechSound> sounds;
};

int receive(short* samples, int count, espeak_EVENT* events) {
  auto& recording = *static_cast<Recording*>(events->user_data);
  if (samples) recording.samples.insert(recording.samples.end(), samples, samples + count);
  for (; events->type != espeakEVENT_LIST_TERMINATED; ++events) {
    if (events->type != espeakEVENT_PHONEME) continue;
    const char* name = events->id.string;
    const double at = events->audio_position / 1000.0;
    if (!recording.sounds.empty()) recording.sounds.back().end = at;
    recording.sounds.push_back({std::string(name, strnlen(name, sizeof events->id.string)), at, at});
  }
  return 0;
}

/// eSpeak's own rate; it is one voice for the whole process.
int openSpeaker() {
  static const int rate =
      espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 200, nullptr, espeakINITIALIZE_PHONEME_EVENTS);
  if (rate <= 0)
    throw Error(ErrorCode::internal, "eSpeak NG", "cannot be started: its data is not installed",
                "Install the package espeak-ng-data");
  return rate;
}

std::vector<float> asVoice(const std::vector<short>& samples, int rateHz) {
  const std::unique_ptr<SwrContext, void (*)(SwrContext*)> resampler(
      swr_alloc(), [](SwrContext* context) { swr_free(&context); });
  av_opt_set_chlayout(resampler.get(), "in_chlayout", &kMono, 0);
  av_opt_set_chlayout(resampler.get(), "out_chlayout", &kMono, 0);
  av_opt_set_int(resampler.get(), "in_sample_rate", rateHz, 0);
  av_opt_set_int(resampler.get(), "out_sample_rate", kVoiceRateHz, 0);
  av_opt_set_sample_fmt(resampler.get(), "in_sample_fmt", AV_SAMPLE_FMT_S16, 0);
  av_opt_set_sample_fmt(resampler.get(), "out_sample_fmt", AV_SAMPLE_FMT_FLT, 0);
  CV_Assert(swr_init(resampler.get()) >= 0);
  std::vector<float> voice(std::size_t(swr_get_out_samples(resampler.get(), int(samples.size()))));
  const auto* source = reinterpret_cast<const std::uint8_t*>(samples.data());
  auto* target = reinterpret_cast<std::uint8_t*>(voice.data());
  const int made = swr_convert(resampler.get(), &target, int(voice.size()), &source, int(samples.size()));
  CV_Assert(made > 0);
  voice.resize(std::size_t(made));
  double power = 0;
  for (const float sample : voice) power += double(sample) * sample / made;
  const float gain = power > 0 ? kLevel / float(std::sqrt(power)) : 1;
  for (float& sample : voice) sample *= gain;
  return voice;
}

}  // namespace

SyntheticSpeech speak(const std::string& text, const SyntheticVoice& voice) {
  static std::mutex oneAtATime;
  const std::lock_guard lock(oneAtATime);
  const int rateHz = openSpeaker();
  const std::string name = voice.language + "+" + voice.variant;
  if (espeak_SetVoiceByName(name.c_str()) != EE_OK)
    throw Error(ErrorCode::invalidArgument, name, "is no voice of eSpeak NG",
                "espeak-ng --voices lists the languages");
  espeak_SetSynthCallback(receive);
  espeak_SetParameter(espeakRATE, voice.wordsPerMinute, 0);
  espeak_SetParameter(espeakPITCH, voice.pitch, 0);
  Recording recording;
  espeak_Synth(text.c_str(), text.size() + 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, nullptr, &recording);
  espeak_Synchronize();
  if (recording.samples.empty())
    throw Error(ErrorCode::invalidArgument, name, "gives no sound for the text: " + text.substr(0, 40));
  if (!recording.sounds.empty()) recording.sounds.back().end = double(recording.samples.size()) / rateHz;
  return {asVoice(recording.samples, rateHz), recording.sounds};
}

bool isBilabial(const SpeechSound& sound) {
  return !sound.name.empty() && std::strchr("mbp", sound.name.front());
}

Contact contactOf(const SpeechSound& bilabial) {
  constexpr double kBeforeBurst = 0.05, kBurst = 0.01;
  if (bilabial.name.front() == 'm') return {bilabial.begin, bilabial.end};
  return {bilabial.begin - kBeforeBurst, bilabial.begin + kBurst};
}

}  // namespace orator::lab
