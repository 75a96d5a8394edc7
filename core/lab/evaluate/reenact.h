#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "core/lab/evaluate/evaluate.h"
#include "core/learning/measures/crop_scores.h"
#include "core/learning/measures/skull_crops.h"

namespace orator::lab {

using learning::kParts;
using learning::Part;
using learning::PartScore;

/// Reenactment: the calmest frame of a film is the portrait, the film's own captured coefficients drive it,
/// and every frame made is compared with the real one, part by part where the skull has them.
struct ReenactOptions {
  EvaluateOptions chosen;         ///< clips, held-out rule, pack and limit
  std::filesystem::path sheets;   ///< folder for a contact sheet of every clip, real over made; may be empty
  bool finish = true;             ///< as render::RenderSettings::finish
  std::int64_t mostFrames = 300;  ///< of a clip, around its calmest frame
};

using PartScores = std::array<PartScore, kParts.size()>;  ///< mouth, left eye, right eye of the picture

struct ReenactScore {
  std::string name, speaker;
  PartScores all;   ///< every frame but the portrait itself
  PartScores shut;  ///< frames in which the lids are down: closure of 0.7 and more
  PartScores wide;  ///< frames with a wide mouth: inner lips 0.05 face heights apart and more

  std::int64_t frames() const { return all[0].frames; }
};

struct Reenactment {
  std::vector<ReenactScore> clips;
  std::vector<std::string> skipped;  ///< name and reason
};

/// Both eyes as one.
PartScore eyesOf(const PartScores& scores);

/// Means over the clips that have such frames, every clip counting alike; `frames` are added up.
ReenactScore meanScore(const std::vector<ReenactScore>& clips);

/// Stage "reenact" counts files. A file without a usable face is skipped with its reason.
/// @throws Error fileNotFound (no videos), packMissing, packDamaged, outputUnwritable, cancelled
Reenactment reenact(const ReenactOptions& options, const RunContext& context);

}  // namespace orator::lab
