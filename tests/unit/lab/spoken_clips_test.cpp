#include "core/lab/spoken/spoken_clips.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>

#include "core/base/error.h"
#include "core/lab/spoken/synthetic_voice.h"
#include "core/learning/clips/data_set.h"
#include "tests/support/files.h"

namespace orator::lab {
namespace {

using test::errorOf;
using test::TemporaryFolder;

std::int64_t bilabials(const SyntheticSpeech& speech) {
  return std::count_if(speech.sounds.begin(), speech.sounds.end(), isBilabial);
}

TEST(SyntheticVoice, TellsWhichSoundsAreHeardWhen) {
  const SyntheticSpeech speech = speak("Mama, Papa.", {"de", "m3"});
  EXPECT_EQ(bilabials(speech), 4);
  double before = 0;
  for (const SpeechSound& sound : speech.sounds) {
    EXPECT_GE(sound.begin, before) << sound.name;
    EXPECT_GE(sound.end, sound.begin) << sound.name;
    before = sound.begin;
  }
  EXPECT_NEAR(before, double(speech.voice16k.size()) / 16000, 0.5);
}

TEST(SyntheticVoice, IsSilentWhileThePlosiveIsShut) {
  const SyntheticSpeech speech = speak("Die Papageien.", {"de", "m3"});
  const auto level = [&](double from, double to) {
    double power = 0;
    for (auto i = std::size_t(from * 16000); i < std::size_t(to * 16000); ++i)
      power += std::pow(speech.voice16k.at(i), 2.0);
    return std::sqrt(power / ((to - from) * 16000));
  };
  int plosives = 0;
  for (std::size_t i = 1; i + 1 < speech.sounds.size(); ++i) {
    const SpeechSound &sound = speech.sounds[i], &vowel = speech.sounds[i + 1];
    if (sound.name != "p") continue;
    ++plosives;
    const Contact contact = contactOf(sound);
    EXPECT_LT(level(contact.begin + 0.01, contact.end - 0.01), 0.3 * level(vowel.begin, vowel.end));
  }
  EXPECT_EQ(plosives, 2);
}

TEST(SyntheticVoice, RefusesALanguageNobodySpeaks) {
  const Error error = errorOf([] { speak("hello", {"xx-none", "m1"}); });
  EXPECT_EQ(error.code(), ErrorCode::invalidArgument);
  EXPECT_EQ(error.subject(), "xx-none+m1");
}

TEST(SpokenClips, CloseTheLipsWhereASoundNeedsIt) {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder / "texts");
  const std::string text = "Maria bebe mucha agua y compra pan para Pablo.";
  std::ofstream(folder / "texts/es.txt") << text;
  const SpokenReport report = makeSpokenClips({folder / "texts", folder / "set", "studio", 2}, {});
  EXPECT_EQ(report.clips, 2);
  EXPECT_GE(report.bilabials, 16);

  const auto files = learning::clipFiles(folder / "set");
  ASSERT_EQ(files.size(), 2u);
  int voices = 0;
  for (const auto& file : files) {
    const learning::Clip clip = learning::readClip(file);
    EXPECT_EQ(clip.language, "es");
    EXPECT_EQ(clip.voice.numel(), 640 * clip.frames());
    EXPECT_GE(2 * (clip.lipOpening < 0.005).sum().item<std::int64_t>(), report.bilabials)
        << "a frame a contact";
    EXPECT_GT(clip.lipOpening.max().item<float>(), 0.04f) << "vowels stay open";
    voices += clip.speaker.starts_with("es+");
  }
  EXPECT_EQ(voices, 2);
}

TEST(SpokenClips, AreMadeOfTextsAndOfNothingElse) {
  const TemporaryFolder folder;
  const Error none = errorOf([&] { makeSpokenClips({folder / "nowhere", folder / "set"}, {}); });
  EXPECT_EQ(none.code(), ErrorCode::fileNotFound);
  std::ofstream(folder / "no-such-language.txt") << "hello";
  const Error unknown = errorOf([&] { makeSpokenClips({folder.path(), folder / "set"}, {}); });
  EXPECT_EQ(unknown.code(), ErrorCode::invalidArgument);
  EXPECT_FALSE(std::filesystem::exists(folder / "set"));
}

}  // namespace
}  // namespace orator::lab
