#include <array>
#include <span>
#include <string_view>

#include "core/base/number.h"
#include "core/motion/track_formats.h"
#include "core/motion/track_io.h"

namespace orator::motion {
namespace {

constexpr std::string_view kRateKey = "# frame_rate,", kBasisKey = "# basis,";
constexpr std::string_view kSourceLabel = "source";

std::string header() {
  std::string text = "frame";
  for (int k = 0; k < kAngleColumn; ++k) text += ",expression_" + std::to_string(k);
  return text + ",pitch,yaw,roll,x,y,z,blink";
}
constexpr std::string_view kGazeHeader = ",gaze_x,gaze_y";

/// @param beside blink, and gaze where there is any
void appendRow(std::string& text, std::string_view label, const CoefficientRow& row,
               std::span<const float> beside) {
  text += label;
  for (const float value : row) appendNumber(text += ',', value);
  for (const float value : beside) appendNumber(text += ',', value);
  text += '\n';
}

/// Splits off what stands before the separator.
std::string_view next(std::string_view& rest, char separator) {
  const std::size_t at = rest.find(separator);
  const std::string_view part = rest.substr(0, at);
  rest = at == std::string_view::npos ? std::string_view{} : rest.substr(at + 1);
  return part;
}

template <typename Number>
bool parse(std::string_view text, Number& value) {
  const std::optional<Number> read = numberFromText<Number>(text);
  if (read) value = *read;
  return read.has_value();
}

std::string_view nextLine(std::string_view& rest) {
  std::string_view line = next(rest, '\n');
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace

std::string trackToCsv(const MotionTrack& track) {
  std::string text = std::string(kRateKey) + std::to_string(track.frameRate.numerator) + "," +
                     std::to_string(track.frameRate.denominator) + "\n" + std::string(kBasisKey) +
                     track.basis + "\n" + header();
  const bool gazes = !track.gaze[0].empty();
  if (gazes) text += kGazeHeader;
  text += '\n';
  std::array<float, 3> beside{};
  const std::span<const float> shown(beside.data(), gazes ? 3 : 1);
  appendRow(text, kSourceLabel, track.source, shown);
  for (std::size_t frame = 0; frame < track.rows.size(); ++frame) {
    beside[0] = frame < track.blink.size() ? track.blink[frame] : 0.f;
    for (std::size_t axis = 0; gazes && axis < 2; ++axis) beside[1 + axis] = track.gaze[axis][frame];
    appendRow(text, std::to_string(frame), track.rows[frame], shown);
  }
  return text;
}

MotionTrack trackFromCsv(const std::string& text, const std::filesystem::path& file) {
  std::string_view rest = text;
  MotionTrack track;
  std::string_view rate = nextLine(rest);
  if (!rate.starts_with(kRateKey)) refuseTrack(file, "line 1 does not give the frame rate");
  rate.remove_prefix(kRateKey.size());
  const std::string_view numerator = next(rate, ',');
  if (!parse(numerator, track.frameRate.numerator) || !parse(rate, track.frameRate.denominator))
    refuseTrack(file, "line 1 does not give the frame rate as two whole numbers");
  const std::string_view basis = nextLine(rest);
  if (!basis.starts_with(kBasisKey)) refuseTrack(file, "line 2 does not name the basis");
  track.basis = basis.substr(kBasisKey.size());
  const std::string_view columns = nextLine(rest);
  const bool gazes = columns == header().append(kGazeHeader);
  if (!gazes && columns != header()) refuseTrack(file, "line 3 is not the header of a motion track");

  bool sourceSeen = false;
  for (int number = 4; !rest.empty(); ++number) {
    std::string_view line = nextLine(rest);
    if (line.empty()) continue;
    const auto refuse = [&](const std::string& reason) {
      refuseTrack(file, "line " + std::to_string(number) + " " + reason);
    };
    const std::string_view label = next(line, ',');
    CoefficientRow row;
    std::array<float, 3> beside{};
    const int count = kCoefficientCount + (gazes ? 3 : 1);
    for (int k = 0; k < count; ++k) {
      const std::string_view field = next(line, ',');
      if (!parse(field,
                 k < kCoefficientCount ? row[std::size_t(k)] : beside[std::size_t(k - kCoefficientCount)]))
        refuse("has no number in column " + std::to_string(k + 2));
    }
    if (!line.empty()) refuse("has too many columns");
    if (label == kSourceLabel) {
      track.source = row;
      sourceSeen = true;
      continue;
    }
    std::size_t frame = 0;
    if (!parse(label, frame) || frame != track.rows.size())
      refuse("should be frame " + std::to_string(track.rows.size()));
    if (frame >= kMostTrackFrames) refuse("is behind the longest track of ten hours");
    track.rows.push_back(row);
    track.blink.push_back(beside[0]);
    for (std::size_t axis = 0; gazes && axis < 2; ++axis) track.gaze[axis].push_back(beside[1 + axis]);
  }
  if (!sourceSeen) refuseTrack(file, "the source row is missing");
  return track;
}

}  // namespace orator::motion
