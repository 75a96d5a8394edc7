#include "core/packs/pack_download.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <unistd.h>

#include "core/packs/pack.h"
#include "http_server.h"
#include "small_catalogue.h"
#include "tests/support/files.h"

namespace orator::packs {
namespace {

namespace fs = std::filesystem;
using test::errorOf;
using test::HttpServer;
using test_data::Recorder;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// The small pack lies in `published_`, a folder that addresses may point to.
constexpr std::size_t kAgain = 1024;  // bytes that are compared where it goes on

class PackDownload : public testing::Test {
 protected:
  PackDownload() {
    fs::create_directories(published_);
    catalogue_ = test_data::writeSmallCatalogue(published_);
    options_.modelsFolder = models_;
  }
  std::string folderAddress() const { return "file://" + published_.string() + "/"; }
  std::map<std::string, std::string> contents() const {
    std::map<std::string, std::string> files;
    for (const PublishedFile& file : catalogue_[0].files) {
      const auto bytes = test::readBytes(published_ / file.name);
      files.emplace(file.name, std::string(bytes.begin(), bytes.end()));
    }
    return files;
  }
  DownloadPlan plan(const std::vector<std::string>& mirrors) {
    options_.mirrors = mirrors;
    return planDownload("sadtalker-256", options_, catalogue_);
  }
  void download(const std::vector<std::string>& mirrors) {
    downloadPack(plan(mirrors), {.stop = stop_.get_token(), .sink = &recorder_});
  }
  /// Leaves the first part of the big file as a stopped download does.
  void leavePart(std::size_t bytes) {
    auto whole = test::readBytes(published_ / "big.safetensors");
    whole.resize(bytes);
    fs::create_directories(models_ / "incoming/sadtalker-256");
    test::writeBytes(part(), whole);
  }
  fs::path part() const { return models_ / "incoming/sadtalker-256/big.safetensors.part"; }
  bool isWhole() const {
    const Pack pack = readPack(models_ / "packs/sadtalker-256");
    return pack.file("sadtalker") == models_ / "packs/sadtalker-256/big.safetensors" &&
           !pack.file("mapping70").empty() && !fs::exists(models_ / "incoming/sadtalker-256");
  }

