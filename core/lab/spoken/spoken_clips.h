#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/base/run_context.h"

namespace orator::lab {

struct SpokenOptions {
  std::filesystem::path texts;  ///< folder of LANGUAGE.txt, UTF-8; languages as in SyntheticVoice
  std::filesystem::path set;    ///< where the clips go, as SET/clips/spoken/LANGUAGE+VARIANT.safetensors
  std::string pack = "studio";  ///< whose ExpNet moves the face
  int voices = 8;               ///< of each language, 1..12
};

struct SpokenReport {
  std::int64_t clips = 0, frames = 0, bilabials = 0;
};

/// Makes a data set (core/learning/clips/data_set.h) of synthetic voices: the pack's own ExpNet moves the
/// face, and where the synthesiser says that lips touch, they are closed. What a network learns from it is
/// that one thing, in languages nobody was filmed speaking. A closure follows what opening goes along with
/// elsewhere in the clip, E[expression | opening], and fades over 40 ms, as lips near each other before and
/// after. Heads rest, eyes are open. Stage "speak" counts clips.
/// @throws Error fileNotFound (no texts), invalidArgument (a language eSpeak NG does not know), packMissing,
/// packDamaged, outputUnwritable, diskFull, cancelled
SpokenReport makeSpokenClips(const SpokenOptions& options, const RunContext& context);

}  // namespace orator::lab
