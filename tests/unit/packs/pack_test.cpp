#include "core/packs/pack.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/packs/weight_sources.h"

namespace orator::packs {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::HasSubstr;

constexpr char kAbcSha256[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/// A models folder with one pack "tiny" whose one file says "abc".
class PackTest : public testing::Test {
 protected:
  void SetUp() override {
    models_ = fs::path(testing::TempDir()) /
              ("models-" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    fs::remove_all(models_);
    fs::create_directories(models_ / "packs/tiny");
    std::ofstream(weights()) << "abc";
    describe({{"format", 1},
              {"id", "tiny"},
              {"title", "Tiny pack"},
              {"motion_model", "studio"},
              {"renderers", {"mesh"}},
              {"files",
               {{{"role", "weights"},
                 {"path", "weights.bin"},
                 {"sha256", kAbcSha256},
                 {"origin", "Orator"},
                 {"licence", "Apache-2.0"}}}}});
    setenv("ORATOR_MODELS", models_.c_str(), 1);
  }
  void TearDown() override {
    unsetenv("ORATOR_MODELS");
    fs::remove_all(models_);
  }

  fs::path weights() const { return models_ / "packs/tiny/weights.bin"; }
  void describe(const json& pack) {
    description_ = pack;
    std::ofstream(models_ / "packs/tiny/pack.json") << pack;
  }
  /// The Error that `call` throws.
  template <typename Call>
  static Error errorOf(Call call) {
    try {
      call();
    } catch (const Error& error) {
      return error;
    }
    return Error(ErrorCode::internal, "", "nothing was thrown");
  }

  fs::path models_;
  json description_;
};

TEST_F(PackTest, ReadsItsDescription) {
  const Pack pack = openPack("tiny");
  EXPECT_EQ(pack.title, "Tiny pack");
  EXPECT_EQ(pack.motionModel, "studio");
  EXPECT_THAT(pack.renderers, testing::ElementsAre("mesh"));
  ASSERT_EQ(pack.files.size(), 1u);
  EXPECT_EQ(pack.files[0].licence, "Apache-2.0");
  EXPECT_EQ(pack.file("weights"), fs::canonical(weights()));
}

TEST_F(PackTest, TellsWhatTheSourcesOfAWeightAllow) {
  const auto told = [&](const json& terms) {
    description_["files"][0]["sources"] = terms;
    describe(description_);
    return weightSources(openPack("tiny"));
  };
  EXPECT_TRUE(weightSources(openPack("tiny")).empty());
  EXPECT_FALSE(told(json::array({"permissive"})).at(0).restricted());
  EXPECT_EQ(told(json::array({"permissive"})).at(0).text(), "all allow any use");
  const WeightSources weight = told(json::array({"permissive", "unstated", "research"})).at(0);
  EXPECT_EQ(weight.role, "weights");
  EXPECT_EQ(weight.file, "weights.bin");
  EXPECT_TRUE(weight.restricted());
  EXPECT_EQ(weight.text(), "some state no licence, some allow research only");
  const Error error = errorOf([&] { told(json::array({"whatever"})); });
  EXPECT_EQ(error.code(), ErrorCode::packDamaged);
  EXPECT_THAT(error.reason(), HasSubstr("\"whatever\""));
  EXPECT_EQ(errorOf([&] { told("research"); }).code(), ErrorCode::packDamaged);
}

TEST_F(PackTest, NamesAMissingFileAndHowToFetchIt) {
  fs::remove(weights());
  const Error error = errorOf([] { openPack("tiny").file("weights"); });
  EXPECT_EQ(error.code(), ErrorCode::packMissing);
  EXPECT_THAT(error.subject(), HasSubstr("weights.bin"));
  EXPECT_THAT(error.what(), HasSubstr("installer/run"));
}

TEST_F(PackTest, NamesAnAlteredFileAndHowToFetchItAgain) {
  std::ofstream(weights()) << "abd";
  const Error error = errorOf([] { openPack("tiny").file("weights"); });
  EXPECT_EQ(error.code(), ErrorCode::packDamaged);
  EXPECT_THAT(error.subject(), HasSubstr("weights.bin"));
  EXPECT_THAT(error.what(), HasSubstr("installer/run"));
}

TEST_F(PackTest, NoticesAFileAlteredAfterItWasChecked) {
  const Pack pack = openPack("tiny");
  EXPECT_NO_THROW(pack.file("weights"));
  std::ofstream(weights()) << "abcd";
  EXPECT_EQ(errorOf([&] { pack.file("weights"); }).code(), ErrorCode::packDamaged);
}

TEST_F(PackTest, RefusesARoleItDoesNotHave) {
  const Error error = errorOf([] { openPack("tiny").file("renderer"); });
  EXPECT_EQ(error.code(), ErrorCode::packMissing);
  EXPECT_THAT(error.what(), HasSubstr("renderer"));
}

TEST_F(PackTest, VerifyReportsEachFile) {
  EXPECT_TRUE(verifyPack(openPack("tiny")).at(0).intact);
  std::ofstream(weights()) << "altered";
  PackFileState state = verifyPack(openPack("tiny")).at(0);
  EXPECT_TRUE(state.present);
  EXPECT_FALSE(state.intact);
  fs::remove(weights());
  state = verifyPack(openPack("tiny")).at(0);
  EXPECT_FALSE(state.present);
  EXPECT_FALSE(state.intact);
}

TEST_F(PackTest, AnUnknownPackNamesTheFoldersSearched) {
  const Error error = errorOf([] { openPack("nobody"); });
  EXPECT_EQ(error.code(), ErrorCode::packMissing);
  EXPECT_THAT(error.what(), HasSubstr(fs::canonical(models_).string()));
  EXPECT_THAT(error.what(), HasSubstr("packs list"));
}

TEST_F(PackTest, APathIsThePackThatLiesThere) {
  const fs::path elsewhere = models_ / "elsewhere/copy";
  fs::create_directories(elsewhere.parent_path());
  fs::copy(models_ / "packs/tiny", elsewhere);
  for (const std::string& path :
       {elsewhere.string(), elsewhere.string() + "/", (elsewhere / "../copy").string()}) {
    const Pack pack = openPack(path);
    EXPECT_EQ(pack.id, "copy") << "a pack is called as its folder is";
    EXPECT_EQ(pack.file("weights"), fs::canonical(elsewhere) / "weights.bin");
  }
}

TEST_F(PackTest, AFolderThatIsNoPackIsToBeImported) {
  const Error noPack = errorOf([&] { openPack((models_ / "packs").string()); });
  EXPECT_EQ(noPack.code(), ErrorCode::packMissing);
  EXPECT_THAT(noPack.remedy(), HasSubstr("orator packs import " + (models_ / "packs").string()));
  const Error nowhere = errorOf([&] { openPack((models_ / "nowhere").string()); });
  EXPECT_EQ(nowhere.code(), ErrorCode::packMissing);
  EXPECT_THAT(nowhere.reason(), HasSubstr("no such folder"));
}

TEST_F(PackTest, ANameThatIsAFolderHereIsToBeGivenAsAPath) {
  const fs::path before = fs::current_path();
  fs::create_directories(models_ / "elsewhere");
  fs::copy(models_ / "packs/tiny", models_ / "elsewhere/near");
  fs::current_path(models_ / "elsewhere");
  const Error error = errorOf([] { openPack("near"); });
  fs::current_path(before);
  EXPECT_EQ(error.code(), ErrorCode::packMissing);
  EXPECT_THAT(error.remedy(), HasSubstr("./near"));
}

TEST_F(PackTest, AnEmptyOrHiddenNameIsRefused) {
  for (const char* name : {"", ".", "..", ".tiny"})
    EXPECT_EQ(errorOf([&] { openPack(name); }).code(), ErrorCode::invalidArgument) << name;
}

TEST_F(PackTest, MalformedDescriptionsAreRefusedWithTheReason) {
  const json good = description_;
  const auto refusal = [&](const json& changed) {
    describe(changed);
    const Error error = errorOf([] { openPack("tiny"); });
    EXPECT_EQ(error.code(), ErrorCode::packDamaged) << changed;
    EXPECT_THAT(error.subject(), HasSubstr("pack.json"));
    return error.reason();
  };
  json changed = good;
  changed["format"] = 2;
  EXPECT_THAT(refusal(changed), HasSubstr("format 2"));
  changed = good;
  changed.erase("id");
  EXPECT_THAT(refusal(changed), HasSubstr("id"));
  changed = good;
  changed.erase("renderers");
  EXPECT_THAT(refusal(changed), HasSubstr("renderers"));
  changed = good;
  changed["renderers"] = json::array();
  EXPECT_THAT(refusal(changed), HasSubstr("no renderer"));
  changed = good;
  changed["format"] = (std::int64_t(1) << 32) + 1;  // 1, were it narrowed
  EXPECT_THAT(refusal(changed), HasSubstr("4294967297"));
  changed = good;
  changed["picture_size"] = -1;
  EXPECT_THAT(refusal(changed), HasSubstr("picture_size"));
  changed = good;
  changed["files"][0]["sha256"] = "short";
  EXPECT_THAT(refusal(changed), HasSubstr("weights"));
  changed = good;
  changed["files"].push_back(changed["files"][0]);
  EXPECT_THAT(refusal(changed), HasSubstr("twice"));
  std::ofstream(models_ / "packs/tiny/pack.json") << "{\"format\": 1,";
  EXPECT_EQ(errorOf([] { openPack("tiny"); }).code(), ErrorCode::packDamaged);
}

TEST_F(PackTest, TheListLeavesOutUnreadablePacks) {
  fs::create_directories(models_ / "packs/broken");
  std::ofstream(models_ / "packs/broken/pack.json") << "not json";
  std::vector<std::string> ids;
  for (const Pack& pack : listPacks()) ids.push_back(pack.id);
  EXPECT_THAT(ids, testing::Contains("tiny"));
  EXPECT_THAT(ids, testing::Not(testing::Contains("broken")));
}

TEST_F(PackTest, TheChosenModelsFolderComesFirst) {
  ASSERT_FALSE(modelFolders().empty());
  EXPECT_EQ(modelFolders().front(), fs::canonical(models_));
}

TEST_F(PackTest, TheDefaultPackIsFoundFromTheExecutable) {
  unsetenv("ORATOR_MODELS");
  const Pack pack = openPack("studio");
  EXPECT_EQ(pack.folder, fs::canonical(fs::path(ORATOR_SOURCE_DIR) / "models/packs/studio"));
}

}  // namespace
}  // namespace orator::packs
