#pragma once

#include <filesystem>
#include <vector>

#include "core/pipeline/animate.h"

namespace orator::farm {

/// The films of every portrait with every voice and every preset:
///
///     {"format": "orator-matrix", "version": 1, "request": "base.json", "portraits": ["a.png", ...],
///      "voices": ["x.wav", ...], "presets": ["web", ...]}
///
/// Paths are relative to the file's folder. The request says what they have in common, and by its output how
/// films end (.mp4 without one); it and the presets may be left out. A film is called portrait-voice-preset.
/// @throws Error fileNotFound, notAFile, unreadableProject; those of the request and the presets
std::vector<pipeline::AnimateRequest> loadMatrix(const std::filesystem::path& file);

}  // namespace orator::farm
