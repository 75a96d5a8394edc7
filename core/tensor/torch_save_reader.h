#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <map>
#include <span>
#include <string>

#include "core/tensor/mapped_file.h"

namespace orator::tensor {

/// True for the first bytes of either format of torch.save: a zip archive or a pickle.
bool isTorchSave(std::span<const std::uint8_t> file);

/// Reads the tensors of a `.pth` or `.pth.tar` file, in the zip format or the older one. The pickle inside is
/// read by a machine of our own that knows containers, numbers, texts and tensors; it can build nothing else
/// and runs nothing. Any other type or instruction is refused by its name.
/// Nested dictionaries give dotted names ("mapping.fc_t.weight"); numbers and texts are passed over. An outer
/// "state_dict" or module prefix stays part of the name.
/// @return contiguous CPU tensors in their stored type
/// @throws Error checkpointRefused
std::map<std::string, at::Tensor> readTorchSave(const Bytes& file);

/// @throws Error fileNotFound, notAFile, checkpointRefused
std::map<std::string, at::Tensor> readTorchSave(const std::filesystem::path& path);

}  // namespace orator::tensor
