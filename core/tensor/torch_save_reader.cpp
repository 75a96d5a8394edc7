#include "core/tensor/torch_save_reader.h"

#include <ATen/ops/empty.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/tensor/torch_save_storages.h"

namespace orator::tensor {
namespace {

using Kind = PickleValue::Kind;
constexpr std::size_t kMaximumEntries =
    200'000;  // lists may share their parts, so a small file can name many
constexpr std::size_t kMaximumEntryNameBytes = 4096;

Dtype dtypeOf(at::ScalarType type) {
  switch (type) {
    case at::kDouble:
      return Dtype::f64;
    case at::kHalf:
      return Dtype::f16;
    case at::kBFloat16:
      return Dtype::bf16;
    case at::kLong:
      return Dtype::i64;
    case at::kInt:
      return Dtype::i32;
    case at::kShort:
      return Dtype::i16;
    case at::kChar:
      return Dtype::i8;
    case at::kByte:
      return Dtype::u8;
    case at::kBool:
      return Dtype::boolean;
    default:
      return Dtype::f32;
  }
}

/// Walks the dictionaries and lists, and finds the tensors by their dotted names.
class Collector {
 public:
  Collector(const Pickle& pickle, const std::string& subject) : pickle_(pickle), subject_(subject) {}

  /// Name -> index of the pickle's value.
  std::map<std::string, int> collect() {
    walk(pickle_.root, "", 0);
    return std::move(tensors_);
  }

 private:
  void walk(int index, const std::string& name, int depth) {
    if (depth > 16) throw refusal(subject_, "its dictionaries are nested too deeply");
    if (++visited_ > kMaximumEntries || name.size() > kMaximumEntryNameBytes)
      throw refusal(subject_, "it has too many entries or too long names");
    const PickleValue& value = pickle_.at(index);
    const auto below = [&](const std::string& key) { return name.empty() ? key : name + "." + key; };
    if (value.kind == Kind::tensor) {
      checkFits(value, name);
      if (!tensors_.emplace(name, index).second)
        throw refusal(subject_, "tensor \"" + name + "\" occurs twice");
    } else if (value.kind == Kind::dictionary) {
      for (std::size_t i = 0; i + 1 < value.items.size(); i += 2) {
        const PickleValue& key = pickle_.at(value.items[i]);
        if (key.kind == Kind::text && key.text.size() <= 1024)
          walk(value.items[i + 1], below(key.text), depth + 1);
        else if (key.kind == Kind::integer)
          walk(value.items[i + 1], below(std::to_string(key.integer)), depth + 1);
        else
          throw refusal(subject_, "a dictionary key is neither a short text nor a number");
      }
    } else if (value.kind == Kind::list) {
      for (std::size_t i = 0; i < value.items.size(); ++i)
        walk(value.items[i], below(std::to_string(i)), depth + 1);
    }
  }

  /// Every element the sizes and strides reach lies in the storage.
  void checkFits(const PickleValue& tensor, const std::string& name) const {
    const auto impossible = [&] {
      return refusal(subject_, "tensor \"" + name + "\" does not fit its storage");
    };
    const std::int64_t elements = pickle_.at(tensor.items[0]).integer;
    if (tensor.size.size() != tensor.stride.size() || tensor.integer < 0) throw impossible();
    std::int64_t count = 1, nonEmpty = 8, last = tensor.integer;
    for (std::size_t i = 0; i < tensor.size.size(); ++i) {
      const std::int64_t size = tensor.size[i], stride = tensor.stride[i];
      std::int64_t reach = 0;
      if (size < 0 || stride < 0 || __builtin_mul_overflow(count, size, &count)) throw impossible();
      // LibTorch computes strides and bytes even where a dimension is 0.
      if (__builtin_mul_overflow(nonEmpty, std::max<std::int64_t>(size, 1), &nonEmpty)) throw impossible();
      if (size > 0 &&
          (__builtin_mul_overflow(size - 1, stride, &reach) || __builtin_add_overflow(last, reach, &last)))
        throw impossible();
    }
    if (count > elements || (count > 0 && last >= elements)) throw impossible();
  }

  const Pickle& pickle_;
  const std::string& subject_;
  std::size_t visited_ = 0;
  std::map<std::string, int> tensors_;
};

}  // namespace

struct TorchSaveFile::Contents {
  std::string subject;
  std::uint64_t bytes = 0;
  TorchSaveParts parts;
  std::vector<TensorInfo> entries;
  std::vector<int> values;  ///< of the pickle, beside entries
};

TorchSaveFile TorchSaveFile::open(const std::filesystem::path& path) {
  return read(mapFile(path));
}

TorchSaveFile TorchSaveFile::read(const Bytes& bytes) {
  auto contents = std::make_shared<Contents>();
  contents->subject = bytes.subject;
  contents->bytes = bytes.data.size();
  contents->parts = openTorchSave(bytes);
  const Pickle& pickle = contents->parts.pickle;
  for (const auto& [name, index] : Collector(pickle, bytes.subject).collect()) {
    const PickleValue& value = pickle.at(index);
    contents->entries.push_back({name, dtypeOf(pickle.at(value.items[0]).type), value.size});
    contents->values.push_back(index);
  }
  TorchSaveFile file;
  file.contents_ = std::move(contents);
  return file;
}

const std::string& TorchSaveFile::subject() const {
  return contents_->subject;
}

const std::vector<TensorInfo>& TorchSaveFile::entries() const {
  return contents_->entries;
}

std::map<std::string, at::Tensor> TorchSaveFile::tensors(
    const std::function<bool(const std::string&)>& wanted) const {
  const Pickle& pickle = contents_->parts.pickle;
  std::uint64_t budget = 2 * contents_->bytes + (1 << 20);
  std::map<std::string, at::Tensor> storages, tensors;
  for (std::size_t i = 0; i < contents_->entries.size(); ++i) {
    const std::string& name = contents_->entries[i].name;
    if (wanted && !wanted(name)) continue;
    const PickleValue& tensor = pickle.at(contents_->values[i]);
    const PickleValue& declared = pickle.at(tensor.items[0]);
    auto storage = storages.find(declared.text);
    if (storage == storages.end())
      storage = storages.emplace(declared.text, contents_->parts.storages->read(declared)).first;
    at::Tensor view;
    if (storage->second.numel() == 0 ||
        std::find(tensor.size.begin(), tensor.size.end(), 0) != tensor.size.end())
      view = at::empty(tensor.size, storage->second.options());
    else
      view = storage->second.as_strided(tensor.size, tensor.stride, tensor.integer);
    if (!view.is_contiguous()) {
      // A small file must not unfold into a large memory: every copy is paid for.
      if (const auto bytes = std::uint64_t(view.numel()) * view.element_size(); bytes <= budget)
        budget -= bytes;
      else
        throw refusal(contents_->subject, "its tensors overlap too much");
      view = view.contiguous();
    }
    tensors.emplace(name, view);
  }
  return tensors;
}

std::map<std::string, at::Tensor> readTorchSave(const Bytes& file) {
  return TorchSaveFile::read(file).tensors();
}

std::map<std::string, at::Tensor> readTorchSave(const std::filesystem::path& path) {
  return TorchSaveFile::open(path).tensors();
}

}  // namespace orator::tensor
