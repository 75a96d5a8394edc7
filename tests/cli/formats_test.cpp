// Films in every form, through the program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "core/media/media_info.h"
#include "program.h"
#include "sample.h"
#include "tests/support/ffprobe.h"

namespace orator::test {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;
using testing::HasSubstr;

Words formed(const SampleFolder& folder, const std::string& out, const Words& more = {}) {
  Words words{"animate", "--portrait", folder.portrait(), "--voice", folder.voice(),         "--size",
              "128",     "--trim",     "0.4:0.8",         "--out",   (folder / out).string()};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

/// A frame as ffmpeg decodes it, CV_8UC4 B G R A.
cv::Mat frameOf(const SampleFolder& folder, const fs::path& film, const std::string& decoder = {}) {
  const fs::path picture = folder / "frame.png";
  ffmpeg((decoder.empty() ? "" : "-c:v " + decoder + " ") + "-i " + quoted(film) +
         " -frames:v 1 -pix_fmt rgba " + quoted(picture));
  return cv::imread(picture.string(), cv::IMREAD_UNCHANGED);
}

TEST(FilmForms, AreMadeByTheEndingAndByTheCodec) {
  const SampleFolder folder;
  struct Case {
    const char* name;
    Words more;
    const char* probe;
  };
  for (const Case& one :
       {Case{"a.mp4", {"--codec", "h265"}, "codec_name=hevc"}, Case{"a.mov", {}, "codec_name=prores"},
        Case{"a.webm", {}, "codec_name=vp9"}, Case{"b.webm", {"--codec", "av1"}, "codec_name=av1"},
        Case{"a.gif", {}, "codec_name=gif"}, Case{"a.m4a", {}, "codec_name=aac"},
        Case{"film", {"--container", "mkv"}, "codec_name=h264"}}) {
    const ProgramResult result = runOrator(formed(folder, one.name, one.more));
    ASSERT_EQ(result.exitCode, 0) << one.name << result.err;
    EXPECT_THAT(ffprobe(folder / one.name, "stream=codec_name"), HasSubstr(one.probe));
    EXPECT_EQ(result.err.find("Svt"), std::string::npos) << "libraries say nothing: " << result.err;
  }
  ASSERT_EQ(runOrator(formed(folder, "a.png")).exitCode, 0);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder / "a.png"), {}), 11)
      << "ten pictures and their sound";
}

TEST(FilmForms, CutThePersonOutWithSoftHair) {
  const SampleFolder folder;
  ASSERT_EQ(runOrator(formed(folder, "a.mov", {"--alpha", "person"})).exitCode, 0);
  ASSERT_EQ(runOrator(formed(folder, "a.webm", {"--alpha", "person"})).exitCode, 0);
  for (const auto& [name, decoder] : {std::pair{"a.mov", ""}, {"a.webm", "libvpx-vp9"}}) {
    const cv::Mat frame = frameOf(folder, folder / name, decoder);
    cv::Mat alpha;
    cv::extractChannel(frame, alpha, 3);
    EXPECT_LT(alpha.at<uchar>(3, 3), 12) << name;
    EXPECT_GT(alpha.at<uchar>(64, 60), 243) << name;
    const int soft = cv::countNonZero((alpha > 40) & (alpha < 215));
    EXPECT_GT(soft, 40) << name << ": the edge is soft";
  }
}

TEST(FilmForms, PutAColourOrAnotherAspectAroundThePerson) {
  const SampleFolder folder;
  ASSERT_EQ(runOrator(formed(folder, "a.mp4",
                             {"--alpha", "person", "--behind", "colour", "--behind-colour", "blue",
                              "--aspect", "9:16"}))
                .exitCode,
            0);
  const media::MediaInfo info = media::readMediaInfo(folder / "a.mp4");
  EXPECT_EQ(info.width, 72);
  EXPECT_EQ(info.height, 128);
  const cv::Vec4b corner = frameOf(folder, folder / "a.mp4").at<cv::Vec4b>(6, 6);
  EXPECT_NEAR(corner[0], 0xBB, 12);
  EXPECT_NEAR(corner[2], 0, 12);
}

