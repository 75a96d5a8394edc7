#include "core/tensor/tfjs_weights.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cstring>
#include <limits>

#include "core/base/error.h"
#include "core/base/files.h"
#include "tests/support/files.h"

namespace orator::tensor {
namespace {

/// "kernel" [2, 1, 2] of bytes and "bias" [2] of numbers.
class TfjsWeights : public testing::Test {
 protected:
  const std::string kernel_ = R"({"name": "kernel", "shape": [2, 1, 2], "dtype": "float32",
      "quantization": {"dtype": "uint8", "scale": 0.5, "min": -1}})",
                    bias_ = R"({"name": "bias", "shape": [2], "dtype": "float32"})";

  std::string numbers(float last = 4.25f) const {
    const float bias[]{3, last};
    std::string bytes{'\0', '\1', '\4', '\xff'};
    return bytes.append(reinterpret_cast<const char*>(bias), sizeof bias);
  }
  WeightStore read(const std::string& weights, const std::string& data) const {
    writeFile(folder_ / "m.json", "[{\"paths\": [\"d.bin\"], \"weights\": [" + weights + "]}]");
    writeFile(folder_ / "d.bin", data);
    return readTfjsWeights(folder_ / "m.json", folder_ / "d.bin");
  }
  void expectRefused(const std::string& weights, const std::string& data, const std::string& reason) const {
    const Error error = test::errorOf([&] { read(weights, data); });
    EXPECT_EQ(error.code(), ErrorCode::checkpointRefused);
    EXPECT_NE(error.reason().find(reason), std::string::npos) << error.reason();
  }

  test::TemporaryFolder folder_;
};

TEST_F(TfjsWeights, AreNumbersAsStoredAndStepsFromTheLeast) {
  const WeightStore store = read(kernel_ + "," + bias_, numbers());
  EXPECT_TRUE(at::equal(store.tensor("kernel"), at::tensor({-1.f, -0.5f, 1.f, 126.5f}).view({2, 1, 2})));
  EXPECT_TRUE(at::equal(store.tensor("bias"), at::tensor({3.f, 4.25f})));
}

TEST_F(TfjsWeights, AreRefusedWhereTheManifestAndTheDataDisagree) {
  expectRefused(kernel_, numbers(), "12 bytes where its manifest names 4");
  expectRefused(kernel_ + "," + bias_, numbers().substr(1), "11 bytes");
  expectRefused(kernel_ + "," + kernel_, std::string(8, 'x'), "twice");
}

TEST_F(TfjsWeights, AreRefusedWhereTheyAreNoNumbers) {
  expectRefused(kernel_ + "," + bias_, numbers(std::numeric_limits<float>::infinity()), "not numbers");
  expectRefused(R"({"name": "a", "shape": [1], "dtype": "string"})", "x", "\"string\"");
  expectRefused(R"({"name": "a", "shape": [16777216, 16777216], "dtype": "float32"})", "",
                "too many numbers");
  expectRefused(R"({"name": "a", "shape": [-1], "dtype": "float32"})", "", "out of range");
  expectRefused("7", "", "no manifest");
}

}  // namespace
}  // namespace orator::tensor
