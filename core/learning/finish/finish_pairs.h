#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/render/finish/crop.h"

namespace orator::learning {

/// Crops of one person as a warp leaves them, and as the person was filmed: N pairs of one feature with side
/// S.
struct FeaturePairs {
  at::Tensor warped;  ///< u8 [N, 3, S, S] R G B
  at::Tensor rest;    ///< u8 [N, 3, S, S]: the frame that was warped
  at::Tensor real;    ///< u8 [N, 3, S, S]: the frame that it was warped to; its place and colours are aligned
  at::Tensor maps;    ///< f16 [N, kMapCount, S/4, S/4]
  at::Tensor share;   ///< f32 [N]
  at::Tensor moved;  ///< f32 [N]: how much is new; mouth: opening less that at rest, eye: |closure|, mouth or
                     ///< eye widths
  std::int64_t size() const { return share.defined() ? share.size(0) : 0; }
};

/// What one clip has to teach.
struct FinishPairs {
  std::string name, speaker, licence;
  std::map<render::finish::Feature, FeaturePairs> features;
};

/// A set of pairs is a folder with one safetensors file a clip.
/// @throws Error outputUnwritable, diskFull
void writePairs(const std::filesystem::path& set, const FinishPairs& pairs);

/// @throws Error fileNotFound, checkpointRefused (not a file of pairs of this format)
FinishPairs readPairs(const std::filesystem::path& file);

/// The files of a set in the order of their names. @throws Error fileNotFound when it is not a set
std::vector<std::filesystem::path> pairFiles(const std::filesystem::path& set);

}  // namespace orator::learning
