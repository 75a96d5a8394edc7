#include "core/tensor/torch_save_storages.h"

#include <ATen/ops/empty.h>
#include <zip.h>

#include <cstring>
#include <map>
#include <mutex>

#include "core/base/error.h"
#include "core/tensor/torch_save_reader.h"

namespace orator::tensor {
namespace {

using Kind = PickleValue::Kind;
constexpr std::uint8_t kMagic[] = {0x80, 2,    0x8a, 10,   0x6c, 0xfc, 0x9c, 0x46,
                                   0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, '.'};
constexpr std::size_t kMaximumPickleBytes = 64u << 20;

bool startsWith(std::span<const std::uint8_t> file, std::span<const std::uint8_t> prefix) {
  return file.size() >= prefix.size() && std::memcmp(file.data(), prefix.data(), prefix.size()) == 0;
}

bool isZip(std::span<const std::uint8_t> file) {
  constexpr std::uint8_t kZip[] = {'P', 'K', 3, 4};
  return startsWith(file, kZip);
}

std::uint64_t storageBytes(const PickleValue& storage, const std::string& subject) {
  std::uint64_t bytes = 0;
  if (__builtin_mul_overflow(std::uint64_t(storage.integer), std::uint64_t(c10::elementSize(storage.type)),
                             &bytes))
    throw refusal(subject, "storage " + storage.text + " has an impossible size");
  return bytes;
}

/// The storages a pickle declares, by key. @throws Error when it declares one in two ways
std::map<std::string, const PickleValue*> declaredStorages(const Pickle& pickle, const std::string& subject) {
  std::map<std::string, const PickleValue*> declared;
  for (const PickleValue& value : pickle.values) {
    if (value.kind != Kind::storage) continue;
    const PickleValue& first = *declared.emplace(value.text, &value).first->second;
    if (first.type != value.type || first.integer != value.integer)
      throw refusal(subject, "storage " + value.text + " is declared in two ways");
  }
  return declared;
}

at::Tensor emptyFor(const PickleValue& storage) {
  return at::empty({storage.integer}, at::TensorOptions().dtype(storage.type));
}

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

/// "<root>data/<key>" of a zip archive.
class ZipStorages : public StorageReader {
 public:
  ZipStorages(Bytes file, std::unique_ptr<ZipArchive> archive, std::string folder)
      : file_(std::move(file)), archive_(std::move(archive)), folder_(std::move(folder)) {}

  at::Tensor read(const PickleValue& storage) const override {
    file_.checkStillWhole();
    at::Tensor numbers = emptyFor(storage);
    const std::lock_guard lock(mutex_);
    archive_->read(folder_ + storage.text, numbers.data_ptr());
    return numbers;
  }

 private:
  Bytes file_;
  std::unique_ptr<ZipArchive> archive_;
  std::string folder_;
  mutable std::mutex mutex_;
};

TorchSaveParts openZip(const Bytes& file) {
  auto archive = std::make_unique<ZipArchive>(file);
  const std::string root = archive->root();
  if (archive->size(root + "data.pkl") > kMaximumPickleBytes)
    throw refusal(file.subject, "its pickle is too large");
  if (archive->has(root + "byteorder")) {
    std::string order(std::size_t(archive->size(root + "byteorder")), ' ');
    archive->read(root + "byteorder", order.data());
    if (order != "little") throw refusal(file.subject, "its numbers are not little-endian");
  }
  std::vector<std::uint8_t> text(std::size_t(archive->size(root + "data.pkl")));
  archive->read(root + "data.pkl", text.data());
  Pickle pickle = readPickle(text, file.subject);
  if (pickle.bytesRead != text.size()) throw refusal(file.subject, "bytes follow its pickle");
  for (const auto& [key, storage] : declaredStorages(pickle, file.subject))
    if (archive->size(std::string(root).append("data/").append(key)) != storageBytes(*storage, file.subject))
      throw refusal(file.subject, "storage " + key + " has another size than its pickle says");
  return {std::move(pickle), std::make_unique<ZipStorages>(file, std::move(archive), root + "data/")};
}

/// One after the other at the end of the file.
class TrailingStorages : public StorageReader {
 public:
  TrailingStorages(Bytes file, std::map<std::string, std::span<const std::uint8_t>> numbers)
      : file_(std::move(file)), numbers_(std::move(numbers)) {}

  at::Tensor read(const PickleValue& storage) const override {
    file_.checkStillWhole();
    at::Tensor copy = emptyFor(storage);
    const std::span<const std::uint8_t> numbers = numbers_.at(storage.text);
    if (!numbers.empty()) std::memcpy(copy.data_ptr(), numbers.data(), numbers.size());
    return copy;
  }

 private:
  Bytes file_;
  std::map<std::string, std::span<const std::uint8_t>> numbers_;
};

TorchSaveParts openLegacy(const Bytes& file) {
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
  Pickle pickle = next();
  const Pickle keys = next();

  const auto declared = declaredStorages(pickle, file.subject);
  if (keys.at(keys.root).kind != Kind::list) throw refusal(file.subject, "it has no list of storages");
  std::map<std::string, std::span<const std::uint8_t>> numbers;
  for (int index : keys.at(keys.root).items) {
    const std::string& key = keys.at(index).text;
    const auto found = declared.find(key);
    if (found == declared.end() || numbers.contains(key))
      throw refusal(file.subject, "its list of storages does not match its tensors");
    const std::uint64_t bytes = storageBytes(*found->second, file.subject);
    std::int64_t elements = -1;
    if (rest.size() < 8) throw refusal(file.subject, "it is cut off");
    std::memcpy(&elements, rest.data(), 8);
    rest = rest.subspan(8);
    if (elements != found->second->integer)
      throw refusal(file.subject, "storage " + key + " has another size than its pickle says");
    if (bytes > rest.size()) throw refusal(file.subject, "it is cut off inside storage " + key);
    numbers.emplace(key, rest.first(std::size_t(bytes)));
    rest = rest.subspan(std::size_t(bytes));
  }
  if (numbers.size() != declared.size()) throw refusal(file.subject, "a storage is missing");
  if (!rest.empty())
    throw refusal(file.subject, std::to_string(rest.size()) + " bytes follow its last storage");
  return {std::move(pickle), std::make_unique<TrailingStorages>(file, std::move(numbers))};
}

}  // namespace

bool isTorchSave(std::span<const std::uint8_t> file) {
  if (file.size() > 8 && file[8] == '{') return false;
  return isZip(file) || (file.size() >= 2 && file[0] == 0x80 && file[1] >= 2 && file[1] <= 5);
}

Error refusal(const std::string& subject, const std::string& reason) {
  return {ErrorCode::checkpointRefused, subject, reason, "Download or copy the file again"};
}

TorchSaveParts openTorchSave(const Bytes& file) {
  file.checkStillWhole();
  if (isZip(file.data)) return openZip(file);
  if (!isTorchSave(file.data))
    throw refusal(file.subject, "it is no torch.save file: neither a zip archive nor a pickle");
  return openLegacy(file);
}

}  // namespace orator::tensor
