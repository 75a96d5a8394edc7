// Voices that are made: spoken and cleaned, through the program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/files.h"
#include "core/media/media_info.h"
#include "program.h"
#include "sample.h"
#include "tests/support/ffprobe.h"

namespace orator::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

TEST(SpeakCommand, SpeaksATextAndNamesItsSpeakers) {
  const TemporaryFolder folder;
  const std::string wav = (folder / "said.wav").string();
  const ProgramResult said = runOrator({"speak", "--text", "Good morning; $(date) everybody.", "--speaker",
                                        "flite:slt", "--out", wav, "--progress", "json"});
  ASSERT_EQ(said.exitCode, 0) << said.err;
  EXPECT_EQ(said.events().back().at("engine"), "flite");
  EXPECT_GT(media::readMediaInfo(wav).durationSeconds, 0.8);
  const ProgramResult list = runOrator({"speak", "--list", "--json"});
  ASSERT_EQ(list.exitCode, 0) << list.err;
  const nlohmann::json engines = nlohmann::json::parse(list.out);
  EXPECT_EQ(engines.size(), 5u);
  for (const nlohmann::json& engine : engines)
    if (engine.at("name") == "flite") {
      EXPECT_EQ(engine.at("installed"), true);
      EXPECT_GE(engine.at("voices").size(), 3u);
    }
}

TEST(SpeakCommand, SaysWhatIsWrong) {
  const TemporaryFolder folder;
  const std::string wav = (folder / "said.wav").string();
  const ProgramResult nobody = runOrator({"speak", "--text", "x", "--speaker", "nobody", "--out", wav});
  EXPECT_EQ(nobody.exitCode, 2);
  EXPECT_THAT(nobody.err, HasSubstr("flite"));
  EXPECT_EQ(runOrator({"speak", "--text", "x", "--out", (folder / "said.mp3").string()}).exitCode, 2);
  EXPECT_EQ(runOrator({"speak", "--out", wav}).exitCode, 2);
  EXPECT_FALSE(fs::exists(wav));
}

TEST(MadeVoices, AreSpokenCleanedShownAndKeptBesideTheFilm) {
  const SampleFolder folder;
  const std::string film = (folder / "film.mp4").string();
  const std::vector<std::string> command{
      "animate",   "--portrait", folder.portrait(), "--text",  "Good morning, everybody.",
      "--speaker", "flite:slt",  "--show-text",     "--clean", "denoise,loudness",
      "--size",    "128",        "--trim",          "0.2:0.6", "--out",
      film};
  const ProgramResult made = runOrator(command);
  ASSERT_EQ(made.exitCode, 0) << made.err;
  EXPECT_THAT(ffprobe(film, "stream=codec_name"), testing::AllOf(HasSubstr("h264"), HasSubstr("aac")));
  EXPECT_GT(media::readMediaInfo(folder / "film.voice.wav").durationSeconds, 0.8);
  EXPECT_TRUE(fs::exists(folder / "film.voice.txt"));
  EXPECT_EQ(runOrator(command).exitCode, 0) << "the same film takes the place of the one before";
  const ProgramResult again = runOrator({"render", "--from", film, "--out", (folder / "again.mp4").string()});
  ASSERT_EQ(again.exitCode, 0) << again.err;
  EXPECT_EQ(readBytes(film), readBytes(folder / "again.mp4"));
}

TEST(MadeVoices, ReplaceNoFileThatIsNone) {
  const SampleFolder folder;
  writeFile(folder / "out.voice.wav", std::string("a diary"));
  const std::vector<std::string> command{"animate",  "--portrait",   folder.portrait(),
                                         "--voice",  folder.voice(), "--clean",
                                         "loudness", "--out",        folder.output()};
  const ProgramResult refused = runOrator(command);
  EXPECT_EQ(refused.exitCode, 2);
  EXPECT_THAT(refused.err, HasSubstr("out.voice.wav"));
  EXPECT_EQ(readBytes(folder / "out.voice.wav").size(), 7u);
  std::vector<std::string> wrong = command;
  wrong[6] = "noise";
  EXPECT_THAT(runOrator(wrong).err, HasSubstr("denoise"));
  EXPECT_EQ(runOrator({"animate", "--portrait", folder.portrait(), "--voice", folder.voice(), "--text", "x",
                       "--out", folder.output()})
                .exitCode,
            2);
  EXPECT_EQ(runOrator({"animate", "--portrait", folder.portrait(), "--voice", folder.voice(), "--show-text",
                       "--out", folder.output()})
                .exitCode,
            2);
  EXPECT_FALSE(fs::exists(folder.output()));
}

}  // namespace
}  // namespace orator::test
