// Every form of a film: made, probed by ffprobe, looked into.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "core/media/audio_reader.h"
#include "core/media/film/film_writer.h"
#include "core/media/media_info.h"
#include "core/media/video_reader.h"
#include "tests/support/ffprobe.h"
#include "tests/support/files.h"

namespace orator::media {
namespace {

namespace fs = std::filesystem;
using test::errorOf;
using test::ffprobe;
using test::quoted;
using test::TemporaryFolder;
using testing::HasSubstr;

constexpr int kFrames = 20;
const cv::Scalar kSkin(220, 170, 140), kWall(40, 90, 160);

/// A disc that goes to the right, in front of a wall that is rough as what a camera sees.
cv::Mat opaqueFrame(cv::Size size, int number) {
  cv::Mat frame(size, CV_8UC3), grain(size, CV_8UC3);
  cv::RNG random(11);
  random.fill(grain, cv::RNG::UNIFORM, 0, 9);
  frame.setTo(kWall - cv::Scalar::all(4));
  frame += grain;
  cv::circle(frame, {size.width / 3 + number, size.height / 2}, size.height / 4, kSkin, cv::FILLED,
             cv::LINE_AA);
  return frame;
}

/// The disc alone, with a soft edge.
cv::Mat transparentFrame(cv::Size size, int number) {
  cv::Mat alpha(size, CV_8UC1, cv::Scalar(0)),
      frame(size, CV_8UC4, cv::Scalar(kSkin[0], kSkin[1], kSkin[2], 0));
  cv::circle(alpha, {size.width / 3 + number, size.height / 2}, size.height / 4, 255, cv::FILLED,
             cv::LINE_AA);
  cv::GaussianBlur(alpha, alpha, {}, 2);
  cv::insertChannel(alpha, frame, 3);
  return frame;
}

class Formats : public testing::Test {
 protected:
  Formats() { test::writeWav(voice(), test::tone(kFrames / 25.0, 44100, 2), 44100, 2); }
  fs::path voice() const { return folder_ / "voice.wav"; }

  FilmWriterSettings settings(const std::string& name, bool alpha = false, VideoCodec codec = {}) const {
    FilmWriterSettings made;
    made.size = {160, 96};
    made.frameRate = {25, 1};
    made.form = filmForm(name, {.codec = codec}, alpha);
    made.voice = voice();
    return made;
  }
  fs::path write(const std::string& name, const FilmWriterSettings& made) const {
    FilmWriter writer(folder_ / name, made);
    if (made.form.hasPicture())
      for (int i = 0; i < kFrames; ++i)
        writer.write(made.form.alpha ? transparentFrame(made.size, i) : opaqueFrame(made.size, i));
    writer.finish();
    return folder_ / name;
  }
  fs::path write(const std::string& name, bool alpha = false, VideoCodec codec = {}) const {
    return write(name, settings(name, alpha, codec));
  }

  /// One frame as ffmpeg decodes it, CV_8UC4 B G R A. @param decoder for WebM, whose usual one leaves out
  /// alpha
  cv::Mat decoded(const fs::path& film, int frame, const std::string& decoder = {}) const {
    const fs::path picture = folder_ / "frame.png";
    test::ffmpeg((decoder.empty() ? "" : "-c:v " + decoder + " ") + "-i " + quoted(film) +
                 " -vf 'select=eq(n\\," + std::to_string(frame) + ")' -frames:v 1 -pix_fmt rgba " +
                 quoted(picture));
    return cv::imread(picture.string(), cv::IMREAD_UNCHANGED);
  }

  static void expectColour(const cv::Vec4b& bgra, const cv::Scalar& rgb, double tolerance = 14) {
    for (int c = 0; c < 3; ++c) EXPECT_NEAR(bgra[2 - c], rgb[c], tolerance) << "channel " << c;
  }

