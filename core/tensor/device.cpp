#include "core/tensor/device.h"

#include <ATen/Context.h>

#include "core/base/error.h"

namespace orator::tensor {

at::Device deviceOf(const std::string& name) {
  if (name != "auto" && name != "cpu" && name != "cuda")
    throw Error(ErrorCode::invalidArgument, "device", "\"" + name + "\" is unknown",
                "Choose auto, cpu or cuda");
  if (name == "cpu" || (name == "auto" && !at::hasCUDA())) return at::kCPU;
  if (!at::hasCUDA())
    throw Error(ErrorCode::deviceUnavailable, "cuda", "this machine has no usable CUDA device",
                "Choose the device cpu");
  return at::kCUDA;
}

}  // namespace orator::tensor
