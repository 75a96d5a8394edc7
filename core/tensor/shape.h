#pragma once

#include <ATen/core/Tensor.h>

#include <initializer_list>
#include <string_view>
#include <variant>

namespace orator::tensor {

/// One expected dimension: a number that must match or a name that may have any size ("T").
using Dimension = std::variant<std::int64_t, std::string_view>;

/// The executable form of a shape line: `expectShape("mel windows", t, {"T", 1, 80, 16})`.
/// A name that occurs twice must have the same size both times.
/// @throws Error(internal) that names the tensor, the expectation and the shape found
void expectShape(std::string_view what, const at::Tensor& tensor, std::initializer_list<Dimension> expected);

}  // namespace orator::tensor