  test::TemporaryFolder folder_;
  fs::path published_ = folder_ / "published", models_ = folder_ / "models";
  Catalogue catalogue_;
  DownloadOptions options_;
  Recorder recorder_;
  std::stop_source stop_;
};

TEST_F(PackDownload, PlansSizeLicenceAndPlaceBeforeAnythingIsFetched) {
  const DownloadPlan planned = plan({});
  EXPECT_EQ(planned.bytes, 3 * catalogue_[0].files[0].bytes);
  EXPECT_TRUE(planned.exact);
  EXPECT_GT(planned.freeBytes, 0u);
  EXPECT_THAT(planText(planned), HasSubstr("Apache-2.0"));
  EXPECT_THAT(planText(planned), HasSubstr((models_ / "packs/sadtalker-256").string()));
  EXPECT_FALSE(fs::exists(models_));
}

TEST_F(PackDownload, KnowsThePublishedPacks) {
  const DownloadPlan planned = planDownload("sadtalker-512", options_);
  EXPECT_EQ(planned.files.size(), 3u);
  EXPECT_THAT(planText(planned), HasSubstr("725 MB"));
  EXPECT_THAT(planText(planned), HasSubstr("at least"));
  EXPECT_EQ(errorOf([&] { planDownload("sadtalker-1", options_); }).code(), ErrorCode::invalidArgument);
}

TEST_F(PackDownload, MakesAPackOfFilesFromAFolder) {
  download({folderAddress()});
  EXPECT_TRUE(isWhole());
  EXPECT_TRUE(plan({}).installed);
  EXPECT_NO_THROW(download({}));
}

TEST_F(PackDownload, MakesAPackOfFilesFromTheNet) {
  const HttpServer server(contents());
  download({server.address()});
  EXPECT_TRUE(isWhole());
  EXPECT_THAT(server.offsets(), ElementsAre(0, 0, 0));
  EXPECT_THAT(recorder_.stages, testing::Contains("Downloading"));
}

TEST_F(PackDownload, GoesOnWhereAnEarlierTryStopped) {
  leavePart(7000);
  EXPECT_EQ(plan({}).bytes, 3 * catalogue_[0].files[0].bytes - 7000);
  const HttpServer server(contents());
  download({server.address()});
  EXPECT_TRUE(isWhole());
  EXPECT_EQ(server.offsets().front(), 7000u - kAgain);
  EXPECT_GE(recorder_.firstDone, 7000);
}

TEST_F(PackDownload, GoesOnFromAFolderToo) {
  leavePart(7000);
  download({folderAddress()});
  EXPECT_TRUE(isWhole());
}

TEST_F(PackDownload, StartsAnewWithAServerThatCannotGoOn) {
  leavePart(7000);
  const HttpServer server(contents(), {.ranges = false});
  download({server.address()});
  EXPECT_TRUE(isWhole());
  EXPECT_EQ(server.offsets().front(), 7000u - kAgain);
}

TEST_F(PackDownload, TakesUpABrokenConnection) {
  const HttpServer server(contents(), {.dropAfter = 5000, .repeatedly = true});
  download({server.address()});
  EXPECT_TRUE(isWhole());
  EXPECT_EQ(server.offsets()[1], 5000u - kAgain);
  EXPECT_EQ(server.offsets()[2], 10000u - 2 * kAgain);
}

TEST_F(PackDownload, FallsBackToTheNextMirrorWhenTheChecksumIsWrong) {
  auto altered = contents();
  altered["big.safetensors"].back() ^= 1;
  const HttpServer bad(altered), good(contents());
  download({bad.address(), good.address()});
  EXPECT_TRUE(isWhole());
  EXPECT_THAT(recorder_.notes, HasSubstr("another SHA-256"));
  EXPECT_THAT(good.offsets(), ElementsAre(0));
}

TEST_F(PackDownload, DropsAPartThatBelongsToAnotherFile) {
  leavePart(7000);
  test::writeBytes(part(), std::vector<std::uint8_t>(7000, 1));
  const HttpServer server(contents());
  download({server.address()});
  EXPECT_TRUE(isWhole());
  EXPECT_THAT(server.offsets(), ElementsAre(7000 - kAgain, 0, 0, 0));
}

TEST_F(PackDownload, StartsAnewWhereAPartThatFittedTurnsOutWrong) {
  leavePart(7000);
  auto left = test::readBytes(part());
  left.front() ^= 1;
  test::writeBytes(part(), left);
  const HttpServer server(contents());
  download({server.address()});
  EXPECT_TRUE(isWhole());
  EXPECT_THAT(server.offsets(), ElementsAre(7000 - kAgain, 0, 0, 0));
}

TEST_F(PackDownload, ABadMirrorCostsNoMoreThanItself) {
  auto altered = contents();
  for (char& byte : altered["big.safetensors"]) byte = char(byte ^ 0x55);
  altered["big.safetensors"].resize(altered["big.safetensors"].size() - 10);
  const HttpServer bad(altered), good(contents());
  download({bad.address(), good.address()});
  EXPECT_TRUE(isWhole());
  EXPECT_THAT(good.offsets(), ElementsAre(0));
}

TEST_F(PackDownload, NeitherFollowsALinkNorMeetsAnotherDownload) {
  leavePart(7000);
  test::writeBytes(folder_ / "precious", {1});
  fs::remove(part());
  fs::create_symlink(folder_ / "precious", part());
  EXPECT_EQ(errorOf([&] { download({folderAddress()}); }).code(), ErrorCode::outputUnwritable);
  EXPECT_EQ(test::readBytes(folder_ / "precious").size(), 1u);
  fs::remove(part());
  leavePart(7000);
  const int other = open(part().c_str(), O_RDWR);
  ASSERT_EQ(flock(other, LOCK_EX), 0);
  EXPECT_EQ(errorOf([&] { download({folderAddress()}); }).code(), ErrorCode::outputUnwritable);
  close(other);
  download({folderAddress()});
  EXPECT_TRUE(isWhole());
}

TEST_F(PackDownload, RefusesAFileThatIsTooLong) {
  auto longer = contents();
  longer["big.safetensors"] += "more";
  const HttpServer server(longer);
  EXPECT_THAT(errorOf([&] { download({server.address()}); }).reason(), HasSubstr("than the published"));
}

TEST_F(PackDownload, SaysOfflineWhatToFetchByHandAndWhereToPutIt) {
  const std::string nobody = "http://127.0.0.1:1/";
  const Error error = errorOf([&] { download({nobody}); });
  EXPECT_EQ(error.code(), ErrorCode::packMissing);
  EXPECT_EQ(error.subject(), "big.safetensors");
  const PublishedFile& file = catalogue_[0].files[0];
  for (const std::string& wanted :
       {nobody + file.name, std::to_string(file.bytes) + " bytes", file.sha256,
        std::string("map73.safetensors"), (models_ / "incoming/sadtalker-256").string(),
        std::string("orator packs download sadtalker-256")})
    EXPECT_THAT(error.remedy(), HasSubstr(wanted));
}

TEST_F(PackDownload, TakesFilesThatWerePutThereByHand) {
  fs::create_directories(models_ / "incoming/sadtalker-256");
  for (const PublishedFile& file : catalogue_[0].files)
    fs::copy_file(published_ / file.name, models_ / "incoming/sadtalker-256" / file.name);
  EXPECT_THAT(plan({}).files, IsEmpty());
  download({});
  EXPECT_TRUE(isWhole());
}

TEST_F(PackDownload, KeepsWhatArrivedWhenItIsStopped) {
  const HttpServer server(contents(), {.dropAfter = 5000, .repeatedly = true});
  recorder_.onProgress = [&](std::string_view stage) {
    if (stage == "Downloading") stop_.request_stop();
  };
  EXPECT_EQ(errorOf([&] { download({server.address()}); }).code(), ErrorCode::cancelled);
  EXPECT_GT(fs::file_size(part()), 0u);
  EXPECT_FALSE(fs::exists(models_ / "packs/sadtalker-256"));
}

TEST_F(PackDownload, RefusesToStartOnADiskThatIsTooSmall) {
  DownloadPlan planned = plan({folderAddress()});
  planned.freeBytes = 10;
  EXPECT_EQ(errorOf([&] { downloadPack(planned, {}); }).code(), ErrorCode::diskFull);
  EXPECT_FALSE(fs::exists(models_));
}

TEST_F(PackDownload, NeverWritesPartsIntoAFullDisk) {
  test::FileSizeLimit limit(1000);
  EXPECT_EQ(errorOf([&] { download({folderAddress()}); }).code(), ErrorCode::diskFull);
  EXPECT_FALSE(fs::exists(models_ / "packs/sadtalker-256"));
}

}  // namespace
}  // namespace orator::packs