TEST(FilmForms, ThatCannotBeEndWithTwoAndARemedyBeforeAnyWork) {
  const SampleFolder folder;
  struct Case {
    const char* out;
    Words more;
    const char* says;
  };
  const std::vector<Case> cases{{"a.xyz", {}, ".webm"},
                                {"a.webm", {"--codec", "h264"}, "vp9 or av1"},
                                {"a.mp4", {"--alpha", "person"}, ".mov"},
                                {"a.mp4", {"--two-pass"}, "--bit-rate"},
                                {"a.mp4", {"--frames", "0:5"}, "--trim or --frames"},
                                {"a.mp4", {"--preset", "imax"}, "vertical"},
                                {"a.webm", {"--alpha", "portrait"}, "--alpha person"}};
  for (const Case& one : cases) {
    const ProgramResult result = runOrator(formed(folder, one.out, one.more));
    EXPECT_EQ(result.exitCode, 2) << one.out << result.err;
    EXPECT_THAT(result.err, HasSubstr(one.says));
  }
  EXPECT_EQ(folder.names(), (Words{"portrait.png", "voice.wav"}));
}

TEST(FilmForms, AreNotLostToAKillAndGoOnToTheSameBytes) {
  const SampleFolder folder;
  const Words more{"--alpha", "person", "--fps", "50"};
  const auto words = [&](const std::string& out, const Words& last) {
    Words all{"animate", "--portrait", folder.portrait(),      "--voice", folder.voice(), "--size",
              "128",     "--out",      (folder / out).string()};
    all.insert(all.end(), more.begin(), more.end());
    all.insert(all.end(), last.begin(), last.end());
    return all;
  };
  killOrator(words("a.webm", {"--resume"}), "render", 10);
  ASSERT_FALSE(fs::exists(folder / "a.webm"));
  const ProgramResult again = runOrator(words("a.webm", {"--resume", "--progress", "json"}));
  ASSERT_EQ(again.exitCode, 0) << again.err;
  EXPECT_THAT(again.out, HasSubstr("taken over"));
  ASSERT_EQ(runOrator(words("b.webm", {})).exitCode, 0);
  EXPECT_EQ(readBytes(folder / "a.webm"), readBytes(folder / "b.webm"));
}

TEST(FilmForms, AreMadeAgainFromTheFilmAlone) {
  const SampleFolder folder;
  ASSERT_EQ(
      runOrator(formed(folder, "a.webm", {"--preset", "square", "--seed", "9", "--mark", "on"})).exitCode, 0);
  const ProgramResult again = runOrator({"render", "--from", (folder / "a.webm").string(), "--out",
                                         (folder / "b.webm").string(), "--progress", "json"});
  ASSERT_EQ(again.exitCode, 0) << again.err;
  EXPECT_THAT(again.out, testing::Not(HasSubstr("another")));
  EXPECT_EQ(readBytes(folder / "a.webm"), readBytes(folder / "b.webm"));
  const ProgramResult none =
      runOrator({"render", "--from", folder.voice(), "--out", (folder / "c.webm").string()});
  EXPECT_EQ(none.exitCode, 43);
  EXPECT_THAT(none.err, HasSubstr("does not say how it was made"));
}

TEST(FilmForms, OfASavedRequestTakeTheOptionsOfTheFilm) {
  const SampleFolder folder;
  const std::string request = (folder / "r.json").string();
  ASSERT_EQ(runOrator(formed(folder, "a.mp4", {"--save-request", request})).exitCode, 0);
  const ProgramResult other = runOrator({"render", "--request", request, "--size", "64", "--crf", "30",
                                         "--aspect", "1:1", "--out", (folder / "b.webm").string()});
  ASSERT_EQ(other.exitCode, 0) << other.err;
  EXPECT_EQ(media::readMediaInfo(folder / "b.webm").width, 64);
}

}  // namespace
}  // namespace orator::test
