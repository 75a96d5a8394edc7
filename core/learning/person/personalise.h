#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/base/run_context.h"
#include "core/packs/personal_pack.h"

namespace orator::learning {

/// `orator personalise`: a pack that knows one person, from 10 to 60 s of video. Without LibTorch.
struct PersonTask {
  std::filesystem::path video;
  /// Name of the pack, with or without "person-", for the user's data folder; or, with a slash in it, the
  /// path of its folder.
  std::string pack;
  bool overwrite = false;  ///< an installed pack of that name is replaced once the new one is complete
  std::int64_t mouthSteps = 600, eyeSteps = 250;
  int threads = 0;  ///< 0: every processor
  std::uint64_t seed = 1;
  std::string precision = "auto";  ///< auto, float32, bfloat16
};

struct PersonResult {
  std::string id;
  std::filesystem::path folder;
  packs::PersonReport report;
};

/// Where an unfinished pack keeps what it has done: a hidden folder beside the pack's place. It goes on there
/// when it is called again with the same video and settings, and begins anew with others.
std::filesystem::path personWorkFolder(const PersonTask& task);

/// The networks that complete mouth and eyes, the pose style and the manner of speaking of the person in a
/// video, learned from its first three quarters and judged on the last; each is kept only where it is better
/// than the general one on frames that were set aside for that. The pack has the calmest learned frame as
/// "portrait" (portrait.png) and a sheet of filmed, general and own mouths and eyes ("comparison",
/// comparison.png); it appears whole or not at all. Notes tell what is left out and why. Stages: "track",
/// "fit" (pictures), "pairs" (of footage), "mouth", "eyes" (steps), "judge" (passes).
/// @throws Error invalidArgument (no good name, a pack of that name), noFace (nobody, too short, never
/// towards the camera), pictureTooSmall (a face under 96 pixels), what reading throws, packMissing,
/// packDamaged, outputUnwritable (also: another program makes this pack), diskFull, cancelled (what is done
/// is kept)
PersonResult personalise(const PersonTask& task, const RunContext& context);

}  // namespace orator::learning
