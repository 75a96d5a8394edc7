// Broken files against every reader of foreign bytes. A crash, a sanitizer's report, an exception that is not
// an orator::Error or one that calls itself our mistake fails it. ORATOR_FUZZ_INPUTS sets how many per
// reader, ORATOR_FUZZ_SEED which.
#include "readers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <sstream>

#include "tests/support/files.h"

namespace orator::fuzz {
namespace {

std::uint64_t setting(const char* name, std::uint64_t usual) {
  const char* text = std::getenv(name);
  return text ? std::strtoull(text, nullptr, 10) : usual;
}

class Readers : public testing::TestWithParam<std::size_t> {};

TEST_P(Readers, TakeOrRefuseWhateverTheyAreGiven) {
  const Reader& reader = readers()[GetParam()];
  const test::TemporaryFolder folder;
  std::vector<Bytes> seeds;
  {
    const test::TemporaryFolder nursery;
    seeds = reader.seeds(nursery.path());
  }
  for (const Bytes& seed : seeds) EXPECT_EQ(give(reader, seed, folder.path()), "") << reader.name;
  std::uint64_t state = setting("ORATOR_FUZZ_SEED", 1);
  std::uint64_t taken = 0;
  const std::uint64_t inputs = setting("ORATOR_FUZZ_INPUTS", 150);
  for (std::uint64_t i = 0; i < inputs; ++i) {
    const std::uint64_t before = state;
    std::string refusal;
    ASSERT_NO_THROW(refusal = give(reader, mutated(seeds, state), folder.path()))
        << reader.name << ", ORATOR_FUZZ_SEED=" << before << " ORATOR_FUZZ_INPUTS=1";
    EXPECT_FALSE(refusal.starts_with("internal")) << refusal << ", ORATOR_FUZZ_SEED=" << before;
    taken += refusal.empty();
  }
  RecordProperty("taken", std::to_string(taken));
  // An orientation is found in anything, upright where nothing is said.
  if (reader.name != "exif") {
    EXPECT_LT(taken, inputs) << "nothing was refused";
  }
}

/// tests/fuzz/CMakeLists.txt names what libFuzzer is given.
TEST(LibFuzzer, HasAProgramForEveryReader) {
  std::vector<std::string> programs, names;
  std::istringstream list(ORATOR_FUZZERS);
  for (std::string name; std::getline(list, name, ',');) programs.push_back(name);
  for (const Reader& reader : readers()) names.push_back(reader.name);
  EXPECT_THAT(programs, testing::UnorderedElementsAreArray(names));
}

INSTANTIATE_TEST_SUITE_P(All, Readers, testing::Range<std::size_t>(0, readers().size()),
                         [](const auto& one) { return readers()[one.param].name; });

}  // namespace
}  // namespace orator::fuzz
