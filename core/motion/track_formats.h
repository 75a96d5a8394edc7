#pragma once

#include <filesystem>
#include <string>

#include "core/motion/motion_track.h"

namespace orator::motion {

// What the formats of core/motion/track_io.h are made of. Texts are whole files; `file` serves messages.
// Readers throw Error(unreadableProject); the MAT writer writes to `file` itself and throws outputUnwritable,
// diskFull.

std::string trackToJson(const MotionTrack& track);
MotionTrack trackFromJson(const std::string& text, const std::filesystem::path& file);

std::string trackToCsv(const MotionTrack& track);
MotionTrack trackFromCsv(const std::string& text, const std::filesystem::path& file);

void writeTrackMat(const MotionTrack& track, const std::filesystem::path& file);
MotionTrack readTrackMat(const std::filesystem::path& file);

/// Throws Error(unreadableProject) that says that `reason` keeps `file` from being a track.
[[noreturn]] void refuseTrack(const std::filesystem::path& file, const std::string& reason);

/// Appends the shortest decimal that reads back as the same float.
void appendNumber(std::string& text, float value);

}  // namespace orator::motion
