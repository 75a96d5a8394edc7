#pragma once

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace orator::tensor {

/// Names, shapes and element types of everything a module stores: parameters and buffers.
std::map<std::string, at::Tensor> namedState(torch::nn::Module& module, const std::string& prefix = {});

/// The named tensors of one checkpoint, whatever its format. Cheap to copy; immutable.
class WeightStore {
 public:
  /// Reads a file as safetensors or as torch.save, by its content.
  /// @throws Error fileNotFound, notAFile, checkpointRefused
  static WeightStore open(const std::filesystem::path& path);
  WeightStore(std::string subject, std::map<std::string, at::Tensor> tensors);

  const std::string& subject() const { return subject_; }
  const std::map<std::string, at::Tensor>& tensors() const { return tensors_; }
  bool contains(const std::string& name) const { return tensors_.contains(name); }
  /// @throws Error checkpointRefused (no such tensor)
  const at::Tensor& tensor(const std::string& name) const;
  /// The tensors whose names start with `prefix`, without it. Empty when there are none.
  WeightStore under(const std::string& prefix) const;

  /// Copies every tensor into the module's parameter or buffer of that name; f16, bf16 and f64 are converted.
  /// The names must agree exactly; only a missing `num_batches_tracked` is forgiven, it does not count in
  /// use.
  /// @throws Error checkpointRefused that lists all missing, extra, mis-shaped, wrongly typed and non-finite
  /// tensors at once; the module is then unchanged
  void loadInto(torch::nn::Module& module) const;

 private:
  std::string subject_;
  std::map<std::string, at::Tensor> tensors_;
};

/// Fills a module with formula weights (core/tensor/formula_weights.h). @param prefix "generator." and the
/// like
void fillByFormula(const std::string& salt, const std::string& prefix, torch::nn::Module& module);

}  // namespace orator::tensor
