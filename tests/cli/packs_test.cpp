// Adding packs from the command line: what it says and how it ends. Nothing here needs a network.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/packs/weight_sources.h"
#include "program.h"
#include "tests/support/files.h"

namespace orator::test {
namespace {

using testing::HasSubstr;

class AddPacks : public testing::Test {
 protected:
  /// With a home of its own, so that no pack of the person who tests is seen.
  ProgramResult packs(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "packs");
    return runOrator(arguments, {"XDG_DATA_HOME=" + home_.path().string()});
  }
  TemporaryFolder home_, folder_;
};

TEST_F(AddPacks, ImportNamesWhatDoesNotExistAndWhatItRefuses) {
  EXPECT_EQ(packs({"import", "/no/such/folder"}).exitCode, int(ErrorCode::fileNotFound));
  EXPECT_EQ(packs({"import", folder_.path().string()}).exitCode, int(ErrorCode::packMissing));
  writeBytes(folder_ / "photo.pth", {0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 'J', 'F', 'I', 'F', 0, 1});
  const ProgramResult refused = packs({"import", folder_.path().string(), "--progress", "json"});
  EXPECT_EQ(refused.exitCode, int(ErrorCode::checkpointRefused));
  EXPECT_THAT(refused.error().at("subject"), HasSubstr("photo.pth"));
  EXPECT_EQ(refused.events().back().at("refused").size(), 1u);
  EXPECT_TRUE(home_.names().empty());
}

TEST_F(AddPacks, TheListTellsOfWeightsWhoseSourcesAllowLessThanTheirLicence) {
  const ProgramResult list = packs({"list"});
  ASSERT_EQ(list.exitCode, 0) << list.err;
  const orator::packs::Pack studio = orator::packs::openPack("studio");
  const auto sources = orator::packs::weightSources(studio);
  for (const orator::packs::PackFile& file : studio.files) {
    const bool learned = file.origin.starts_with("Orator (learned");
    const bool says = std::any_of(sources.begin(), sources.end(), [&](const auto& weight) {
      return weight.role == file.role && !weight.terms.empty();
    });
    EXPECT_EQ(says, learned) << file.role;
    if (learned) {
      EXPECT_THAT(list.out, HasSubstr(file.role));
    }
  }
  EXPECT_THAT(list.out, HasSubstr("some allow research only"));
}

TEST_F(AddPacks, DownloadShowsSizeLicenceAndChecksumsFirst) {
  const ProgramResult plan = packs({"download", "sadtalker-256", "--dry-run"});
  EXPECT_EQ(plan.exitCode, 0) << plan.err;
  for (const char* word :
       {"Apache-2.0", "725 MB", "SadTalker_V0.0.2_256.safetensors", "725066984 bytes",
        "c211f5d6de003516bf1bbda9f47049a4c9c99133b1ab565c6961e5af16477bff", "put the files into"})
    EXPECT_THAT(plan.out, HasSubstr(word));
  EXPECT_TRUE(home_.names().empty());
}

TEST_F(AddPacks, DownloadWantsToBeAgreedTo) {
  const ProgramResult result = packs({"download", "sadtalker-512", "--progress", "json"});
  EXPECT_EQ(result.exitCode, int(ErrorCode::invalidArgument));
  EXPECT_THAT(result.error().at("remedy"), HasSubstr("--yes"));
  EXPECT_EQ(result.events().front().at("licence"), "Apache-2.0");
}

TEST_F(AddPacks, UnknownPacksAreNamed) {
  EXPECT_EQ(packs({"download", "sadtalker-128"}).exitCode, int(ErrorCode::invalidArgument));
}

}  // namespace
}  // namespace orator::test