  TemporaryFolder folder_;
};

struct Film {
  const char* name;
  VideoCodec codec;
  const char *videoName, *pixels, *soundName;
};

class OpaqueFilm : public Formats, public testing::WithParamInterface<Film> {};

TEST_P(OpaqueFilm, IsWhatItsNameSaysWithTheWholeSound) {
  const Film& film = GetParam();
  if (encoderName(filmForm(film.name, {.codec = film.codec}, false)).empty())
    GTEST_SKIP() << "the installed FFmpeg has no such encoder";
  const fs::path file = write(film.name, false, film.codec);
  const std::string video = ffprobe(file,
                                    "stream=codec_name,pix_fmt,width,height,color_space,color_primaries"
                                    " -select_streams v");
  EXPECT_THAT(video, HasSubstr(std::string("codec_name=") + film.videoName));
  EXPECT_THAT(video, HasSubstr(std::string("pix_fmt=") + film.pixels));
  EXPECT_THAT(video, HasSubstr("width=160\nheight=96"));
  EXPECT_THAT(video, HasSubstr("color_space=bt709"));
  EXPECT_THAT(ffprobe(file, "stream=codec_name -select_streams a"),
              HasSubstr(std::string("codec_name=") + film.soundName));
  EXPECT_THAT(ffprobe(file, "stream=nb_read_frames -count_frames -select_streams v"),
              HasSubstr("nb_read_frames=" + std::to_string(kFrames)));
  const MediaInfo info = readMediaInfo(file);
  EXPECT_NEAR(info.durationSeconds, kFrames / 25.0, 0.08);
  EXPECT_NEAR(info.pictureDelaySeconds, 0, 0.03);
  EXPECT_EQ(info.fastStart, info.container.starts_with("mov"));
  expectColour(decoded(file, 10).at<cv::Vec4b>(48, 63), kSkin);
  expectColour(decoded(file, 10).at<cv::Vec4b>(8, 150), kWall);
}
INSTANTIATE_TEST_SUITE_P(
    Forms, OpaqueFilm,
    testing::Values(Film{"a.mp4", VideoCodec::h264, "h264", "yuv420p", "aac"},
                    Film{"a.mp4", VideoCodec::h265, "hevc", "yuv420p", "aac"},
                    Film{"a.mp4", VideoCodec::av1, "av1", "yuv420p", "aac"},
                    Film{"a.mov", VideoCodec::prores, "prores", "yuv422p10le", "pcm_s24le"},
                    Film{"a.mov", VideoCodec::prores4444, "prores", "yuv444p1", "pcm_s24le"},
                    Film{"a.mov", VideoCodec::h264, "h264", "yuv420p", "aac"},
                    Film{"a.webm", VideoCodec::vp9, "vp9", "yuv420p", "opus"},
                    Film{"a.webm", VideoCodec::av1, "av1", "yuv420p", "opus"},
                    Film{"a.mkv", VideoCodec::h265, "hevc", "yuv420p", "aac"}));

TEST_F(Formats, H265InMp4HasTheNameThatApplesPlayersKnow) {
  EXPECT_THAT(ffprobe(write("a.mp4", false, VideoCodec::h265), "stream=codec_tag_string -select_streams v"),
              HasSubstr("codec_tag_string=hvc1"));
}

TEST_F(Formats, ProRes4444CarriesTheAlphaWithoutARim) {
  const fs::path file = write("a.mov", true);
  EXPECT_THAT(ffprobe(file, "stream=codec_tag_string,pix_fmt -select_streams v"),
              testing::AllOf(HasSubstr("codec_tag_string=ap4h"), HasSubstr("pix_fmt=yuva444p")));
  const cv::Mat frame = decoded(file, 5);
  EXPECT_EQ(frame.at<cv::Vec4b>(48, 58)[3], 255);
  EXPECT_EQ(frame.at<cv::Vec4b>(4, 150)[3], 0);
  // Where it is half transparent the colour is that of the disc: it is not multiplied, and nothing mixes in.
  int half = 0;
  for (int x = 0; x < frame.cols; ++x) {
    const cv::Vec4b& pixel = frame.at<cv::Vec4b>(48, x);
    if (pixel[3] < 60 || pixel[3] > 200) continue;
    ++half;
    expectColour(pixel, kSkin, 20);
  }
  EXPECT_GE(half, 2);
}

TEST_F(Formats, WebmCarriesTheAlphaBesideThePicture) {
  const fs::path file = write("a.webm", true);
  EXPECT_THAT(ffprobe(file, "stream_tags=alpha_mode -select_streams v"), HasSubstr("1"));
  const cv::Mat frame = decoded(file, 5, "libvpx-vp9");
  EXPECT_GT(frame.at<cv::Vec4b>(48, 58)[3], 245);
  EXPECT_LT(frame.at<cv::Vec4b>(4, 150)[3], 10);
  expectColour(frame.at<cv::Vec4b>(48, 58), kSkin);
}

TEST_F(Formats, AnimatedWebpMovesAndCarriesTheAlpha) {
  const fs::path file = write("a.webp", true);
  const auto bytes = test::readBytes(file);
  const std::string text(bytes.begin(), bytes.end());
  EXPECT_EQ(text.substr(0, 4) + text.substr(8, 8), "RIFFWEBPVP8X");
  EXPECT_EQ(bytes[20] & 0x12, 0x12) << "alpha and animation";
  std::size_t frames = 0;
  for (std::size_t at = text.find("ANMF"); at != std::string::npos; at = text.find("ANMF", at + 4)) ++frames;
  EXPECT_EQ(frames, std::size_t(kFrames));
  EXPECT_EQ(bytes[text.find("ANIM") + 12], 0) << "it plays for ever";
}

TEST_F(Formats, GifHasGoodColoursAndLeavesOutWhatIsTransparent) {
  const fs::path opaque = write("a.gif");
  EXPECT_THAT(
      ffprobe(opaque, "stream=codec_name,nb_read_frames -count_frames"),
      testing::AllOf(HasSubstr("codec_name=gif"), HasSubstr("nb_read_frames=" + std::to_string(kFrames))));
  expectColour(decoded(opaque, 10).at<cv::Vec4b>(48, 63), kSkin, 10);
  expectColour(decoded(opaque, 10).at<cv::Vec4b>(8, 150), kWall, 10);
  const cv::Mat cut = decoded(write("b.gif", true), 10);
  EXPECT_EQ(cut.at<cv::Vec4b>(48, 63)[3], 255);
  EXPECT_EQ(cut.at<cv::Vec4b>(4, 150)[3], 0);
}

TEST_F(Formats, GifPlaysOnceWhereItIsToldTo) {
  FilmWriterSettings once = settings("a.gif");
  once.loops = false;
  const auto bytes = test::readBytes(write("a.gif", once)), again = test::readBytes(write("b.gif"));
  const auto repeats = [](const std::vector<std::uint8_t>& gif) {
    return std::string(gif.begin(), gif.end()).find("NETSCAPE2.0") != std::string::npos;
  };
  EXPECT_FALSE(repeats(bytes));
  EXPECT_TRUE(repeats(again));
}

TEST_F(Formats, PngPicturesLieInAFolderWithTheirSoundAndEveryPixel) {
  const fs::path film = write("a.png", true);
  ASSERT_TRUE(fs::is_directory(film));
  EXPECT_EQ(std::distance(fs::directory_iterator(film), fs::directory_iterator()), kFrames + 1);
  const cv::Mat seventh = cv::imread((film / "000007.png").string(), cv::IMREAD_UNCHANGED);
  cv::Mat wanted;
  cv::cvtColor(transparentFrame({160, 96}, 7), wanted, cv::COLOR_RGBA2BGRA);
  EXPECT_EQ(cv::norm(seventh, wanted, cv::NORM_INF), 0);
  EXPECT_NEAR(readMediaInfo(film / "sound.wav").durationSeconds, kFrames / 25.0, 0.001);
  for (const auto& entry : fs::directory_iterator(film))
    EXPECT_TRUE(isOfSequence(entry.path())) << entry.path();
  EXPECT_FALSE(isOfSequence("holiday.png"));
  EXPECT_FALSE(isOfSequence("000007.jpg"));
}

TEST_F(Formats, AFilmThatIsNotFinishedEndsAtOnceAndLeavesNothing) {
  for (const auto& [name, codec] : {std::pair{"a.png", VideoCodec::automatic},
                                    {"a.mp4", VideoCodec::h265},
                                    {"a.mp4", VideoCodec::av1},
                                    {"a.webm", VideoCodec::vp9},
                                    {"a.mov", VideoCodec::prores},
                                    {"a.gif", VideoCodec::automatic},
                                    {"a.webp", VideoCodec::automatic}})
    for (const int frames : {0, 3}) {
      const FilmWriterSettings made = settings(name, false, codec);
      {
        FilmWriter writer(folder_ / name, made);
        for (int i = 0; i < frames; ++i) writer.write(opaqueFrame(made.size, i));
      }
      EXPECT_EQ(folder_.names(), std::vector<std::string>{"voice.wav"}) << name;
    }
}

TEST_F(Formats, AFullDiskIsReportedForEveryForm) {
  for (const char* name : {"a.mov", "a.webm", "a.mkv", "a.gif", "a.png", "a.wav"}) {
    const FilmWriterSettings made = settings(name);
    const test::FileSizeLimit limit(2000);
    EXPECT_EQ(errorOf([&] { write(name, made); }).code(), ErrorCode::diskFull) << name;
    EXPECT_EQ(folder_.names(), std::vector<std::string>{"voice.wav"}) << name;
  }
}

TEST_F(Formats, TheSameFramesGiveTheSameBytesInEveryForm) {
  // 64 macroblocks: where their number was no multiple of 16, x264 gave the last one another quantiser in one
  // film of 70.
  const auto bytesOf = [&](const char* name, VideoCodec codec) {
    FilmWriterSettings made = settings(name, false, codec);
    made.size = {128, 128};
    return test::readBytes(write(name, made));
  };
  for (const char* name : {"a.mp4", "a.mov", "a.webm", "a.mkv", "a.gif", "a.webp", "a.wav", "a.ogg"}) {
    const auto first = bytesOf(name, {}), second = bytesOf(name, {});
    EXPECT_EQ(first, second) << name;
  }
  for (const VideoCodec codec : {VideoCodec::h265, VideoCodec::av1}) {
    const auto first = bytesOf("a.mp4", codec), second = bytesOf("a.mp4", codec);
    EXPECT_EQ(first, second) << int(codec);
  }
}

struct FilmSound {
  const char *name, *codec;
  int rateHz;
};
class SoundAlone : public Formats, public testing::WithParamInterface<FilmSound> {};

TEST_P(SoundAlone, HasItsCodecAndTheWholeVoiceAtItsRate) {
  const FilmSound& sound = GetParam();
  const fs::path file = write(sound.name);
  const MediaInfo info = readMediaInfo(file);
  EXPECT_FALSE(info.hasVideo);
  EXPECT_EQ(info.audioCodec, sound.codec);
  EXPECT_EQ(info.sampleRateHz, sound.rateHz);
  EXPECT_EQ(info.channels, 2);
  EXPECT_NEAR(info.durationSeconds, kFrames / 25.0, 0.08);
}
INSTANTIATE_TEST_SUITE_P(Forms, SoundAlone,
                         testing::Values(FilmSound{"a.wav", "pcm_s16le", 44100},
                                         FilmSound{"a.m4a", "aac", 44100}, FilmSound{"a.mp3", "mp3", 44100},
                                         FilmSound{"a.flac", "flac", 44100},
                                         FilmSound{"a.ogg", "opus", 48000}));

TEST_F(Formats, AWavKeepsEverySampleOfTheVoice) {
  EXPECT_EQ(ffprobe(write("a.wav"), "stream=duration_ts"), ffprobe(voice(), "stream=duration_ts"));
  const auto samplesOf = [](const fs::path& file) {
    std::vector<float> samples;
    AudioReader reader(file);
    while (reader.read(samples, 4096) > 0) {
    }
    return samples;
  };
  EXPECT_EQ(samplesOf(folder_ / "a.wav"), samplesOf(voice()));
}

/// The stream of sound, byte for byte.
std::string soundHash(const TemporaryFolder& folder, const fs::path& file) {
  test::ffmpeg("-i " + quoted(file) + " -map 0:a -c copy -f streamhash " + quoted(folder / "hash.txt"));
  const auto bytes = test::readBytes(folder / "hash.txt");
  return {bytes.begin(), bytes.end()};
}

TEST_F(Formats, SoundThatTheContainerHoldsIsTakenOverAsItIs) {
  struct Case {
    const char *voice, *encoder, *film;
  };
  for (const Case& one : {Case{"v.m4a", "-c:a aac", "a.mp4"}, Case{"v.opus", "-c:a libopus", "a.webm"},
                          Case{"v.m4a", "-c:a aac", "a.mkv"}, Case{"v.flac", "-c:a flac", "b.flac"}}) {
    SCOPED_TRACE(one.film);
    test::ffmpeg("-i " + quoted(voice()) + " " + one.encoder + " " + quoted(folder_ / one.voice));
    FilmWriterSettings made = settings(one.film);
    made.voice = folder_ / one.voice;
    const fs::path film = write(one.film, made);
    EXPECT_EQ(soundHash(folder_, film), soundHash(folder_, folder_ / one.voice));
    EXPECT_NEAR(readMediaInfo(film).pictureDelaySeconds, 0, 0.03);
    // What is made louder is encoded again.
    made.voiceCut.gainDecibel = 6;
    EXPECT_NE(soundHash(folder_, write(one.film, made)), soundHash(folder_, folder_ / one.voice));
  }
}

TEST_F(Formats, SoundThatIsTakenOverStaysInSync) {
  std::vector<float> samples(48000, 0.f);
  const auto beep = test::tone(0.2, 48000, 1);
  std::copy(beep.begin(), beep.end(), samples.begin() + 19200);
  test::writeWav(folder_ / "beep.wav", samples, 48000, 1);
  for (const auto& [voice, encoder, film] :
       {std::tuple{"beep.m4a", "-c:a aac", "a.mp4"}, {"beep.opus", "-c:a libopus", "a.webm"}}) {
    test::ffmpeg("-i " + quoted(folder_ / "beep.wav") + " " + encoder + " " + quoted(folder_ / voice));
    FilmWriterSettings made = settings(film);
    made.voice = folder_ / voice;
    write(film, made);
    AudioReader reader(folder_ / film, {48000, 1});
    std::vector<float> heard;
    while (reader.read(heard, 48000) > 0) {
    }
    const auto onset = std::find_if(heard.begin(), heard.end(), [](float s) { return std::abs(s) > 0.1f; });
    EXPECT_NEAR(double(onset - heard.begin()) / 48000, 0.4, 0.015) << film;
  }
}

TEST_F(Formats, TwoPassesMeetABitRate) {
  for (const auto& [name, codec] :
       {std::pair{"a.mp4", VideoCodec::h264}, {"a.mp4", VideoCodec::h265}, {"a.webm", VideoCodec::vp9}}) {
    SCOPED_TRACE(int(codec));
    FilmWriterSettings made = settings(name, false, codec);
    made.bitRateKbit = 100;
    made.voice.clear();
    made.passLog = folder_ / "a:b=c'd\\e f";
    const auto pass = [&](int number) {
      made.pass = number;
      FilmWriter writer(folder_ / name, made);
      cv::RNG random(7);
      for (int i = 0; i < 50; ++i) {
        cv::Mat frame = opaqueFrame(made.size, i), noise(made.size, CV_8UC3);
        random.fill(noise, cv::RNG::UNIFORM, 0, 40);
        writer.write(frame + noise);
      }
      writer.finish();
    };
    fs::remove(folder_ / name);
    pass(1);
    EXPECT_FALSE(fs::exists(folder_ / name)) << "the first pass writes no film";
    EXPECT_TRUE(fs::exists(made.passLog));
    pass(2);
    EXPECT_EQ(readMediaInfo(folder_ / name).frames, 50);
    // Two seconds of noise, which a constant quality would spend ten times as much on.
    EXPECT_LT(fs::file_size(folder_ / name), 75'000u);
  }
}

TEST_F(Formats, SmallerFactorsMakeLargerFilmsOfEveryCodec) {
  for (const auto& [name, codec] : {std::pair{"a.mp4", VideoCodec::h264},
                                    {"a.mp4", VideoCodec::h265},
                                    {"a.mp4", VideoCodec::av1},
                                    {"a.webm", VideoCodec::vp9}}) {
    if (encoderName(filmForm(name, {.codec = codec}, false)).empty()) continue;
    const auto sizeAt = [&, n = name, c = codec](int factor) {
      FilmWriterSettings made = settings(n, false, c);
      made.constantRateFactor = factor;
      made.voice.clear();
      FilmWriter writer(folder_ / n, made);
      cv::RNG random(7);
      for (int i = 0; i < 10; ++i) {
        cv::Mat noise(made.size, CV_8UC3);
        random.fill(noise, cv::RNG::UNIFORM, 0, 60);
        writer.write(opaqueFrame(made.size, i) + noise);
      }
      writer.finish();
      return fs::file_size(folder_ / n);
    };
    EXPECT_GT(double(sizeAt(10)), 1.5 * double(sizeAt(40))) << int(codec);
  }
}

TEST_F(Formats, TagsAreReadBackFromWhereThereIsAPlaceForThem) {
  const FilmTags tags{{"comment", "Synthetic media"}, {"orator", R"({"a": "\u00fc \\ ;=", "b": [1, 2]})"}};
  for (const char* name :
       {"a.mp4", "a.mov", "a.webm", "a.mkv", "a.png", "a.m4a", "a.mp3", "a.flac", "a.ogg"}) {
    FilmWriterSettings made = settings(name);
    made.tags = tags;
    const FilmTags read = readFilmTags(write(name, made));
    for (const auto& tag : tags) EXPECT_THAT(read, testing::Contains(tag)) << name;
  }
}

TEST_F(Formats, OddSizesArePaddedWhereChromaNeedsItAndKeptElsewhere) {
  for (const auto& [name, width, height] : {std::tuple{"a.mp4", 162, 98},
                                            {"a.webm", 162, 98},
                                            {"a.mov", 162, 98},
                                            {"a.gif", 161, 97},
                                            {"a.webp", 161, 97}}) {
    FilmWriterSettings made = settings(name);
    made.size = {161, 97};
    write(name, made);
    if (std::string(name) == "a.webp") {  // which FFmpeg does not decode
      const auto bytes = test::readBytes(folder_ / name);
      EXPECT_EQ(1 + bytes[24] + 256 * bytes[25], width);
      EXPECT_EQ(1 + bytes[27] + 256 * bytes[28], height);
      continue;
    }
    const MediaInfo info = readMediaInfo(folder_ / name);
    EXPECT_EQ(info.width, width) << name;
    EXPECT_EQ(info.height, height) << name;
  }
}

}  // namespace
}  // namespace orator::media
