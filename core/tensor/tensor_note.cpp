#include "core/tensor/tensor_note.h"

#include <ATen/ops/isfinite.h>
#include <ATen/ops/masked_select.h>
#include <ATen/ops/max.h>
#include <ATen/ops/min.h>
#include <ATen/ops/sum.h>
#include <c10/core/ScalarType.h>

#include "core/base/tensor_notes.h"

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

void noteTensor(std::string_view name, const at::Tensor& tensor) {
  if (!TensorNotes::shared().isEnabled() || !tensor.defined()) return;
  TensorNote note;
  note.name = name;
  note.shape = tensor.sizes().vec();
  note.dtype = dtypeText(tensor.scalar_type());
  note.device = tensor.device().str();
  if (tensor.numel() > 0) {
    const at::Tensor values = tensor.detach().to(at::kFloat).flatten();
    const at::Tensor finite = at::isfinite(values);
    note.notFinite = tensor.numel() - finite.sum().item<std::int64_t>();
    if (note.notFinite < tensor.numel()) {
      const at::Tensor good = values.masked_select(finite);
      note.minimum = good.min().item<double>();
      note.maximum = good.max().item<double>();
    }
  }
  TensorNotes::shared().add(std::move(note));
}

}  // namespace orator::tensor
