// The optimised paths against the straightforward modules, full-size networks with the golden file's formula
// weights.
#include "core/render/facevid2vid/neural_face.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

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

Scene goldenScene() {
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
  scene.image = golden.tensor("image");
  scene.columns =
      at::sin(at::arange(70 * (kFrames + 26), at::kFloat)).reshape({70, kFrames + 2 * kWindowMargin}) * 0.4;
  scene.portrait = at::cos(at::arange(70, at::kFloat)).reshape({1, 70, 1}).expand({1, 70, kWindow}) * 0.3;
  return scene;
}

float largest(const at::Tensor& difference) {
  return difference.abs().max().item<float>();
}

// One test, because making the networks and their slow frames costs more than all the comparisons.
TEST(NeuralFace, GivesTheFramesOfTheModulesOnEveryPathWhateverTheBatch) {
  const at::NoGradGuard noGradient;
  const Scene scene = goldenScene();
  const Generator& generator = *scene.networks.generator;
  const MappingNet& mapping = *scene.networks.mapping;
  const at::Tensor canonical = scene.networks.detector->forward(scene.image);
  const at::Tensor source = transformKeyPoints(canonical, mapping.forward(scene.portrait));
  const MappedMotion motion = mapping.forward(coefficientWindows(scene.columns));
  const at::Tensor points = transformKeyPoints(canonical, motion);
  const at::Tensor feature = generator.sourceFeature(scene.image);
  const at::Tensor expected = generator.forward(feature, points, source).prediction;
  {
    NeuralFace face(scene.networks, at::kCPU, Precision::exact);
    EXPECT_THROW(face.render(points), Error) << "before a portrait is given";
    face.prepareSource(scene.image, scene.portrait);
    const at::Tensor found = face.keyPoints(scene.columns);
    EXPECT_LT(largest(found - points), 1e-5f);
    for (const std::int64_t batch : {1, 2, 3, 8}) {
      const at::Tensor index = at::arange(batch, at::kLong).remainder(kFrames);
      const float difference =
          largest(face.render(found.index_select(0, index)) - expected.index_select(0, index));
      EXPECT_LT(difference, kTolerance) << "batch " << batch;
      std::printf("batch %d: %.1e\n", int(batch), double(difference));
    }
    PoseOverride pose;
    pose.yaw = at::full({kFrames}, 25.0f);
    EXPECT_GT(largest(face.keyPoints(scene.columns, pose) - points), 1e-2f);
    pose.yaw = degreesOf(motion.yaw);
    EXPECT_LT(largest(face.keyPoints(scene.columns, pose) - points), 1e-5f);
  }
  DeviceGenerator graph(generator, at::kCPU, at::kFloat);
  graph.prepare(feature, source);
  const float difference = largest(graph.render(points.slice(0, 0, 2)) - expected.slice(0, 0, 2));
  EXPECT_LT(difference, kTolerance) << "the graph for devices";
  std::printf("graph for devices: %.1e\n", double(difference));
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
