#include "core/packs/personal_pack.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/packs/pack_management.h"
#include "core/packs/pack_verify.h"
#include "core/packs/sha256.h"
#include "tests/support/files.h"

namespace orator::packs {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// A user's data folder of its own, with a personal pack in it.
class PersonalPack : public testing::Test {
 protected:
  void SetUp() override {
    const char* before = std::getenv("XDG_DATA_HOME");
    if (before) before_ = before;
    ::setenv("XDG_DATA_HOME", data_.path().c_str(), 1);
    make("person-anna");
  }
  void TearDown() override {
    if (before_.empty())
      ::unsetenv("XDG_DATA_HOME");
    else
      ::setenv("XDG_DATA_HOME", before_.c_str(), 1);
  }

  fs::path packs() const { return data_ / "orator/models/packs"; }
  void make(const std::string& id) const {
    Pack pack;
    pack.id = id;
    pack.folder = packs() / id;
    fs::create_directories(pack.folder);
    const fs::path file = pack.folder / "manner.bin";
    writeFile(file, std::string("a person's numbers"));
    PersonReport report;
    report.video = "anna.mp4";
    report.learnedSeconds = 22.5;
    report.judgedSeconds = 7.5;
    report.mouthBefore = {187, 11.5, 0.8, 1.1, 0.9};
    report.mouthAfter = {187, 8.25, 0.86, 0.9, 0.8};
    report.ownMouth = true;
    report.lipsBefore = 0.02;
    report.lipsAfter = 0.015;
    writePersonalPack(pack, {{{"manner", file, fileSha256(file), "Orator", "LicenseRef-own"}, {"unstated"}}},
                      report);
  }
  static Error refusal(const std::function<void()>& call) { return test::errorOf(call); }

