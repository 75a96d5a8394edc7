#include "core/tensor/safetensors.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>

#include <bit>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/files.h"

namespace orator::tensor {
static_assert(std::endian::native == std::endian::little, "the formats are read without swapping bytes");

namespace {

struct TypePair {
  Dtype dtype;
  at::ScalarType scalar;
};
constexpr TypePair kTypes[] = {{Dtype::boolean, at::kBool}, {Dtype::u8, at::kByte},
                               {Dtype::i8, at::kChar},      {Dtype::i16, at::kShort},
                               {Dtype::f16, at::kHalf},     {Dtype::bf16, at::kBFloat16},
                               {Dtype::i32, at::kInt},      {Dtype::f32, at::kFloat},
                               {Dtype::f64, at::kDouble},   {Dtype::i64, at::kLong}};

at::ScalarType scalarType(const TensorEntry& entry, const std::string& subject) {
  for (const auto& pair : kTypes)
    if (pair.dtype == entry.dtype) return pair.scalar;
  throw Error(ErrorCode::checkpointRefused, subject,
              "tensor \"" + entry.name + "\" is of type " + std::string(dtypeName(entry.dtype)) +
                  ", which is not supported");
}

Dtype dtypeOf(const std::string& name, const at::Tensor& tensor) {
  for (const auto& pair : kTypes)
    if (pair.scalar == tensor.scalar_type()) return pair.dtype;
  throw Error(ErrorCode::invalidArgument, name, "its element type cannot be stored");
}

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

}  // namespace

SafetensorsFile SafetensorsFile::open(const std::filesystem::path& path) {
  return read(mapFile(path));
}

SafetensorsFile SafetensorsFile::read(Bytes bytes) {
  SafetensorsFile file;
  file.bytes_ = std::move(bytes);
  file.header_ = parseSafetensorsHeader(file.bytes_.data, file.bytes_.subject);
  for (std::size_t i = 0; i < file.header_.entries.size(); ++i)
    file.index_.emplace(file.header_.entries[i].name, i);
  return file;
}

const TensorEntry& SafetensorsFile::entry(const std::string& name) const {
  const auto found = index_.find(name);
  if (found == index_.end())
    throw Error(ErrorCode::checkpointRefused, bytes_.subject, "it has no tensor \"" + name + "\"");
  return header_.entries[found->second];
}

at::Tensor SafetensorsFile::view(const std::string& name) const {
  const TensorEntry& wanted = entry(name);
  const auto options = at::TensorOptions().dtype(scalarType(wanted, bytes_.subject));
  bytes_.checkStillWhole();
  if (wanted.begin == wanted.end) return at::empty(wanted.shape, options);
  const std::uint8_t* first = bytes_.data.data() + header_.dataOffset + wanted.begin;
  const auto owner = bytes_.owner;
  at::Tensor mapped = at::from_blob(
      const_cast<std::uint8_t*>(first), wanted.shape, [owner](void*) {}, options);
  // The format does not align data; kernels need elements on their own alignment.
  if (reinterpret_cast<std::uintptr_t>(first) % dtypeSize(wanted.dtype) == 0) return mapped;
  at::Tensor aligned = at::empty(wanted.shape, options);
  std::memcpy(aligned.data_ptr(), first, std::size_t(wanted.end - wanted.begin));
  return aligned;
}

at::Tensor SafetensorsFile::tensor(const std::string& name) const {
  return view(name).clone();
}

void writeSafetensors(const std::filesystem::path& path,
                      const std::vector<std::pair<std::string, at::Tensor>>& tensors,
                      const std::map<std::string, std::string>& metadata) {
  nlohmann::ordered_json header = nlohmann::ordered_json::object();
  if (!metadata.empty()) header["__metadata__"] = metadata;
  std::vector<at::Tensor> values;
  std::set<std::string> names{"__metadata__"};
  std::uint64_t offset = 0;
  for (const auto& [name, tensor] : tensors) {
    if (!names.insert(name).second) throw Error(ErrorCode::invalidArgument, name, "the name is taken");
    const at::Tensor value = tensor.detach().cpu().contiguous();
    const std::uint64_t end = offset + std::uint64_t(value.nbytes());
    header[name] = {{"dtype", dtypeName(dtypeOf(name, value))},
                    {"shape", value.sizes().vec()},
                    {"data_offsets", {offset, end}}};
    offset = end;
    values.push_back(value);
  }
  std::string text = header.dump();
  text.append((8 - text.size() % 8) % 8, ' ');
  const std::uint64_t length = text.size();

  PartialFile partial(path);
  File file(std::fopen(partial.path().c_str(), "wb"), &std::fclose);
  if (!file) throw writeError(path, errno);
  const auto write = [&](const void* data, std::size_t size) {
    if (size > 0 && std::fwrite(data, 1, size, file.get()) != size) throw writeError(path, errno);
  };
  write(&length, sizeof length);
  write(text.data(), text.size());
  for (const at::Tensor& value : values) write(value.data_ptr(), value.nbytes());
  if (std::fclose(file.release()) != 0) throw writeError(path, errno);
  partial.commit();
}

}  // namespace orator::tensor
