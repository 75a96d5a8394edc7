#include "core/packs/network_weights.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/tensor/weight_store.h"

namespace orator::packs {
namespace {

/// Where a network's tensors may lie. The marker is a tensor that every form of the network has.
struct Network {
  std::string_view name;
  std::vector<std::string_view> roles;     ///< in order of preference
  std::vector<std::string_view> prefixes;  ///< packaged form, separate file, bare
  std::string_view marker;
};

const std::vector<Network>& networks() {
  static const std::vector<Network> all{
      {"audio2exp", {"audio2exp", "sadtalker"}, {"audio2exp.", "model.", ""}, "mapping1.weight"},
      {"audio2pose",
       {"audio2pose", "sadtalker"},
       {"audio2pose.", "model.", ""},
       "netG.decoder.pose_linear.weight"},
      {"face_3drecon",
       {"face_3drecon", "sadtalker"},
       {"face_3drecon.", "net_recon.", ""},
       "backbone.conv1.weight"},
      {"kp_extractor",
       {"kp_extractor", "facevid2vid", "sadtalker"},
       {"kp_extractor.", "kp_detector.", ""},
       "predictor.conv.weight"},
      {"generator", {"generator", "facevid2vid", "sadtalker"}, {"generator.", ""}, "first.conv.weight"},
      {"mapping70", {"mapping70"}, {"mapping.", "mapping70.", ""}, "first.0.weight"},
      {"mapping73", {"mapping73"}, {"mapping.", "mapping73.", ""}, "first.0.weight"}};
  return all;
}

const Network& networkNamed(std::string_view name) {
  for (const Network& network : networks())
    if (network.name == name) return network;
  throw Error(ErrorCode::invalidArgument, "network \"" + std::string(name) + "\"",
              "is not one that packs hold");
}

/// The role that serves the network, or an empty text.
std::string roleFor(const Pack& pack, const Network& network) {
  for (const std::string_view role : network.roles)
    if (std::any_of(pack.files.begin(), pack.files.end(), [&](const PackFile& f) { return f.role == role; }))
      return std::string(role);
  return {};
}

}  // namespace

const std::vector<std::string_view>& networkNames() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> list;
    for (const Network& network : networks()) list.push_back(network.name);
    return list;
  }();
  return names;
}

bool hasNetwork(const Pack& pack, std::string_view network) {
  return !roleFor(pack, networkNamed(network)).empty();
}

tensor::WeightStore openNetworkWeights(const Pack& pack, std::string_view network) {
  const Network& wanted = networkNamed(network);
  const std::string role = roleFor(pack, wanted);
  if (role.empty())
    throw Error(
        ErrorCode::packMissing, "pack " + pack.id, "has no weights of the network " + std::string(network),
        "orator packs import FOLDER adds the published files; orator packs list shows what is installed");
  const auto store = tensor::WeightStore::open(pack.file(role));
  for (const std::string_view prefix : wanted.prefixes)
    if (store.contains(std::string(prefix) + std::string(wanted.marker)))
      return store.under(std::string(prefix));
  throw Error(ErrorCode::checkpointRefused, store.subject(),
              "it does not hold the network " + std::string(network) + ": no tensor ends its name with " +
                  std::string(wanted.marker),
              "Import the file that belongs to this pack: orator packs import FOLDER");
}

}  // namespace orator::packs