  test::TemporaryFolder data_;
  std::string before_;
};

TEST_F(PersonalPack, IsListedWithItsReportAndTheNetworksItShares) {
  const Pack pack = openPack("person-anna");
  EXPECT_TRUE(isPersonal(pack));
  EXPECT_FALSE(isPersonal(openPack("studio")));
  EXPECT_EQ(pack.title, "Person: anna");
  EXPECT_EQ(pack.motionModel, openPack("studio").motionModel);
  EXPECT_EQ(pack.file("face_model"), openPack("studio").file("face_model"));
  EXPECT_EQ(pack.file("manner"), packs() / "person-anna/manner.bin");
  const PersonReport report = personReport(pack);
  EXPECT_EQ(report.video, "anna.mp4");
  EXPECT_EQ(report.mouthAfter.difference, 8.25);
  EXPECT_TRUE(report.ownMouth);
  EXPECT_FALSE(report.ownEyes);
  EXPECT_EQ(report.lipsAfter, 0.015);
  EXPECT_THAT(reportText(report), HasSubstr("11.50 -> 8.25 (-28 %)"));
  EXPECT_THAT(reportText(report), HasSubstr("general network kept"));
  EXPECT_EQ(refusal([] { personReport(openPack("studio")); }).code(), ErrorCode::invalidArgument);
}

TEST_F(PersonalPack, OfAnotherVersionOfTheNetworksIsRefusedByName) {
  const fs::path file = packs() / "person-anna/pack.json";
  nlohmann::json root = nlohmann::json::parse(test::readBytes(file));
  for (auto& entry : root["files"])
    if (entry["role"] == "audio2exp") entry["sha256"] = std::string(64, 'a');
  writeFile(file, root.dump());
  const Error error = refusal([] { openPack("person-anna"); });
  EXPECT_EQ(error.code(), ErrorCode::packDamaged);
  EXPECT_THAT(error.reason(), HasSubstr("another version of the pack \"studio\": its audio2exp has changed"));
  EXPECT_THAT(error.remedy(), HasSubstr("orator personalise"));
}

TEST_F(PersonalPack, WithAnAlteredFileIsRefusedWhereItIsUsed) {
  writeFile(packs() / "person-anna/manner.bin", std::string("other numbers"));
  EXPECT_EQ(refusal([] { openPack("person-anna").file("manner"); }).code(), ErrorCode::packDamaged);
}

TEST_F(PersonalPack, IsRenamedAndStaysAPersons) {
  EXPECT_EQ(renamePack("person-anna", "berta"), "person-berta");
  EXPECT_EQ(openPack("person-berta").title, "Person: berta");
  EXPECT_EQ(refusal([] { openPack("person-anna"); }).code(), ErrorCode::packMissing);
  make("person-anna");
  EXPECT_THAT(refusal([] { renamePack("person-anna", "berta"); }).reason(), HasSubstr("installed already"));
  for (const char* wrong : {"", "../x", "a b", ".hidden"})
    EXPECT_EQ(refusal([&] { renamePack("person-anna", wrong); }).code(), ErrorCode::invalidArgument) << wrong;
  EXPECT_TRUE(isPersonal(openPack("person-anna")));
}

TEST_F(PersonalPack, GoesToAnotherMachineAsOneFile) {
  const fs::path file = data_ / "anna.oratorpack";
  exportPack("person-anna", file);
  EXPECT_THAT(refusal([&] { installPackFile(file); }).reason(), HasSubstr("installed already"));
  EXPECT_EQ(installPackFile(file, "second"), "person-second");
  deletePack("person-anna");
  EXPECT_FALSE(fs::exists(packs() / "person-anna"));
  EXPECT_EQ(installPackFile(file), "person-anna");
  for (const VerifiedFile& one : verifyPackClosely(openPack("person-anna"))) EXPECT_TRUE(one.ok());
  EXPECT_EQ(refusal([&] { exportPack("person-anna", data_ / "anna.zip"); }).code(),
            ErrorCode::invalidArgument);
}

TEST_F(PersonalPack, FileThatWasAlteredInstallsNothing) {
  const fs::path file = data_ / "anna.oratorpack";
  exportPack("person-anna", file);
  deletePack("person-anna");
  std::vector<std::uint8_t> bytes = test::readBytes(file);
  const std::vector<std::uint8_t> whole = bytes;
  const std::string wanted = "a person's numbers";
  *std::search(bytes.begin(), bytes.end(), wanted.begin(), wanted.end()) = 'A';
  test::writeBytes(file, bytes);
  const Error altered = refusal([&] { installPackFile(file); });
  EXPECT_EQ(altered.code(), ErrorCode::checkpointRefused);
  EXPECT_THAT(altered.reason(), HasSubstr("manner.bin"));
  bytes = whole;
  bytes.resize(bytes.size() - 9);
  test::writeBytes(file, bytes);
  EXPECT_EQ(refusal([&] { installPackFile(file); }).code(), ErrorCode::checkpointRefused);
  test::writeBytes(file, {'x'});
  EXPECT_EQ(refusal([&] { installPackFile(file); }).code(), ErrorCode::checkpointRefused);
  EXPECT_TRUE(fs::is_empty(packs()));
}

TEST_F(PersonalPack, IsDeletedWholeAndTheProgramsOwnNever) {
  deletePack("person-anna");
  EXPECT_TRUE(fs::is_empty(packs()));
  EXPECT_EQ(refusal([] { deletePack("person-anna"); }).code(), ErrorCode::packMissing);
  for (const auto& call : std::vector<std::function<void()>>{[] { deletePack("studio"); },
                                                             [] { renamePack("studio", "other"); }})
    EXPECT_THAT(refusal(call).reason(), HasSubstr("the program's own"));
  EXPECT_FALSE(isRemovable(openPack("studio")));
}

TEST(PersonalPackId, IsMadeOfPlainNames) {
  EXPECT_EQ(personalPackId("anna"), "person-anna");
  EXPECT_EQ(personalPackId("person-anna_2"), "person-anna_2");
  for (const char* wrong : {"", "person-", "a/b", "a.b", "\xc3\xa4nna", "x x"})
    EXPECT_THROW(personalPackId(wrong), Error) << wrong;
  EXPECT_THROW(personalPackId(std::string(41, 'a')), Error);
}

}  // namespace
}  // namespace orator::packs
