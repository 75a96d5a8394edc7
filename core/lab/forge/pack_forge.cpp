#include "core/lab/forge/pack_forge.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/base/partial_folder.h"
#include "core/packs/forged_network.h"
#include "core/packs/network_layout.h"
#include "core/packs/network_tensors.h"
#include "core/packs/pack.h"
#include "core/packs/pack_writer.h"
#include "core/packs/published_files.h"
#include "core/packs/sha256.h"
#include "core/tensor/safetensors.h"
#include "core/tensor/torch_save_writer.h"
#include "core/tensor/weight_store.h"

namespace orator::lab {
namespace {

namespace fs = std::filesystem;

/// The network's tensors under `prefix`, in the published order.
std::vector<std::pair<std::string, at::Tensor>> published(std::string_view network, const std::string& prefix,
                                                          std::uint64_t seed) {
  const tensor::WeightStore store = packs::forgeNetwork(network, seed);
  std::vector<std::pair<std::string, at::Tensor>> tensors;
  for (const packs::NetworkTensor& wanted : packs::networkTensors(network))
    tensors.emplace_back(prefix + wanted.name, store.tensor(wanted.name));
  return tensors;
}

/// A file of its own holds a network in a dictionary of the prefix's name.
std::vector<tensor::TorchSaveGroup> ownFile(const std::string& role, std::uint64_t seed) {
  std::vector<tensor::TorchSaveGroup> groups;
  for (const packs::NetworkLayout& layout : packs::networkLayouts()) {
    if (layout.roles.front() != role) continue;
    const std::string prefix(layout.neighbours == packs::Neighbours::outside ? layout.packagedPrefix
                                                                             : layout.separatePrefix);
    const std::size_t dot = std::min(prefix.find('.'), prefix.size());
    groups.push_back({prefix.substr(0, dot),
                      published(layout.network, prefix.substr(std::min(dot + 1, prefix.size())), seed)});
  }
  return groups;
}

void writeCheckpoint(const fs::path& path, const std::string& role, std::uint64_t seed) {
  if (role != "sadtalker") return tensor::writeTorchSave(path, ownFile(role, seed));
  std::vector<std::pair<std::string, at::Tensor>> tensors;
  for (const char* network : {"kp_extractor", "generator", "audio2exp", "audio2pose", "face_3drecon"})
    for (auto& item : published(network, std::string(network) + ".", seed))
      tensors.push_back(std::move(item));
  tensor::writeSafetensors(path, tensors, {{"orator", "forged, seed " + std::to_string(seed)}});
}

}  // namespace

void forgePack(std::string_view like, std::uint64_t seed, const fs::path& folder, const RunContext& context) {
  const packs::PublishedPack& model = packs::publishedPack(like);
  if (isFolder(folder) && !entriesOf(folder).empty())
    throw Error(ErrorCode::invalidArgument, pathText(folder), "the folder is not empty",
                "Give a folder that does not exist yet");
  PartialFolder whole(folder);

  packs::Pack pack;
  pack.folder = whole.path();
  pack.id = pathText(whole.target().filename());
  pack.title =
      "Forged: random weights in the form of " + model.title + " (seed " + std::to_string(seed) + ")";
  pack.purpose = model.use.purpose;
  pack.motionModel = model.use.motionModel;
  pack.renderers = model.use.renderers;
  pack.coefficientBasis = model.use.coefficientBasis;
  pack.pictureSizePx = model.pictureSizePx;
  const auto total = std::int64_t(model.files.size());
  for (const packs::PublishedFile& file : model.files) {
    context.throwIfCancelled();
    context.progress("Forging", std::int64_t(pack.files.size()), total);
    const fs::path path = pack.folder / file.name;
    writeCheckpoint(path, file.role, seed);
    pack.files.push_back({.role = file.role,
                          .path = path,
                          .sha256 = packs::fileSha256(path),
                          .origin = "Orator, random numbers",
                          .licence = "CC0-1.0"});
  }
  context.progress("Forging", total, total);
  packs::writePackJson(pack);
  whole.commit();
}

}  // namespace orator::lab
