#include "core/packs/forged_network.h"

#include <ATen/ATen.h>

#include "core/packs/network_tensors.h"
#include "core/tensor/formula_weights.h"
#include "core/tensor/weight_store.h"

namespace orator::packs {
namespace {

using Tensors = std::map<std::string, at::Tensor>;

at::Tensor unitVector(const at::Tensor& vector) {
  return vector / (vector.norm() + 1e-12);
}

/// Spectral norm divides by u W v: with vectors that do not belong to W the quotient would be arbitrary.
void settleSpectralNorms(Tensors& tensors) {
  constexpr int kPowerIterations = 3;
  for (auto& [name, u] : tensors) {
    if (!name.ends_with(".weight_u")) continue;
    const std::string stem = name.substr(0, name.size() - 1);
    const at::Tensor weight = tensors.at(stem + "orig").flatten(1);
    at::Tensor& v = tensors.at(stem + "v");
    for (int i = 0; i < kPowerIterations; ++i) {
      v = unitVector(weight.t().mv(u));
      u = unitVector(weight.mv(v));
    }
  }
}

}  // namespace

tensor::WeightStore forgeNetwork(std::string_view network, std::uint64_t seed) {
  const at::NoGradGuard noGradient;
  const std::string salt = "forge " + std::to_string(seed);
  Tensors tensors;
  for (const NetworkTensor& wanted : networkTensors(network)) {
    const at::Tensor value = wanted.counter ? at::zeros({}, at::kLong) : at::empty(wanted.shape, at::kFloat);
    tensor::fillByFormula(salt, std::string(network) + "." + wanted.name, value);
    tensors.emplace(wanted.name, value);
  }
  settleSpectralNorms(tensors);
  return {"forged " + std::string(network), std::move(tensors)};
}

}  // namespace orator::packs
