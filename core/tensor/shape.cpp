#include "core/tensor/shape.h"

#include <map>
#include <sstream>

#include "core/base/error.h"
#include "core/tensor/record_tensor.h"

namespace orator::tensor {

void expectShape(std::string_view what, const at::Tensor& tensor, std::initializer_list<Dimension> expected) {
  bool matches = tensor.defined() && tensor.dim() == std::int64_t(expected.size());
  std::map<std::string_view, std::int64_t> named;
  std::int64_t axis = 0;
  for (const Dimension& dimension : expected) {
    if (!matches) break;
    const std::int64_t size = tensor.size(axis++);
    if (const auto* fixed = std::get_if<std::int64_t>(&dimension))
      matches = size == *fixed;
    else
      matches = named.emplace(std::get<std::string_view>(dimension), size).first->second == size;
  }
  if (matches) {
    recordTensor(what, tensor);
    return;
  }

  std::ostringstream text;
  text << "expected shape [";
  const char* separator = "";
  for (const Dimension& dimension : expected) {
    text << separator;
    std::visit([&](const auto& value) { text << value; }, dimension);
    separator = ", ";
  }
  text << "], found ";
  if (tensor.defined())
    text << tensor.sizes();
  else
    text << "no tensor";
  throw Error(ErrorCode::internal, std::string(what), text.str());
}

}  // namespace orator::tensor
