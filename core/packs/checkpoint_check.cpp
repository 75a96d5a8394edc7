#include "core/packs/checkpoint_check.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/base/error.h"
#include "core/packs/network_layout.h"
#include "core/packs/network_tensors.h"
#include "core/tensor/checkpoint_file.h"
#include "core/tensor/complaint.h"

namespace orator::packs {
namespace {

constexpr const char* kMappingPrefixes[] = {"mapping.", "mapping70.", "mapping73.", ""};

std::vector<const NetworkLayout*> networksOf(std::string_view role) {
  std::vector<const NetworkLayout*> networks;
  for (const NetworkLayout& layout : networkLayouts())
    if (std::find(layout.roles.begin(), layout.roles.end(), role) != layout.roles.end())
      networks.push_back(&layout);
  return networks;
}

std::string shapeText(const std::vector<std::int64_t>& shape) {
  std::string text;
  for (const std::int64_t size : shape) text += (text.empty() ? "" : ", ") + std::to_string(size);
  return "[" + text + "]";
}

/// Inputs of a convolution of so many dimensions; 0 when there is none of this name.
std::int64_t inputsOf(const tensor::CheckpointFile& file, const std::string& name, std::size_t dimensions) {
  for (const tensor::TensorInfo& entry : file.entries())
    if (entry.name == name) return entry.shape.size() == dimensions ? entry.shape[1] : 0;
  return 0;
}

/// Width of the mapping network's input under this prefix; 0 when there is none.
std::int64_t mappingWidth(const tensor::CheckpointFile& file, std::string_view prefix) {
  return inputsOf(file, std::string(prefix) + "first.0.weight", 3);
}

/// The role of a file that holds one published network other than SadTalker's.
std::optional<std::string> roleOfOwnFile(const tensor::CheckpointFile& file) {
  const auto contains = [&](const std::string& name) { return file.contains(name); };
  for (const NetworkLayout& layout : networkLayouts()) {
    if (layout.neighbours != Neighbours::outside) continue;
    const bool grouped = layout.roles.front() == "liveportrait_retargeting";
    const std::string_view* prefix = findPrefix(layout, contains);
    if (!prefix || (grouped && prefix->empty())) continue;
    // Both upscalers have the same names; the one for x2 takes its picture in four parts.
    if (layout.network.starts_with("realesrgan"))
      return inputsOf(file, std::string(*prefix).append(layout.marker), 4) == 12 ? "realesrgan_x2"
                                                                                 : "realesrgan_x4";
    return std::string(layout.roles.front());
  }
  return std::nullopt;
}

/// Compares a file with the published tensors, network by network.
class Comparison {
 public:
  Comparison(const tensor::CheckpointFile& file, CheckDepth depth) : file_(file), depth_(depth) {
    for (const tensor::TensorInfo& entry : file.entries()) found_.emplace(entry.name, &entry);
  }

  void network(const NetworkLayout& layout) {
    const auto* at = findPrefix(layout, [&](const std::string& name) { return found_.contains(name); });
    const std::string prefix(at ? *at : layout.packagedPrefix);
    std::set<std::string> usable;
    for (const NetworkTensor& wanted : networkTensors(layout.network)) {
      const std::string name = prefix + wanted.name;
      expected_.insert(name);
      const auto entry = found_.find(name);
      if (entry == found_.end()) {
        if (!wanted.counter) missing_.add(name);
      } else if (entry->second->shape != wanted.shape) {
        shapes_.add(name + " " + shapeText(entry->second->shape) + " instead of " + shapeText(wanted.shape));
      } else if (tensor::isFloating(entry->second->dtype) == wanted.counter) {
        types_.add(name + " " + std::string(tensor::dtypeName(entry->second->dtype)));
      } else if (!wanted.counter) {
        usable.insert(name);
      }
    }
    const bool packaged = prefix == layout.packagedPrefix && prefix != layout.separatePrefix;
    if (layout.neighbours == Neighbours::outside)
      own_.push_back(prefix);
    else if (packaged || prefix.empty())
      strict_ = true;
    if (depth_ == CheckDepth::values && !usable.empty()) checkValues(prefix, usable);
  }

