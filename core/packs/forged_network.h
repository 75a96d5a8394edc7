#pragma once

#include <cstdint>
#include <string_view>

namespace orator::tensor {
class WeightStore;
}

namespace orator::packs {

/// Random weights of one network, in the shapes and under the names of the published one. Their scale keeps
/// activations finite. The same seed gives the same weights. About 5 ns a weight; "generator" has 45 million.
/// @param network a name of networkNames() @throws Error invalidArgument
tensor::WeightStore forgeNetwork(std::string_view network, std::uint64_t seed);

}  // namespace orator::packs
