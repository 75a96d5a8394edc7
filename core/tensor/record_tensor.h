#pragma once

#include <ATen/core/Tensor.h>

#include <string_view>

namespace orator::tensor {

/// Records a tensor under a name for whoever watches TensorStatistics; costs one comparison while nobody
/// does. Any thread.
void recordTensor(std::string_view name, const at::Tensor& tensor);

}  // namespace orator::tensor
