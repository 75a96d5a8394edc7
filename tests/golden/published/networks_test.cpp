#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "core/lab/selfcheck/selfcheck.h"

namespace orator {
namespace {

const std::filesystem::path kData = ORATOR_TEST_DATA;

/// The parts whose goldens lie here; the large ones of LivePortrait do not.
std::vector<std::string> partsHere() {
  std::vector<std::string> names = lab::selfcheck::parts(kData);
  std::erase_if(names, [](const std::string& name) {
    return !std::filesystem::exists(kData / name) &&
           !std::filesystem::exists(kData / (name + ".safetensors"));
  });
  return names;
}

class Published : public ::testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(networks, Published, ::testing::ValuesIn(partsHere()), [](const auto& tested) {
  std::string name = tested.param;
  std::replace(name.begin(), name.end(), '.', '_');
  return name;
});

TEST_P(Published, isReached) {
  const auto lines = lab::selfcheck::runPart(GetParam(), kData);
  ASSERT_FALSE(lines.empty());
  for (const auto& line : lines) {
    RecordProperty(line.quantity, std::to_string(line.error));
    EXPECT_TRUE(line.ok) << line.part << " " << line.quantity << ": error " << line.error << ", tolerance "
                         << line.tolerance;
    std::printf("%-28s %-36s %.2e of %.0e\n", line.part.c_str(), line.quantity.c_str(), line.error,
                line.tolerance);
  }
}

}  // namespace
}  // namespace orator
