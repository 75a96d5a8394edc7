#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/tensor/dtype.h"

namespace orator::tensor {

/// One tensor as the header declares it.
struct TensorEntry : TensorInfo {
  std::uint64_t begin = 0;  ///< bytes from the start of the data
  std::uint64_t end = 0;
};

struct SafetensorsHeader {
  std::map<std::string, std::string> metadata;
  std::vector<TensorEntry> entries;  ///< in the order of their data
  std::uint64_t dataOffset = 0;      ///< of the first data byte in the file
};

/// Reads and checks the header of a whole file's bytes: sizes, JSON, names, types, shapes, and that the
/// tensors fill the data exactly, without hole, overlap or rest. Reads no tensor data.
/// @param subject the file, for messages
/// @throws Error checkpointRefused with the reason
SafetensorsHeader parseSafetensorsHeader(std::span<const std::uint8_t> file, const std::string& subject);

}  // namespace orator::tensor
