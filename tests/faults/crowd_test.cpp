// Many films at once, and little memory.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <thread>

#include "core/media/media_info.h"
#include "in_child.h"
#include "tests/cli/program.h"
#include "tests/cli/sample.h"

namespace orator::test {
namespace {

using Words = std::vector<std::string>;

Words animate(const SampleFolder& folder, const std::string& portrait, const std::string& out) {
  return {"animate", "--portrait", portrait, "--voice", folder.voice(),         "--size",
          "128",     "--frames",   "20:24",  "--out",   (folder / out).string()};
}

/// A person like the sample's, who differs from the others.
cv::Mat variant(const cv::Mat& rgb, int number) {
  cv::Mat other;
  rgb.convertTo(other, -1, 0.8 + 0.05 * (number % 8), double(number) / 4);
  if (number % 2 == 1) cv::flip(other, other, 1);
  return other;
}

TEST(Crowd, OfPortraitsBecomesFilmsAllInOneFolder) {
  const SampleFolder folder;
  const cv::Mat rgb = folder.portraitRgb();
  const int films = everythingIsAskedFor() ? 64 : 4;
  constexpr int kAtOnce = 6;
  constexpr long kMostKilobytes = 1'500'000;
  Words names{"portrait.png", "voice.wav"};
  for (int i = 0; i < films; ++i) {
    const std::string number = std::to_string(100 + i);
    folder.picture(number + ".png", variant(rgb, i));
    names.insert(names.end(), {number + ".png", number + ".mp4"});
  }
  std::vector<ProgramResult> results(static_cast<std::size_t>(films));
  std::atomic<int> next = 0;
  std::vector<std::jthread> hands;
  for (int hand = 0; hand < kAtOnce; ++hand)
    hands.emplace_back([&] {
      for (int i = next++; i < films; i = next++) {
        const std::string number = std::to_string(100 + i);
        results[std::size_t(i)] =
            runOrator(animate(folder, (folder / (number + ".png")).string(), number + ".mp4"));
      }
    });
  hands.clear();
  for (int i = 0; i < films; ++i) {
    const ProgramResult& result = results[std::size_t(i)];
    ASSERT_EQ(result.exitCode, 0) << result.err;
    EXPECT_LT(result.peakKilobytes, kMostKilobytes);
    EXPECT_EQ(media::readMediaInfo(folder / (std::to_string(100 + i) + ".mp4")).frames, 4);
  }
  std::sort(names.begin(), names.end());
  EXPECT_EQ(folder.names(), names) << "something is left over";
}

TEST(Crowd, OfProgramsThatWriteOneFilmHasAWinnerAndTheOthersSaySo) {
  const SampleFolder folder;
  const auto results = runTogether(std::vector<Words>(3, animate(folder, folder.portrait(), "one.mp4")));
  int won = 0;
  for (const ProgramResult& result : results) {
    won += result.exitCode == 0;
    if (result.exitCode != 0) {
      EXPECT_EQ(result.exitCode, 30);
      EXPECT_THAT(result.err, testing::HasSubstr("another program"));
    }
  }
  EXPECT_GE(won, 1);
  EXPECT_EQ(media::readMediaInfo(folder / "one.mp4").frames, 4);
  EXPECT_EQ(folder.names(), (Words{"one.mp4", "portrait.png", "voice.wav"}));
}

/// No abort, no hang and nothing of the loader's: a film, or the code for memory and a sentence.
TEST(LittleMemory, IsEnoughOrIsSaid) {
  const SampleFolder folder;
  const int step = everythingIsAskedFor() ? 32 : 640;
  int made = 0, refused = 0;
  for (int megabytes = 128; megabytes <= 2048; megabytes += step) {
    SCOPED_TRACE(megabytes);
    const ProgramResult result =
        runOratorWithin(megabytes, animate(folder, folder.portrait(), std::to_string(megabytes) + ".mp4"));
    EXPECT_TRUE(result.exitCode == 0 || result.exitCode == 51) << result.exitCode << result.err;
    if (result.exitCode != 0) {
      EXPECT_THAT(result.err, testing::HasSubstr("memory"));
    }
    ++(result.exitCode == 0 ? made : refused);
  }
  EXPECT_GT(made, 0);
  EXPECT_GT(refused, 0);
  const ProgramResult json = runOratorWithin(
      256, {"animate", "--portrait", "p", "--voice", "v", "--out", "o", "--progress", "json"});
  EXPECT_EQ(json.error().at("code"), "out_of_memory");
  for (const std::string& name : folder.names()) EXPECT_THAT(name, testing::Not(testing::HasSubstr("part")));
}

}  // namespace
}  // namespace orator::test
