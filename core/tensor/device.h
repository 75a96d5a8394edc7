#pragma once

#include <c10/core/Device.h>

#include <string>

namespace orator::tensor {

/// @throws Error deviceUnavailable when it is CUDA and there is no usable CUDA device
void requireDevice(at::Device device);

/// @param name "auto" (CUDA where there is one), "cpu" or "cuda"
/// @throws Error invalidArgument (another name), and as requireDevice()
at::Device deviceOf(const std::string& name);

}  // namespace orator::tensor
