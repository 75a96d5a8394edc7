// Work that was interrupted goes on where it ended.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/media/media_info.h"
#include "program.h"
#include "sample.h"

namespace orator::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

std::vector<std::string> animate(const SampleFolder& folder, const std::string& out,
                                 const std::vector<std::string>& more = {}) {
  std::vector<std::string> arguments{"animate", "--portrait",   folder.portrait(),
                                     "--voice", folder.voice(), "--fps",
                                     "50",      "--out",        (folder / out).string()};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

TEST(Resume, AKilledRenderGoesOnWhereItEndedAndGivesTheSameVideo) {
  const SampleFolder folder;
  killOrator(animate(folder, "out.mp4", {"--resume"}), "render", 10);
  ASSERT_FALSE(fs::exists(folder / "out.mp4"));
  ASSERT_TRUE(fs::exists(folder / "out.mp4.frames"));

  const ProgramResult again = runOrator(animate(folder, "out.mp4", {"--resume", "--progress", "json"}));
  ASSERT_EQ(again.exitCode, 0) << again.err;
  int taken = 0;
  for (const auto& event : again.events())
    if (const std::string text = event.value("text", ""); text.find("taken over") != std::string::npos)
      taken = std::stoi(text);
  EXPECT_GE(taken, 10);
  EXPECT_LT(taken, 100);

  ASSERT_EQ(runOrator(animate(folder, "whole.mp4")).exitCode, 0);
  EXPECT_EQ(readBytes(folder / "out.mp4"), readBytes(folder / "whole.mp4"));
  EXPECT_EQ(folder.names(), (std::vector<std::string>{"out.mp4", "portrait.png", "voice.wav", "whole.mp4"}));
}

TEST(Resume, IsOffUnlessAskedFor) {
  const SampleFolder folder;
  killOrator(animate(folder, "out.mp4"), "render", 10);
  EXPECT_FALSE(fs::exists(folder / "out.mp4.frames"));
  const ProgramResult again = runOrator(animate(folder, "out.mp4", {"--progress", "json"}));
  ASSERT_EQ(again.exitCode, 0) << again.err;
  EXPECT_THAT(again.out, Not(HasSubstr("taken over")));
}

TEST(Resume, KeptFramesServeTheNextRender) {
  const SampleFolder folder;
  ASSERT_EQ(runOrator(animate(folder, "out.mp4", {"--resume", "--keep-frames"})).exitCode, 0);
  ASSERT_TRUE(fs::exists(folder / "out.mp4.frames"));
  const ProgramResult again =
      runOrator(animate(folder, "out.mp4", {"--resume", "--frames", "20:60", "--progress", "json"}));
  ASSERT_EQ(again.exitCode, 0) << again.err;
  EXPECT_THAT(again.out, HasSubstr("40 of 40"));
  EXPECT_FALSE(fs::exists(folder / "out.mp4.frames"));
}

}  // namespace
}  // namespace orator::test
