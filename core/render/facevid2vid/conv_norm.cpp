#include "core/render/facevid2vid/conv_norm.h"

#include <ATen/ATen.h>

namespace orator::render::facevid2vid {

std::pair<at::Tensor, at::Tensor> ConvNorm::folded() const {
  const at::Tensor scale = norm->weight.to(at::kDouble) / (norm->runningVar.to(at::kDouble) + 1e-5).sqrt();
  std::vector<std::int64_t> perOutput(std::size_t(conv->weight.dim()), 1);
  perOutput[0] = scale.size(0);
  const at::Tensor bias = (conv->bias.to(at::kDouble) - norm->runningMean.to(at::kDouble)) * scale;
  return {conv->weight.to(at::kDouble) * scale.reshape(perOutput), bias + norm->bias.to(at::kDouble)};
}

ConvNorm makeConvNorm(torch::nn::Module& parent, const std::string& name, std::int64_t in, std::int64_t out,
                      const tensor::ConvShape& shape) {
  return {tensor::make<tensor::Conv>(parent, name + ".conv", in, out, shape),
          tensor::make<tensor::BatchNorm>(parent, name + ".norm", out)};
}

}  // namespace orator::render::facevid2vid
