#include "core/tensor/dtype.h"

#include <array>

namespace orator::tensor {
namespace {

struct DtypeRow {
  Dtype dtype;
  std::string_view name;
  std::uint64_t size;
};
constexpr std::array<DtypeRow, 15> kDtypes{{{Dtype::boolean, "BOOL", 1},
                                            {Dtype::u8, "U8", 1},
                                            {Dtype::i8, "I8", 1},
                                            {Dtype::f8e5m2, "F8_E5M2", 1},
                                            {Dtype::f8e4m3, "F8_E4M3", 1},
                                            {Dtype::i16, "I16", 2},
                                            {Dtype::u16, "U16", 2},
                                            {Dtype::f16, "F16", 2},
                                            {Dtype::bf16, "BF16", 2},
                                            {Dtype::i32, "I32", 4},
                                            {Dtype::u32, "U32", 4},
                                            {Dtype::f32, "F32", 4},
                                            {Dtype::f64, "F64", 8},
                                            {Dtype::i64, "I64", 8},
                                            {Dtype::u64, "U64", 8}}};

}  // namespace

std::string_view dtypeName(Dtype dtype) {
  for (const auto& row : kDtypes)
    if (row.dtype == dtype) return row.name;
  return "?";
}

std::uint64_t dtypeSize(Dtype dtype) {
  for (const auto& row : kDtypes)
    if (row.dtype == dtype) return row.size;
  return 0;
}

bool isFloating(Dtype dtype) {
  return dtypeName(dtype).find('F') != std::string_view::npos;  // F32, BF16, F8_E4M3
}

std::optional<Dtype> dtypeNamed(std::string_view name) {
  for (const auto& row : kDtypes)
    if (row.name == name) return row.dtype;
  return std::nullopt;
}

}  // namespace orator::tensor
