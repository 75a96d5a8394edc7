#include "core/learning/trainer/adam_w.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>

namespace orator::learning {

AdamW::AdamW(const std::vector<std::pair<std::string, at::Tensor>>& parameters, AdamWOptions options)
    : options_(options) {
  for (const auto& [name, parameter] : parameters)
    moments_.push_back({name, parameter, at::zeros_like(parameter), at::zeros_like(parameter)});
}

void AdamW::to(at::Device device) {
  for (Moments& m : moments_) {
    m.first = m.first.to(device);
    m.second = m.second.to(device);
  }
}

void AdamW::step(double learningRate) {
  const c10::NoGradGuard guard;
  ++steps;
  double square = 0;
  for (const Moments& m : moments_)
    if (m.parameter.grad().defined()) square += m.parameter.grad().square().sum().item<double>();
  const double scale = std::min(1.0, options_.gradientLimit / (std::sqrt(square) + 1e-12));
  const double firstBias = 1 - std::pow(options_.beta1, double(steps)),
               secondBias = 1 - std::pow(options_.beta2, double(steps));
  for (Moments& m : moments_) {
    at::Tensor& gradient = m.parameter.mutable_grad();
    if (!gradient.defined()) continue;
    gradient.mul_(scale);
    m.first.lerp_(gradient, 1 - options_.beta1);
    m.second.mul_(options_.beta2).addcmul_(gradient, gradient, 1 - options_.beta2);
    if (m.parameter.dim() > 1) m.parameter.mul_(1 - learningRate * options_.weightDecay);
    const at::Tensor spread = (m.second / secondBias).sqrt_().add_(options_.epsilon);
    m.parameter.addcdiv_(m.first, spread, -learningRate / firstBias);
    gradient.zero_();
  }
}

std::vector<std::pair<std::string, at::Tensor>> AdamW::state() const {
  std::vector<std::pair<std::string, at::Tensor>> tensors;
  for (const Moments& m : moments_) {
    tensors.emplace_back(m.name + ".first", m.first);
    tensors.emplace_back(m.name + ".second", m.second);
  }
  return tensors;
}

}  // namespace orator::learning
