// Forged checkpoints against both readers. A crash or a sanitizer's report fails it; so do inputs that are
// too tame. ORATOR_FUZZ_INPUTS sets how many, ORATOR_FUZZ_SEED which.
#include <gtest/gtest.h>

#include <cstdlib>
#include <set>
#include <string>

#include "input_forge.h"
#include "read_checkpoint.h"

namespace orator::fuzz {
namespace {

std::uint64_t setting(const char* name, std::uint64_t usual) {
  const char* text = std::getenv(name);
  return text ? std::strtoull(text, nullptr, 10) : usual;
}

TEST(Fuzz, ReadersTakeOrRefuseWhateverTheyAreGiven) {
  const std::uint64_t inputs = setting("ORATOR_FUZZ_INPUTS", 20'000);
  InputForge forge(setting("ORATOR_FUZZ_SEED", 1), ORATOR_SOURCE_DIR "/tests/golden/sadtalker/data");
  std::uint64_t taken = 0;
  std::set<std::string> reasons;
  for (std::uint64_t i = 0; i < inputs; ++i) {
    const std::string reason = readCheckpoint(forge.next());
    if (reason.empty())
      ++taken;
    else
      reasons.insert(reason);
  }
  RecordProperty("taken", std::to_string(taken));
  RecordProperty("reasons", std::to_string(reasons.size()));
  std::printf("%llu inputs: %llu taken, the others refused for %zu reasons\n",
              static_cast<unsigned long long>(inputs), static_cast<unsigned long long>(taken),
              reasons.size());
  EXPECT_GT(taken, inputs / 100);
  EXPECT_LT(taken, inputs - inputs / 4);
  EXPECT_GE(reasons.size(), 40u);
}

}  // namespace
}  // namespace orator::fuzz