  std::string text(bool onlyTheseNetworks) {
    for (const auto& item : found_)
      if ((onlyTheseNetworks || strict_ || isOwn(item.first)) && !expected_.contains(item.first))
        extra_.add(item.first);
    std::string text;
    for (const tensor::Complaint* complaint : {&missing_, &extra_, &shapes_, &types_, &values_})
      if (const std::string clause = complaint->text(); !clause.empty())
        text += (text.empty() ? "" : "; ") + clause;
    return text;
  }

 private:
  bool isOwn(const std::string& name) const {
    return std::any_of(own_.begin(), own_.end(),
                       [&](const std::string& prefix) { return name.starts_with(prefix); });
  }

  void checkValues(const std::string& prefix, const std::set<std::string>& usable) {
    const at::NoGradGuard noGradient;
    const tensor::WeightStore weights = file_.under(prefix);
    for (const auto& [name, value] : weights.tensors())
      if (usable.contains(prefix + name) && !at::isfinite(value.sum(at::kDouble)).item<bool>())
        values_.add(prefix + name);
  }

  const tensor::CheckpointFile& file_;
  CheckDepth depth_;
  std::map<std::string, const tensor::TensorInfo*> found_;
  std::set<std::string> expected_;
  std::vector<std::string> own_;  ///< prefixes under which nothing else may lie
  bool strict_ = false;
  tensor::Complaint missing_{"missing"}, extra_{"extra"}, shapes_{"of another shape"},
      types_{"of another type"}, values_{"with values that are not numbers"};
};

}  // namespace

bool isNetworkRole(std::string_view role) {
  return !networksOf(role).empty();
}

std::optional<std::string> recogniseCheckpoint(const tensor::CheckpointFile& file) {
  const auto has = [&](std::string_view network, bool packaged) {
    const NetworkLayout& layout = networkLayout(network);
    return file.contains(
        std::string(packaged ? layout.packagedPrefix : layout.separatePrefix).append(layout.marker));
  };
  if (has("generator", true) && (has("audio2exp", true) || has("face_3drecon", true))) return "sadtalker";
  if (has("generator", false) && has("kp_extractor", false)) return "facevid2vid";
  for (const char* network : {"audio2exp", "audio2pose", "face_3drecon"})
    if (has(network, false) || has(network, true)) return network;
  for (const char* prefix : kMappingPrefixes) {
    if (mappingWidth(file, prefix) == 70) return "mapping70";
    if (mappingWidth(file, prefix) == 73) return "mapping73";
  }
  for (const char* network : {"audio2pose", "face_3drecon"})
    if (file.contains(std::string(networkLayout(network).marker))) return network;
  return roleOfOwnFile(file);
}

std::string whyNotRecognised(const tensor::CheckpointFile& file) {
  for (const char* prefix : kMappingPrefixes)
    if (const std::int64_t width = mappingWidth(file, prefix); width > 0)
      return "it is a mapping network for " + std::to_string(width) +
             " coefficients; SadTalker's have 70 or 73";
  if (file.entries().empty()) return "it holds no tensor at all";
  return "it holds no published network that packs are made of; its first tensor is \"" +
         file.entries().front().name.substr(0, 80) + "\"";
}

std::string checkpointFaults(const tensor::CheckpointFile& file, std::string_view role, CheckDepth depth) {
  const auto networks = networksOf(role);
  if (networks.empty())
    throw Error(ErrorCode::invalidArgument, "role \"" + std::string(role) + "\"", "stands for no network");
  Comparison comparison(file, depth);
  for (const NetworkLayout* layout : networks) comparison.network(*layout);
  return comparison.text(role == "sadtalker");
}

}  // namespace orator::packs
