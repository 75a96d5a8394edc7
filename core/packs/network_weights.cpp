#include "core/packs/network_weights.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/packs/network_layout.h"
#include "core/tensor/checkpoint_file.h"

namespace orator::packs {
namespace {

/// The role that serves the network, or an empty text.
std::string roleFor(const Pack& pack, const NetworkLayout& layout) {
  for (const std::string_view role : layout.roles)
    if (std::any_of(pack.files.begin(), pack.files.end(), [&](const PackFile& f) { return f.role == role; }))
      return std::string(role);
  return {};
}

}  // namespace

const std::vector<std::string_view>& networkNames() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> list;
    for (const NetworkLayout& layout : networkLayouts()) list.push_back(layout.network);
    return list;
  }();
  return names;
}

bool hasNetwork(const Pack& pack, std::string_view network) {
  return !roleFor(pack, networkLayout(network)).empty();
}

void requireNetwork(const Pack& pack, std::string_view network) {
  if (hasNetwork(pack, network)) return;
  throw Error(
      ErrorCode::packMissing, "pack " + pack.id, "has no weights of the network " + std::string(network),
      "orator packs import FOLDER adds the published files; orator packs list shows what is installed");
}

tensor::WeightStore openNetworkWeights(const Pack& pack, std::string_view network) {
  const NetworkLayout& layout = networkLayout(network);
  requireNetwork(pack, network);
  const auto file = tensor::CheckpointFile::open(pack.file(roleFor(pack, layout)));
  const auto* prefix = findPrefix(layout, [&](const std::string& name) { return file.contains(name); });
  if (prefix) return file.under(std::string(*prefix));
  throw Error(ErrorCode::checkpointRefused, file.subject(),
              "it does not hold the network " + std::string(network) + ": it has no tensor " +
                  std::string(layout.marker),
              "Import the file that belongs to this pack: orator packs import FOLDER");
}

}  // namespace orator::packs
