#include "core/media/film/film_form.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/files.h"

namespace orator::media {
namespace {

using test::errorOf;
using testing::HasSubstr;

TEST(FilmForm, FollowsTheEndingInAnyCase) {
  EXPECT_EQ(filmForm("a.mp4", {}, false), (FilmForm{Container::mp4, VideoCodec::h264}));
  EXPECT_EQ(filmForm("a.MP4", {}, false).container, Container::mp4);
  EXPECT_EQ(filmForm("a.m4v", {}, false).container, Container::mp4);
  EXPECT_EQ(filmForm("a.mov", {}, false).codec, VideoCodec::prores);
  EXPECT_EQ(filmForm("a.webm", {}, false).codec, VideoCodec::vp9);
  EXPECT_EQ(filmForm("a.gif", {}, false).codec, VideoCodec::gif);
  EXPECT_EQ(filmForm("a.opus", {}, false).container, Container::ogg);
  EXPECT_TRUE(filmForm("a.png", {}, false).isSequence());
  EXPECT_FALSE(filmForm("a.wav", {}, false).hasPicture());
}

TEST(FilmForm, TakesAContainerThatIsNamedWhateverTheEnding) {
  EXPECT_EQ(filmForm("film", {.container = Container::webm}, false).container, Container::webm);
  EXPECT_TRUE(filmForm("folder", {.container = Container::png}, false).isSequence());
}

TEST(FilmForm, TakesACodecThatCarriesTransparencyWhereThatIsWanted) {
  EXPECT_EQ(filmForm("a.mov", {}, true).codec, VideoCodec::prores4444);
  EXPECT_EQ(filmForm("a.mov", {.codec = VideoCodec::prores}, true).codec, VideoCodec::prores4444);
  EXPECT_EQ(filmForm("a.webm", {}, true).codec, VideoCodec::vp9);
  EXPECT_TRUE(filmForm("a.webp", {}, true).alpha);
  EXPECT_FALSE(filmForm("a.wav", {}, true).alpha) << "there is nothing to see";
}

TEST(FilmForm, RefusesAnEndingThatIsNotKnownAndNamesThoseThatAre) {
  for (const char* name : {"a.avi", "a", "a.mp5", ".mp4"}) {
    const Error error = errorOf([&] { filmForm(name, {}, false); });
    EXPECT_EQ(error.code(), ErrorCode::invalidArgument) << name;
    EXPECT_EQ(error.subject(), name);
    EXPECT_THAT(error.remedy(), HasSubstr(".mp4")) << name;
    EXPECT_THAT(error.remedy(), HasSubstr("--container")) << name;
  }
}

TEST(FilmForm, RefusesACodecThatTheContainerDoesNotHold) {
  struct Case {
    const char* file;
    VideoCodec codec;
    const char* remedy;
  };
  for (const Case& one : {Case{"a.webm", VideoCodec::h264, "vp9 or av1"},
                          Case{"a.mp4", VideoCodec::prores, ".mov"}, Case{"a.mp4", VideoCodec::vp9, ".webm"},
                          Case{"a.gif", VideoCodec::h264, ".mp4"}, Case{"a.wav", VideoCodec::av1, ".mp4"}}) {
    const Error error = errorOf([&] { filmForm(one.file, {.codec = one.codec}, false); });
    EXPECT_EQ(error.code(), ErrorCode::invalidArgument) << one.file;
    EXPECT_EQ(error.subject(), "codec");
    EXPECT_THAT(error.remedy(), HasSubstr(one.remedy)) << one.file;
  }
}

TEST(FilmForm, RefusesTransparencyThatACodecDoesNotCarry) {
  for (const auto& [file, codec] : {std::pair{"a.mp4", VideoCodec::automatic},
                                    {"a.webm", VideoCodec::av1},
                                    {"a.mov", VideoCodec::h264},
                                    {"a.mkv", VideoCodec::h265}}) {
    const Error error = errorOf([&, f = file, c = codec] { filmForm(f, {.codec = c}, true); });
    EXPECT_EQ(error.code(), ErrorCode::invalidArgument) << file;
    EXPECT_EQ(error.subject(), "alpha");
    EXPECT_THAT(error.remedy(), HasSubstr(".webm")) << file;
    EXPECT_THAT(error.remedy(), HasSubstr("--behind colour")) << file;
  }
}

TEST(FilmForm, RefusesACardThatDoesNotEncode) {
  const FilmForm form{Container::mp4, VideoCodec::h264, false, EncoderDevice::hardware};
  if (!encoderName(form).empty()) GTEST_SKIP() << "a card of this computer does: " << encoderName(form);
  const Error error = errorOf([&] { requireEncoder(form); });
  EXPECT_EQ(error.code(), ErrorCode::deviceUnavailable);
  EXPECT_THAT(error.remedy(), HasSubstr("--encoder hardware"));
}

TEST(FilmForm, EveryContainerHasAnEndingOfItsOwnThatLeadsToIt) {
  for (const ContainerTraits& one : containers())
    for (const std::string_view ending : one.endings)
      EXPECT_EQ(filmForm("film" + std::string(ending), {}, false).container, one.container) << ending;
}

}  // namespace
}  // namespace orator::media
