#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace orator::tensor {

/// Element types of the safetensors format.
enum class Dtype { boolean, u8, i8, f8e5m2, f8e4m3, i16, u16, f16, bf16, i32, u32, f32, f64, i64, u64 };

std::string_view dtypeName(Dtype dtype);  ///< as in the file: "F32"
std::uint64_t dtypeSize(Dtype dtype);     ///< bytes of one element
std::optional<Dtype> dtypeNamed(std::string_view name);

/// One tensor as the header declares it.
struct TensorEntry {
  std::string name;
  Dtype dtype = Dtype::f32;
  std::vector<std::int64_t> shape;  ///< empty for a scalar
  std::uint64_t begin = 0;          ///< bytes from the start of the data
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
