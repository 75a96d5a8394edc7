#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace orator::packs {

/// What else a file may hold beside a network's tensors.
enum class Neighbours {
  packaged,  ///< other networks in the packaged checkpoint, the state of the training in separate files
  outside,   ///< anything that does not lie under the network's prefix
};

/// Where the tensors of one network may lie.
struct NetworkLayout {
  std::string_view network;
  std::vector<std::string_view> roles;  ///< of the files that hold it, in order of preference
  std::string_view packagedPrefix;      ///< in the packaged checkpoint: "kp_extractor."
  std::string_view separatePrefix;      ///< in the older separate file: "kp_detector."
  std::string_view marker;              ///< a tensor that every form has, without the prefix
  Neighbours neighbours = Neighbours::packaged;
};

const std::vector<NetworkLayout>& networkLayouts();
/// @throws Error invalidArgument
const NetworkLayout& networkLayout(std::string_view network);

/// The prefix under which a file holds the network, or null. The prefixes are tried as the layout lists them;
/// last the bare names.
/// @param contains tells whether the file has a tensor of this name
template <class Contains>
const std::string_view* findPrefix(const NetworkLayout& layout, const Contains& contains) {
  static constexpr std::string_view kBare;
  for (const std::string_view* prefix : {&layout.packagedPrefix, &layout.separatePrefix, &kBare})
    if (contains(std::string(*prefix).append(layout.marker))) return prefix;
  return nullptr;
}

}  // namespace orator::packs
