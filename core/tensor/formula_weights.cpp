#include "core/tensor/formula_weights.h"

#include <cmath>
#include <cstdint>
#include <string_view>

#include "core/base/error.h"

namespace orator::tensor {
namespace {

std::uint64_t fnv1a(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325u;
  for (unsigned char byte : text) hash = (hash ^ byte) * 0x100000001B3u;
  return hash;
}

std::uint64_t splitmix(std::uint64_t z) {
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
  z = (z ^ z >> 27) * 0x94D049BB133111EBu;
  return z ^ z >> 31;
}

double gainOf(std::string_view name) {
  if (name.starts_with("face_3drecon.")) return 1.2;
  if (name.starts_with("generator.")) return 1.1;
  return 1;
}

/// value = offset + scale * s
struct Rule {
  double offset = 0, scale = 0.1;
};

Rule ruleFor(std::string_view name, const at::Tensor& tensor) {
  const std::string_view kind = name.substr(name.rfind('.') + 1);
  if (kind == "running_mean") return {0, 0.1};
  if (kind == "running_var") return {1, 0.5};
  if (kind == "classbias") return {0, 1};
  if (kind == "weight" || kind == "weight_orig") {
    if (tensor.dim() < 2) return {1, 0.1};
    const double fanIn = double(tensor.numel()) / double(tensor.size(0));
    return {0, gainOf(name) * std::sqrt(3 / fanIn)};
  }
  return {0, 0.1};
}

}  // namespace

void fillByFormula(const std::string& salt, const std::string& fullName, at::Tensor tensor) {
  if (fullName.ends_with("num_batches_tracked")) return;
  if (tensor.scalar_type() != at::kFloat || !tensor.is_contiguous() || !tensor.device().is_cpu())
    throw Error(ErrorCode::internal, fullName, "formula weights are contiguous float32 on the CPU");
  const std::uint64_t seed = fnv1a(salt + "/" + fullName);
  const Rule rule = ruleFor(fullName, tensor);
  float* out = tensor.data_ptr<float>();
  const auto count = std::uint64_t(tensor.numel());
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t z = splitmix(seed + (i + 1) * 0x9E3779B97F4A7C15u);
    const double s = 2 * (double(z >> 40) / 16777216.0) - 1;
    out[i] = float(rule.offset + rule.scale * s);
  }
}

}  // namespace orator::tensor
