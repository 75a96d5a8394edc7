#include "core/render/facevid2vid/host/parallel.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <gtest/gtest.h>

#include <mutex>
#include <set>
#include <thread>

#include "core/render/facevid2vid/host/decoder.h"

namespace orator::render::facevid2vid::host {
namespace {

class ParallelFor : public testing::Test {
 protected:
  ~ParallelFor() override { at::set_num_threads(usual_); }
  const int usual_ = at::get_num_threads();
};

TEST_F(ParallelFor, RunsOnAsManyThreadsAsLibTorchHas) {
  at::set_num_threads(2);
  std::mutex mutex;
  std::set<std::thread::id> threads;
  std::multiset<Index> seen;
  parallelFor(3, 13, 1, [&](Index begin, Index end) {
    const std::lock_guard lock(mutex);
    threads.insert(std::this_thread::get_id());
    for (Index i = begin; i < end; ++i) seen.insert(i);
  });
  EXPECT_EQ(threads.size(), 2u);
  EXPECT_EQ(seen, (std::multiset<Index>{3, 4, 5, 6, 7, 8, 9, 10, 11, 12}));
}

TEST_F(ParallelFor, HandsOnWhatItsWorkThrows) {
  at::set_num_threads(2);
  EXPECT_THROW(parallelFor(0, 2, 1, [](Index, Index) { throw std::bad_alloc(); }), std::bad_alloc);
}

TEST_F(ParallelFor, GivesTheSameNumbersOnAnyNumberOfThreads) {
  at::manual_seed(9);
  const at::Tensor x = at::randn({3, 70, 37, 32});  // depth, height, width, channels
  const Convolution convolution(at::randn({48, 32, 3, 3, 3}), at::randn({48}), Method::winograd4);
  const auto computed = [&](int threads) {
    at::set_num_threads(threads);
    const at::Tensor out = at::empty({3, 70, 37, 48});
    const Volume from{x.data_ptr<float>(), 3, 70, 37, 32, 32}, to{out.data_ptr<float>(), 3, 70, 37, 48, 48};
    Workspace workspace;
    convolution.run(from, workspace, written(convolution, to, 0.2f));
    const Statistics statistics = Statistics::of(to);
    return std::vector{out, statistics.mean, statistics.scale};
  };
  const auto one = computed(1);
  for (const int threads : {2, 3, 5}) {
    const auto several = computed(threads);
    for (std::size_t i = 0; i < one.size(); ++i) EXPECT_TRUE(several[i].equal(one[i])) << threads << " " << i;
  }
}

}  // namespace
}  // namespace orator::render::facevid2vid::host
