#include "core/tensor/record_tensor.h"

#include <ATen/ops/tensor.h>
#include <gtest/gtest.h>

#include <limits>

#include "core/base/tensor_statistics.h"
#include "core/tensor/shape.h"

namespace orator::tensor {
namespace {

class Notes : public testing::Test {
 protected:
  void SetUp() override { TensorStatistics::shared().clear(); }
  void TearDown() override { TensorStatistics::shared().setEnabled(false); }
};

TEST_F(Notes, TellShapeTypeRangeAndWhatIsNotFinite) {
  TensorStatistics::shared().setEnabled(true);
  const float nan = std::numeric_limits<float>::quiet_NaN();
  recordTensor("x", at::tensor({-2.f, nan, 5.f, 1.f}).reshape({2, 2}));
  const auto all = TensorStatistics::shared().all();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].shape, (std::vector<std::int64_t>{2, 2}));
  EXPECT_EQ(all[0].dtype, "float32");
  EXPECT_EQ(all[0].device, "cpu");
  EXPECT_EQ(all[0].minimum, -2);
  EXPECT_EQ(all[0].maximum, 5);
  EXPECT_EQ(all[0].notFinite, 1);
}

TEST_F(Notes, AreTakenWhereShapesAreChecked) {
  TensorStatistics::shared().setEnabled(true);
  expectShape("checked", at::tensor({1.f, 2.f, 3.f}), {"T"});
  ASSERT_EQ(TensorStatistics::shared().all().size(), 1u);
  EXPECT_EQ(TensorStatistics::shared().all()[0].name, "checked");
}

TEST_F(Notes, CostNothingWhileNobodyLooks) {
  recordTensor("x", at::tensor({1.f}));
  EXPECT_TRUE(TensorStatistics::shared().all().empty());
}

}  // namespace
}  // namespace orator::tensor
