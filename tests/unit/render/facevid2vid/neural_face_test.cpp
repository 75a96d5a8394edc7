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

class NeuralFaceTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    const at::NoGradGuard noGradient;
    const auto golden = tensor::SafetensorsFile::open(ORATOR_SOURCE_DIR
                                                      "/tests/golden/sadtalker/data/render_128.safetensors");
    const std::string salt = golden.metadata().at("salt");
    networks = {std::make_shared<KeyPointDetector>(), std::make_shared<MappingNet>(70),
                std::make_shared<Generator>()};
    tensor::fillByFormula(salt, "kp_extractor.", *networks.detector);
    tensor::fillByFormula(salt, "mapping70.", *networks.mapping);
    tensor::fillByFormula(salt, "generator.", *networks.generator);
    for (auto& [name, value] : tensor::namedState(*networks.generator))
      if (golden.contains("generator." + name)) value.detach().copy_(golden.tensor("generator." + name));
    networks.detector->eval();
    networks.mapping->eval();
    networks.generator->eval();
    image = golden.tensor("image");

    const at::Tensor rows = at::sin(at::arange(kFrames * 70, at::kFloat)).reshape({kFrames, 70}) * 0.4;
    portrait = at::cos(at::arange(73, at::kFloat)) * 0.3;
    columns = coefficientColumns(rows, portrait, {});
    const at::Tensor canonical = networks.detector->forward(image);
    const at::Tensor source =
        transformKeyPoints(canonical, networks.mapping->forward(sourceWindow(portrait, false)));
    points = transformKeyPoints(canonical, networks.mapping->forward(coefficientWindows(columns)));
    feature = networks.generator->sourceFeature(image);
    sourcePoints = source;
    expected = networks.generator->forward(feature, points, source).prediction;
  }
  static void TearDownTestSuite() {
    networks = {};
    for (at::Tensor* one : {&image, &portrait, &columns, &points, &feature, &sourcePoints, &expected})
      one->reset();
  }

  /// Frames in rotation, so that a batch of 8 needs 3 frames of the slow path. @return [count]
  static at::Tensor rotation(std::int64_t count) { return at::arange(count, at::kLong).remainder(kFrames); }

  static constexpr std::int64_t kFrames = 3;
  static inline NeuralFaceNetworks networks;
  static inline at::Tensor image, portrait, columns, points, feature, sourcePoints, expected;
};

TEST_F(NeuralFaceTest, GivesTheFramesOfTheModulesWhateverTheBatch) {
  NeuralFace face(networks, at::kCPU, Precision::exact);
  face.prepareSource(image, sourceWindow(portrait, false));
  const at::Tensor found = face.keyPoints(columns);
  EXPECT_LT((found - points).abs().max().item<float>(), 1e-5f);
  for (const std::int64_t batch : {1, 2, 3, 8}) {
    const at::Tensor index = rotation(batch);
    const at::Tensor difference = face.render(found.index_select(0, index)) - expected.index_select(0, index);
    RecordProperty("difference of batch " + std::to_string(batch),
                   std::to_string(difference.abs().max().item<float>()));
    EXPECT_LT(difference.abs().max().item<float>(), kTolerance) << "batch " << batch;
  }
}

TEST_F(NeuralFaceTest, GraphForDevicesGivesTheFramesOfTheModules) {
  const at::NoGradGuard noGradient;
  DeviceGenerator generator(*networks.generator, at::kCPU, at::kFloat);
  generator.prepare(feature, sourcePoints);
  EXPECT_LT((generator.render(points.slice(0, 0, 2)) - expected.slice(0, 0, 2)).abs().max().item<float>(),
            kTolerance);
}

TEST_F(NeuralFaceTest, FastPrecisionIsRefusedWithoutCudaInsteadOfIgnored) {
  try {
    NeuralFace(networks, at::kCPU, Precision::fast);
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::deviceUnavailable);
  }
}

TEST_F(NeuralFaceTest, OwnAnglesReplaceThePredictedOnes) {
  const at::NoGradGuard noGradient;
  NeuralFace face(networks, at::kCPU, Precision::exact);
  EXPECT_THROW(face.keyPoints(columns), Error);  // no portrait yet
  face.prepareSource(image, sourceWindow(portrait, false));
  PoseOverride pose;
  pose.yaw = at::full({kFrames}, 25.0f);
  const at::Tensor turned = face.keyPoints(columns, pose);
  pose.yaw = degreesOf(networks.mapping->forward(coefficientWindows(columns)).yaw);
  EXPECT_GT((turned - points).abs().max().item<float>(), 1e-2f);
  EXPECT_LT((face.keyPoints(columns, pose) - points).abs().max().item<float>(), 1e-5f);
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
