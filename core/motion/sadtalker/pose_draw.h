#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <utility>
#include <vector>

namespace orator::motion::sadtalker {

/// Standard normal numbers for one chunk of head motion, the same on every platform: [64].
at::Tensor chunkNoise(std::uint64_t seed, std::int64_t chunk);

/// Share of each of the 46 styles, adding up to 1: [46].
/// @throws Error invalidArgument (a style that does not exist, weights that add up to nothing)
at::Tensor styleShares(const std::vector<std::pair<int, double>>& styles);

}  // namespace orator::motion::sadtalker
