#pragma once

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

#include <string>
#include <utility>
#include <vector>

namespace orator::learning {

struct AdamWOptions {
  double beta1 = 0.9, beta2 = 0.98, epsilon = 1e-8, weightDecay = 0.02;
  double gradientLimit = 1;  ///< the gradient's norm over all parameters is kept under this
};

/// Adam with decoupled weight decay (Loshchilov and Hutter, 2019). Matrices and kernels decay, vectors do
/// not. Its state is plain named tensors, so that it is saved with the weights in one safetensors file.
class AdamW {
 public:
  AdamW(const std::vector<std::pair<std::string, at::Tensor>>& parameters, AdamWOptions options);
  /// Moves the state to where the parameters are moved before the first step.
  void to(at::Device device);
  /// Applies the gradients and clears them.
  void step(double learningRate);
  /// First and second moments under "<name>.first" and "<name>.second"; shared, so loading copies into them.
  std::vector<std::pair<std::string, at::Tensor>> state() const;
  std::int64_t steps = 0;

 private:
  struct Moments {
    std::string name;
    at::Tensor parameter, first, second;
  };
  std::vector<Moments> moments_;
  AdamWOptions options_;
};

}  // namespace orator::learning
