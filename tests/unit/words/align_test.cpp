#include "core/words/align.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/words/aligners.h"
#include "tests/support/files.h"
#include "tests/support/progress.h"
#include "tests/unit/motion/spoken.h"

namespace orator::words {
namespace {

using test::errorOf;
using test::speak;
using test::Spoken;

/// A word and how many sounds flite makes of it.
struct KnownWord {
  const char* text;
  int sounds;
};
constexpr KnownWord kEnglish[] = {{"We", 2},    {"keep", 3}, {"seven", 5},  {"yellow", 4}, {"boats", 4},
                                  {"near", 3},  {"the", 2},  {"river,", 4}, {"and", 3},    {"nobody", 6},
                                  {"takes", 4}, {"them", 3}, {"away.", 3}};

struct Known {
  Spoken spoken;
  Transcript text;              ///< without times
  std::vector<TimeSpan> truth;  ///< when flite says each word
};

Known spokenEnglish() {
  std::string text;
  for (const KnownWord& word : kEnglish) text.append(text.empty() ? "" : " ").append(word.text);
  Known known{speak(text, "slt"), untimed(text, "text"), {}};
  std::vector<test::Phone> sounds = known.spoken.phones;
  std::erase_if(sounds, [](const test::Phone& phone) { return phone.name == "pau"; });
  std::size_t at = 0;
  for (const KnownWord& word : kEnglish) {
    known.truth.push_back({sounds.at(at).begin, sounds.at(at + std::size_t(word.sounds) - 1).end});
    at += std::size_t(word.sounds);
  }
  EXPECT_EQ(at, sounds.size()) << "flite says the words otherwise than this test knows";
  return known;
}

double farthest(const Transcript& found, const std::vector<TimeSpan>& truth) {
  double most = 0;
  for (std::size_t i = 0; i < truth.size(); ++i)
    most = std::max({most, std::abs(found.words.at(i).beginSeconds - truth[i].beginSeconds),
                     std::abs(found.words[i].endSeconds - truth[i].endSeconds)});
  return most;
}

TEST(Alignment, ByTheRecogniserFindsEnglishWordsWithinATenthOfASecond) {
  if (!hasRecogniser()) GTEST_SKIP() << "PocketSphinx is not part of this build";
  const Known known = spokenEnglish();
  const Transcript found = aligned(known.spoken.voice16k, {}, known.text, Aligning::automatic, {});
  EXPECT_NO_THROW(checkTranscript(found, "found"));
  EXPECT_LT(farthest(found, known.truth), 0.12);
}

TEST(Alignment, BySyllablesFindsThemNearby) {
  const Known known = spokenEnglish();
  const Transcript found = aligned(known.spoken.voice16k, {}, known.text, Aligning::syllables, {});
  EXPECT_NO_THROW(checkTranscript(found, "found"));
  EXPECT_LT(farthest(found, known.truth), 0.45);
  double sum = 0;
  for (std::size_t i = 0; i < known.truth.size(); ++i)
    sum += std::abs(found.words[i].beginSeconds - known.truth[i].beginSeconds);
  EXPECT_LT(sum / double(known.truth.size()), 0.2);
}

/// Sentences with pauses between: each has to be found where it is, whatever the way.
TEST(Alignment, KeepsSentencesBetweenThePausesAroundThem) {
  const char* const sentences[] = {"Good morning, everybody.", "Nice.",
                                   "The second part is about the weather of the coming week.", "Thank you."};
  std::vector<float> voice(8000, 0.f);
  std::string text;
  std::vector<TimeSpan> truth;
  std::mt19937 noise(1);
  for (const char* sentence : sentences) {
    const Spoken spoken = speak(sentence, "rms");
    const double begin = double(voice.size()) / 16000;
    voice.insert(voice.end(), spoken.voice16k.begin(), spoken.voice16k.end());
    truth.push_back({begin, double(voice.size()) / 16000});
    voice.resize(voice.size() + 11'200, 0.f);
    text.append(sentence).append(" ");
  }
  for (float& sample : voice) sample += 0.001f * float(int(noise() % 200) - 100) / 100;
  for (const Aligning way : {Aligning::automatic, Aligning::syllables}) {
    const Transcript found = aligned(voice, {}, untimed(text, "text"), way, {});
    std::size_t at = 0;
    for (std::size_t s = 0; s < std::size(sentences); ++s) {
      const std::size_t count = wordsOf(sentences[s]).size();
      EXPECT_GT(found.words[at].beginSeconds, truth[s].beginSeconds - 0.1) << sentences[s];
      EXPECT_LT(found.words[at + count - 1].endSeconds, truth[s].endSeconds + 0.1) << sentences[s];
      at += count;
    }
  }
}

TEST(Alignment, FindsWordsThatNoDictionaryHasAndLeavesMarksBehindTheirWords) {
  if (!hasRecogniser()) GTEST_SKIP() << "PocketSphinx is not part of this build";
  const Spoken spoken = speak("My friend brindlewock bought 23 apples for the party.", "slt");
  const Transcript found =
      aligned(spoken.voice16k, {}, untimed("My friend Brindlewock – bought 23 apples for the party.", "text"),
              Aligning::recogniser, {});
  EXPECT_NO_THROW(checkTranscript(found, "found"));
  EXPECT_EQ(found.words[3].beginSeconds, found.words[2].endSeconds);
  EXPECT_EQ(found.words[3].endSeconds, found.words[3].beginSeconds);
  EXPECT_GT(found.words[2].endSeconds - found.words[2].beginSeconds, 0.3);
  EXPECT_GT(found.words[5].endSeconds - found.words[5].beginSeconds, 0.3);
}

TEST(Alignment, OfAnotherLanguageGoesBySyllables) {
  const Spoken spoken = speak("vee geyt ess eenen hoyta morgen", "slt");
  const Transcript text = untimed("Wie geht es Ihnen heute Morgen, meine lieben Freundinnen?", "text");
  test::Listener notes;
  const Transcript automatic = aligned(spoken.voice16k, {}, text, Aligning::automatic, {{}, &notes});
  EXPECT_EQ(automatic, aligned(spoken.voice16k, {}, text, Aligning::syllables, {}));
  EXPECT_EQ(
      aligned(spoken.voice16k, {}, untimed("你好，世界。", "text"), Aligning::automatic, {}).words.size(),
      4u);
}

TEST(Alignment, IsHeldBySpeechWhereThatIsKnown) {
  const Spoken spoken = speak("Hello world.", "slt");
  std::vector<float> voice(32'000, 0.f);
  for (std::size_t i = 0; i < 16'000; ++i) voice[i] = 0.3f * std::sin(float(i) * 0.2f);  // a tone before it
  voice.insert(voice.end(), spoken.voice16k.begin(), spoken.voice16k.end());
  const Transcript found = aligned(voice, {{1.9, double(voice.size()) / 16000}}, untimed("Hello world.", ""),
                                   Aligning::syllables, {});
  EXPECT_GT(found.words[0].beginSeconds, 1.9);
}

TEST(Alignment, EndsOnRequestAndIsRefusedWithoutSound) {
  const std::vector<float> voice(32'000, 0.f);
  EXPECT_EQ(errorOf([&] { aligned(voice, {}, untimed("Hello", ""), Aligning::syllables, {}); }).code(),
            ErrorCode::silentVoice);
  std::stop_source stop;
  stop.request_stop();
  const Spoken spoken = speak("Hello world.", "slt");
  for (const Aligning way : {Aligning::automatic, Aligning::syllables})
    EXPECT_EQ(errorOf([&] {
                aligned(spoken.voice16k, {}, untimed("Hello world.", ""), way, {stop.get_token(), nullptr});
              }).code(),
              ErrorCode::cancelled);
}

/// An hour of syllables with pauses: the division grows with the length, not with its square.
TEST(Alignment, OfAnHourIsPossible) {
  std::vector<float> voice(std::size_t(3600) * 16'000, 0.f);
  std::string text;
  for (std::size_t second = 0; second < 3600; ++second) {
    for (std::size_t i = 0; i < 12'000; ++i) voice[second * 16'000 + i] = 0.3f * std::sin(float(i) * 0.1f);
    text += "banana city. ";
  }
  const Transcript found = aligned(voice, {}, untimed(text, "text"), Aligning::syllables, {});
  EXPECT_NEAR(found.words[5000].beginSeconds, 2500, 0.5);
  EXPECT_NEAR(found.words.back().endSeconds, 3599.75, 0.1);
}

}  // namespace
}  // namespace orator::words
