#include "core/packs/pack_import.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/packs/forged_network.h"
#include "core/packs/network_weights.h"
#include "core/packs/pack.h"
#include "core/packs/sha256.h"
#include "core/tensor/safetensors.h"
#include "core/tensor/torch_save_writer.h"
#include "core/tensor/weight_store.h"
#include "small_catalogue.h"
#include "tests/support/files.h"

namespace orator::packs {
namespace {

namespace fs = std::filesystem;
using test::errorOf;
using test_data::Recorder;
using test_data::writeHollowCheckpoint;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class PackImport : public testing::Test {
 protected:
  PackImport() {
    fs::create_directories(source_);
    catalogue_ = test_data::writeSmallCatalogue(source_);
    options_.modelsFolder = models_;
  }
  ImportResult import(const std::vector<fs::path>& paths) {
    return importPacks(paths, options_, {.stop = stop_.get_token(), .sink = &recorder_}, catalogue_);
  }
  ImportResult import() { return import({source_}); }
  Pack installed() const { return readPack(models_ / "packs/sadtalker-256"); }
  std::vector<std::string> packNames() const {
    std::vector<std::string> names;
    if (fs::exists(models_ / "packs"))
      for (const auto& entry : fs::directory_iterator(models_ / "packs"))
        names.push_back(entry.path().filename());
    return names;
  }
  std::string refusals(const ImportResult& result) const {
    std::string text;
    for (const RefusedFile& file : result.refused)
      text += file.path.filename().string() + ": " + file.reason + "\n";
    return text;
  }

  test::TemporaryFolder folder_;
  fs::path source_ = folder_ / "SadTalker/checkpoints", models_ = folder_ / "models";
  Catalogue catalogue_;
  ImportOptions options_;
  Recorder recorder_;
  std::stop_source stop_;
};

TEST_F(PackImport, MakesAPackOfAFolderOfPublishedFiles) {
  const ImportResult result = import();
  EXPECT_THAT(result.packs, ElementsAre("sadtalker-256"));
  EXPECT_EQ(result.found.size(), 3u);
  EXPECT_THAT(result.missing, IsEmpty());
  EXPECT_THAT(packNames(), ElementsAre("sadtalker-256"));
  const Pack pack = installed();
  EXPECT_EQ(pack.motionModel, "sadtalker");
  EXPECT_EQ(pack.coefficientBasis, "bfm");
  EXPECT_EQ(pack.pictureSizePx, 256);
  EXPECT_NO_THROW(pack.file("sadtalker"));
  EXPECT_NO_THROW(pack.file("mapping73"));
}

TEST_F(PackImport, FindsFilesInSubFoldersAndByName) {
  fs::create_directories(source_ / "new/deeper");
  fs::rename(source_ / "map70.safetensors", source_ / "new/deeper/map70.safetensors");
  fs::rename(source_ / "map73.safetensors", folder_ / "map73.safetensors");
  EXPECT_THAT(import({source_, folder_ / "map73.safetensors"}).packs, ElementsAre("sadtalker-256"));
}

TEST_F(PackImport, LinksFilesAndLeavesTheSourcesAsTheyAre) {
  const auto before = test::readBytes(source_ / "big.safetensors");
  import();
  EXPECT_EQ(fs::hard_link_count(source_ / "big.safetensors"), 2u);
  EXPECT_EQ(test::readBytes(source_ / "big.safetensors"), before);
}

TEST_F(PackImport, CopiesFilesWhenAsked) {
  options_.mode = ImportMode::copy;
  import();
  EXPECT_EQ(fs::hard_link_count(source_ / "big.safetensors"), 1u);
  EXPECT_NO_THROW(installed().file("sadtalker"));
}

TEST_F(PackImport, NamesWhatIsMissingAndMakesNothing) {
  fs::remove(source_ / "map73.safetensors");
  const ImportResult result = import();
  EXPECT_THAT(result.packs, IsEmpty());
  ASSERT_EQ(result.missing.size(), 1u);
  EXPECT_EQ(result.missing[0].file.name, "map73.safetensors");
  EXPECT_THAT(packNames(), IsEmpty());
}

TEST_F(PackImport, AsksForTheCheckpointWhenOnlySharedFilesAreThere) {
  const ImportResult result = import({source_ / "map70.safetensors"});
  EXPECT_EQ(result.missing.size(), 2u);
  EXPECT_THAT(packNames(), IsEmpty());
}

TEST_F(PackImport, TakesUnpublishedFilesByTheirTensors) {
  fs::remove(source_ / "map70.safetensors");
  writeHollowCheckpoint(source_ / "converted.safetensors", "mapping70", "");
  const ImportResult result = import();
  EXPECT_THAT(result.packs, ElementsAre("sadtalker-256"));
  const auto file = std::find_if(result.found.begin(), result.found.end(),
                                 [](const FoundFile& f) { return f.role == "mapping70"; });
  ASSERT_NE(file, result.found.end());
  EXPECT_FALSE(file->published);
  EXPECT_EQ(installed().file("mapping70").filename(), "converted.safetensors");
}

TEST_F(PackImport, RefusesAFileOfAPublishedNameThatIsAnother) {
  test::truncate(source_ / "big.safetensors", source_ / "short", 0.5);
  fs::rename(source_ / "short", source_ / "big.safetensors");
  const ImportResult result = import();
  EXPECT_THAT(refusals(result), HasSubstr("big.safetensors: it is cut off"));
  EXPECT_THAT(result.packs, IsEmpty());
  fs::copy_file(source_ / "map70.safetensors", source_ / "big.safetensors",
                fs::copy_options::overwrite_existing);
  auto bytes = test::readBytes(source_ / "big.safetensors");
  bytes.back() ^= 1;
  test::writeBytes(source_ / "big.safetensors", bytes);
  EXPECT_THAT(refusals(import()), HasSubstr("another SHA-256"));
}

/// One rule for all files: whether their published size is known plays no part.
TEST_F(PackImport, TakesAlteredFilesOfAPublishedNameOnlyWhenAsked) {
  catalogue_[0].files[1].bytes = 0;
  for (const auto& [name, role] :
       {std::pair("map70.safetensors", "mapping70"), std::pair("map73.safetensors", "mapping73")})
    writeHollowCheckpoint(source_ / name, role, "");
  const ImportResult refused = import();
  EXPECT_THAT(refused.packs, IsEmpty());
  ASSERT_EQ(refused.refused.size(), 2u) << refusals(refused);
  for (const RefusedFile& file : refused.refused) EXPECT_THAT(file.reason, HasSubstr("--accept-altered"));

  options_.acceptAltered = true;
  const ImportResult taken = import();
  EXPECT_THAT(taken.packs, ElementsAre("sadtalker-256")) << refusals(taken);
  for (const FoundFile& file : taken.found) EXPECT_EQ(file.published, file.role == "sadtalker") << file.role;
}

TEST_F(PackImport, RefusesAlteredFilesWithOtherTensorsEvenWhenAsked) {
  options_.acceptAltered = true;
  fs::copy_file(source_ / "map70.safetensors", source_ / "map73.safetensors",
                fs::copy_options::overwrite_existing);
  auto bytes = test::readBytes(source_ / "map73.safetensors");
  bytes.back() ^= 1;
  test::writeBytes(source_ / "map73.safetensors", bytes);
  const ImportResult result = import();
  EXPECT_THAT(result.packs, IsEmpty());
  EXPECT_THAT(refusals(result),
              HasSubstr("map73.safetensors: it has the name of a published file, but neither"));
}

TEST_F(PackImport, SaysWhyItDoesNotUseOtherWeights) {
  writeHollowCheckpoint(source_ / "m.safetensors", "mapping70", "");
  test_data::replaceInHeader(source_ / "m.safetensors", "first.0.weight", "other.0.weight");
  test::writeBytes(source_ / "photo.pth", {0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 'J', 'F', 'I', 'F', 0, 1});
  test::writeBytes(source_ / "notes.txt", {'x'});
  const std::string text = refusals(import());
  EXPECT_THAT(text, HasSubstr("m.safetensors: it holds no published network"));
  EXPECT_THAT(text, HasSubstr("photo.pth: "));
  EXPECT_THAT(text, testing::Not(HasSubstr("notes.txt")));
}

TEST_F(PackImport, RenewsAnInstalledPackWithANewFile) {
  import();
  const std::string before = installed().files.at(1).sha256;
  fs::remove_all(source_);
  writeHollowCheckpoint(folder_ / "converted.safetensors", "mapping70", "");
  EXPECT_THAT(import({folder_ / "converted.safetensors"}).packs, ElementsAre("sadtalker-256"));
  EXPECT_EQ(installed().file("mapping70").filename(), "converted.safetensors");
  EXPECT_NE(installed().files.at(1).sha256, before);
  EXPECT_NO_THROW(installed().file("sadtalker"));
  EXPECT_THAT(packNames(), ElementsAre("sadtalker-256"));
}

TEST_F(PackImport, LeavesAnInstalledPackAloneWhenNothingIsNew) {
  import();
  const auto written = fs::last_write_time(models_ / "packs/sadtalker-256/pack.json");
  EXPECT_THAT(import().packs, ElementsAre("sadtalker-256"));
  EXPECT_EQ(fs::last_write_time(models_ / "packs/sadtalker-256/pack.json"), written);
}

TEST_F(PackImport, UsesTheOlderSeparateFilesInPlaceOfThePackagedOne) {
  Catalogue catalogue = catalogue_;
  catalogue[0].separateFiles = {catalogue[0].files[0]};
  catalogue[0].separateFiles[0].role = "facevid2vid";
  catalogue[0].files[0] = {"sadtalker", "packaged.safetensors", 0, std::string(64, 'a'), {}};
  catalogue_ = catalogue;
  EXPECT_THAT(import().packs, ElementsAre("sadtalker-256"));
  EXPECT_NO_THROW(installed().file("facevid2vid"));
}

TEST_F(PackImport, NoticesFoldersOfTheFaceModel) {
  fs::create_directories(source_ / "BFM_Fitting");
  test::writeBytes(source_ / "BFM_Fitting/01_MorphableModel.mat", {0});
  EXPECT_THAT(import().faceModelFolders, ElementsAre(fs::path(source_ / "BFM_Fitting")));
}

TEST_F(PackImport, TakesWhatItNeedsOutOfAFolderAsSadTalkerLeavesIt) {
  fs::create_directories(source_ / "hub/checkpoints");
  fs::create_directories(source_ / "BFM_Fitting");
  tensor::writeTorchSave(source_ / "wav2lip.pth", {{"state_dict", {{"module.face.weight", at::ones({2})}}}});
  tensor::writeTorchSave(source_ / "hub/checkpoints/s3fd-619a316812.pth", {{"", {{"conv1", at::ones({2})}}}});
  test::writeBytes(source_ / "hub/checkpoints/2DFAN4-cd938726ad.zip", {'P', 'K', 3, 4});
  test::writeBytes(source_ / "shape_predictor_68_face_landmarks.dat", {0, 1});
  for (const char* name : {"01_MorphableModel.mat", "similarity_Lm3D_all.mat", "Exp_Pca.bin"})
    test::writeBytes(source_ / "BFM_Fitting" / name, {0});
  const ImportResult result = import({folder_ / "SadTalker"});
  EXPECT_THAT(result.packs, ElementsAre("sadtalker-256"));
  EXPECT_THAT(result.missing, IsEmpty());
  EXPECT_THAT(result.faceModelFolders, ElementsAre(fs::path(source_ / "BFM_Fitting")));
  EXPECT_EQ(result.refused.size(), 2u) << refusals(result);
  EXPECT_THAT(refusals(result), HasSubstr("wav2lip.pth: it holds no published network"));
}

TEST_F(PackImport, TakesTensorsOfHalfThePrecision) {
  const tensor::WeightStore forged = forgeNetwork("mapping73", 2);
  for (const at::ScalarType type : {at::kHalf, at::kBFloat16}) {
    std::vector<std::pair<std::string, at::Tensor>> tensors;
    for (const auto& [name, value] : forged.tensors()) tensors.emplace_back(name, value.to(type));
    tensor::writeSafetensors(source_ / "map73.safetensors", tensors);
    catalogue_[0].files[2].name = "another.safetensors";
    const ImportResult result = import();
    EXPECT_THAT(result.packs, ElementsAre("sadtalker-256")) << refusals(result);
    const at::Tensor read = openNetworkWeights(installed(), "mapping73").tensor("first.0.weight");
    EXPECT_EQ(read.scalar_type(), type);
    EXPECT_EQ(read.sizes(), (std::vector<std::int64_t>{1024, 73, 7}));
  }
}

TEST_F(PackImport, LeavesNothingBehindWhenItIsStopped) {
  options_.mode = ImportMode::copy;
  recorder_.onProgress = [&](std::string_view stage) {
    if (stage == "Copying") stop_.request_stop();
  };
  EXPECT_EQ(errorOf([&] { import(); }).code(), ErrorCode::cancelled);
  EXPECT_THAT(packNames(), IsEmpty());
}

TEST_F(PackImport, LeavesNothingBehindWhenTheDiskIsFull) {
  options_.mode = ImportMode::copy;
  {
    test::FileSizeLimit limit(1000);
    EXPECT_EQ(errorOf([&] { import(); }).code(), ErrorCode::diskFull);
  }
  EXPECT_THAT(packNames(), IsEmpty());
}

TEST_F(PackImport, RefusesPathsAndPacksThatAreNotThere) {
  EXPECT_EQ(errorOf([&] { import({folder_ / "nowhere"}); }).code(), ErrorCode::fileNotFound);
  options_.as = "sadtalker-1024";
  EXPECT_EQ(errorOf([&] { import(); }).code(), ErrorCode::invalidArgument);
}

}  // namespace
}  // namespace orator::packs
