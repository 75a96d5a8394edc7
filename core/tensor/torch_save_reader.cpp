#include "core/tensor/torch_save_reader.h"

#include <ATen/ATen.h>
#include <zip.h>

#include <cstring>
#include <memory>
#include <set>

#include "core/base/error.h"
#include "core/tensor/pickle.h"

namespace orator::tensor {
namespace {

using Kind = PickleValue::Kind;
constexpr std::uint8_t kMagic[] = {0x80, 2,    0x8a, 10,   0x6c, 0xfc, 0x9c, 0x46,
                                   0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, '.'};
constexpr std::size_t kMaximumPickleBytes = 64u << 20;

Error refusal(const std::string& subject, const std::string& reason) {
  return {ErrorCode::checkpointRefused, subject, reason, "Download or copy the file again"};
}

bool startsWith(std::span<const std::uint8_t> file, std::span<const std::uint8_t> prefix) {
  return file.size() >= prefix.size() && std::memcmp(file.data(), prefix.data(), prefix.size()) == 0;
}

bool isZip(std::span<const std::uint8_t> file) {
  constexpr std::uint8_t kZip[] = {'P', 'K', 3, 4};
  return startsWith(file, kZip);
}

/// Bytes of the storage, checked against its element count where the file says it.
std::uint64_t storageBytes(const PickleValue& storage, const std::string& subject) {
  std::uint64_t bytes = 0;
  if (__builtin_mul_overflow(std::uint64_t(storage.integer), std::uint64_t(c10::elementSize(storage.type)),
                             &bytes))
    throw refusal(subject, "storage " + storage.text + " has an impossible size");
  return bytes;
}

using Storages = std::map<std::string, at::Tensor>;

/// Walks the dictionaries and lists and collects the tensors under dotted names.
class Collector {
 public:
  Collector(const Pickle& pickle, const Storages& storages, const std::string& subject,
            std::uint64_t fileBytes)
      : pickle_(pickle), storages_(storages), subject_(subject), budget_(2 * fileBytes + (1 << 20)) {}

  std::map<std::string, at::Tensor> collect() {
    walk(pickle_.root, "", 0);
    return std::move(tensors_);
  }

