#include "core/learning/trainer/precision.h"

#include "core/base/error.h"

namespace orator::learning {
namespace {

/// Without these instructions LibTorch emulates the type, slower than float32.
bool processorHasBfloat16() {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx512bf16");
#else
  return false;
#endif
}

}  // namespace

at::ScalarType precisionOf(const std::string& name, at::Device device) {
  const bool available = device.is_cuda() || processorHasBfloat16();
  if (name == "float32") return at::kFloat;
  if (name == "auto") return available ? at::kBFloat16 : at::kFloat;
  if (name != "bfloat16")
    throw Error(ErrorCode::invalidArgument, "--precision", "\"" + name + "\" is no precision of a training",
                "Give auto, float32 or bfloat16");
  if (!available)
    throw Error(ErrorCode::deviceUnavailable, "--precision",
                "this processor does not compute with bfloat16 (AVX512-BF16)",
                "Give --precision float32, or auto");
  return at::kBFloat16;
}

}  // namespace orator::learning
