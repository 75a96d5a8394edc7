#include "core/media/audio_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/support/files.h"
#include "tests/support/progress.h"

namespace orator::media {
namespace {

using test::errorOf;
using test::quoted;
using test::TemporaryFolder;

float loudest(const std::vector<float>& samples) {
  float peak = 0;
  for (const float s : samples) peak = std::max(peak, std::abs(s));
  return peak;
}

TEST(AudioReader, StreamsAWavExactlyAndInOrder) {
  const TemporaryFolder folder;
  std::vector<float> ramp;
  for (int i = 0; i < 9600; ++i) ramp.insert(ramp.end(), {float(i % 3000) / 32767, -float(i % 3000) / 32767});
  test::writeWav(folder / "a.wav", ramp, 48000, 2);
  AudioReader reader(folder / "a.wav");
  EXPECT_EQ(reader.format().sampleRateHz, 48000);
  EXPECT_EQ(reader.format().channels, 2);
  std::vector<float> read;
  while (reader.read(read, 700) > 0) {
  }
  ASSERT_EQ(read.size(), ramp.size());
  for (std::size_t i = 0; i < read.size(); ++i) ASSERT_NEAR(read[i], ramp[i], 1e-4) << i;
  EXPECT_FALSE(reader.sawDamage());
}

struct Format {
  const char* name;
  const char* options;
};
void PrintTo(const Format& format, std::ostream* out) {
  *out << format.name;
}

class VoiceFormats : public testing::TestWithParam<Format> {};

TEST_P(VoiceFormats, AreReadWithTheirFullLength) {
  const TemporaryFolder folder;
  test::writeWav(folder / "a.wav", test::tone(1.5, 44100, 2), 44100, 2);
  const auto path = folder / GetParam().name;
  test::ffmpeg("-i " + quoted(folder / "a.wav") + " " + GetParam().options + " " + quoted(path));
  const std::vector<float> voice = readVoice16k(path);
  EXPECT_NEAR(double(voice.size()) / 16000, 1.5, 0.06);
  EXPECT_GT(loudest(voice), 0.15);  // mixing six channels into one leaves room for all of them
  EXPECT_LT(loudest(voice), 0.6);
}
INSTANTIATE_TEST_SUITE_P(All, VoiceFormats,
                         testing::Values(Format{"a.mp3", ""}, Format{"a.m4a", ""}, Format{"a.flac", ""},
                                         Format{"a.ogg", ""}, Format{"a.opus", "-ar 48000"},
                                         Format{"a.aiff", ""}, Format{"a24.wav", "-c:a pcm_s24le"},
                                         Format{"float.wav", "-c:a pcm_f32le"},
                                         Format{"law.wav", "-c:a pcm_mulaw -ar 8000 -ac 1"},
                                         Format{"six.flac", "-ac 6"},
                                         Format{"film.mp4", "-f lavfi -i testsrc=d=1.5:s=64x64 -shortest"},
                                         Format{"film.mkv", "-f lavfi -i testsrc=d=1.5:s=64x64 -shortest"}));

TEST(Voice, StereoIsMixedWithoutClipping) {
  const TemporaryFolder folder;
  test::writeWav(folder / "loud.wav", std::vector<float>(2 * 16000, 0.99f), 16000, 2);
  EXPECT_NEAR(loudest(readVoice16k(folder / "loud.wav")), 0.99, 0.01);
}

TEST(Voice, AWavHeaderThatLiesAboutItsLengthIsRepaired) {
  const TemporaryFolder folder;
  test::writeWav(folder / "a.wav", test::tone(1, 16000, 1), 16000, 1);
  auto bytes = test::readBytes(folder / "a.wav");
  for (const std::uint8_t lie : {0x00, 0xFF}) {  // what recorders leave behind that were switched off
    std::fill_n(bytes.begin() + 4, 4, lie);
    std::fill_n(bytes.begin() + 40, 4, lie);
    test::writeBytes(folder / "b.wav", bytes);
    EXPECT_EQ(readVoice16k(folder / "b.wav").size(), 16000u) << int(lie);
  }
}

TEST(Voice, ATruncatedMp3IsUsedAsFarAsItGoes) {
  const TemporaryFolder folder;
  test::writeWav(folder / "a.wav", test::tone(4, 44100, 1), 44100, 1);
  test::ffmpeg("-i " + quoted(folder / "a.wav") + " " + quoted(folder / "a.mp3"));
  test::truncate(folder / "a.mp3", folder / "cut.mp3", 0.5);
  test::Listener listener;
  const std::vector<float> voice = readVoice16k(folder / "cut.mp3", {{}, &listener});
  EXPECT_NEAR(double(voice.size()) / 16000, 2, 0.2);
  EXPECT_THAT(listener.notes, testing::ElementsAre(testing::HasSubstr("damaged or missing")));
}

TEST(Voice, DamageInTheMiddleIsSteppedOver) {
  const TemporaryFolder folder;
  test::writeWav(folder / "a.wav", test::tone(4, 44100, 1), 44100, 1);
  test::ffmpeg("-i " + quoted(folder / "a.wav") + " " + quoted(folder / "a.mp3"));
  auto bytes = test::readBytes(folder / "a.mp3");
  for (std::size_t i = bytes.size() / 3; i < bytes.size() / 3 + 3000; ++i) bytes[i] = std::uint8_t(i * 31);
  test::writeBytes(folder / "b.mp3", bytes);
  test::Listener listener;
  EXPECT_GT(readVoice16k(folder / "b.mp3", {{}, &listener}).size(), 16000u * 3);
  EXPECT_EQ(listener.notes.size(), 1u);
}

TEST(Voice, UnusableFilesHaveTheirOwnCodes) {
  const TemporaryFolder folder;
  test::writeWav(folder / "empty.wav", {}, 16000, 1);
  test::writeWav(folder / "short.wav", test::tone(0.1, 44100, 1), 44100, 1);
  test::writeWav(folder / "silent.wav", std::vector<float>(16000, 0.f), 16000, 1);
  test::writeBytes(folder / "nothing.wav", {});
  test::writeBytes(folder / "text.wav", std::vector<std::uint8_t>(3000, 'a'));
  test::writeBytes(folder / "text.txt", std::vector<std::uint8_t>(3000, 'a'));
  test::ffmpeg("-f lavfi -i testsrc=d=1:s=64x64 " + quoted(folder / "mute.mp4"));
  test::truncate(folder / "mute.mp4", folder / "cut.mp4", 0.5);
  const auto code = [&](const char* name) { return errorOf([&] { readVoice16k(folder / name); }).code(); };
  EXPECT_EQ(code("empty.wav"), ErrorCode::voiceTooShort);
  EXPECT_EQ(code("nothing.wav"), ErrorCode::voiceTooShort);
  EXPECT_EQ(code("short.wav"), ErrorCode::voiceTooShort);
  EXPECT_EQ(code("silent.wav"), ErrorCode::silentVoice);
  EXPECT_EQ(code("text.wav"), ErrorCode::unreadableMedia);
  EXPECT_EQ(code("text.txt"), ErrorCode::unreadableMedia);
  EXPECT_EQ(code("cut.mp4"), ErrorCode::unreadableMedia);
  EXPECT_EQ(code("mute.mp4"), ErrorCode::noSound);
  EXPECT_EQ(code("missing.wav"), ErrorCode::fileNotFound);
  EXPECT_EQ(code(""), ErrorCode::notAFile);
}

TEST(Voice, NamesThatLookLikeUrlsOrAreNotLatinWork) {
  const TemporaryFolder folder;
  for (const auto* name : {u8"http:voice.wav", u8"голос 声 'x'.wav", u8"%d.wav"}) {
    test::writeWav(folder / name, test::tone(0.5, 16000, 1), 16000, 1);
    EXPECT_EQ(readVoice16k(folder / name).size(), 8000u);
  }
}

TEST(Voice, ACutTakesItsPartAndItsGain) {
  const TemporaryFolder folder;
  std::vector<float> steps;
  for (int second = 1; second <= 4; ++second) steps.insert(steps.end(), 16000, float(second) / 10);
  test::writeWav(folder / "a.wav", steps, 16000, 1);
  const std::vector<float> voice = readVoice16k(folder / "a.wav", {}, {1.5, 2.75, 20 * std::log10(2.0)});
  ASSERT_EQ(voice.size(), 20000u);
  EXPECT_NEAR(voice.front(), 0.4, 1e-3);
  EXPECT_NEAR(voice.back(), 0.6, 1e-3);
  EXPECT_EQ(readVoice16k(folder / "a.wav", {}, {3, 0, 0}).size(), 16000u);
  EXPECT_EQ(errorOf([&] { readVoice16k(folder / "a.wav", {}, {5, 0, 0}); }).code(), ErrorCode::voiceTooShort);
}

TEST(Voice, AStopRequestEndsTheReading) {
  const TemporaryFolder folder;
  test::writeWav(folder / "a.wav", test::tone(1, 16000, 1), 16000, 1);
  std::stop_source source;
  source.request_stop();
  EXPECT_EQ(errorOf([&] { readVoice16k(folder / "a.wav", {source.get_token()}); }).code(),
            ErrorCode::cancelled);
}

}  // namespace
}  // namespace orator::media
