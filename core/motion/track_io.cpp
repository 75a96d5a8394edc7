#include "core/motion/track_io.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>

#include "core/base/files.h"
#include "core/base/json_value.h"
#include "core/motion/track_formats.h"

namespace orator::motion {
namespace {

/// The format with the longest ending that fits: ".arkit.csv" before ".csv".
const TrackFormat& formatOf(const std::filesystem::path& file) {
  std::string name = file.filename().string();
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return char(std::tolower(c)); });
  const TrackFormat* found = nullptr;
  for (const TrackFormat& format : trackFormats())
    if (name.ends_with(format.ending) && name.size() > format.ending.size() &&
        (!found || format.ending.size() > found->ending.size()))
      found = &format;
  if (found) return *found;
  throw Error(ErrorCode::invalidArgument, pathText(file), "a motion track ends in " + trackEndings(),
              "Give the file one of these endings");
}

std::string readText(const std::filesystem::path& file) {
  const std::vector<std::uint8_t> bytes = readFile(file, ErrorCode::unreadableProject);
  return {bytes.begin(), bytes.end()};
}

/// Where a row leaves the limits; empty when it does not.
std::string faultOf(const CoefficientRow& row) {
  for (std::size_t k = 0; k < row.size(); ++k) {
    if (!std::isfinite(row[k])) return "holds a value that is not a number";
    const float limit = k < kAngleColumn         ? kLargestExpression
                        : k < kTranslationColumn ? kLargestAngleRadians
                                                 : kLargestTranslation;
    if (std::abs(row[k]) > limit) return "holds a value far outside what a face can do";
  }
  return {};
}

bool within(const std::vector<float>& values, float limit) {
  return std::all_of(values.begin(), values.end(), [&](float x) { return std::abs(x) <= limit; });
}

void checkRate(FrameRate rate, const std::filesystem::path& file) {
  if (rate.numerator <= 0 || rate.denominator <= 0) refuseTrack(file, "its frame rate is not positive");
  if (rate.numerator > kLargestRateTerm || rate.denominator > kLargestRateTerm ||
      rate.perSecond() < kLowestFrameRate || rate.perSecond() > kHighestFrameRate)
    refuseTrack(file, "its frame rate is not one of 1 to 240 frames a second");
}

}  // namespace

void checkTrack(const MotionTrack& track, const std::filesystem::path& file) {
  checkRate(track.frameRate, file);
  if (!isUtf8(track.basis)) refuseTrack(file, "its basis is no name in UTF-8");
  if (track.rows.empty()) refuseTrack(file, "it has no frames");
  if (track.rows.size() > kMostTrackFrames ||
      track.frameRate.secondsAt(track.frames()) > kLongestTrackSeconds)
    refuseTrack(file, "it has more than ten hours of frames");
  if (track.blink.size() != track.rows.size())
    refuseTrack(file, "it has " + std::to_string(track.rows.size()) + " frames but " +
                          std::to_string(track.blink.size()) + " blink values");
  if (const std::string fault = faultOf(track.source); !fault.empty())
    refuseTrack(file, "its source row " + fault);
  for (std::size_t frame = 0; frame < track.rows.size(); ++frame)
    if (const std::string fault = faultOf(track.rows[frame]); !fault.empty())
      refuseTrack(file, "frame " + std::to_string(frame) + " " + fault);
  if (!within(track.blink, kLargestBlink))
    refuseTrack(file, "it holds a blink that is no number from 0 to 2");
  for (const std::vector<float>& lane : track.gaze)
    if (!within(lane, kLargestGaze) || lane.size() != track.gaze[0].size() ||
        !(lane.empty() || lane.size() == track.rows.size()))
      refuseTrack(file, "its gaze is not two numbers a frame");
  for (const std::vector<float>& angles : track.replacedAngles)
    if (!within(angles, kLargestAngleRadians) || !(angles.empty() || angles.size() == track.rows.size()))
      refuseTrack(file, "its replaced angles are not one number a frame");
}

void refuseTrack(const std::filesystem::path& file, const std::string& reason) {
  throw Error(ErrorCode::unreadableProject, pathText(file), "this is not a usable motion track: " + reason,
              "Choose a track that Orator or SadTalker wrote");
}

void appendNumber(std::string& text, float value) {
  char digits[32];
  const auto written = std::to_chars(digits, digits + sizeof digits, value);
  text.append(digits, written.ptr);
}

const std::vector<TrackFormat>& trackFormats() {
  using Path = std::filesystem::path;
  static const std::vector<TrackFormat> formats{
      {".json", "JSON",
       [](const MotionTrack& track, const Path& file) { writeFile(file, trackToJson(track)); },
       [](const Path& file) { return trackFromJson(readText(file), file); }},
      {".csv", "CSV", [](const MotionTrack& track, const Path& file) { writeFile(file, trackToCsv(track)); },
       [](const Path& file) {
         const std::string text = readText(file);
         return isArkitCsv(text) ? trackFromArkitCsv(text, file) : trackFromCsv(text, file);
       }},
      {".mat", "MATLAB",
       [](const MotionTrack& track, const Path& file) {
         PartialFile partial(file);
         writeTrackMat(track, partial.path());
         partial.commit();
       },
       readTrackMat},
      {".arkit.csv", "ARKit, Live Link Face",
       [](const MotionTrack& track, const Path& file) { writeFile(file, trackToArkitCsv(track, file)); },
       [](const Path& file) { return trackFromArkitCsv(readText(file), file); }},
      {".arkit.json", "ARKit",
       [](const MotionTrack& track, const Path& file) { writeFile(file, trackToArkitJson(track, file)); },
       [](const Path& file) { return trackFromArkitJson(readText(file), file); }},
  };
  return formats;
}

std::string trackEndings() {
  const auto& formats = trackFormats();
  std::string text;
  for (std::size_t i = 0; i < formats.size(); ++i)
    text.append(i == 0 ? "" : i + 1 < formats.size() ? ", " : " or ").append(formats[i].ending);
  return text;
}

void requireTrackEnding(const std::filesystem::path& file) {
  formatOf(file);
}

void writeTrack(const MotionTrack& track, const std::filesystem::path& file) {
  formatOf(file).write(track, file);
}

MotionTrack readTrack(const std::filesystem::path& file) {
  const TrackFormat& format = formatOf(file);
  requireFile(file);
  const MotionTrack track = format.read(file);
  checkTrack(track, file);
  return track;
}

}  // namespace orator::motion
