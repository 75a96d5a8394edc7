#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "core/face/sadtalker/recon_net.h"
#include "core/motion/sadtalker/exp_net.h"
#include "core/motion/sadtalker/pose_vae.h"
#include "core/pipeline/selfcheck/selfcheck.h"
#include "core/render/facevid2vid/coefficient_windows.h"
#include "core/render/facevid2vid/generator.h"
#include "core/tensor/weight_store.h"

namespace orator {
namespace {

const std::filesystem::path kData = ORATOR_TEST_DATA;
namespace fv = render::facevid2vid;

class Golden : public ::testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(sadtalker, Golden, ::testing::ValuesIn(selfcheck::parts()), [](const auto& tested) {
  std::string name = tested.param;
  std::replace(name.begin(), name.end(), '.', '_');
  return name;
});

TEST_P(Golden, isReached) {
  const auto lines = selfcheck::runPart(GetParam(), kData);
  ASSERT_FALSE(lines.empty());
  for (const auto& line : lines) {
    RecordProperty(line.quantity, std::to_string(line.error));
    EXPECT_TRUE(line.ok) << line.part << " " << line.quantity << ": error " << line.error << ", tolerance "
                         << line.tolerance;
    std::printf("%-22s %-20s %.2e of %.0e\n", line.part.c_str(), line.quantity.c_str(), line.error,
                line.tolerance);
  }
}

/// name -> shape and type of everything a checkpoint of this file list holds.
using Keys = std::map<std::string, std::pair<std::vector<std::int64_t>, std::string>>;

Keys published(const nlohmann::json& list) {
  Keys keys;
  for (const auto& [name, entry] : list.items())
    keys[name] = {entry.at("shape").get<std::vector<std::int64_t>>(), entry.at("dtype").get<std::string>()};
  return keys;
}

void addKeys(Keys& keys, const std::string& prefix, torch::nn::Module&& module) {
  for (const auto& [name, value] : tensor::namedState(module, prefix))
    keys[name] = {value.sizes().vec(), value.scalar_type() == at::kLong ? "int64" : "float32"};
}

nlohmann::json json(const char* name) {
  return nlohmann::json::parse(std::ifstream(kData / name));
}

TEST(CheckpointKeys, areThoseOfThePublishedPackage) {
  Keys ours;
  addKeys(ours, "audio2exp.", motion::sadtalker::ExpNet());
  addKeys(ours, "audio2pose.", motion::sadtalker::PoseVae());
  addKeys(ours, "face_3drecon.", face::sadtalker::ReconNet());
  addKeys(ours, "kp_extractor.", fv::KeyPointDetector());
  addKeys(ours, "generator.", fv::Generator());
  EXPECT_EQ(ours, published(json("sadtalker_checkpoint_keys.json")));
}

TEST(CheckpointKeys, areThoseOfThePublishedMappings) {
  const auto lists = json("mapping_checkpoint_keys.json");
  ASSERT_EQ(lists.size(), 2u);
  for (const auto& [title, list] : lists.items()) {
    Keys ours;
    addKeys(ours, "", fv::MappingNet(title.find("73") == std::string::npos ? 70 : 73));
    EXPECT_EQ(ours, published(list)) << title;
  }
}

TEST(MappingNet, givesTheSameForAWholeTrackAsForItsWindows) {
  const at::NoGradGuard noGradient;
  fv::MappingNet network(70);
  tensor::fillByFormula("track", "mapping70.", network);
  network.eval();
  const at::Tensor track = at::sin(at::arange(20 * 70, at::kFloat).reshape({20, 70}));
  const at::Tensor columns = fv::coefficientColumns(track, at::zeros({73}), {});
  const auto windows = network.forward(fv::coefficientWindows(columns));
  const auto whole = network.forwardTrack(columns);
  EXPECT_LT((windows.expression - whole.expression).abs().max().item<float>(), 1e-5f);
  EXPECT_LT((windows.yaw - whole.yaw).abs().max().item<float>(), 1e-5f);
}

}  // namespace
}  // namespace orator
