#include <pocketsphinx.h>
#include <sphinxbase/err.h>
#include <sphinxbase/fsg_model.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <mutex>
#include <set>
#include <string_view>

#include "core/base/error.h"
#include "core/base/file_system.h"
#include "core/base/voice_rate.h"
#include "core/words/aligners.h"
#include "core/words/pronunciation.h"

namespace orator::words {
namespace {

namespace fs = std::filesystem;

constexpr double kFramesPerSecond = 100;
constexpr double kEnglish = 0.75;             // of the words in the dictionary make a text English
constexpr std::size_t kChunk = kVoiceRateHz;  // samples between two looks at the stop request

using Decoder = std::unique_ptr<ps_decoder_t, int (*)(ps_decoder_t*)>;

fs::path modelFolder() {
  return fs::path(ORATOR_POCKETSPHINX_MODELS) / "en-us";
}

[[noreturn]] void failRecogniser() {
  throw Error(ErrorCode::internal, "PocketSphinx",
              "cannot be started with the model in " + modelFolder().string(),
              "Install the package pocketsphinx-en-us again, or align by syllables");
}

/// Beams far wider than for recognition: the words are known, and must not be lost in noise.
Decoder openDecoder() {
  err_set_logfp(nullptr);
  const std::string sounds = (modelFolder() / "en-us").string(),
                    dictionary = (modelFolder() / "cmudict-en-us.dict").string();
  cmd_ln_t* settings =
      cmd_ln_init(nullptr, ps_args(), TRUE, "-hmm", sounds.c_str(), "-dict", dictionary.c_str(), "-beam",
                  "1e-100", "-pbeam", "1e-100", "-wbeam", "1e-80", "-bestpath", "no", "-remove_silence", "no",
                  "-logfn", "/dev/null", nullptr);
  Decoder decoder(settings ? ps_init(settings) : nullptr, ps_free);
  if (settings) cmd_ln_free_r(settings);
  if (!decoder) failRecogniser();
  return decoder;
}

bool isKnown(ps_decoder_t* decoder, const std::string& word) {
  const std::unique_ptr<char, void (*)(void*)> phones(ps_lookup_word(decoder, word.c_str()), ckd_free);
  return phones != nullptr;
}

/// The words of the dictionary for each word of the text, those that it lacks with guessed sounds.
/// @return empty where they are not English
std::vector<std::vector<std::string>> spokenWords(ps_decoder_t* decoder, const Transcript& text,
                                                  bool anyLanguage) {
  std::vector<std::vector<std::string>> spoken;
  std::set<std::string> unknown;
  std::size_t all = 0, known = 0;
  for (const Word& word : text.words) {
    if (spokenLength(word.text) > 0) ++all;
    for (const std::string& part : spoken.emplace_back(englishWords(word.text)))
      if (!isKnown(decoder, part)) unknown.insert(part);
    const auto isOfDictionary = [&](const std::string& part) { return !unknown.contains(part); };
    if (!spoken.back().empty() && std::all_of(spoken.back().begin(), spoken.back().end(), isOfDictionary))
      ++known;
  }
  if (known == 0 || (!anyLanguage && double(known) < kEnglish * double(all))) return {};
  for (const std::string& word : unknown)
    if (ps_add_word(decoder, word.c_str(), guessedPhones(word).c_str(), word == *unknown.rbegin()) < 0)
      failRecogniser();
  return spoken;
}

/// A grammar of this one text; silence may stand between any two words.
void setText(ps_decoder_t* decoder, const std::vector<std::vector<std::string>>& spoken) {
  std::size_t count = 0;
  for (const auto& parts : spoken) count += parts.size();
  fsg_model_t* grammar = fsg_model_init("text", ps_get_logmath(decoder), 1, int(count) + 1);
  grammar->start_state = 0;
  grammar->final_state = int(count);
  int state = 0;
  for (const auto& parts : spoken)
    for (const std::string& part : parts) {
      fsg_model_trans_add(grammar, state, state + 1, 0, fsg_model_word_add(grammar, part.c_str()));
      ++state;
    }
  const bool isSet = ps_set_fsg(decoder, "text", grammar) == 0 && ps_set_search(decoder, "text") == 0;
  fsg_model_free(grammar);
  if (!isSet) failRecogniser();
}

/// Feeds the voice, loud enough for the model whatever its level.
void listen(ps_decoder_t* decoder, std::span<const float> voice16k, const RunContext& context) {
  float peak = 1e-4f;
  for (const float sample : voice16k) peak = std::max(peak, std::abs(sample));
  const float gain = 0.7f * 32767 / peak;
  std::vector<short> samples(kChunk);
  bool isRight = ps_start_utt(decoder) == 0;
  for (std::size_t at = 0; isRight && at < voice16k.size(); at += kChunk) {
    if (context.stop.stop_requested()) ps_end_utt(decoder);
    context.throwIfCancelled();
    const auto part = voice16k.subspan(at, std::min(kChunk, voice16k.size() - at));
    std::transform(part.begin(), part.end(), samples.begin(),
                   [&](float sample) { return short(std::lround(sample * gain)); });
    isRight = ps_process_raw(decoder, samples.data(), part.size(), FALSE, FALSE) >= 0;
    context.progress("words", std::int64_t(at / kChunk) + 1, std::int64_t(voice16k.size() / kChunk) + 1);
  }
  if (!isRight || ps_end_utt(decoder) < 0)
    throw Error(ErrorCode::internal, "PocketSphinx", "gave up on the voice", "Align by syllables");
}

/// When each part of the text was heard, in order; fewer where the end was not reached.
std::vector<TimeSpan> heardParts(ps_decoder_t* decoder) {
  std::vector<TimeSpan> heard;
  for (ps_seg_t* segment = ps_seg_iter(decoder); segment; segment = ps_seg_next(segment)) {
    const std::string_view word = ps_seg_word(segment);
    if (word.empty() || word.starts_with("<") || word.starts_with("[") || word.starts_with("(")) continue;
    int first = 0, last = 0;
    ps_seg_frames(segment, &first, &last);
    heard.push_back({first / kFramesPerSecond, (last + 1) / kFramesPerSecond});
  }
  return heard;
}

}  // namespace

bool hasRecogniser() {
  return isFolder(modelFolder() / "en-us") && isFile(modelFolder() / "cmudict-en-us.dict");
}

Recognised alignByRecogniser(std::span<const float> voice16k, Transcript& text, bool anyLanguage,
                             const RunContext& context) {
  static std::mutex oneAtATime;
  const std::lock_guard lock(oneAtATime);
  const Decoder decoder = openDecoder();
  const std::vector<std::vector<std::string>> spoken = spokenWords(decoder.get(), text, anyLanguage);
  if (spoken.empty()) return Recognised::otherLanguage;
  setText(decoder.get(), spoken);
  listen(decoder.get(), voice16k, context);
  const std::vector<TimeSpan> heard = heardParts(decoder.get());
  std::size_t parts = 0;
  for (const auto& word : spoken) parts += word.size();
  if (heard.size() != parts) return Recognised::notFound;
  const double end = double(voice16k.size()) / kVoiceRateHz;
  double before = 0;
  for (std::size_t i = 0, part = 0; i < spoken.size(); ++i) {
    Word& word = text.words[i];
    word.beginSeconds = word.endSeconds = before;  // a mark is said behind its word
    if (spoken[i].empty()) continue;
    word.beginSeconds = std::clamp(heard[part].beginSeconds, before, std::max(before, end));
    part += spoken[i].size();
    word.endSeconds = before =
        std::clamp(heard[part - 1].endSeconds, word.beginSeconds, std::max(before, end));
  }
  return Recognised::yes;
}

}  // namespace orator::words
