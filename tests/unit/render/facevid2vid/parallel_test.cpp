#include "core/base/parallel.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "core/render/facevid2vid/host/decoder.h"

namespace orator::render::facevid2vid::host {
namespace {

class HostLoops : public testing::Test {
 protected:
  ~HostLoops() override { setThreadCount(0); }
};

TEST_F(HostLoops, GiveTheSameNumbersOnAnyNumberOfThreads) {
  at::manual_seed(9);
  const at::Tensor x = at::randn({3, 70, 37, 32});  // depth, height, width, channels
  const Convolution convolution(at::randn({48, 32, 3, 3, 3}), at::randn({48}), Method::winograd4);
  const auto computed = [&](int threads) {
    setThreadCount(threads);
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
