// Files of the published networks beside SadTalker's: recognised by their tensors, held to them, made packs
// of.
#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <limits>

#include "core/packs/checkpoint_check.h"
#include "core/packs/network_layout.h"
#include "core/packs/network_tensors.h"
#include "core/packs/pack.h"
#include "core/packs/pack_download.h"
#include "core/packs/pack_import.h"
#include "core/tensor/checkpoint_file.h"
#include "core/tensor/torch_save_writer.h"
#include "small_catalogue.h"
#include "tests/support/files.h"

namespace orator::packs {
namespace {

namespace fs = std::filesystem;
using tensor::CheckpointFile;
using test::errorOf;
using test_data::replaceInHeader;
using test_data::writeHollowCheckpoint;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class OtherNetworks : public testing::Test {
 protected:
  std::string faults(const std::string& role, CheckDepth depth = CheckDepth::structure) const {
    return checkpointFaults(CheckpointFile::open(file_), role, depth);
  }
  std::optional<std::string> role() const { return recogniseCheckpoint(CheckpointFile::open(file_)); }
  ImportResult import(const std::vector<fs::path>& paths) const {
    ImportOptions options;
    options.modelsFolder = folder_ / "models";
    return importPacks(paths, options, {});
  }

  test::TemporaryFolder folder_;
  fs::path file_ = folder_ / "weights.safetensors";
};

/// The networks that have a file of their own.
std::vector<const NetworkLayout*> ownFiles() {
  std::vector<const NetworkLayout*> own;
  for (const NetworkLayout& layout : networkLayouts())
    if (layout.neighbours == Neighbours::outside && layout.roles.front() != "liveportrait_retargeting")
      own.push_back(&layout);
  return own;
}

TEST_F(OtherNetworks, AreRecognisedUnderThePublishedPrefixAndWithoutIt) {
  EXPECT_EQ(ownFiles().size(), 11u);
  for (const NetworkLayout* layout : ownFiles())
    for (const std::string_view prefix :
         {layout->packagedPrefix, layout->separatePrefix, std::string_view()}) {
      writeHollowCheckpoint(file_, std::string(layout->network), std::string(prefix));
      EXPECT_EQ(role(), std::string(layout->roles.front())) << layout->network << " " << prefix;
      EXPECT_EQ(faults(std::string(layout->roles.front())), "") << layout->network << " " << prefix;
    }
}

TEST_F(OtherNetworks, AreHeldToTheirNames) {
  writeHollowCheckpoint(file_, "gfpgan", "params_ema.");
  replaceInHeader(file_, "params_ema.final_linear.bias", "params_ema.final_linear.bios");
  EXPECT_THAT(faults("gfpgan"), HasSubstr("1 missing (params_ema.final_linear.bias)"));
  EXPECT_THAT(faults("gfpgan"), HasSubstr("1 extra (params_ema.final_linear.bios)"));
}

TEST_F(OtherNetworks, AreHeldToTheirShapesAndTypes) {
  writeHollowCheckpoint(file_, "syncnet", "");
  replaceInHeader(file_, "[512,256,5,4]", "[512,256,4,5]");
  EXPECT_THAT(faults("syncnet_v2"),
              HasSubstr("netcnnaud.18.weight [512, 256, 4, 5] instead of [512, 256, 5, 4]"));
  writeHollowCheckpoint(file_, "lp_W", "");
  replaceInHeader(file_, "\"fourth.bias\":{\"dtype\":\"F32\"", "\"fourth.bias\":{\"dtype\":\"I32\"");
  EXPECT_THAT(faults("liveportrait_warping"), HasSubstr("1 of another type (fourth.bias I32)"));
}

TEST_F(OtherNetworks, AreHeldToNumbers) {
  writeHollowCheckpoint(file_, "parsenet", "");
  EXPECT_EQ(faults("parsenet", CheckDepth::values), "");
  const float nan = std::numeric_limits<float>::quiet_NaN();
  std::fstream stream(file_, std::ios::binary | std::ios::in | std::ios::out);
  stream.seekp(-4, std::ios::end);
  stream.write(reinterpret_cast<const char*>(&nan), 4);
  stream.close();
  EXPECT_THAT(faults("parsenet", CheckDepth::values), HasSubstr("1 with values that are not numbers"));
}

TEST_F(OtherNetworks, MayCarryTheStateOfTheirTraining) {
  std::vector<std::pair<std::string, at::Tensor>> weights;
  for (const NetworkTensor& tensor : networkTensors("expert"))
    weights.emplace_back("module." + tensor.name,
                         tensor.counter ? at::zeros({}, at::kLong) : at::zeros(tensor.shape));
  tensor::writeTorchSave(file_, {{"state_dict", weights}, {"optimizer", {{"state", at::ones({3})}}}});
  EXPECT_EQ(role(), "lipsync_expert");
  EXPECT_EQ(faults("lipsync_expert"), "");
  weights.emplace_back("module.another.weight", at::ones({3}));
  tensor::writeTorchSave(file_, {{"state_dict", weights}});
  EXPECT_EQ(faults("lipsync_expert"), "1 extra (state_dict.module.another.weight)");
}

TEST_F(OtherNetworks, AnUpscalerIsNotTakenForTheOther) {
  writeHollowCheckpoint(file_, "realesrgan_x4", "params_ema.");
  EXPECT_EQ(role(), "realesrgan_x4");
  EXPECT_THAT(faults("realesrgan_x2"),
              HasSubstr("conv_first.weight [64, 3, 3, 3] instead of [64, 12, 3, 3]"));
}

TEST_F(OtherNetworks, RetargetingNeedsItsThreeNetworksAndMayHoldMore) {
  const auto zeros = [](std::string_view network) {
    std::vector<std::pair<std::string, at::Tensor>> tensors;
    for (const NetworkTensor& tensor : networkTensors(network))
      tensors.emplace_back(tensor.name, at::zeros(tensor.shape));
    return tensors;
  };
  std::vector<tensor::TorchSaveGroup> groups{{"retarget_shoulder", zeros("lp_stitching")},
                                             {"retarget_mouth", zeros("lp_lip")},
                                             {"retarget_eye", zeros("lp_eye")},
                                             {"optimizer", {{"state", at::ones({3})}}}};
  tensor::writeTorchSave(file_, groups);
  EXPECT_EQ(role(), "liveportrait_retargeting");
  EXPECT_EQ(faults("liveportrait_retargeting"), "");
  groups.erase(groups.begin() + 2);
  tensor::writeTorchSave(file_, groups);
  EXPECT_THAT(faults("liveportrait_retargeting"), HasSubstr("12 missing (retarget_eye.mlp.0.weight"));
}

TEST_F(OtherNetworks, BecomeAPackThatDoesNotAnimate) {
  writeHollowCheckpoint(file_, "syncnet", "");
  EXPECT_THAT(import({file_}).packs, ElementsAre("syncnet"));
  const Pack pack = readPack(folder_ / "models/packs/syncnet");
  EXPECT_EQ(pack.purpose, "judge");
  EXPECT_THAT(pack.renderers, IsEmpty());
  ASSERT_EQ(pack.files.size(), 1u);
  EXPECT_EQ(pack.files[0].licence, "MIT");
  EXPECT_THAT(pack.files[0].origin, HasSubstr("not the published file"));
  const Error error = errorOf([&] { pack.requireAnimates(); });
  EXPECT_EQ(error.code(), ErrorCode::invalidArgument);
  EXPECT_THAT(error.reason(), HasSubstr("to judge"));
}

TEST_F(OtherNetworks, ACutOffFileIsRefused) {
  writeHollowCheckpoint(file_, "syncnet", "");
  fs::resize_file(file_, fs::file_size(file_) - 100);
  const ImportResult result = import({file_});
  EXPECT_THAT(result.packs, IsEmpty());
  ASSERT_EQ(result.refused.size(), 1u);
  EXPECT_THAT(result.refused[0].reason, HasSubstr("cut off: 100 bytes are missing"));
}

TEST_F(OtherNetworks, AFileThatIsOnlyNamedLikeAPublishedOneIsRefused) {
  file_ = folder_ / "syncnet_v2.model";
  writeHollowCheckpoint(file_, "syncnet", "");
  const ImportResult result = import({file_});
  EXPECT_THAT(result.packs, IsEmpty());
  ASSERT_EQ(result.refused.size(), 1u);
  EXPECT_THAT(result.refused[0].reason, HasSubstr("another SHA-256"));
}

TEST_F(OtherNetworks, AFileWhoseSha256NobodyStatesIsTakenByItsTensorsAndNeverFetched) {
  file_ = folder_ / "lipsync_expert.pth";
  writeHollowCheckpoint(file_, "expert", "state_dict.");
  EXPECT_THAT(import({file_}).packs, ElementsAre("lipsync-expert"));
  DownloadOptions options;
  options.modelsFolder = folder_ / "elsewhere";
  const Error error = errorOf([&] { planDownload("lipsync-expert", options); });
  EXPECT_EQ(error.code(), ErrorCode::invalidArgument);
  EXPECT_THAT(error.remedy(), HasSubstr("packs import"));
}

TEST_F(OtherNetworks, WhatTwoPacksHaveInOneFormGoesToTheOneOfItsName) {
  ImportOptions options;
  options.modelsFolder = folder_ / "models";
  options.acceptAltered = true;
  file_ = folder_ / "wav2lip_gan.pth";
  writeHollowCheckpoint(file_, "wav2lip", "state_dict.module.");
  EXPECT_THAT(importPacks({file_}, options, {}).packs, ElementsAre("wav2lip-gan"));
}

TEST(PublishedPacks, StateALicenceAndAnOriginEach) {
  for (const PublishedPack& pack : publishedPacks()) {
    EXPECT_FALSE(pack.licence.empty()) << pack.id;
    EXPECT_FALSE(pack.origin.empty()) << pack.id;
    for (const PublishedFile& file : pack.files) {
      EXPECT_TRUE(isNetworkRole(file.role)) << file.role;
      EXPECT_TRUE(file.sha256.size() == 64 || file.sha256.empty()) << file.name;
    }
    EXPECT_EQ(pack.use.renderers.empty(), !pack.use.purpose.empty()) << pack.id;
  }
}

}  // namespace
}  // namespace orator::packs
