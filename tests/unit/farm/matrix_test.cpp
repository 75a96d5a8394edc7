#include "core/farm/matrix.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "farm_films.h"

namespace orator::farm {
namespace {

using testing::HasSubstr;

class FilmMatrix : public testing::Test {
 protected:
  std::vector<pipeline::AnimateRequest> load(const std::string& text) const {
    std::ofstream(films_ / "matrix.json") << text;
    return loadMatrix(films_ / "matrix.json");
  }
  std::string refusal(const std::string& text) const {
    const Error error = test::errorOf([&] { load(text); });
    EXPECT_EQ(error.code(), ErrorCode::unreadableProject);
    return error.what();
  }
  test::FarmFilms films_;
};

TEST_F(FilmMatrix, IsEveryPortraitWithEveryVoiceAndPreset) {
  const auto requests = load(
      R"({"format": "orator-matrix", "version": 1, "portraits": ["a.png", "b.jpg"],
          "voices": ["x.wav", "/y.mp3"], "presets": ["web", "sticker"]})");
  ASSERT_EQ(requests.size(), 8u);
  EXPECT_EQ(requests[0].portrait, films_ / "a.png");
  EXPECT_EQ(requests[0].voice, films_ / "x.wav");
  EXPECT_EQ(requests[0].output, "a-x-web.mp4");
  EXPECT_EQ(requests[7].portrait, films_ / "b.jpg");
  EXPECT_EQ(requests[7].voice, "/y.mp3");
  EXPECT_EQ(requests[7].output, "b-y-sticker.mp4");
  EXPECT_FALSE(requests[0] == requests[1]);
}

TEST_F(FilmMatrix, TakesTheRestFromItsRequest) {
  pipeline::AnimateRequest base = films_.request("base.mov");
  base.motion.blinkRate = 7;
  saveRequest(base, films_ / "base.json");
  const auto requests = load(
      R"({"format": "orator-matrix", "version": 1, "request": "base.json", "portraits": ["a.png"],
          "voices": ["x.wav"]})");
  ASSERT_EQ(requests.size(), 1u);
  EXPECT_EQ(requests[0].motion.blinkRate, 7);
  EXPECT_EQ(requests[0].output, "a-x.mov");
}

TEST_F(FilmMatrix, IsRefusedWithTheReason) {
  EXPECT_THAT(refusal("{"), HasSubstr("matrix.json"));
  EXPECT_THAT(refusal(R"({"format": "orator-request"})"), HasSubstr("no matrix"));
  EXPECT_THAT(refusal(R"({"format": "orator-matrix", "version": 1, "portraits": [], "voices": ["v"]})"),
              HasSubstr("\"portraits\" is empty"));
  EXPECT_THAT(refusal(R"({"format": "orator-matrix", "version": 1, "portraits": ["p"]})"),
              HasSubstr("voices"));
  EXPECT_THAT(refusal(R"({"format": "orator-matrix", "version": 1, "portraits": ["p"], "voices": ["v"],
                          "voice": "x"})"),
              HasSubstr("\"voice\""));
  EXPECT_THAT(refusal(R"({"format": "orator-matrix", "version": 9, "portraits": ["p"], "voices": ["v"]})"),
              HasSubstr("newer"));
}

}  // namespace
}  // namespace orator::farm
