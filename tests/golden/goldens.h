#pragma once

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/lab/selfcheck/selfcheck.h"
#include "core/tensor/safetensors.h"
#include "tests/support/files.h"

// What the tests of every folder of goldens share: the self-check over that folder, and over a copy that a
// test may spoil.

namespace orator::test {

using Tensors = std::vector<std::pair<std::string, at::Tensor>>;

/// The folder of the including program's goldens.
inline const std::filesystem::path kGoldens = ORATOR_TEST_DATA;

inline at::Tensor& named(Tensors& tensors, const std::string& name) {
  for (auto& [key, tensor] : tensors)
    if (key == name) return tensor;
  throw std::out_of_range(name);
}

/// Name of a parameterised test.
inline std::string partName(const testing::TestParamInfo<std::string>& tested) {
  std::string name = tested.param;
  std::replace(name.begin(), name.end(), '.', '_');
  return name;
}

/// Every quantity of the part is within its tolerance; its errors are printed.
inline void expectReached(const std::string& part) {
  const auto lines = lab::selfcheck::runPart(part, kGoldens);
  ASSERT_FALSE(lines.empty());
  for (const auto& line : lines) {
    EXPECT_TRUE(line.ok) << line.part << " " << line.quantity << ": error " << line.error << ", tolerance "
                         << line.tolerance;
    std::printf("%-28s %-36s %.2e of %.0e\n", line.part.c_str(), line.quantity.c_str(), line.error,
                line.tolerance);
  }
}

/// A folder of goldens that a test writes.
class GoldenFolder : public testing::Test {
 protected:
  /// The true ones of a part.
  static Tensors read(const std::string& part) {
    const auto file = tensor::SafetensorsFile::open(kGoldens / (part + ".safetensors"));
    Tensors tensors;
    for (const auto& entry : file.entries()) tensors.emplace_back(entry.name, file.tensor(entry.name));
    return tensors;
  }
  void write(const std::string& part, const Tensors& tensors, const std::string& salt) const {
    tensor::writeSafetensors(folder_ / (part + ".safetensors"), tensors, {{"salt", salt}});
  }
  bool passes(const std::string& part) const {
    const auto lines = lab::selfcheck::runPart(part, folder_.path());
    return !lines.empty() &&
           std::all_of(lines.begin(), lines.end(), [](const auto& line) { return line.ok; });
  }

  TemporaryFolder folder_;
};

}  // namespace orator::test
