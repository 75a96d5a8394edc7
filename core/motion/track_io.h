#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/motion/motion_track.h"

namespace orator::motion {

/// Basis of tracks whose file does not name one: SadTalker's own, the expression basis of the BFM.
inline constexpr const char* kUnnamedBasis = "bfm";

// Limits of a track from a file: far beyond what a face does, and small enough that no sum of them leaves the
// range of a float or of a pixel coordinate.
inline constexpr float kLargestExpression = 1000;
inline constexpr float kLargestAngleRadians = 6.2832f;
inline constexpr float kLargestTranslation = 1000;  ///< decimetre
inline constexpr float kLargestBlink = 10;
inline constexpr float kLargestGaze = 10;
inline constexpr double kLowestFrameRate = 1, kHighestFrameRate = 240;
inline constexpr int kLargestRateTerm = 1'000'000;  ///< of numerator and denominator
inline constexpr double kLongestTrackSeconds = 36'000;
inline constexpr std::size_t kMostTrackFrames = 2'200'000;  ///< ten hours at 60 frames a second

/// Throws unless everything a track promises holds: a usual frame rate, rows, blinks and angles of one
/// length, numbers inside the limits above. Every track that readTrack() returns has passed it.
/// @param file named in errors. @throws Error unreadableProject
void checkTrack(const MotionTrack& track, const std::filesystem::path& file);

/// One format that tracks are stored in.
struct TrackFormat {
  std::string_view ending;  ///< ".json"
  std::string_view name;    ///< "JSON", in a list of choices
  /// The file appears under its name only when it is complete. @throws Error outputUnwritable, diskFull
  void (*write)(const MotionTrack& track, const std::filesystem::path& file);
  /// What the file says; readTrack() checks it. @throws Error unreadableProject
  MotionTrack (*read)(const std::filesystem::path& file);
};
/// The usual one first.
const std::vector<TrackFormat>& trackFormats();
/// Their endings as a text: ".json, .csv, .mat, ...".
std::string trackEndings();

/// Throws unless the path ends as one of trackFormats() does (upper or lower case).
/// @throws Error invalidArgument
void requireTrackEnding(const std::filesystem::path& file);

/// Writes a track in the format its ending names; but for ARKit's, every number is read back exactly as it
/// was.
/// * `.json`: frame rate, basis, source row, rows, blink lane and gaze (`gaze_x`, `gaze_y`) by name.
/// * `.csv`: two comment lines (frame rate, basis), a header, the line `source`, then one line per frame with
/// its
///   index, 64 expression coefficients, angles in radians, translation in decimetre, blink; gaze_x, gaze_y
///   where the track has them.
/// * `.mat` (version 5): `coeff_3dmm` [T, 70] single, readable by SadTalker's tools, and `frame_rate` [1, 2],
/// `basis`,
///   `source` [1, 70], `blink` [T, 1], `gaze` [T, 2].
/// * `.arkit.csv`: the 52 blend shapes of ARKit, 0..1, and the turns of head and eyes in radians, as Live
/// Link
///   Face records them, at the nearest whole frame rate; `.arkit.json`: the same as `frame_rate`, `names` and
///   `frames`. Of the basis "studio" alone.
/// The file appears under its name only when it is complete.
/// @throws Error invalidArgument (ending, basis), outputUnwritable, diskFull
void writeTrack(const MotionTrack& track, const std::filesystem::path& file);

/// Reads what writeTrack writes. A `.csv` file may come from Live Link Face: rows at their own times become
/// even ones, and the source is the neutral face. A `.mat` file may come from SadTalker: `coeff_3dmm` with 70
/// or 73 columns (the last three are left out) in single or double; then it has 25 frames a second, the basis
/// kUnnamedBasis, its first row as source and no blinks.
/// @throws Error invalidArgument (ending), fileNotFound, notAFile, unreadableProject (names what is wrong;
/// also for what checkTrack() refuses)
MotionTrack readTrack(const std::filesystem::path& file);

}  // namespace orator::motion
