#include "core/tensor/parallel.h"

#include <ATen/Parallel.h>
#include <dlfcn.h>
#include <gtest/gtest.h>

#include <barrier>
#include <stdexcept>
#include <thread>

namespace orator::tensor {
namespace {

int torchThreadsOfANewThread() {
  int count = 0;
  std::thread([&] { count = at::get_num_threads(); }).join();
  return count;
}

/// Torch and OpenBLAS with two threads each, however many processors there are.
class InParallel : public testing::Test {
 protected:
  InParallel() {
    at::set_num_threads(2);
    if (setBlas_) setBlas_(2);
  }
  ~InParallel() override {
    orator::setThreadCount(0);
    at::set_num_threads(usual_);
    if (setBlas_) setBlas_(usualBlas_);
  }
  int blas() const { return getBlas_ ? getBlas_() : 2; }

 private:
  void (*const setBlas_)(int) = reinterpret_cast<void (*)(int)>(dlsym(RTLD_DEFAULT,
                                                                      "openblas_set_num_threads"));
  int (*const getBlas_)() = reinterpret_cast<int (*)()>(dlsym(RTLD_DEFAULT, "openblas_get_num_threads"));
  const int usual_ = at::get_num_threads();
  const int usualBlas_ = getBlas_ ? getBlas_() : 1;
};

TEST_F(InParallel, LeavesTheThreadsOfTorchAsTheyWere) {
  inParallel(8, [](std::int64_t) { EXPECT_EQ(at::get_num_threads(), 1); });
  EXPECT_EQ(at::get_num_threads(), 2);
  EXPECT_EQ(torchThreadsOfANewThread(), 2);
  EXPECT_EQ(blas(), 2);
}

TEST_F(InParallel, LeavesThemSoBehindAFailure) {
  EXPECT_THROW(inParallel(4, [](std::int64_t) { throw std::runtime_error("part"); }), std::runtime_error);
  EXPECT_EQ(at::get_num_threads(), 2);
  EXPECT_EQ(blas(), 2);
}

/// The first to come is the first to leave, while the second is at work.
TEST_F(InParallel, OverlappingCallsLeaveTorchAndOpenBlasWithTheirThreads) {
  std::barrier step(2);
  const auto both = [&] { step.arrive_and_wait(); };
  std::thread first([&] {
    inParallel(1, [&](std::int64_t) {
      both();  // first is in
      both();  // both are in
    });
    EXPECT_EQ(at::get_num_threads(), 2);
    both();  // first is out
  });
  std::thread second([&] {
    both();
    inParallel(1, [&](std::int64_t) {
      both();
      both();
      EXPECT_EQ(at::get_num_threads(), 1);
    });
    EXPECT_EQ(at::get_num_threads(), 2);
  });
  first.join();
  second.join();
  EXPECT_EQ(at::get_num_threads(), 2);
  EXPECT_EQ(torchThreadsOfANewThread(), 2);
  EXPECT_EQ(blas(), 2);
}

TEST_F(InParallel, OneThreadIsForAScopeOnEveryThreadThatAsks) {
  {
    const OneThread here;
    std::thread([] {
      const OneThread there;
      EXPECT_EQ(at::get_num_threads(), 1);
    }).join();
    EXPECT_EQ(at::get_num_threads(), 1);
  }
  EXPECT_EQ(at::get_num_threads(), 2);
  EXPECT_EQ(torchThreadsOfANewThread(), 2);
}

TEST_F(InParallel, ANumberThatIsChosenHoldsForTorchToo) {
  setThreadCount(3);
  EXPECT_EQ(threadCount(), 3);
  EXPECT_EQ(at::get_num_threads(), 3);
}

}  // namespace
}  // namespace orator::tensor
