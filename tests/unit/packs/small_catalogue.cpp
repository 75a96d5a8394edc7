#include "small_catalogue.h"

#include <ATen/ATen.h>

#include <cstring>
#include <fstream>
#include <stdexcept>

#include "core/packs/network_layout.h"
#include "core/packs/network_tensors.h"
#include "core/packs/sha256.h"
#include "core/tensor/safetensors.h"
#include "tests/support/files.h"

namespace orator::packs::test_data {

namespace fs = std::filesystem;

Catalogue writeSmallCatalogue(const fs::path& folder) {
  PublishedPack pack{"sadtalker-256", "Small", 256, {}, {}};
  double value = 1;
  for (const auto& [role, name] :
       {std::pair("sadtalker", "big.safetensors"), std::pair("mapping70", "map70.safetensors"),
        std::pair("mapping73", "map73.safetensors")}) {
    tensor::writeSafetensors(folder / name, {{"numbers", at::full({5000}, value++, at::kFloat)}});
    pack.files.push_back(
        {role, name, std::uint64_t(fs::file_size(folder / name)), fileSha256(folder / name), {}});
  }
  return {pack};
}

void writeHollowCheckpoint(const fs::path& path, const std::string& role, const std::string& prefix) {
  std::string header = "{";
  std::uint64_t offset = 0;
  const auto add = [&](std::string_view network, const std::string& before) {
    for (const NetworkTensor& tensor : networkTensors(network)) {
      std::uint64_t bytes = tensor.counter ? 8 : 4;
      std::string shape;
      for (const std::int64_t size : tensor.shape) {
        bytes *= std::uint64_t(size);
        if (!shape.empty()) shape += ',';
        shape += std::to_string(size);
      }
      header += (header.size() > 1 ? ",\"" : "\"") + before + tensor.name + "\":{\"dtype\":\"" +
                (tensor.counter ? "I64" : "F32") + "\",\"shape\":[" + shape + "],\"data_offsets\":[" +
                std::to_string(offset) + "," + std::to_string(offset + bytes) + "]}";
      offset += bytes;
    }
  };
  if (role == "sadtalker")
    for (const char* network : {"audio2exp", "audio2pose", "face_3drecon", "kp_extractor", "generator"})
      add(network, std::string(network) + ".");
  else
    add(role, prefix);
  header += "}";
  std::vector<std::uint8_t> bytes(8 + header.size());
  const std::uint64_t length = header.size();
  std::memcpy(bytes.data(), &length, 8);
  std::memcpy(bytes.data() + 8, header.data(), header.size());
  orator::test::writeBytes(path, bytes);
  fs::resize_file(path, bytes.size() + offset);
}

void replaceInHeader(const fs::path& path, const std::string& from, const std::string& to) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  std::uint64_t length = 0;
  file.read(reinterpret_cast<char*>(&length), sizeof length);
  std::string header(length, ' ');
  file.read(header.data(), std::streamsize(length));
  const std::size_t at = header.find(from);
  if (!file || at == std::string::npos || from.size() != to.size())
    throw std::logic_error("the header has nothing that \"" + to + "\" could take the place of");
  file.seekp(std::streamoff(sizeof length + at));
  file.write(to.data(), std::streamsize(to.size()));
}

void Recorder::progress(std::string_view stage, std::int64_t done, std::int64_t) {
  if (stages.empty() || stages.back() != stage) stages.emplace_back(stage);
  if (stage == "Downloading" && firstDone < 0) firstDone = done;
  if (onProgress) onProgress(stage);
}

}  // namespace orator::packs::test_data
