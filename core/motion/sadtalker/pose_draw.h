#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <utility>
#include <vector>

#include "core/motion/sadtalker/pose_style_count.h"

namespace orator::motion::sadtalker {

/// Standard normal numbers for one chunk of head motion, the same on every platform: [64].
at::Tensor chunkNoise(std::uint64_t seed, std::int64_t chunk);

/// Share of each style, adding up to 1: [S].
/// @param count S, of the styles that there are: 46, or 47 where style 46 is a person's
/// @throws Error invalidArgument (a style that does not exist, weights that add up to nothing)
at::Tensor styleShares(const std::vector<std::pair<int, double>>& styles, std::int64_t count = kPoseStyles);

}  // namespace orator::motion::sadtalker
