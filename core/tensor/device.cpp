#include "core/tensor/device.h"

#include <ATen/Context.h>

#include "core/base/error.h"

namespace orator::tensor {

void requireDevice(at::Device device) {
  if (device.is_cuda() && !at::hasCUDA())
    throw Error(ErrorCode::deviceUnavailable, "cuda", "this machine has no usable CUDA device",
                "Choose the device cpu");
}

at::Device deviceOf(const std::string& name) {
  if (name != "auto" && name != "cpu" && name != "cuda")
    throw Error(ErrorCode::invalidArgument, "device", "\"" + name + "\" is unknown",
                "Choose auto, cpu or cuda");
  const bool cuda = name == "cuda" || (name == "auto" && at::hasCUDA());
  const at::Device device = cuda ? at::kCUDA : at::kCPU;
  requireDevice(device);
  return device;
}

}  // namespace orator::tensor
