// Music, noise and breath do not move the mouth; speech and held notes do.
#include "core/motion/speech_gate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/face/expression_names.h"
#include "core/motion/held_vowels.h"
#include "core/motion/studio_motion_model.h"
#include "tests/support/files.h"
#include "tests/support/sounds.h"
#include "tests/support/studio_pack.h"
#include "tests/unit/motion/spoken.h"

namespace orator::motion {
namespace {

using test::studioFaceModel;

const packs::Pack& studioPack() {
  static const packs::Pack pack = packs::openPack("studio");
  return pack;
}

/// The studio pack as it is where the set-up could not fetch the detector.
packs::Pack packWithoutDetectorFile() {
  packs::Pack pack = studioPack();
  for (packs::PackFile& file : pack.files)
    if (file.role == "speech_detector") file.path = "/nonexistent/silero_vad_v5.onnx";
  return pack;
}

Pauses pausesOf(std::span<const float> voice, const packs::Pack& pack = studioPack(),
                FrameRate rate = {25, 1}, SpeechGating gating = SpeechGating::on) {
  const std::int64_t frames = rate.framesCovering(std::int64_t(voice.size()), 16000);
  return SpeechGate(pack).pauses(voice, articulate(voice, {}), rate, frames, gating, {});
}

GeneratedMotion gatedMotionOf(std::span<const float> voice, const MotionSettings& settings = {}) {
  static const auto model = makeStudioMotionModel(studioPack(), studioFaceModel());
  return model->generate(
      {voice, {}, {25, 1}, FrameRate{25, 1}.framesCovering(std::int64_t(voice.size()), 16000)}, settings, {});
}

std::vector<float> gatedOpenings(const GeneratedMotion& motion) {
  const MouthGauge gauge(studioFaceModel());
  std::vector<float> values;
  for (const CoefficientRow& row : motion.rows) values.push_back(gauge.opening(row));
  return values;
}

std::vector<float> operator+(std::vector<float> sound, const std::vector<float>& next) {
  sound.insert(sound.end(), next.begin(), next.end());
  return sound;
}

TEST(SpeechOf, BeginsWithTheRiseAndBridgesShortDips) {
  std::vector<float> answers(60, 0.f);
  answers[20] = 0.2f;  // the rise
  for (int i = 21; i < 40; ++i) answers[std::size_t(i)] = (i - 21) % 6 < 3 ? 0.9f : 0.05f;
  answers[52] = 0.3f;  // never passes the mark
  const std::vector<bool> speech = speechOf(answers);
  for (int i = 0; i < 60; ++i) EXPECT_EQ(speech[std::size_t(i)], i >= 16 && i <= 41) << i;
  EXPECT_TRUE(speechOf({}).empty());
}

TEST(SpeechGate, HearsNoSpeechInMusicBreathAndNoise) {
  std::vector<float> noise = test::breathLike(4);
  for (std::size_t i = 0; i < noise.size(); ++i) noise[i] = float((i * 7919) % 2003) / 10000 - 0.1f;
  for (const auto& sound : {test::musicLike(5), test::breathLike(5), noise}) {
    const Pauses pauses = pausesOf(sound);
    EXPECT_FALSE(pauses.speechFound);
    EXPECT_THAT(pauses.curve, testing::Each(1.f));
  }
}

TEST(SpeechGate, MusicMovesNoMouth) {
  const GeneratedMotion motion = gatedMotionOf(test::musicLike(5));
  EXPECT_FALSE(motion.speechFound);
  EXPECT_THAT(gatedOpenings(motion), testing::Each(testing::Lt(0.01f)));
}

TEST(SpeechGate, ShutsTheMouthInAPauseThatMusicFills) {
  std::vector<float> voice = test::speechLike(2.5) + std::vector<float>(2 * 16000, 0.f) + test::speechLike(2);
  const std::vector<float> music = test::musicLike(double(voice.size()) / 16000);
  for (std::size_t i = 0; i < voice.size(); ++i) voice[i] += 0.3f * music[i];
  const GeneratedMotion motion = gatedMotionOf(voice);
  EXPECT_TRUE(motion.speechFound);
  const std::vector<float> opening = gatedOpenings(motion);
  constexpr float kShutOpening = 0.02f;  // as the evaluation counts shut mouths
  EXPECT_LT(*std::max_element(opening.begin() + 82, opening.begin() + 106), kShutOpening);
  EXPECT_GT(*std::max_element(opening.begin() + 15, opening.begin() + 60), 0.03f);
  EXPECT_GT(*std::max_element(opening.begin() + 120, opening.end()), 0.03f);
}

TEST(SpeechGate, CutsNoWord) {
  for (const char* speaker : {"slt", "rms", "awb", "kal16"}) {
    const test::Spoken spoken =
        test::speak("She had six fish. Happy people keep huge shops, though.", speaker);
    const Pauses found = pausesOf(spoken.voice16k),
                 level = pausesOf(spoken.voice16k, packWithoutDetectorFile());
    ASSERT_TRUE(found.speechFound);
    for (const test::Phone& phone : spoken.phones) {
      if (phone.name == "pau") continue;
      for (auto i = std::size_t(phone.begin * 25); double(i) < phone.end * 25 && i < found.curve.size(); ++i)
        EXPECT_LE(found.curve[i], level.curve[i] + 0.2f)
            << speaker << " " << phone.name << " at " << phone.begin;
    }
  }
}

TEST(SpeechGate, LetsTheLevelDecideWhereTheDetectorIsNotInstalled) {
  const packs::Pack without = packWithoutDetectorFile();
  EXPECT_FALSE(SpeechGate(without).hasDetector());
  EXPECT_TRUE(SpeechGate(studioPack()).hasDetector()) << "installer/fetch-models brings the file";
  EXPECT_TRUE(pausesOf(test::musicLike(5), without).speechFound);
}

TEST(SpeechGate, LetsAnySoundMoveTheMouthWhereThatIsWanted) {
  const std::vector<float> singing = test::musicLike(5);
  const Pauses open = pausesOf(singing, studioPack(), {25, 1}, SpeechGating::off),
               level = pausesOf(singing, packWithoutDetectorFile());
  EXPECT_TRUE(open.speechFound);
  EXPECT_EQ(open.curve, level.curve);
  MotionSettings settings;
  settings.speechGate = SpeechGating::off;
  const GeneratedMotion motion = gatedMotionOf(singing, settings);
  EXPECT_TRUE(motion.speechFound);
  const std::vector<float> opening = gatedOpenings(motion);
  EXPECT_GT(*std::max_element(opening.begin(), opening.end()), 0.02f);
}

TEST(SpeechGate, RefusesADetectorThatIsNotTheOneOfThePack) {
  const test::TemporaryFolder folder;
  packs::Pack pack = studioPack();
  for (packs::PackFile& file : pack.files)
    if (file.role == "speech_detector") file.path = folder / "other.onnx";
  test::writeBytes(folder / "other.onnx", {1, 2, 3});
  EXPECT_EQ(test::errorOf([&] { const SpeechGate gate(pack); }).code(), ErrorCode::packDamaged);
}

/// Two seconds of speech-like sound, one of silence, one of sound.
std::vector<float> interrupted() {
  return test::speechLike(1.98) + std::vector<float>(16000, 0.f) + test::speechLike(0.88);
}

TEST(Pauses, ShutTheMouthAndLeaveSpeechAlone) {
  const MouthGauge gauge(studioFaceModel());
  const std::vector<float> voice = interrupted();
  for (const int fps : {25, 60}) {
    const std::vector<float> curve = pausesOf(voice, studioPack(), {fps, 1}).curve;
    std::vector<CoefficientRow> rows(curve.size());
    for (auto& row : rows) row[face::kJawOpen] = 0.6f;
    const auto before = rows;
    ASSERT_GT(gauge.opening(before[0]), 0.03f);
    closeInPauses(rows, curve, gauge);
    float largestStep = 0;
    for (std::size_t i = std::size_t(fps) / 4; i < rows.size(); ++i) {
      const double t = double(i) / fps;
      const float open = gauge.opening(rows[i]);
      if (t > 2.3 && t < 2.75) {
        EXPECT_LT(open, 0.02f) << t;
      }
      if (t < 1.95 || (t > 3.1 && t < 3.8)) {
        EXPECT_EQ(rows[i], before[i]) << t;
      }
      largestStep = std::max(largestStep, std::abs(open - gauge.opening(rows[i - 1])));
    }
    EXPECT_LT(largestStep * float(fps), 1.5f);
  }
}

TEST(HeldVowel, KeepsTheMouthOpenToItsEnd) {
  const std::vector<float> voice =
      test::speechLike(1.1) + test::heldVowel(3) + std::vector<float>(16000, 0.f);
  const GeneratedMotion motion = gatedMotionOf(voice);
  const std::vector<float> opening = gatedOpenings(motion);
  for (std::size_t i = std::size_t(1.6 * 25); i < std::size_t(3.9 * 25); ++i)
    EXPECT_GT(opening[i], 0.02f) << i;
  EXPECT_LT(*std::max_element(opening.begin() + std::ptrdiff_t(4.5 * 25), opening.end()), 0.01f);
}

TEST(HeldVowel, ChangesNothingBetweenConsonants) {
  const std::vector<float> voice = test::speechLike(3);
  EXPECT_THAT(heldOpening(articulate(voice, {}), {25, 1}, 75), testing::Each(testing::Lt(1e-3f)));
  EXPECT_TRUE(heldOpening({}, {25, 1}, 0).empty());
}

}  // namespace
}  // namespace orator::motion
