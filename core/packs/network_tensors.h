#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace orator::packs {

/// One tensor that the published checkpoint of a network has.
struct NetworkTensor {
  std::string name;                 ///< without the network's prefix: "first.conv.weight"
  std::vector<std::int64_t> shape;  ///< empty for a scalar
  bool counter = false;             ///< int64; all others are floating point
};

/// Every tensor of a network of the published checkpoints, in their order.
/// @param network a name of networkNames() @throws Error invalidArgument
const std::vector<NetworkTensor>& networkTensors(std::string_view network);

/// One tensor each: "prefix.name 64,3,3,3"; a counter has no shape. Made from published_tensors.txt.
std::span<const char* const> publishedTensors();

}  // namespace orator::packs
