#pragma once

#include <filesystem>

#include "core/motion/motion_track.h"

namespace orator::motion {

/// Basis of tracks whose file does not name one: SadTalker's own, the expression basis of the BFM.
inline constexpr const char* kUnnamedBasis = "bfm";

/// Throws unless the path ends in .json, .csv or .mat (upper or lower case).
/// @throws Error invalidArgument
void requireTrackEnding(const std::filesystem::path& file);

/// Writes a track in the format its ending names; every number is read back exactly as it was.
/// * `.json`: frame rate, basis, source row, rows and blink lane by name.
/// * `.csv`: two comment lines (frame rate, basis), a header, the line `source`, then one line per frame with
/// its
///   index, 64 expression coefficients, angles in radians, translation in decimetre, blink.
/// * `.mat` (version 5): `coeff_3dmm` [T, 70] single, readable by SadTalker's tools, and `frame_rate` [1, 2],
/// `basis`,
///   `source` [1, 70], `blink` [T, 1].
/// The file appears under its name only when it is complete.
/// @throws Error invalidArgument (ending), outputUnwritable, diskFull
void writeTrack(const MotionTrack& track, const std::filesystem::path& file);

/// Reads what writeTrack writes. A `.mat` file may come from SadTalker: `coeff_3dmm` with 70 or 73 columns
/// (the last three are left out) in single or double; then it has 25 frames a second, the basis
/// kUnnamedBasis, its first row as source and no blinks.
/// @throws Error invalidArgument (ending), fileNotFound, notAFile, unreadableProject (names what is wrong)
MotionTrack readTrack(const std::filesystem::path& file);

}  // namespace orator::motion
