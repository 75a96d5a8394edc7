#include "core/packs/checkpoint_check.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <fstream>

#include "core/packs/pack_verify.h"
#include "core/packs/sha256.h"
#include "core/tensor/checkpoint_file.h"
#include "core/tensor/torch_save_writer.h"
#include "small_catalogue.h"
#include "tests/support/files.h"

namespace orator::packs {
namespace {

using tensor::CheckpointFile;
using test::errorOf;
using test_data::replaceInHeader;
using test_data::writeHollowCheckpoint;
using testing::HasSubstr;

class CheckpointCheck : public testing::Test {
 protected:
  std::optional<std::string> roleOf(const std::string& name) {
    return recogniseCheckpoint(CheckpointFile::open(folder_ / name));
  }
  std::string faults(const std::string& name, const std::string& role,
                     CheckDepth depth = CheckDepth::structure) {
    return checkpointFaults(CheckpointFile::open(folder_ / name), role, depth);
  }
  /// A torch.save file with one tensor of two numbers under each group and name.
  void save(const std::string& name, const std::vector<std::pair<std::string, std::string>>& tensors) {
    std::vector<tensor::TorchSaveGroup> groups;
    for (const auto& [group, tensor] : tensors) groups.push_back({group, {{tensor, at::ones({2})}}});
    tensor::writeTorchSave(folder_ / name, groups);
  }

  test::TemporaryFolder folder_;
};

TEST_F(CheckpointCheck, FindsNothingWrongWithThePublishedTensors) {
  writeHollowCheckpoint(folder_ / "all", "sadtalker", "");
  EXPECT_EQ(roleOf("all"), "sadtalker");
  EXPECT_EQ(faults("all", "sadtalker"), "");
}

TEST_F(CheckpointCheck, RecognisesTheOlderSeparateFilesByTheirTensors) {
  save("a", {{"model", "mapping1.weight"}});
  save("b", {{"model", "netG.decoder.pose_linear.weight"}});
  save("c", {{"net_recon", "backbone.conv1.weight"}});
  save("d", {{"generator", "first.conv.weight"}, {"kp_detector", "predictor.conv.weight"}});
  EXPECT_EQ(roleOf("a"), "audio2exp");
  EXPECT_EQ(roleOf("b"), "audio2pose");
  EXPECT_EQ(roleOf("c"), "face_3drecon");
  EXPECT_EQ(roleOf("d"), "facevid2vid");
}

TEST_F(CheckpointCheck, TellsTheMappingNetworksApartByTheirWidth) {
  for (const char* prefix : {"", "mapping.", "mapping70."}) {
    writeHollowCheckpoint(folder_ / "m", "mapping70", prefix);
    EXPECT_EQ(roleOf("m"), "mapping70") << prefix;
    EXPECT_EQ(faults("m", "mapping70"), "") << prefix;
  }
  writeHollowCheckpoint(folder_ / "m", "mapping73", "mapping.");
  EXPECT_EQ(roleOf("m"), "mapping73");
  EXPECT_THAT(faults("m", "mapping70"),
              HasSubstr("mapping.first.0.weight [1024, 73, 7] instead of [1024, 70, 7]"));
}

TEST_F(CheckpointCheck, DoesNotRecogniseAnotherModel) {
  save("gan", {{"params_ema", "conv_body_first.weight"}});
  EXPECT_EQ(roleOf("gan"), std::nullopt);
}

TEST_F(CheckpointCheck, NamesMissingAndExtraTensors) {
  writeHollowCheckpoint(folder_ / "all", "sadtalker", "");
  replaceInHeader(folder_ / "all", "\"generator.fourth.bias\"", "\"generator.fourth.bios\"");
  const std::string text = faults("all", "sadtalker");
  EXPECT_THAT(text, HasSubstr("1 missing (generator.fourth.bias)"));
  EXPECT_THAT(text, HasSubstr("1 extra (generator.fourth.bios)"));
}

TEST_F(CheckpointCheck, NamesTensorsOfAnotherShapeAndType) {
  writeHollowCheckpoint(folder_ / "m", "mapping70", "");
  replaceInHeader(folder_ / "m", "[45,1024]", "[1024,45]");
  EXPECT_THAT(faults("m", "mapping70"), HasSubstr("fc_exp.weight [1024, 45] instead of [45, 1024]"));
  writeHollowCheckpoint(folder_ / "m", "mapping70", "");
  replaceInHeader(folder_ / "m", "\"fc_t.bias\":{\"dtype\":\"F32\"", "\"fc_t.bias\":{\"dtype\":\"I32\"");
  EXPECT_THAT(faults("m", "mapping70"), HasSubstr("1 of another type (fc_t.bias I32)"));
}

TEST_F(CheckpointCheck, NamesTensorsWithValuesThatAreNotNumbers) {
  writeHollowCheckpoint(folder_ / "m", "mapping70", "");
  EXPECT_EQ(faults("m", "mapping70", CheckDepth::values), "");
  const float nan = std::numeric_limits<float>::quiet_NaN();
  std::fstream file(folder_ / "m", std::ios::binary | std::ios::in | std::ios::out);
  file.seekp(-4, std::ios::end);  // the last number of the last tensor
  file.write(reinterpret_cast<const char*>(&nan), 4);
  file.close();
  EXPECT_EQ(faults("m", "mapping70"), "");
  EXPECT_THAT(faults("m", "mapping70", CheckDepth::values),
              HasSubstr("1 with values that are not numbers (fc_exp.bias)"));
}

TEST_F(CheckpointCheck, PassesOverTheStateOfTheTrainingInOlderFiles) {
  save("a", {{"model", "mapping1.weight"}, {"optimizer", "state"}});
  EXPECT_THAT(faults("a", "audio2exp"), testing::Not(HasSubstr("extra")));
}

TEST_F(CheckpointCheck, RefusesARoleWithoutNetworks) {
  save("a", {{"model", "x"}});
  EXPECT_EQ(errorOf([&] { faults("a", "face_model"); }).code(), ErrorCode::invalidArgument);
}

TEST_F(CheckpointCheck, VerifyNamesTheFileAndTheTensor) {
  writeHollowCheckpoint(folder_ / "m", "mapping73", "mapping.");
  Pack pack;
  pack.id = "test";
  PackFile file;
  file.role = "mapping70";
  file.path = folder_ / "m";
  file.sha256 = fileSha256(file.path);
  pack.files = {file};
  const VerifiedFile verified = verifyPackClosely(pack).at(0);
  EXPECT_TRUE(verified.state.intact);
  EXPECT_FALSE(verified.ok());
  const Error error = errorOf([&] { requireOk(pack, verified); });
  EXPECT_EQ(error.code(), ErrorCode::packDamaged);
  EXPECT_EQ(error.subject(), (folder_ / "m").string());
  EXPECT_THAT(error.reason(), HasSubstr("mapping.first.0.weight"));
  test::writeBytes(file.path, {'j', 'u', 'n', 'k'});
  EXPECT_THAT(verifyPackClosely(pack).at(0).faults, HasSubstr("too short"));
  std::filesystem::remove(file.path);
  EXPECT_EQ(errorOf([&] { requireOk(pack, verifyPackClosely(pack).at(0)); }).code(), ErrorCode::packMissing);
}

}  // namespace
}  // namespace orator::packs
