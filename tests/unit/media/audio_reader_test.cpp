#include "core/media/audio_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "core/media/media_info.h"
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

/// 32-bit float WAV, one channel, 16 kHz.
void writeFloatWav(const std::filesystem::path& path, const std::vector<float>& samples) {
  std::vector<std::uint8_t> bytes;
  const auto text = [&](const char* four) { bytes.insert(bytes.end(), four, four + 4); };
  const auto number = [&](std::uint32_t value, int size) {
    for (int i = 0; i < size; ++i) bytes.push_back(std::uint8_t(value >> 8 * i));
  };
  const auto dataBytes = std::uint32_t(samples.size() * 4);
  text("RIFF"), number(36 + dataBytes, 4), text("WAVE"), text("fmt "), number(16, 4), number(3, 2),
      number(1, 2);
  number(16000, 4), number(64000, 4), number(4, 2), number(32, 2), text("data"), number(dataBytes, 4);
  for (const float sample : samples) number(std::bit_cast<std::uint32_t>(sample), 4);
  test::writeBytes(path, bytes);
}

TEST(Voice, SamplesThatAreNoNumbersOrFarTooLoudDoNoHarmOnAnyWay) {
  const TemporaryFolder folder;
  constexpr float kInfinite = std::numeric_limits<float>::infinity();
  for (const float wild : {std::numeric_limits<float>::quiet_NaN(), kInfinite, -kInfinite, 3e38f, -1e10f}) {
    std::vector<float> samples = test::tone(1, 16000, 1);
    std::fill_n(samples.begin() + 8000, 100, wild);
    writeFloatWav(folder / "wild.wav", samples);
    test::Listener listener;
    const std::vector<float> voice = readVoice16k(folder / "wild.wav", {{}, &listener});
    EXPECT_LE(loudest(voice), 4.01f) << wild;
    EXPECT_NEAR(voice[4000], samples[4000], 1e-3);
    EXPECT_THAT(listener.notes, testing::ElementsAre(testing::HasSubstr("no numbers or far too loud")));
    AudioReader resampled(folder / "wild.wav", {48000, 2});  // the way into the film
    std::vector<float> film;
    while (resampled.read(film, 1000) > 0) {
    }
    EXPECT_EQ(film.size(), 96000u);
    for (const float sample : film) ASSERT_TRUE(std::abs(sample) < 8) << wild;
  }
}

