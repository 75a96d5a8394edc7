#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "core/lab/selfcheck/selfcheck.h"
#include "core/render/facevid2vid/coefficient_windows.h"
#include "core/render/facevid2vid/generator.h"
#include "core/tensor/weight_store.h"

namespace orator {
namespace {

const std::filesystem::path kData = ORATOR_TEST_DATA;
namespace fv = render::facevid2vid;

class Golden : public ::testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(sadtalker, Golden, ::testing::ValuesIn(lab::selfcheck::parts(kData)),
                         [](const auto& tested) {
                           std::string name = tested.param;
                           std::replace(name.begin(), name.end(), '.', '_');
                           return name;
                         });

TEST_P(Golden, isReached) {
  const auto lines = lab::selfcheck::runPart(GetParam(), kData);
  ASSERT_FALSE(lines.empty());
  for (const auto& line : lines) {
    RecordProperty(line.quantity, std::to_string(line.error));
    EXPECT_TRUE(line.ok) << line.part << " " << line.quantity << ": error " << line.error << ", tolerance "
                         << line.tolerance;
    std::printf("%-22s %-20s %.2e of %.0e\n", line.part.c_str(), line.quantity.c_str(), line.error,
                line.tolerance);
  }
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
