#include <array>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/json_value.h"
#include "core/motion/track_formats.h"
#include "core/motion/track_io.h"

namespace orator::motion {
namespace {

using nlohmann::json;

constexpr int kFormat = 1;
constexpr const char* kKind = "orator motion track";
constexpr std::array kGaze{"gaze_x", "gaze_y"};
constexpr std::array kReplaced{"replaced_pitch", "replaced_yaw", "replaced_roll"};

template <typename Numbers>
void appendList(std::string& text, const Numbers& numbers) {
  text += '[';
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (i > 0) text += ',';
    appendNumber(text, numbers[i]);
  }
  text += ']';
}

/// Any that a float holds; checkTrack() knows what a face can do.
float numberOf(const json& value, const std::string& what) {
  constexpr float kMost = std::numeric_limits<float>::max();
  return numberFrom(value, -kMost, kMost, what);
}

std::vector<float> numbersFrom(const json& list, const std::string& what) {
  std::vector<float> numbers;
  for (const json& value : listFrom(list, kMostTrackFrames, what)) numbers.push_back(numberOf(value, what));
  return numbers;
}

CoefficientRow rowFrom(const json& list, const std::string& what) {
  CoefficientRow row;
  if (listFrom(list, row.size(), what).size() != row.size())
    throw std::invalid_argument(what + " does not have " + std::to_string(row.size()) + " numbers");
  for (std::size_t k = 0; k < row.size(); ++k) row[k] = numberOf(list[k], what);
  return row;
}

}  // namespace

std::string trackToJson(const MotionTrack& track) {
  std::string text = "{\n\"kind\": \"" + std::string(kKind) + "\",\n\"format\": " + std::to_string(kFormat) +
                     ",\n\"frame_rate\": [" + std::to_string(track.frameRate.numerator) + "," +
                     std::to_string(track.frameRate.denominator) +
                     "],\n\"basis\": " + json(track.basis).dump() + ",\n\"source\": ";
  appendList(text, track.source);
  text += ",\n\"blink\": ";
  appendList(text, track.blink);
  for (std::size_t axis = 0; axis < kGaze.size(); ++axis) {
    if (track.gaze[axis].empty()) continue;
    text += ",\n\"" + std::string(kGaze[axis]) + "\": ";
    appendList(text, track.gaze[axis]);
  }
  for (std::size_t axis = 0; axis < kReplaced.size(); ++axis) {
    if (track.replacedAngles[axis].empty()) continue;
    text += ",\n\"" + std::string(kReplaced[axis]) + "\": ";
    appendList(text, track.replacedAngles[axis]);
  }
  text += ",\n\"rows\": [";
  for (std::size_t frame = 0; frame < track.rows.size(); ++frame) {
    text += frame > 0 ? ",\n" : "\n";
    appendList(text, track.rows[frame]);
  }
  return text + "\n]\n}\n";
}

MotionTrack trackFromJson(const std::string& text, const std::filesystem::path& file) {
  try {
    const json in = parsedJson(text);
    if (!in.is_object() || in.value("kind", "") != kKind)
      refuseTrack(file, "it is another kind of JSON file");
    const json& format = in.at("format");
    if (format != kFormat)
      refuseTrack(file, "it has format " + shownJson(format) + ", this version reads format " +
                            std::to_string(kFormat));
    MotionTrack track;
    const json& rate = listFrom(in.at("frame_rate"), 2, "frame_rate");
    if (rate.size() != 2) refuseTrack(file, "frame_rate is not a pair of numbers");
    track.frameRate = {numberFrom(rate[0], 1, kLargestRateTerm, "the frame rate"),
                       numberFrom(rate[1], 1, kLargestRateTerm, "the frame rate")};
    track.basis = textFrom(in.at("basis"), "basis");
    track.source = rowFrom(in.at("source"), "source");
    track.blink = numbersFrom(in.at("blink"), "\"blink\"");
    for (std::size_t axis = 0; axis < kGaze.size(); ++axis)
      if (const auto lane = in.find(kGaze[axis]); lane != in.end())
        track.gaze[axis] = numbersFrom(*lane, std::string("\"") + kGaze[axis] + "\"");
    for (std::size_t axis = 0; axis < kReplaced.size(); ++axis)
      if (const auto angles = in.find(kReplaced[axis]); angles != in.end())
        track.replacedAngles[axis] = numbersFrom(*angles, std::string("\"") + kReplaced[axis] + "\"");
    const json& rows = listFrom(in.at("rows"), kMostTrackFrames, "rows");
    track.rows.reserve(rows.size());
    for (const json& row : rows)
      track.rows.push_back(rowFrom(row, "row " + std::to_string(track.rows.size())));
    return track;
  } catch (const json::exception& error) {
    refuseTrack(file, error.what());
  } catch (const std::invalid_argument& error) {
    refuseTrack(file, error.what());
  }
}

}  // namespace orator::motion
