#include "core/tensor/record_tensor.h"

#include <ATen/ops/isfinite.h>
#include <ATen/ops/masked_select.h>
#include <ATen/ops/max.h>
#include <ATen/ops/min.h>
#include <ATen/ops/sum.h>
#include <c10/core/ScalarType.h>

#include "core/base/tensor_statistics.h"

namespace orator::tensor {
namespace {

std::string dtypeText(at::ScalarType type) {
  switch (type) {
    case at::kFloat:
      return "float32";
    case at::kDouble:
      return "float64";
    case at::kHalf:
      return "float16";
    case at::kBFloat16:
      return "bfloat16";
    case at::kLong:
      return "int64";
    default:
      return c10::toString(type);
  }
}

}  // namespace

void recordTensor(std::string_view name, const at::Tensor& tensor) {
  if (!TensorStatistics::shared().isEnabled() || !tensor.defined()) return;
  TensorSummary summary;
  summary.name = name;
  summary.shape = tensor.sizes().vec();
  summary.dtype = dtypeText(tensor.scalar_type());
  summary.device = tensor.device().str();
  if (tensor.numel() > 0) {
    const at::Tensor values = tensor.detach().to(at::kFloat).flatten();
    const at::Tensor finite = at::isfinite(values);
    summary.notFinite = tensor.numel() - finite.sum().item<std::int64_t>();
    if (summary.notFinite < tensor.numel()) {
      const at::Tensor good = values.masked_select(finite);
      summary.minimum = good.min().item<double>();
      summary.maximum = good.max().item<double>();
    }
  }
  TensorStatistics::shared().add(std::move(summary));
}

}  // namespace orator::tensor
