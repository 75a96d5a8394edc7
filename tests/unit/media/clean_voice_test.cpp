#include "core/media/clean_voice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/media/media_info.h"
#include "tests/support/files.h"
#include "tests/support/sounds.h"

namespace orator::media {
namespace {

using test::errorOf;

class CleanVoice : public testing::Test {
 protected:
  /// Speech, four seconds of silence with some noise, speech.
  CleanVoice() {
    std::vector<float> voice = test::speechLike(2);
    voice.resize(voice.size() + 64'000, 0.f);
    const std::vector<float> more = test::speechLike(2);
    voice.insert(voice.end(), more.begin(), more.end());
    std::mt19937 random(3);
    for (float& sample : voice) sample = 0.2f * sample + 0.002f * float(int(random() % 2001) - 1000) / 1000;
    test::writeWav(folder / "v.wav", voice, 16'000, 1);
  }
  std::vector<float> cleaned(const Cleaning& cleaning, const VoiceCut& cut = {}) {
    writeCleanVoice(folder / "v.wav", cut, cleaning, folder / "out.wav", {});
    return readVoice16k(folder / "out.wav");
  }
  static double level(const std::vector<float>& voice, double begin, double end) {
    double power = 0;
    const auto first = std::size_t(begin * 16'000), last = std::min(voice.size(), std::size_t(end * 16'000));
    for (std::size_t i = first; i < last; ++i) power += double(voice[i]) * voice[i];
    return std::sqrt(power / double(last - first));
  }
  test::TemporaryFolder folder;
};

TEST_F(CleanVoice, WithoutNoiseKeepsItsLengthAndItsSpeech) {
  const std::vector<float> before = readVoice16k(folder / "v.wav"), after = cleaned({.denoise = true});
  EXPECT_NEAR(double(after.size()), double(before.size()), 800);
  EXPECT_LT(level(after, 3, 5), 0.7 * level(before, 3, 5)) << "the noise is less";
  EXPECT_GT(level(after, 0.5, 1.5), 0.5 * level(before, 0.5, 1.5)) << "the speech is there";
}

TEST_F(CleanVoice, IsAsLoudAsBroadcastsAreAtItsOwnRate) {
  const std::vector<float> before = readVoice16k(folder / "v.wav"), after = cleaned({.loudness = true});
  EXPECT_NEAR(double(after.size()), double(before.size()), 1600);
  EXPECT_GT(level(after, 0.5, 1.5), 1.3 * level(before, 0.5, 1.5));
  EXPECT_EQ(readMediaInfo(folder / "out.wav").sampleRateHz, 16'000);
}

TEST_F(CleanVoice, HasShortPauses) {
  const std::vector<float> after = cleaned({.silence = true});
  EXPECT_LT(after.size(), 16'000u * 6) << "of eight seconds four were silent";
  EXPECT_GT(after.size(), 16'000u * 3) << "no speech is lost";
}

TEST_F(CleanVoice, TakesThePartThatIsUsed) {
  VoiceCut cut;
  cut.beginSeconds = 0.5;
  cut.endSeconds = 1.5;
  EXPECT_NEAR(double(cleaned({.denoise = true}, cut).size()), 16'000, 800);
}

TEST_F(CleanVoice, IsRefusedWhereNothingIsLeft) {
  test::writeWav(folder / "v.wav", std::vector<float>(32'000, 0.f), 16'000, 1);
  EXPECT_EQ(
      errorOf([&] { writeCleanVoice(folder / "v.wav", {}, {.silence = true}, folder / "n.wav", {}); }).code(),
      ErrorCode::silentVoice);
  EXPECT_FALSE(std::filesystem::exists(folder / "n.wav"));
  EXPECT_EQ(cleaningFrom("denoise,silence"), (Cleaning{true, false, true}));
  for (const char* text : {"", "noise", "denoise,", "denoise loudness"})
    EXPECT_FALSE(cleaningFrom(text)) << text;
}

}  // namespace
}  // namespace orator::media
