#include "core/packs/pack_forge.h"

#include <ATen/ATen.h>

#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/packs/network_tensors.h"
#include "core/packs/network_weights.h"
#include "core/packs/pack_writer.h"
#include "core/packs/published_files.h"
#include "core/packs/sha256.h"
#include "core/tensor/formula_weights.h"
#include "core/tensor/safetensors.h"
#include "core/tensor/torch_save_writer.h"
#include "core/tensor/weight_store.h"

namespace orator::packs {
namespace {

namespace fs = std::filesystem;
using Tensors = std::map<std::string, at::Tensor>;

at::Tensor unitVector(const at::Tensor& vector) {
  return vector / (vector.norm() + 1e-12);
}

/// Spectral norm divides by u W v: with vectors that do not belong to W the quotient would be arbitrary.
void settleSpectralNorms(Tensors& tensors) {
  constexpr int kPowerIterations = 3;
  for (auto& [name, u] : tensors) {
    if (!name.ends_with(".weight_u")) continue;
    const std::string stem = name.substr(0, name.size() - 1);
    const at::Tensor weight = tensors.at(stem + "orig").flatten(1);
    at::Tensor& v = tensors.at(stem + "v");
    for (int i = 0; i < kPowerIterations; ++i) {
      v = unitVector(weight.t().mv(u));
      u = unitVector(weight.mv(v));
    }
  }
}

/// The network's tensors under `prefix`, in the published order.
std::vector<std::pair<std::string, at::Tensor>> published(std::string_view network, const std::string& prefix,
                                                          std::uint64_t seed) {
  const tensor::WeightStore store = forgeNetwork(network, seed);
  std::vector<std::pair<std::string, at::Tensor>> tensors;
  for (const NetworkTensor& wanted : networkTensors(network))
    tensors.emplace_back(prefix + wanted.name, store.tensor(wanted.name));
  return tensors;
}

void writeCheckpoint(const fs::path& path, const std::string& role, std::uint64_t seed) {
  if (role != "sadtalker") return tensor::writeTorchSave(path, {{"mapping", published(role, "", seed)}});
  std::vector<std::pair<std::string, at::Tensor>> tensors;
  for (const char* network : {"kp_extractor", "generator", "audio2exp", "audio2pose", "face_3drecon"})
    for (auto& item : published(network, std::string(network) + ".", seed))
      tensors.push_back(std::move(item));
  tensor::writeSafetensors(path, tensors, {{"orator", "forged, seed " + std::to_string(seed)}});
}

}  // namespace

tensor::WeightStore forgeNetwork(std::string_view network, std::uint64_t seed) {
  const at::NoGradGuard noGradient;
  const std::string salt = "forge " + std::to_string(seed);
  Tensors tensors;
  for (const NetworkTensor& wanted : networkTensors(network)) {
    const at::Tensor value = wanted.counter ? at::zeros({}, at::kLong) : at::empty(wanted.shape, at::kFloat);
    tensor::fillByFormula(salt, std::string(network) + "." + wanted.name, value);
    tensors.emplace(wanted.name, value);
  }
  settleSpectralNorms(tensors);
  return {"forged " + std::string(network), std::move(tensors)};
}

void forgePack(std::string_view like, std::uint64_t seed, const fs::path& folder, const RunContext& context) {
  const PublishedPack& model = publishedPack(like);
  makeFolder(folder);

  Pack pack;
  pack.folder = fs::canonical(folder);
  pack.id = pathText(pack.folder.filename());
  pack.title =
      "Forged: random weights in the form of " + model.title + " (seed " + std::to_string(seed) + ")";
  pack.motionModel = "sadtalker";
  pack.renderers = {"facevid2vid"};
  pack.coefficientBasis = "bfm";
  pack.pictureSizePx = model.pictureSizePx;
  const auto total = std::int64_t(model.files.size());
  for (const PublishedFile& file : model.files) {
    context.throwIfCancelled();
    context.progress("Forging", std::int64_t(pack.files.size()), total);
    const fs::path path = pack.folder / file.name;
    writeCheckpoint(path, file.role, seed);
    pack.files.push_back({.role = file.role,
                          .path = path,
                          .sha256 = fileSha256(path),
                          .origin = "Orator, random numbers",
                          .licence = "CC0-1.0"});
  }
  context.progress("Forging", total, total);
  writePackJson(pack);
}

}  // namespace orator::packs
