#include "core/pipeline/film_words.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/audio/speech_detector.h"
#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/base/voice_rate.h"
#include "core/motion/speech_gate.h"
#include "core/words/transcript_file.h"

namespace orator::pipeline {
namespace {

constexpr double kWindowSeconds = double(audio::kSpeechWindowSamples) / kVoiceRateHz;

std::vector<words::TimeSpan> speechSpans(std::span<const float> voice16k, const packs::Pack& pack,
                                         const RunContext& context) {
  constexpr const char* kRole = "speech_detector";
  const auto file = std::find_if(pack.files.begin(), pack.files.end(),
                                 [](const packs::PackFile& one) { return one.role == kRole; });
  std::vector<words::TimeSpan> spans;
  if (file == pack.files.end() || !isThere(file->path)) return spans;
  const std::vector<bool> speech =
      motion::speechOf(audio::SpeechDetector(pack.file(kRole)).probabilities(voice16k, context));
  for (std::size_t i = 0; i < speech.size(); ++i) {
    if (!speech[i]) continue;
    const double begin = double(i) * kWindowSeconds;
    if (i == 0 || !speech[i - 1]) spans.push_back({begin, begin});
    spans.back().endSeconds = begin + kWindowSeconds;
  }
  return spans;
}

}  // namespace

words::Transcript timedWords(const words::Transcript& text, std::span<const float> voice16k,
                             const packs::Pack& pack, words::Aligning way, const RunContext& context) {
  return words::aligned(voice16k, speechSpans(voice16k, pack, context), text, way, context);
}

std::optional<words::Transcript> wordsOfFilm(const Stages& stages, const AnimateRequest& request,
                                             const packs::Pack& pack, const RunContext& context) {
  if (request.words) return request.words;
  const std::filesystem::path& file = request.scene.captions;
  if (file.empty()) return std::nullopt;
  words::Transcript transcript = words::readTranscript(file);
  if (transcript.isTimed) return transcript;
  if (request.voice.empty())
    throw Error(ErrorCode::invalidArgument, pathText(file),
                "its words have no times, and there is no voice that tells them",
                "Give a voice, or captions with times");
  const std::vector<float> voice = stages.readVoice(request.voice, request.voiceCut, {context.stop, nullptr});
  return timedWords(transcript, voice, pack, words::Aligning::automatic, context);
}

}  // namespace orator::pipeline
