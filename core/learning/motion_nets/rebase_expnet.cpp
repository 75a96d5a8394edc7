#include "core/learning/motion_nets/rebase_expnet.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include "core/face/face_model.h"
#include "core/tensor/safetensors.h"
#include "core/tensor/shape.h"
#include "core/tensor/weight_store.h"

namespace orator::learning {

void rebaseExpNet(const std::filesystem::path& weights, const std::filesystem::path& rebase,
                  const std::filesystem::path& out) {
  const c10::NoGradGuard guard;
  motion::sadtalker::ExpNet net;
  tensor::WeightStore::open(weights).loadInto(net);
  const auto maps = tensor::SafetensorsFile::open(rebase);
  const at::Tensor forward = maps.tensor("forward"), backward = maps.tensor("backward"),
                   offset = maps.tensor("offset");
  tensor::expectShape("forward", forward, {face::kExpressionCount, face::kExpressionCount});
  tensor::expectShape("backward", backward, {face::kExpressionCount, face::kExpressionCount});
  tensor::expectShape("offset", offset, {face::kExpressionCount});

  at::Tensor& weight = net.mapping->weight;
  at::Tensor& bias = net.mapping->bias;
  const std::int64_t beta0 = weight.size(1) - 1 - face::kExpressionCount;
  at::Tensor portrait = weight.slice(1, beta0, beta0 + face::kExpressionCount);
  const at::Tensor portraitBack = at::matmul(portrait, backward.t());
  bias -= at::matmul(portraitBack, offset);
  portrait.copy_(portraitBack);
  weight.copy_(at::matmul(forward.t(), weight));
  bias.copy_(at::matmul(forward.t(), bias) + offset);

  writeExpNet(out, net);
}

void writeExpNet(const std::filesystem::path& out, motion::sadtalker::ExpNet& net) {
  std::vector<std::pair<std::string, at::Tensor>> tensors;
  for (const auto& [name, value] : tensor::namedState(net, ""))
    tensors.emplace_back(name, value.is_floating_point() ? value.detach().to(at::kHalf) : value);
  tensor::writeSafetensors(out, tensors);
}

}  // namespace orator::learning
