// orator-lab, and the way from its old names in orator to it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "program.h"
#include "tests/support/files.h"

namespace orator {
namespace {

using test::ProgramResult;
using test::runLab;
using test::runOrator;
using testing::HasSubstr;
using testing::Not;

TEST(LabProgram, ListsItsCommandsAndOratorListsThemNoMore) {
  const ProgramResult lab = runLab({"--help"}), orator = runOrator({"--help"});
  EXPECT_EQ(lab.exitCode, 0);
  for (const char* name : {"dataset", "train", "evaluate", "selfcheck", "forge"}) {
    EXPECT_THAT(lab.out, HasSubstr(std::string("\n  ") + name)) << name;
    EXPECT_THAT(orator.out, Not(HasSubstr(std::string("\n  ") + name))) << name;
  }
}

TEST(LabProgram, SaysItsOwnName) {
  EXPECT_THAT(runLab({"--version"}).out, HasSubstr("orator-lab "));
  const ProgramResult unknown = runLab({"trian"});
  EXPECT_EQ(unknown.exitCode, int(ErrorCode::invalidArgument));
  EXPECT_THAT(unknown.err, HasSubstr("orator-lab: trian: unexpected argument"));
  EXPECT_THAT(unknown.err, HasSubstr("Did you mean train? orator-lab --help"));
}

TEST(LabProgram, EndsWithTheCodeAndTheRemedyOfAnError) {
  const test::TemporaryFolder folder;
  const ProgramResult noSet = runLab({"train", "expnet", "--set", folder.path().string(), "--out",
                                      (folder / "out").string(), "--progress", "json"});
  EXPECT_EQ(noSet.exitCode, int(ErrorCode::fileNotFound));
  EXPECT_THAT(noSet.error().at("remedy").get<std::string>(), HasSubstr("orator-lab dataset build"));
  EXPECT_FALSE(std::filesystem::exists(folder / "out"));
  const ProgramResult noModel = runLab({"forge", "--like", "gan", "--out", (folder / "p").string()});
  EXPECT_EQ(noModel.exitCode, int(ErrorCode::invalidArgument));
  EXPECT_THAT(noModel.err, HasSubstr("sadtalker-256, sadtalker-512"));
  EXPECT_EQ(runLab({"selfcheck", "--goldens", (folder / "none").string()}).exitCode,
            int(ErrorCode::fileNotFound));
}

TEST(MovedCommands, SayTheNewCommandLineWordByWord) {
  const ProgramResult train =
      runOrator({"train", "expnet", "--set", "a set", "--out", "it's", "--share=0.5", "--progress", "json"});
  EXPECT_EQ(train.exitCode, int(ErrorCode::invalidArgument));
  EXPECT_EQ(train.error().at("subject"), "orator train");
  EXPECT_EQ(train.error().at("remedy"),
            "Run: orator-lab train expnet --set 'a set' --out 'it'\\''s' --share=0.5 --progress json");
}

TEST(MovedCommands, KnowEveryOldName) {
  for (const char* name : {"dataset", "train", "evaluate", "selfcheck"}) {
    const ProgramResult moved = runOrator({name, "--help"});
    EXPECT_EQ(moved.exitCode, int(ErrorCode::invalidArgument)) << name;
    EXPECT_THAT(moved.err, HasSubstr(std::string("Run: orator-lab ") + name + " --help"));
  }
  const ProgramResult forge = runOrator({"packs", "forge", "--like", "sadtalker-256", "--out", "x"});
  EXPECT_EQ(forge.exitCode, int(ErrorCode::invalidArgument));
  EXPECT_THAT(forge.err, HasSubstr("Run: orator-lab forge --like sadtalker-256 --out x"));
}

TEST(MovedCommands, AreNotOfferedForAMistypedWord) {
  const ProgramResult unknown = runOrator({"evaluat"});
  EXPECT_EQ(unknown.exitCode, int(ErrorCode::invalidArgument));
  EXPECT_THAT(unknown.err, Not(HasSubstr("Did you mean evaluate")));
}

}  // namespace
}  // namespace orator
