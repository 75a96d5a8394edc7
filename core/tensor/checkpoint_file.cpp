#include "core/tensor/checkpoint_file.h"

#include <algorithm>

namespace orator::tensor {
namespace {

bool byName(const TensorInfo& a, const TensorInfo& b) {
  return a.name < b.name;
}

}  // namespace

CheckpointFile::CheckpointFile(SafetensorsFile file) : file_(std::move(file)) {
  const auto& entries = std::get<SafetensorsFile>(file_).entries();
  entries_.assign(entries.begin(), entries.end());
  std::sort(entries_.begin(), entries_.end(), byName);
}

CheckpointFile::CheckpointFile(TorchSaveFile file)
    : file_(std::move(file)), entries_(std::get<TorchSaveFile>(file_).entries()) {}

CheckpointFile CheckpointFile::open(const std::filesystem::path& path) {
  return read(mapFile(path));
}

CheckpointFile CheckpointFile::read(Bytes bytes) {
  if (isTorchSave(bytes.data)) return CheckpointFile(TorchSaveFile::read(bytes));
  return CheckpointFile(SafetensorsFile::read(std::move(bytes)));
}

const std::string& CheckpointFile::subject() const {
  return std::visit([](const auto& file) -> const std::string& { return file.subject(); }, file_);
}

bool CheckpointFile::contains(const std::string& name) const {
  return std::binary_search(entries_.begin(), entries_.end(), TensorInfo{.name = name}, byName);
}

WeightStore CheckpointFile::under(const std::string& prefix) const {
  std::map<std::string, at::Tensor> tensors;
  if (const auto* saved = std::get_if<TorchSaveFile>(&file_)) {
    for (auto& [name, tensor] :
         saved->tensors([&](const std::string& name) { return name.starts_with(prefix); }))
      tensors.emplace(name.substr(prefix.size()), std::move(tensor));
  } else {
    for (const TensorInfo& entry : entries_)
      if (entry.name.starts_with(prefix))
        tensors.emplace(entry.name.substr(prefix.size()), std::get<SafetensorsFile>(file_).view(entry.name));
  }
  return {subject(), std::move(tensors)};
}

}  // namespace orator::tensor
