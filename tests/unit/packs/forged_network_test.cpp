#include "core/packs/forged_network.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/packs/network_tensors.h"
#include "core/packs/pack.h"
#include "core/packs/pack_writer.h"
#include "core/tensor/weight_store.h"
#include "tests/support/files.h"

namespace orator::packs {
namespace {

using test::errorOf;
using testing::Contains;

TEST(NetworkTensors, CountsThoseOfThePublishedFiles) {
  std::size_t packaged = 0;
  for (const char* network : {"audio2exp", "audio2pose", "face_3drecon", "kp_extractor", "generator"})
    packaged += networkTensors(network).size();
  EXPECT_EQ(packaged, 1305u);
  EXPECT_EQ(networkTensors("mapping70").size(), 18u);
  EXPECT_EQ(networkTensors("mapping73")[0].shape, (std::vector<std::int64_t>{1024, 73, 7}));
  EXPECT_EQ(errorOf([] { networkTensors("x"); }).code(), ErrorCode::invalidArgument);
}

TEST(ForgeNetwork, HasEveryPublishedTensorInItsShape) {
  const auto store = forgeNetwork("audio2exp", 1);
  EXPECT_EQ(store.tensors().size(), networkTensors("audio2exp").size());
  for (const NetworkTensor& wanted : networkTensors("audio2exp")) {
    EXPECT_EQ(store.tensor(wanted.name).sizes(), at::IntArrayRef(wanted.shape)) << wanted.name;
    EXPECT_EQ(store.tensor(wanted.name).scalar_type(), wanted.counter ? at::kLong : at::kFloat);
  }
}

TEST(ForgeNetwork, DependsOnTheSeedAlone) {
  const at::Tensor first = forgeNetwork("audio2exp", 1).tensor("mapping1.weight");
  EXPECT_TRUE(first.equal(forgeNetwork("audio2exp", 1).tensor("mapping1.weight")));
  EXPECT_FALSE(first.equal(forgeNetwork("audio2exp", 2).tensor("mapping1.weight")));
}

TEST(ForgeNetwork, SpectralNormsBelongToTheirWeights) {
  const auto store = forgeNetwork("generator", 3);
  int seen = 0;
  for (const auto& [name, u] : store.tensors()) {
    if (!name.ends_with("weight_u")) continue;
    const std::string stem = name.substr(0, name.size() - 1);
    const at::Tensor weight = store.tensor(stem + "orig").flatten(1);
    const double sigma = u.dot(weight.mv(store.tensor(stem + "v"))).item<double>();
    const double frobenius = weight.norm().item<double>();
    EXPECT_GT(sigma, frobenius / std::sqrt(double(weight.size(0)))) << name;
    EXPECT_LT(sigma, frobenius * 1.0001) << name;
    ++seen;
  }
  EXPECT_EQ(seen, 18);
}

TEST(PackWriter, WritesWhatThePackReaderReads) {
  test::TemporaryFolder folder;
  const auto at = std::filesystem::canonical(folder.path()) / "tiny";
  std::filesystem::create_directory(at);
  test::writeBytes(at / "w.safetensors", {1, 2, 3});
  Pack pack;
  pack.id = "tiny";
  pack.folder = at;
  pack.title = "Tiny";
  pack.motionModel = "sadtalker";
  pack.renderers = {"facevid2vid"};
  pack.coefficientBasis = "bfm";
  pack.pictureSizePx = 256;
  pack.files = {{"sadtalker", at / "w.safetensors", std::string(64, 'a'), "here", "CC0-1.0"}};
  writePackJson(pack);
  const Pack read = readPack(at);
  EXPECT_EQ(read.title, "Tiny");
  EXPECT_EQ(read.coefficientBasis, "bfm");
  EXPECT_EQ(read.pictureSizePx, 256);
  EXPECT_EQ(read.files.at(0).path, at / "w.safetensors");
  EXPECT_EQ(read.files.at(0).sha256, std::string(64, 'a'));
  std::vector<std::string> roles;
  for (const PackFile& file : read.files) roles.push_back(file.role);
  EXPECT_THAT(roles, Contains("face_detector"));
  pack.files[0].path = folder / "elsewhere";
  EXPECT_EQ(errorOf([&] { writePackJson(pack); }).code(), ErrorCode::invalidArgument);
}

}  // namespace
}  // namespace orator::packs
