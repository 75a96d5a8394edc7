#pragma once

#include <ATen/core/Tensor.h>

#include <string_view>

namespace orator::tensor {

/// Notes a tensor under a name for whoever watches TensorNotes; costs one comparison while nobody does.
/// Any thread.
void noteTensor(std::string_view name, const at::Tensor& tensor);

}  // namespace orator::tensor
