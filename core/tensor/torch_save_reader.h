#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/tensor/dtype.h"
#include "core/tensor/mapped_file.h"

namespace orator::tensor {

/// True for the first bytes of either format of torch.save: a zip archive or a pickle.
bool isTorchSave(std::span<const std::uint8_t> file);

/// A `.pth` or `.pth.tar` file, in the zip format or the older one, whose structure was checked on opening.
/// The pickle inside is read by a machine of our own that knows containers, numbers, texts and tensors; it
/// can build nothing else and runs nothing. Any other type or instruction is refused by its name.
/// Nested dictionaries give dotted names ("mapping.fc_t.weight"); numbers and texts are passed over. An outer
/// "state_dict" or module prefix stays part of the name.
/// Cheap to copy; may be used from several threads.
class TorchSaveFile {
 public:
  /// @throws Error fileNotFound, notAFile, checkpointRefused
  static TorchSaveFile open(const std::filesystem::path& path);
  /// The same on bytes that are in memory or mapped already.
  static TorchSaveFile read(const Bytes& file);

  const std::string& subject() const;
  const std::vector<TensorInfo>& entries() const;  ///< sorted by name
  /// Contiguous CPU copies, in their stored type, of the tensors whose names `wanted` accepts; nothing else
  /// is read. Without `wanted`: of all.
  /// @throws Error checkpointRefused (damaged numbers, a file that became shorter)
  std::map<std::string, at::Tensor> tensors(const std::function<bool(const std::string&)>& wanted = {}) const;

 private:
  struct Contents;
  std::shared_ptr<const Contents> contents_;
};

/// Every tensor of such a file. @throws Error as TorchSaveFile
std::map<std::string, at::Tensor> readTorchSave(const Bytes& file);
std::map<std::string, at::Tensor> readTorchSave(const std::filesystem::path& path);

}  // namespace orator::tensor
