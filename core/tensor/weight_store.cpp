#include "core/tensor/weight_store.h"

#include <ATen/ATen.h>

#include <sstream>

#include "core/base/error.h"
#include "core/tensor/checkpoint_file.h"
#include "core/tensor/complaint.h"
#include "core/tensor/formula_weights.h"

namespace orator::tensor {
namespace {

bool isCounter(const std::string& name) {
  return name.ends_with("num_batches_tracked");
}

std::string shapeText(const at::Tensor& tensor) {
  std::ostringstream text;
  text << tensor.sizes();
  return text.str();
}

}  // namespace

std::map<std::string, at::Tensor> namedState(torch::nn::Module& module, const std::string& prefix) {
  std::map<std::string, at::Tensor> state;
  for (const auto& item : module.named_parameters()) state.emplace(prefix + item.key(), item.value());
  for (const auto& item : module.named_buffers()) state.emplace(prefix + item.key(), item.value());
  return state;
}

WeightStore::WeightStore(std::string subject, std::map<std::string, at::Tensor> tensors)
    : subject_(std::move(subject)), tensors_(std::move(tensors)) {}

WeightStore WeightStore::open(const std::filesystem::path& path) {
  return CheckpointFile::open(path).under("");
}

const at::Tensor& WeightStore::tensor(const std::string& name) const {
  const auto found = tensors_.find(name);
  if (found == tensors_.end())
    throw Error(ErrorCode::checkpointRefused, subject_, "it has no tensor \"" + name + "\"");
  return found->second;
}

WeightStore WeightStore::under(const std::string& prefix) const {
  std::map<std::string, at::Tensor> part;
  for (auto at = tensors_.lower_bound(prefix); at != tensors_.end() && at->first.starts_with(prefix); ++at)
    part.emplace(at->first.substr(prefix.size()), at->second);
  return {subject_, std::move(part)};
}

void WeightStore::loadInto(torch::nn::Module& module) const {
  const at::NoGradGuard noGradient;
  const auto wanted = namedState(module);
  Complaint missing("missing"), extra("extra"), shapes("of another shape"), types("of another type"),
      values("with values that are not numbers");
  for (const auto& [name, parameter] : wanted) {
    const auto found = tensors_.find(name);
    if (found == tensors_.end()) {
      if (!isCounter(name)) missing.add(name);
      continue;
    }
    const at::Tensor& given = found->second;
    if (given.sizes() != parameter.sizes())
      shapes.add(name + " " + shapeText(given) + " instead of " + shapeText(parameter));
    else if (given.is_floating_point() != parameter.is_floating_point())
      types.add(name);
    else if (given.is_floating_point() && !at::isfinite(given.sum(at::kDouble)).item<bool>())
      values.add(name);
  }
  for (const auto& [name, tensor] : tensors_)
    if (!wanted.contains(name)) extra.add(name);

  std::string reason;
  for (const Complaint* complaint : {&missing, &extra, &shapes, &types, &values})
    if (const std::string text = complaint->text(); !text.empty())
      reason += (reason.empty() ? "" : "; ") + text;
  if (!reason.empty())
    throw Error(ErrorCode::checkpointRefused, subject_,
                "its tensors are not those of this network: " + reason,
                "Use the checkpoint that belongs to this pack, or fetch it again");
  for (const auto& [name, parameter] : wanted)
    if (const auto found = tensors_.find(name); found != tensors_.end())
      parameter.detach().copy_(found->second);
}

void fillByFormula(const std::string& salt, const std::string& prefix, torch::nn::Module& module) {
  for (const auto& [name, tensor] : namedState(module)) fillByFormula(salt, prefix + name, tensor.detach());
}

}  // namespace orator::tensor
