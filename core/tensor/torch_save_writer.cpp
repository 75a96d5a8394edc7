#include "core/tensor/torch_save_writer.h"

#include <ATen/ATen.h>

#include <cerrno>
#include <cstdio>
#include <memory>

#include "core/base/files.h"

namespace orator::tensor {
namespace {

std::string storageClass(const std::string& name, const at::Tensor& tensor) {
  switch (tensor.scalar_type()) {
    case at::kFloat:
      return "FloatStorage";
    case at::kDouble:
      return "DoubleStorage";
    case at::kHalf:
      return "HalfStorage";
    case at::kBFloat16:
      return "BFloat16Storage";
    case at::kLong:
      return "LongStorage";
    default:
      throw Error(ErrorCode::invalidArgument, name, "its element type cannot be stored");
  }
}

/// Builds a pickle, protocol 2, instruction by instruction.
class Pickler {
 public:
  Pickler() { code("\x80\x02"); }
  Pickler& code(const char* instructions) {
    text_ += instructions;
    return *this;
  }
  Pickler& integer(std::int64_t value) {
    text_ += "\x8a\x08";
    return little(std::uint64_t(value), 8);
  }
  Pickler& text(const std::string& value) {
    text_ += 'X';
    little(value.size(), 4);
    text_ += value;
    return *this;
  }
  Pickler& integers(at::IntArrayRef values) {
    text_ += '(';
    for (const std::int64_t value : values) integer(value);
    text_ += 't';
    return *this;
  }
  std::string finished() { return text_ + '.'; }

 private:
  Pickler& little(std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) text_ += char(value >> 8 * i & 0xff);
    return *this;
  }
  std::string text_;
};

std::string header() {
  constexpr char kMagicPickle[] = "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.";
  constexpr std::int64_t kVersion = 1001;
  Pickler system;
  system.code("}(").text("protocol_version").integer(kVersion);
  system.text("little_endian").code("\x88").text("type_sizes").code("}(");
  system.text("short").integer(2).text("int").integer(4).text("long").integer(4).code("uu");
  return kMagicPickle + Pickler().integer(kVersion).finished() + system.finished();
}

}  // namespace

void writeTorchSave(const std::filesystem::path& path, const std::vector<TorchSaveGroup>& groups) {
  std::vector<at::Tensor> storages;
  Pickler object, keys;
  object.code("}(");
  keys.code("](");
  for (const TorchSaveGroup& group : groups) {
    object.text(group.name).code("ccollections\nOrderedDict\n)R(");
    for (const auto& [name, tensor] : group.tensors) {
      const at::Tensor value = tensor.detach().cpu().contiguous();
      const std::string key = std::to_string(storages.size());
      object.text(name).code("ctorch._utils\n_rebuild_tensor_v2\n((").text("storage");
      object.code(("ctorch\n" + storageClass(name, value) + "\n").c_str());
      object.text(key).text("cpu").integer(value.numel()).code("NtQ").integer(0);
      object.integers(value.sizes()).integers(value.strides());
      object.code(
          "\x89"
          "ccollections\nOrderedDict\n)RtR");
      keys.text(key);
      storages.push_back(value);
    }
    object.code("u");
  }
  const std::string front = header() + object.code("u").finished() + keys.code("e").finished();

  PartialFile partial(path);
  const auto close = [](std::FILE* file) { return std::fclose(file); };
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(partial.path().c_str(), "wb"), close);
  if (!file) throw writeError(path, errno);
  const auto write = [&](const void* data, std::size_t size) {
    if (size > 0 && std::fwrite(data, 1, size, file.get()) != size) throw writeError(path, errno);
  };
  write(front.data(), front.size());
  for (const at::Tensor& storage : storages) {
    const std::int64_t count = storage.numel();
    write(&count, sizeof count);
    write(storage.data_ptr(), storage.nbytes());
  }
  if (std::fclose(file.release()) != 0) throw writeError(path, errno);
  partial.commit();
}

}  // namespace orator::tensor
