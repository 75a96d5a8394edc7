#include "core/lab/forge/pack_forge.h"

#include <ATen/ATen.h>

#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/base/partial_folder.h"
#include "core/packs/forged_network.h"
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

void writeCheckpoint(const fs::path& path, const std::string& role, std::uint64_t seed) {
  if (role != "sadtalker") return tensor::writeTorchSave(path, {{"mapping", published(role, "", seed)}});
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
  pack.motionModel = "sadtalker";
  pack.renderers = {"facevid2vid"};
  pack.coefficientBasis = "bfm";
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
