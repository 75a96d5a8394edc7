#pragma once

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "core/tensor/safetensors.h"
#include "core/tensor/torch_save_reader.h"
#include "core/tensor/weight_store.h"

namespace orator::tensor {

/// A weight file of either format, told apart by its content. Opening checks its structure and takes
/// milliseconds, whatever its size. Immutable; may be used from several threads.
class CheckpointFile {
 public:
  /// @throws Error fileNotFound, notAFile, checkpointRefused
  static CheckpointFile open(const std::filesystem::path& path);
  static CheckpointFile read(Bytes bytes);

  const std::string& subject() const;
  const std::vector<TensorInfo>& entries() const { return entries_; }
  bool contains(const std::string& name) const;
  /// The tensors whose names start with `prefix`, without it; the only ones that are read.
  /// @throws Error checkpointRefused
  WeightStore under(const std::string& prefix) const;

 private:
  explicit CheckpointFile(SafetensorsFile file);
  explicit CheckpointFile(TorchSaveFile file);

  std::variant<SafetensorsFile, TorchSaveFile> file_;
  std::vector<TensorInfo> entries_;  ///< sorted by name
};

}  // namespace orator::tensor
