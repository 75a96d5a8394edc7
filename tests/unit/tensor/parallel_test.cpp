#include "core/tensor/parallel.h"

#include <ATen/Parallel.h>
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <stdexcept>

namespace orator::tensor {
namespace {

TEST(InParallel, DoesEveryPartOnce) {
  std::array<std::atomic<int>, 37> done{};
  inParallel(std::int64_t(done.size()), [&](std::int64_t part) { ++done[std::size_t(part)]; });
  for (const auto& count : done) EXPECT_EQ(count, 1);
}

TEST(InParallel, HasNothingToDoForNoParts) {
  inParallel(0, [](std::int64_t) { FAIL(); });
}

TEST(InParallel, PassesAFailureOnAndStops) {
  std::atomic<int> done = 0;
  const auto work = [&](std::int64_t) -> void {
    ++done;
    throw std::runtime_error("part");
  };
  EXPECT_THROW(inParallel(1000, work), std::runtime_error);
  EXPECT_LT(done, 1000);
}

TEST(InParallel, LeavesTheThreadsOfTorchAsTheyWere) {
  const int before = at::get_num_threads();
  inParallel(8, [](std::int64_t) { EXPECT_EQ(at::get_num_threads(), 1); });
  EXPECT_EQ(at::get_num_threads(), before);
}

}  // namespace
}  // namespace orator::tensor
