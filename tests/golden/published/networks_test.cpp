#include "tests/golden/goldens.h"

namespace orator {
namespace {

/// The parts whose goldens lie here; the large ones of LivePortrait do not.
std::vector<std::string> partsHere() {
  std::vector<std::string> names = lab::selfcheck::parts(test::kGoldens);
  std::erase_if(names, [](const std::string& name) {
    return !std::filesystem::exists(test::kGoldens / name) &&
           !std::filesystem::exists(test::kGoldens / (name + ".safetensors"));
  });
  return names;
}

class Published : public testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(networks, Published, testing::ValuesIn(partsHere()), test::partName);

TEST_P(Published, isReached) {
  test::expectReached(GetParam());
}

}  // namespace
}  // namespace orator
