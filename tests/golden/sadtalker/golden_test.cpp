#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "core/render/facevid2vid/coefficient_windows.h"
#include "core/render/facevid2vid/generator.h"
#include "core/tensor/weight_store.h"
#include "tests/golden/goldens.h"

namespace orator {
namespace {

namespace fv = render::facevid2vid;

class Golden : public testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(sadtalker, Golden, testing::ValuesIn(lab::selfcheck::parts(test::kGoldens)),
                         test::partName);

TEST_P(Golden, isReached) {
  test::expectReached(GetParam());
}

TEST(MappingNet, givesTheSameForAWholeTrackAsForItsWindows) {
  const at::NoGradGuard noGradient;
  fv::MappingNet network(70);
  tensor::fillByFormula("track", "mapping70.", network);
  network.eval();
  const at::Tensor columns = at::sin(at::arange(70 * 46, at::kFloat).reshape({70, 46}));
  const auto windows = network.forward(fv::coefficientWindows(columns));
  const auto whole = network.forwardTrack(columns);
  EXPECT_LT((windows.expression - whole.expression).abs().max().item<float>(), 1e-5f);
  EXPECT_LT((windows.yaw - whole.yaw).abs().max().item<float>(), 1e-5f);
}

}  // namespace
}  // namespace orator
