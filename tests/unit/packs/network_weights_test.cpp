#include "core/packs/network_weights.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "core/packs/sha256.h"
#include "core/tensor/safetensors.h"
#include "core/tensor/torch_save_writer.h"
#include "core/tensor/weight_store.h"
#include "tests/support/files.h"

namespace orator::packs {
namespace {

using tensor::writeSafetensors;
using tensor::writeTorchSave;
using test::errorOf;
using testing::ElementsAre;
using testing::HasSubstr;

/// A folder that is made into a pack of the files that are written into it.
class NetworkWeights : public testing::Test {
 protected:
  /// @param files role -> name of the file
  Pack pack(const std::map<std::string, std::string>& files) {
    Pack pack;
    pack.id = "test";
    for (const auto& [role, name] : files) {
      PackFile file;
      file.role = role;
      file.path = folder_ / name;
      file.sha256 = fileSha256(file.path);
      pack.files.push_back(file);
    }
    return pack;
  }
  static std::vector<std::string> names(const tensor::WeightStore& store) {
    std::vector<std::string> names;
    for (const auto& [name, value] : store.tensors()) names.push_back(name);
    return names;
  }
  static at::Tensor number(double value) { return at::full({2}, value, at::kFloat); }

  test::TemporaryFolder folder_;
};

TEST_F(NetworkWeights, TakesEachNetworkOutOfThePackagedCheckpoint) {
  writeSafetensors(folder_ / "all.safetensors", {{"audio2exp.mapping1.weight", number(1)},
                                                 {"audio2pose.netG.decoder.pose_linear.weight", number(2)},
                                                 {"face_3drecon.backbone.conv1.weight", number(3)},
                                                 {"kp_extractor.predictor.conv.weight", number(4)},
                                                 {"generator.first.conv.weight", number(5)},
                                                 {"generator.second.weight", number(6)}});
  const Pack all = pack({{"sadtalker", "all.safetensors"}});
  EXPECT_THAT(names(openNetworkWeights(all, "generator")), ElementsAre("first.conv.weight", "second.weight"));
  EXPECT_TRUE(openNetworkWeights(all, "audio2exp").tensor("mapping1.weight").equal(number(1)));
  EXPECT_TRUE(
      openNetworkWeights(all, "audio2pose").tensor("netG.decoder.pose_linear.weight").equal(number(2)));
  EXPECT_TRUE(openNetworkWeights(all, "face_3drecon").tensor("backbone.conv1.weight").equal(number(3)));
  EXPECT_TRUE(openNetworkWeights(all, "kp_extractor").tensor("predictor.conv.weight").equal(number(4)));
}

TEST_F(NetworkWeights, ReadsTheOlderSeparateFilesUnderTheSameNames) {
  writeTorchSave(folder_ / "auido2exp_00300-model.pth",
                 {{"model", {{"mapping1.weight", number(1)}}}, {"optimizer", {{"state", number(0)}}}});
  writeTorchSave(folder_ / "auido2pose_00140-model.pth",
                 {{"model", {{"netG.decoder.pose_linear.weight", number(2)}}}});
  writeTorchSave(folder_ / "epoch_20.pth", {{"net_recon", {{"backbone.conv1.weight", number(3)}}}});
  writeTorchSave(folder_ / "facevid2vid_00189-model.pth.tar",
                 {{"generator", {{"first.conv.weight", number(5)}}},
                  {"kp_detector", {{"predictor.conv.weight", number(4)}, {"kp.weight", number(7)}}},
                  {"he_estimator", {{"first.conv.weight", number(9)}}}});
  writeTorchSave(folder_ / "mapping_00229-model.pth.tar", {{"mapping", {{"first.0.weight", number(8)}}}});
  const Pack old = pack({{"audio2exp", "auido2exp_00300-model.pth"},
                         {"audio2pose", "auido2pose_00140-model.pth"},
                         {"face_3drecon", "epoch_20.pth"},
                         {"facevid2vid", "facevid2vid_00189-model.pth.tar"},
                         {"mapping70", "mapping_00229-model.pth.tar"}});
  EXPECT_THAT(names(openNetworkWeights(old, "audio2exp")), ElementsAre("mapping1.weight"));
  EXPECT_THAT(names(openNetworkWeights(old, "audio2pose")), ElementsAre("netG.decoder.pose_linear.weight"));
  EXPECT_TRUE(openNetworkWeights(old, "face_3drecon").tensor("backbone.conv1.weight").equal(number(3)));
  EXPECT_THAT(names(openNetworkWeights(old, "kp_extractor")),
              ElementsAre("kp.weight", "predictor.conv.weight"));
  EXPECT_TRUE(openNetworkWeights(old, "generator").tensor("first.conv.weight").equal(number(5)));
  EXPECT_TRUE(openNetworkWeights(old, "mapping70").tensor("first.0.weight").equal(number(8)));
}

TEST_F(NetworkWeights, ReadsBareNames) {
  writeSafetensors(folder_ / "m.safetensors", {{"first.0.weight", number(1)}});
  EXPECT_THAT(names(openNetworkWeights(pack({{"mapping73", "m.safetensors"}}), "mapping73")),
              ElementsAre("first.0.weight"));
}

TEST_F(NetworkWeights, PrefersTheFileOfTheNetworkAlone) {
  writeSafetensors(folder_ / "all", {{"audio2exp.mapping1.weight", number(1)}});
  writeSafetensors(folder_ / "own", {{"mapping1.weight", number(2)}});
  const Pack both = pack({{"sadtalker", "all"}, {"audio2exp", "own"}});
  EXPECT_TRUE(openNetworkWeights(both, "audio2exp").tensor("mapping1.weight").equal(number(2)));
}

TEST_F(NetworkWeights, SaysWhichNetworksAPackHas) {
  writeSafetensors(folder_ / "a", {{"x", number(1)}});
  const Pack some = pack({{"facevid2vid", "a"}});
  EXPECT_TRUE(hasNetwork(some, "generator"));
  EXPECT_TRUE(hasNetwork(some, "kp_extractor"));
  EXPECT_FALSE(hasNetwork(some, "audio2exp"));
  EXPECT_EQ(networkNames().size(), 21u);
}

TEST_F(NetworkWeights, NamesTheNetworkThatIsMissing) {
  const Error error = errorOf([&] { openNetworkWeights(pack({}), "mapping70"); });
  EXPECT_EQ(error.code(), ErrorCode::packMissing);
  EXPECT_THAT(error.what(), HasSubstr("mapping70"));
  EXPECT_THAT(error.what(), HasSubstr("packs import"));
}

TEST_F(NetworkWeights, RefusesTheCheckpointOfAnotherModel) {
  writeSafetensors(folder_ / "other", {{"transformer.wte.weight", number(1)}});
  const Error error = errorOf([&] { openNetworkWeights(pack({{"sadtalker", "other"}}), "generator"); });
  EXPECT_EQ(error.code(), ErrorCode::checkpointRefused);
  EXPECT_THAT(error.subject(), HasSubstr("other"));
  EXPECT_THAT(error.reason(), HasSubstr("generator"));
}

TEST_F(NetworkWeights, RefusesAnUnknownNetwork) {
  EXPECT_EQ(errorOf([&] { openNetworkWeights(pack({}), "transformer"); }).code(), ErrorCode::invalidArgument);
}

}  // namespace
}  // namespace orator::packs