TEST(Voice, RatesAndChannelsOfNoRecordingAreRefusedBeforeTheyCostAnything) {
  const TemporaryFolder folder;
  test::writeWav(folder / "8hz.wav", std::vector<float>(90'000, 0.3f), 8, 1);
  test::writeWav(folder / "1hz.wav", std::vector<float>(90'000, 0.3f), 1, 1);
  test::writeWav(folder / "fast.wav", std::vector<float>(90'000, 0.3f), 2'000'000'000, 1);
  test::writeWav(folder / "wide.wav", std::vector<float>(90'000, 0.3f), 16000, 1000);
  for (const char* name : {"8hz.wav", "1hz.wav", "fast.wav", "wide.wav"})
    EXPECT_EQ(errorOf([&] { readVoice16k(folder / name); }).code(), ErrorCode::unreadableMedia) << name;
}

TEST(Voice, ManyHoursAreRefusedBeforeTheyAreRead) {
  const TemporaryFolder folder;
  test::writeWav(folder / "a.wav", std::vector<float>(4000, 0.3f), 4000, 1);
  std::vector<std::uint8_t> bytes = test::readBytes(folder / "a.wav");
  const std::uint32_t dataBytes = 9u * 3600 * 4000 * 2;
  for (int i = 0; i < 4; ++i) bytes[std::size_t(40 + i)] = std::uint8_t(dataBytes >> 8 * i);
  test::writeBytes(folder / "a.wav", bytes);
  std::filesystem::resize_file(folder / "a.wav", 44 + dataBytes);  // a hole on the disk
  const Error error = errorOf([&] { readVoice16k(folder / "a.wav"); });
  EXPECT_EQ(error.code(), ErrorCode::unreadableMedia);
  EXPECT_THAT(error.reason(), testing::HasSubstr("four hours"));
  EXPECT_EQ(readVoice16k(folder / "a.wav", {}, {.beginSeconds = 0, .endSeconds = 1}).size(), 16'000u);
}

TEST(Voice, CutsOfAnySizeAreTakenForWhatTheyAre) {
  const TemporaryFolder folder;
  test::writeWav(folder / "a.wav", test::tone(1, 16000, 1), 16000, 1);
  EXPECT_EQ(errorOf([&] {
              readVoice16k(folder / "a.wav", {}, {1e300, 0, 0});
            }).code(),
            ErrorCode::voiceTooShort);
  EXPECT_EQ(readVoice16k(folder / "a.wav", {}, {0, 1e300, 0}).size(), 16000u);
}

TEST(Voice, AnInvertedChannelIsHeardAlone) {
  const TemporaryFolder folder;
  const std::vector<float> mono = test::tone(2, 16000, 1);
  for (const float share : {-0.95f, -0.7f}) {
    std::vector<float> stereo;
    for (const float sample : mono) stereo.insert(stereo.end(), {share * sample, sample});
    test::writeWav(folder / "inverted.wav", stereo, 16000, 2);
    test::Listener listener;
    const std::vector<float> voice = readVoice16k(folder / "inverted.wav", {{}, &listener});
    ASSERT_EQ(voice.size(), mono.size());
    EXPECT_NEAR(loudest(voice), 0.5, 0.01);
    EXPECT_EQ(loneChannel(folder / "inverted.wav", {}), 1);
    EXPECT_THAT(listener.notes, testing::ElementsAre(testing::HasSubstr("channel 2 is used alone")));
  }
}

TEST(Voice, OrdinaryStereoIsMixedWithoutANote) {
  const TemporaryFolder folder;
  std::vector<float> left, apart;
  for (int i = 0; i < 32000; ++i) {
    const float a = 0.4f * std::sin(0.05f * float(i)), b = 0.4f * std::sin(0.083f * float(i));
    left.insert(left.end(), {a, 0.f});
    apart.insert(apart.end(), {a, b});
  }
  test::writeWav(folder / "left.wav", left, 16000, 2);
  test::writeWav(folder / "apart.wav", apart, 16000, 2);
  for (const char* name : {"left.wav", "apart.wav"}) {
    test::Listener listener;
    readVoice16k(folder / name, {{}, &listener});
    EXPECT_TRUE(listener.notes.empty()) << name;
  }
}

TEST(Voice, OfSeveralSoundTracksAnyCanBeChosenAndTheChoiceIsTold) {
  const TemporaryFolder folder;
  test::ffmpeg(
      "-f lavfi -i sine=d=1:frequency=200 -f lavfi -i sine=d=2:frequency=900 -map 0 -map 1 -c:a aac " +
      quoted(folder / "two.mp4"));
  const auto seconds = [&](int track, test::Listener& listener) {
    return double(readVoice16k(folder / "two.mp4", {{}, &listener}, {.track = track}).size()) / 16000;
  };
  test::Listener usual, first, second;
  EXPECT_NEAR(seconds(1, first), 1, 0.1);
  EXPECT_NEAR(seconds(2, second), 2, 0.1);
  EXPECT_TRUE(first.notes.empty() && second.notes.empty());
  seconds(0, usual);
  EXPECT_THAT(usual.notes, testing::ElementsAre(testing::AllOf(testing::HasSubstr("2 sound tracks"),
                                                               testing::HasSubstr("--voice-track"))));
  const Error error = errorOf([&] { readVoice16k(folder / "two.mp4", {}, {.track = 3}); });
  EXPECT_EQ(error.code(), ErrorCode::invalidArgument);
  EXPECT_THAT(error.reason(), testing::HasSubstr("no sound track 3"));
}

TEST(Voice, ASoundThatBeginsBehindItsPictureIsTold) {
  const TemporaryFolder folder;
  test::ffmpeg("-f lavfi -i testsrc=d=3:s=64x64 -itsoffset 1 -f lavfi -i sine=d=2 -map 0 -map 1 -c:a aac " +
               quoted(folder / "late.mp4"));
  test::Listener listener;
  readVoice16k(folder / "late.mp4", {{}, &listener});
  EXPECT_THAT(listener.notes, testing::ElementsAre(testing::HasSubstr("1.0 s after its picture")));
}

TEST(Voice, AnEncryptedFileIsCalledEncrypted) {
  const TemporaryFolder folder;
  test::ffmpeg(
      "-f lavfi -i testsrc=d=1:s=64x64 -f lavfi -i sine=d=1 -c:v libx264 -pix_fmt yuv420p -c:a aac "
      "-encryption_scheme cenc-aes-ctr -encryption_key 76a6c65c5ea762046bd749a2e632ccbb "
      "-encryption_kid a7e61c373e219033c21091fa607bf3b8 " +
      quoted(folder / "locked.mp4"));
  const Error error = errorOf([&] { readVoice16k(folder / "locked.mp4"); });
  EXPECT_EQ(error.code(), ErrorCode::unreadableMedia);
  EXPECT_THAT(error.reason(), testing::HasSubstr("encrypted"));
  EXPECT_TRUE(readMediaInfo(folder / "locked.mp4").encrypted);
}

/// A list of other files, under any name, takes nothing of them into a film.
TEST(Voice, PlaylistsAreNoRecordings) {
  const TemporaryFolder folder;
  test::writeWav(folder / "secret.wav", test::tone(1, 16000, 1), 16000, 1);
  test::ffmpeg("-i " + quoted(folder / "secret.wav") + " -c:a aac -f mpegts " + quoted(folder / "secret.ts"));
  const auto text = [&](const char* name, const std::string& lines) {
    test::writeBytes(folder / name, {lines.begin(), lines.end()});
    return folder / name;
  };
  const std::string secret = (folder / "secret.ts").string();
  const std::string hls =
      "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXTINF:1.0,\n" + secret + "\n#EXT-X-ENDLIST\n";
  const std::string concat = "ffconcat version 1.0\nfile '" + (folder / "secret.wav").string() + "'\n";
  const std::string sdp =
      "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n";
  const std::string dash =
      "<?xml version=\"1.0\"?>\n<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\" "
      "profiles=\"urn:mpeg:dash:profile:isoff-on-demand:2011\"><Period><AdaptationSet><Representation "
      "id=\"0\"><BaseURL>" +
      secret + "</BaseURL></Representation></AdaptationSet></Period></MPD>\n";
  for (const auto& path : {text("a.m3u8", hls), text("a.wav", hls), text("a.ffconcat", concat),
                           text("b.mp3", concat), text("a.sdp", sdp), text("a.mpd", dash)}) {
    EXPECT_EQ(errorOf([&] { readVoice16k(path); }).code(), ErrorCode::unreadableMedia) << path;
    EXPECT_EQ(errorOf([&] { readMediaInfo(path); }).code(), ErrorCode::unreadableMedia) << path;
  }
  EXPECT_THAT(errorOf([&] { readVoice16k(folder / "a.wav"); }).reason(), testing::HasSubstr("other files"));
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
