#include "core/tensor/device.h"

#include <ATen/Context.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "tests/support/files.h"

namespace orator::tensor {
namespace {

TEST(Device, IsCudaWhereThereIsOneAndElseTheCpu) {
  EXPECT_TRUE(deviceOf("cpu").is_cpu());
  EXPECT_EQ(deviceOf("auto").is_cuda(), at::hasCUDA());
}

TEST(Device, IsRefusedWhereItIsMissingOrUnknown) {
  if (!at::hasCUDA()) {
    EXPECT_EQ(test::errorOf([] { deviceOf("cuda"); }).code(), ErrorCode::deviceUnavailable);
  }
  EXPECT_EQ(test::errorOf([] { deviceOf("tpu"); }).code(), ErrorCode::invalidArgument);
}

}  // namespace
}  // namespace orator::tensor
