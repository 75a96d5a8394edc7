#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace orator::tensor {

/// One inner dictionary of a `.pth.tar` file: tensors by name, in this order.
struct TorchSaveGroup {
  std::string name;  ///< "mapping", "generator", "model"
  std::vector<std::pair<std::string, at::Tensor>> tensors;
};

/// Writes {group: {name: tensor}} in the older format of torch.save, which PyTorch and readTorchSave() read.
/// Through a temporary file and a rename.
/// @throws Error invalidArgument (an element type the format has not), outputUnwritable, diskFull
void writeTorchSave(const std::filesystem::path& path, const std::vector<TorchSaveGroup>& groups);

}  // namespace orator::tensor
