#include "core/motion/sadtalker/joined_pose.h"

#include <ATen/ATen.h>

#include <numbers>

#include "core/motion/sadtalker/savitzky_golay.h"
#include "core/tensor/shape.h"

namespace orator::motion::sadtalker {
namespace {

constexpr std::int64_t kOverlap = kPoseChunk - kPoseStep;
constexpr double kSettleFrames = 17;
constexpr std::int64_t kAtOnce = 64;

/// Rises from 0 to 1 over `frames`; the rise and its mirror image add up to 1.
at::Tensor rise(std::int64_t frames) {
  const at::Tensor t = (at::arange(frames, at::kFloat) + 0.5) / double(frames);
  return at::square(at::sin(t * (std::numbers::pi / 2)));
}

/// Share of the motion at every frame: the clip begins and ends in the portrait's pose.
at::Tensor settled(std::int64_t frames) {
  const at::Tensor i = at::arange(frames, at::kFloat);
  const at::Tensor t = at::minimum(i, double(frames - 1) - i).div(kSettleFrames).clamp_max(1);
  return t * t * (3 - 2 * t);
}

/// Noise of chunks that belong together.
at::Tensor carried(const at::Tensor& noise, const PoseStyles& styles) {
  at::Tensor latent = noise.clone();
  for (std::int64_t i = 1; i < noise.size(0); ++i)
    latent[i].copy_(styles.carry.mv(latent[i - 1]) + styles.fresh.mv(noise[i]));
  return latent;
}

}  // namespace

PoseStyles::PoseStyles()
    : lean(register_buffer("lean", at::zeros({kPoseStyles, 6}))),
      extent(register_buffer("extent", at::ones({kPoseStyles, 6}))),
      carry(register_buffer("carry", at::zeros({kPoseLatent, kPoseLatent}))),
      fresh(register_buffer("fresh", at::eye(kPoseLatent))) {}

std::int64_t joinedChunks(std::int64_t frames) {
  return frames <= kPoseChunk ? 1 : 1 + (frames - kPoseChunk + kPoseStep - 1) / kPoseStep;
}

at::Tensor joinedPose(const PoseDecoder& decoder, const PoseStyles& styles, const at::Tensor& sound,
                      const at::Tensor& noise, const at::Tensor& shares) {
  tensor::expectShape("pose sound", sound, {"T", 6});
  const std::int64_t frames = sound.size(0), count = joinedChunks(frames);
  tensor::expectShape("pose noise", noise, {count, kPoseLatent});
  tensor::expectShape("pose styles", shares, {styles.lean.size(0)});
  const at::Tensor latent = carried(noise, styles) + shares.matmul(decoder.styleBias).unsqueeze(0);
  const at::Tensor reference = at::zeros({1, 6});  // motion about the middle does not ask where that is
  const at::Tensor first = rise(kOverlap).unsqueeze(1), last = first.flip(0);
  at::Tensor motion = at::zeros({(count - 1) * kPoseStep + kPoseChunk, 6});
  for (std::int64_t begin = 0; begin < count; begin += kAtOnce) {
    const std::int64_t end = std::min(count, begin + kAtOnce);
    std::vector<at::Tensor> windows;
    for (std::int64_t i = begin; i < end; ++i)
      windows.push_back(
          sound.index_select(0, (at::arange(kPoseChunk, at::kLong) + i * kPoseStep).clamp_max(frames - 1)));
    const at::Tensor chunks =
        decoder.move(at::stack(windows), reference.expand({end - begin, 6}), latent.slice(0, begin, end));
    for (std::int64_t i = begin; i < end; ++i) {
      at::Tensor chunk = chunks[i - begin];
      if (i > 0) chunk.slice(0, 0, kOverlap).mul_(first);
      if (i + 1 < count) chunk.slice(0, kPoseStep).mul_(last);
      motion.slice(0, i * kPoseStep, i * kPoseStep + kPoseChunk).add_(chunk);
    }
  }
  const at::Tensor smooth = savitzkyGolay(motion.slice(0, 0, frames));
  return (shares.matmul(styles.lean) + smooth * shares.matmul(styles.extent)) * settled(frames).unsqueeze(1);
}

}  // namespace orator::motion::sadtalker
