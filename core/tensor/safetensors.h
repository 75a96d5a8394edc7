#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/tensor/mapped_file.h"
#include "core/tensor/safetensors_header.h"

namespace orator::tensor {

/// A `.safetensors` file, mapped and checked on opening. Immutable; may be used from several threads.
class SafetensorsFile {
 public:
  /// @throws Error fileNotFound, notAFile, checkpointRefused (what is malformed)
  static SafetensorsFile open(const std::filesystem::path& path);
  /// The same on bytes that are in memory already.
  static SafetensorsFile read(Bytes bytes);

  const std::string& subject() const { return bytes_.subject; }
  const std::map<std::string, std::string>& metadata() const { return header_.metadata; }
  const std::vector<TensorEntry>& entries() const { return header_.entries; }
  bool contains(const std::string& name) const { return index_.contains(name); }

  /// The tensor as a contiguous CPU copy in its own type.
  /// @throws Error checkpointRefused (no such tensor, a type LibTorch has not, a file that became shorter)
  at::Tensor tensor(const std::string& name) const;
  /// The same without a copy: it reads the mapping, is never to be written, and keeps the mapping alive.
  at::Tensor view(const std::string& name) const;

 private:
  const TensorEntry& entry(const std::string& name) const;

  Bytes bytes_;
  SafetensorsHeader header_;
  std::map<std::string, std::size_t> index_;
};

/// Writes tensors in the given order, through a temporary file and a rename. The header is padded to 8 bytes.
/// @throws Error invalidArgument (a name twice, a type the format has not), outputUnwritable, diskFull
void writeSafetensors(const std::filesystem::path& path,
                      const std::vector<std::pair<std::string, at::Tensor>>& tensors,
                      const std::map<std::string, std::string>& metadata = {});

}  // namespace orator::tensor
