#include "core/motion/sadtalker/pose_draw.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <string>

#include "core/base/error.h"
#include "core/motion/noise.h"
#include "core/motion/sadtalker/pose_vae.h"

namespace orator::motion::sadtalker {

at::Tensor chunkNoise(std::uint64_t seed, std::int64_t chunk) {
  RandomStream random(seed + std::uint64_t(chunk) * 0xD1342543DE82EF95ull, "pose chunk");
  at::Tensor noise = at::empty({kPoseLatent});
  std::generate_n(noise.data_ptr<float>(), kPoseLatent, [&] { return float(random.normal()); });
  return noise;
}

at::Tensor styleShares(const std::vector<std::pair<int, double>>& styles, std::int64_t count) {
  double total = 0;
  at::Tensor shares = at::zeros({count});
  for (const auto& [style, weight] : styles) {
    if (style == kPersonalStyle && count <= kPersonalStyle)
      throw Error(ErrorCode::invalidArgument, "pose style " + std::to_string(style),
                  "it is the style of one person, and the pack is not one person's",
                  "Choose 0 to 45, or a pack of orator personalise");
    if (style < 0 || style >= count)
      throw Error(ErrorCode::invalidArgument, "pose style " + std::to_string(style), "there is no such style",
                  "Choose 0 to 45");
    shares[style] += weight;
    total += weight;
  }
  if (!(total > 0))
    throw Error(ErrorCode::invalidArgument, "pose style", "the weights add up to nothing",
                "Give one style a positive weight");
  return shares / total;
}

}  // namespace orator::motion::sadtalker
