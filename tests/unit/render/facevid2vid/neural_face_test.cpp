// The optimised paths against the straightforward modules, full-size networks with the golden file's formula
// weights.
#include "core/render/facevid2vid/neural_face.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/render/facevid2vid/coefficient_windows.h"
#include "core/render/facevid2vid/device/device_generator.h"
#include "core/render/facevid2vid/generator.h"
#include "core/tensor/safetensors.h"
#include "core/tensor/weight_store.h"

namespace orator::render::facevid2vid {
namespace {

constexpr float kTolerance = 1e-4f;  // of a picture's range 0..1

constexpr std::int64_t kFrames = 3;

struct Scene {
  NeuralFaceNetworks networks;
  at::Tensor image, columns;
  at::Tensor portrait;  ///< its window
};

/// @param side of the picture, a multiple of 128
Scene goldenScene(std::int64_t side) {
  const auto golden =
      tensor::SafetensorsFile::open(ORATOR_SOURCE_DIR "/tests/golden/sadtalker/data/render_128.safetensors");
  const std::string salt = golden.metadata().at("salt");
  Scene scene;
  scene.networks = {std::make_shared<KeyPointDetector>(), std::make_shared<MappingNet>(70),
                    std::make_shared<Generator>()};
  tensor::fillByFormula(salt, "kp_extractor.", *scene.networks.detector);
  tensor::fillByFormula(salt, "mapping70.", *scene.networks.mapping);
  tensor::fillByFormula(salt, "generator.", *scene.networks.generator);
  for (auto& [name, value] : tensor::namedState(*scene.networks.generator))
    if (golden.contains("generator." + name)) value.detach().copy_(golden.tensor("generator." + name));
  scene.networks.detector->eval();
  scene.networks.mapping->eval();
  scene.networks.generator->eval();
  scene.image = at::upsample_bilinear2d(golden.tensor("image"), at::IntArrayRef({side, side}), false);
  scene.columns =
      at::sin(at::arange(70 * (kFrames + 26), at::kFloat)).reshape({70, kFrames + 2 * kRowReach}) * 0.4;
  scene.portrait = at::cos(at::arange(70, at::kFloat)).reshape({1, 70, 1}).expand({1, 70, kWindow}) * 0.3;
  return scene;
}

float largest(const at::Tensor& difference) {
  return difference.abs().max().item<float>();
}

/// By picture side. Sides above 128 and some batches take minutes: they are run when ORATOR_EXHAUSTIVE is
/// set.
class OptimisedPaths : public testing::TestWithParam<std::int64_t> {};
INSTANTIATE_TEST_SUITE_P(Side, OptimisedPaths, testing::Values(128, 256, 512),
                         [](const auto& tested) { return std::to_string(tested.param); });

// One test a side, because making the networks and their slow frames costs more than all the comparisons.
TEST_P(OptimisedPaths, GiveTheFramesOfTheModulesWhateverTheBatch) {
  const bool exhaustive = std::getenv("ORATOR_EXHAUSTIVE");
  if (GetParam() > 128 && !exhaustive) GTEST_SKIP() << "set ORATOR_EXHAUSTIVE=1 to run it";
  const at::NoGradGuard noGradient;
  const Scene scene = goldenScene(GetParam());
  const Generator& generator = *scene.networks.generator;
  const MappingNet& mapping = *scene.networks.mapping;
  const at::Tensor canonical = scene.networks.detector->forward(scene.image);
  const at::Tensor source = transformKeyPoints(canonical, mapping.forward(scene.portrait));
  const at::Tensor points = transformKeyPoints(canonical, mapping.forward(coefficientWindows(scene.columns)));
  const at::Tensor feature = generator.sourceFeature(scene.image);
  std::vector<at::Tensor> frames;
  for (std::int64_t i = 0; i < kFrames; ++i)
    frames.push_back(generator.forward(feature, points.slice(0, i, i + 1), source).prediction);
  const at::Tensor expected = at::cat(frames);
  {
    NeuralFace face(scene.networks, at::kCPU, Precision::exact);
    EXPECT_THROW(face.render(points), Error) << "before a portrait is given";
    face.prepareSource(scene.image, scene.portrait);
    const at::Tensor found = face.keyPoints(scene.columns);
    EXPECT_LT(largest(found - points), 1e-5f);
    for (const std::int64_t batch : exhaustive ? std::vector{1, 2, 3, 8} : std::vector{1, 3}) {
      const at::Tensor index = at::arange(batch, at::kLong).remainder(kFrames);
      const float difference =
          largest(face.render(found.index_select(0, index)) - expected.index_select(0, index));
      EXPECT_LT(difference, kTolerance) << "batch " << batch;
      std::printf("%d px, batch %d: %.1e\n", int(GetParam()), int(batch), double(difference));
    }
  }
  DeviceGenerator graph(generator, at::kCPU, at::kFloat);
  graph.prepare(feature, source);
  const float difference = largest(graph.render(points.slice(0, 0, 2)) - expected.slice(0, 0, 2));
  EXPECT_LT(difference, kTolerance) << "the graph for devices";
  std::printf("%d px, graph for devices: %.1e\n", int(GetParam()), double(difference));
}

TEST(NeuralFace, TurnsTheKeyPointsByTheUsersAngles) {
  const at::NoGradGuard noGradient;
  at::manual_seed(4);
  const at::Tensor canonical = at::randn({1, kKeyPoints, 3}), bins = at::randn({kFrames, 66});
  const MappedMotion motion{bins, at::randn({kFrames, 66}), at::randn({kFrames, 66}), at::randn({kFrames, 3}),
                            at::randn({kFrames, 45})};
  const at::Tensor points = transformKeyPoints(canonical, motion);
  EXPECT_LT(largest(transformKeyPoints(canonical, motion, {degreesOf(bins), {}, {}}) - points), 1e-5f);
  EXPECT_GT(largest(transformKeyPoints(canonical, motion, {at::full({kFrames}, 25.0f), {}, {}}) - points),
            1e-2f);
}

TEST(NeuralFace, RefusesFastPrecisionWithoutCudaInsteadOfIgnoringIt) {
  const NeuralFaceNetworks networks{std::make_shared<KeyPointDetector>(), std::make_shared<MappingNet>(70),
                                    std::make_shared<Generator>()};
  try {
    NeuralFace(networks, at::kCPU, Precision::fast);
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::deviceUnavailable);
  }
}

TEST(AsPictures, RoundsToTheNearestGreyLevel) {
  at::Tensor prediction = at::zeros({1, 3, 2, 2});
  prediction[0][1][0][1] = 0.5f / 255 + 0.001f;
  prediction[0][2][1][1] = 1.0f;
  const at::Tensor pictures = asPictures(prediction);
  ASSERT_EQ(pictures.sizes(), (std::vector<std::int64_t>{1, 2, 2, 3}));
  EXPECT_EQ(pictures[0][0][1][1].item<int>(), 1);
  EXPECT_EQ(pictures[0][1][1][2].item<int>(), 255);
  EXPECT_EQ(pictures.sum().item<int>(), 256);
}

}  // namespace
}  // namespace orator::render::facevid2vid
