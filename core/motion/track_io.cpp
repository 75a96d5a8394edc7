#include "core/motion/track_io.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>

#include "core/base/files.h"
#include "core/motion/track_formats.h"

namespace orator::motion {
namespace {

std::string endingOf(const std::filesystem::path& file) {
  std::string ending = file.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char c) { return char(std::tolower(c)); });
  return ending;
}

/// What every format promises to the rest of the program.
void checkTrack(const MotionTrack& track, const std::filesystem::path& file) {
  if (track.frameRate.numerator <= 0 || track.frameRate.denominator <= 0)
    refuseTrack(file, "its frame rate is not positive");
  if (track.rows.empty()) refuseTrack(file, "it has no frames");
  if (track.blink.size() != track.rows.size())
    refuseTrack(file, "it has " + std::to_string(track.rows.size()) + " frames but " +
                          std::to_string(track.blink.size()) + " blink values");
  const auto finite = [](const auto& values) {
    return std::all_of(values.begin(), values.end(), [](float x) { return std::isfinite(x); });
  };
  if (!finite(track.source)) refuseTrack(file, "its source row holds a value that is not a number");
  for (std::size_t frame = 0; frame < track.rows.size(); ++frame)
    if (!finite(track.rows[frame]) || !std::isfinite(track.blink[frame]))
      refuseTrack(file, "frame " + std::to_string(frame) + " holds a value that is not a number");
  for (const std::vector<float>& angles : track.replacedAngles)
    if (!finite(angles) || !(angles.empty() || angles.size() == track.rows.size()))
      refuseTrack(file, "its replaced angles are not one number a frame");
}

std::string readText(const std::filesystem::path& file) {
  const std::vector<std::uint8_t> bytes = readFile(file, ErrorCode::unreadableProject);
  return {bytes.begin(), bytes.end()};
}

}  // namespace

void refuseTrack(const std::filesystem::path& file, const std::string& reason) {
  throw Error(ErrorCode::unreadableProject, pathText(file), "this is not a usable motion track: " + reason,
              "Choose a track that Orator or SadTalker wrote");
}

void appendNumber(std::string& text, float value) {
  char digits[32];
  const auto written = std::to_chars(digits, digits + sizeof digits, value);
  text.append(digits, written.ptr);
}

void requireTrackEnding(const std::filesystem::path& file) {
  const std::string ending = endingOf(file);
  if (ending == ".json" || ending == ".csv" || ending == ".mat") return;
  throw Error(ErrorCode::invalidArgument, pathText(file), "a motion track ends in .json, .csv or .mat",
              "Give the file one of these endings");
}

void writeTrack(const MotionTrack& track, const std::filesystem::path& file) {
  requireTrackEnding(file);
  const std::string ending = endingOf(file);
  if (ending == ".mat") {
    PartialFile partial(file);
    writeTrackMat(track, partial.path());
    partial.commit();
  } else {
    writeFile(file, ending == ".json" ? trackToJson(track) : trackToCsv(track));
  }
}

MotionTrack readTrack(const std::filesystem::path& file) {
  requireTrackEnding(file);
  requireFile(file);
  const std::string ending = endingOf(file);
  const MotionTrack track = ending == ".mat"    ? readTrackMat(file)
                            : ending == ".json" ? trackFromJson(readText(file), file)
                                                : trackFromCsv(readText(file), file);
  checkTrack(track, file);
  return track;
}

}  // namespace orator::motion
