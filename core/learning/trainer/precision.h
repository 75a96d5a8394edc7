#pragma once

#include <c10/core/Device.h>
#include <c10/core/ScalarType.h>

#include <string>

namespace orator::learning {

/// The number type in which a trained network's convolutions compute; weights, losses and sums stay in
/// float32.
/// @param name "float32", "bfloat16" or "auto": bfloat16 where the device computes with it, float32 elsewhere
/// @throws Error invalidArgument (another name), deviceUnavailable (bfloat16 that the processor has not)
at::ScalarType precisionOf(const std::string& name, at::Device device);

}  // namespace orator::learning