 private:
  void walk(int index, const std::string& name, int depth) {
    if (depth > 16) throw refusal(subject_, "its dictionaries are nested too deeply");
    if (++visited_ > 4'000'000) throw refusal(subject_, "it has too many entries");
    const PickleValue& value = pickle_.at(index);
    const auto below = [&](const std::string& key) { return name.empty() ? key : name + "." + key; };
    if (value.kind == Kind::tensor) {
      if (!tensors_.emplace(name, build(value, name)).second)
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

  at::Tensor build(const PickleValue& tensor, const std::string& name) {
    const auto impossible = [&] {
      return refusal(subject_, "tensor \"" + name + "\" does not fit its storage");
    };
    const PickleValue& declared = pickle_.at(tensor.items[0]);
    const at::Tensor& storage = storages_.at(declared.text);
    if (tensor.size.size() != tensor.stride.size() || tensor.integer < 0) throw impossible();
    std::int64_t count = 1, last = tensor.integer;
    for (std::size_t i = 0; i < tensor.size.size(); ++i) {
      const std::int64_t size = tensor.size[i], stride = tensor.stride[i];
      std::int64_t reach = 0;
      if (size < 0 || stride < 0 || __builtin_mul_overflow(count, size, &count)) throw impossible();
      if (size > 0 &&
          (__builtin_mul_overflow(size - 1, stride, &reach) || __builtin_add_overflow(last, reach, &last)))
        throw impossible();
    }
    if (storage.scalar_type() != declared.type || count > storage.numel()) throw impossible();
    if (count == 0) return at::empty(tensor.size, storage.options());
    if (last >= storage.numel()) throw impossible();
    const at::Tensor view = storage.as_strided(tensor.size, tensor.stride, tensor.integer);
    if (view.is_contiguous()) return view;
    // A small file must not unfold into a large memory: every copy is paid for.
    const auto bytes = std::uint64_t(count) * storage.element_size();
    if (bytes > budget_) throw refusal(subject_, "its tensors overlap too much");
    budget_ -= bytes;
    return view.contiguous();
  }

  const Pickle& pickle_;
  const Storages& storages_;
  const std::string& subject_;
  std::uint64_t budget_;
  std::size_t visited_ = 0;
  std::map<std::string, at::Tensor> tensors_;
};

class ZipArchive {
 public:
  ZipArchive(const Bytes& file) : subject_(file.subject) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(file.data.data(), file.data.size(), 0, &error);
    if (source) archive_.reset(zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error));
    if (!archive_) {
      if (source) zip_source_free(source);
      const std::string reason = zip_error_strerror(&error);
      zip_error_fini(&error);
      throw refusal(subject_, "its zip archive is damaged: " + reason);
    }
    zip_error_fini(&error);
    const zip_int64_t count = zip_get_num_entries(archive_.get(), 0);
    if (count > 200'000) throw refusal(subject_, "its zip archive has too many entries");
    for (zip_int64_t i = 0; i < count; ++i) {
      zip_stat_t entry;
      if (zip_stat_index(archive_.get(), zip_uint64_t(i), 0, &entry) != 0 || !entry.name)
        throw refusal(subject_, "its zip archive is damaged");
      if (entry.comp_method != ZIP_CM_STORE || entry.encryption_method != ZIP_EM_NONE ||
          entry.size > file.data.size())
        throw refusal(subject_, std::string("its entry ") + entry.name + " is compressed or encrypted");
      if (!entries_.emplace(entry.name, std::pair(zip_uint64_t(i), entry.size)).second)
        throw refusal(subject_, std::string("its entry ") + entry.name + " occurs twice");
    }
  }

  /// "<root>/data.pkl" of the only root.
  std::string root() const {
    std::string root;
    for (const auto& [name, entry] : entries_)
      if (name.ends_with("/data.pkl") && name.find('/') == name.size() - 9) {
        if (!root.empty()) throw refusal(subject_, "its zip archive holds two checkpoints");
        root = name.substr(0, name.size() - 8);
      }
    if (root.empty()) throw refusal(subject_, "its zip archive is no torch.save file: it has no data.pkl");
    return root;
  }
  bool has(const std::string& name) const { return entries_.contains(name); }
  std::uint64_t size(const std::string& name) const {
    const auto found = entries_.find(name);
    if (found == entries_.end()) throw refusal(subject_, "its entry " + name + " is missing");
    return found->second.second;
  }
  void read(const std::string& name, void* out) const {
    const std::uint64_t bytes = size(name);
    const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> entry(
        zip_fopen_index(archive_.get(), entries_.at(name).first, 0), &zip_fclose);
    std::uint8_t after = 0;
    // Asking for one byte more makes the library reach the end and compare the checksum.
    if (!entry || zip_fread(entry.get(), out, bytes) != zip_int64_t(bytes) ||
        zip_fread(entry.get(), &after, 1) != 0)
      throw refusal(subject_, "its entry " + name + " is damaged");
  }

 private:
  std::string subject_;
  std::unique_ptr<zip_t, void (*)(zip_t*)> archive_{nullptr, &zip_discard};
  std::map<std::string, std::pair<zip_uint64_t, zip_uint64_t>> entries_;
};

std::map<std::string, at::Tensor> readZip(const Bytes& file) {
  const ZipArchive archive(file);
  const std::string root = archive.root();
  if (archive.size(root + "data.pkl") > kMaximumPickleBytes)
    throw refusal(file.subject, "its pickle is too large");
  if (archive.has(root + "byteorder")) {
    std::string order(std::size_t(archive.size(root + "byteorder")), ' ');
    archive.read(root + "byteorder", order.data());
    if (order != "little") throw refusal(file.subject, "its numbers are not little-endian");
  }
  std::vector<std::uint8_t> text(std::size_t(archive.size(root + "data.pkl")));
  archive.read(root + "data.pkl", text.data());
  const Pickle pickle = readPickle(text, file.subject);
  if (pickle.bytesRead != text.size()) throw refusal(file.subject, "bytes follow its pickle");
  Storages storages;
  for (const PickleValue& value : pickle.values) {
    if (value.kind != Kind::storage || storages.contains(value.text)) continue;
    const std::string name = root + "data/" + value.text;
    if (archive.size(name) != storageBytes(value, file.subject))
      throw refusal(file.subject, "storage " + value.text + " has another size than its pickle says");
    const at::Tensor storage = at::empty({value.integer}, at::TensorOptions().dtype(value.type));
    archive.read(name, storage.data_ptr());
    storages.emplace(value.text, storage);
  }
  return Collector(pickle, storages, file.subject, file.data.size()).collect();
}

std::map<std::string, at::Tensor> readLegacy(const Bytes& file) {
  std::span<const std::uint8_t> rest = file.data;
  const auto next = [&] {
    Pickle pickle = readPickle(rest.first(std::min(rest.size(), kMaximumPickleBytes)), file.subject);
    rest = rest.subspan(pickle.bytesRead);
    return pickle;
  };
  next();
  if (!startsWith(file.data, kMagic)) throw refusal(file.subject, "it is a pickle but no torch.save file");
  const Pickle version = next();
  if (version.at(version.root).kind != Kind::integer || version.at(version.root).integer != 1001)
    throw refusal(file.subject, "it is of an unknown torch.save version");
  const Pickle system = next();
  const auto& facts = system.at(system.root);
  bool little = false;
  if (facts.kind == Kind::dictionary)
    for (std::size_t i = 0; i + 1 < facts.items.size(); i += 2)
      if (system.at(facts.items[i]).text == "little_endian")
        little = system.at(facts.items[i + 1]).integer == 1;
  if (!little) throw refusal(file.subject, "its numbers are not little-endian");
  const Pickle pickle = next();
  const Pickle keys = next();

  std::map<std::string, const PickleValue*> declared;
  for (const PickleValue& value : pickle.values)
    if (value.kind == Kind::storage) declared.emplace(value.text, &value);
  if (keys.at(keys.root).kind != Kind::list) throw refusal(file.subject, "it has no list of storages");
  Storages storages;
  for (int index : keys.at(keys.root).items) {
    const std::string& key = keys.at(index).text;
    const auto found = declared.find(key);
    if (found == declared.end() || storages.contains(key))
      throw refusal(file.subject, "its list of storages does not match its tensors");
    const std::uint64_t bytes = storageBytes(*found->second, file.subject);
    std::int64_t elements = -1;
    if (rest.size() < 8) throw refusal(file.subject, "it is cut off");
    std::memcpy(&elements, rest.data(), 8);
    rest = rest.subspan(8);
    if (elements != found->second->integer)
      throw refusal(file.subject, "storage " + key + " has another size than its pickle says");
    if (bytes > rest.size()) throw refusal(file.subject, "it is cut off inside storage " + key);
    const at::Tensor storage = at::empty({elements}, at::TensorOptions().dtype(found->second->type));
    if (bytes > 0) std::memcpy(storage.data_ptr(), rest.data(), std::size_t(bytes));
    storages.emplace(key, storage);
    rest = rest.subspan(std::size_t(bytes));
  }
  if (storages.size() != declared.size()) throw refusal(file.subject, "a storage is missing");
  if (!rest.empty())
    throw refusal(file.subject, std::to_string(rest.size()) + " bytes follow its last storage");
  return Collector(pickle, storages, file.subject, file.data.size()).collect();
}

}  // namespace

bool isTorchSave(std::span<const std::uint8_t> file) {
  if (file.size() > 8 && file[8] == '{') return false;
  return isZip(file) || (file.size() >= 2 && file[0] == 0x80 && file[1] >= 2 && file[1] <= 5);
}

std::map<std::string, at::Tensor> readTorchSave(const Bytes& file) {
  file.checkStillWhole();
  if (isZip(file.data)) return readZip(file);
  if (!isTorchSave(file.data))
    throw refusal(file.subject, "it is no torch.save file: neither a zip archive nor a pickle");
  return readLegacy(file);
}

std::map<std::string, at::Tensor> readTorchSave(const std::filesystem::path& path) {
  return readTorchSave(mapFile(path));
}

}  // namespace orator::tensor
