#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orator::tensor {

/// Element types of the safetensors format.
enum class Dtype { boolean, u8, i8, f8e5m2, f8e4m3, i16, u16, f16, bf16, i32, u32, f32, f64, i64, u64 };

std::string_view dtypeName(Dtype dtype);  ///< as in the file: "F32"
std::uint64_t dtypeSize(Dtype dtype);     ///< bytes of one element
bool isFloating(Dtype dtype);
std::optional<Dtype> dtypeNamed(std::string_view name);

/// What a checkpoint says about one of its tensors.
struct TensorInfo {
  std::string name;
  Dtype dtype = Dtype::f32;
  std::vector<std::int64_t> shape = {};  ///< empty for a scalar
};

}  // namespace orator::tensor
