#pragma once

#include <filesystem>
#include <string>
#include <string_view>

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

// ARKit's 52 blend shapes and the turns of head and eyes as Live Link Face records them. What the studio
// basis knows beyond them (modes, nostrils, translation) is left out; values are held within 0 and 1. Read
// tracks start from the neutral face. Writers throw invalidArgument for a track of another basis.

std::string trackToArkitCsv(const MotionTrack& track, const std::filesystem::path& file);
MotionTrack trackFromArkitCsv(std::string_view text, const std::filesystem::path& file);
/// Whether a CSV file is one of Live Link Face's.
bool isArkitCsv(std::string_view text);

std::string trackToArkitJson(const MotionTrack& track, const std::filesystem::path& file);
MotionTrack trackFromArkitJson(const std::string& text, const std::filesystem::path& file);

/// Throws Error(unreadableProject) that says that `reason` keeps `file` from being a track.
[[noreturn]] void refuseTrack(const std::filesystem::path& file, const std::string& reason);

/// Appends the shortest decimal that reads back as the same float.
void appendNumber(std::string& text, float value);

}  // namespace orator::motion
