#pragma once

#include <c10/core/Device.h>

#include <string>

namespace orator::tensor {

/// @param name "auto" (CUDA where there is one), "cpu" or "cuda"
/// @throws Error invalidArgument (another name), deviceUnavailable (no usable CUDA device)
at::Device deviceOf(const std::string& name);

}  // namespace orator::tensor
