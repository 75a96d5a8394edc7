#include <array>
#include <nlohmann/json.hpp>

#include "core/motion/track_formats.h"
#include "core/motion/track_io.h"

namespace orator::motion {
namespace {

using nlohmann::json;

constexpr int kFormat = 1;
constexpr const char* kKind = "orator motion track";
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

CoefficientRow rowFrom(const json& list, const std::string& what, const std::filesystem::path& file) {
  if (!list.is_array() || list.size() != kCoefficientCount)
    refuseTrack(file, what + " does not have " + std::to_string(kCoefficientCount) + " numbers");
  CoefficientRow row;
  for (std::size_t k = 0; k < row.size(); ++k) row[k] = list[k].get<float>();
  return row;
}

/// The library would silently turn 25.9 into 25 and 2^40 into 0.
int rateTerm(const json& value, const std::filesystem::path& file) {
  if (!value.is_number_integer()) refuseTrack(file, "frame_rate is not a pair of whole numbers");
  const bool fits = value.is_number_unsigned() ? value.get<std::uint64_t>() <= kLargestRateTerm
                                               : value.get<std::int64_t>() > 0;
  if (!fits) refuseTrack(file, "its frame rate is not one of 1 to 240 frames a second");
  return value.get<int>();
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
    const json in = json::parse(text);
    if (!in.is_object() || in.value("kind", "") != kKind)
      refuseTrack(file, "it is another kind of JSON file");
    const json& format = in.at("format");
    if (format != kFormat)
      refuseTrack(
          file, "it has format " + format.dump() + ", this version reads format " + std::to_string(kFormat));
    MotionTrack track;
    const json& rate = in.at("frame_rate");
    if (!rate.is_array() || rate.size() != 2) refuseTrack(file, "frame_rate is not a pair of numbers");
    track.frameRate = {rateTerm(rate[0], file), rateTerm(rate[1], file)};
    track.basis = in.at("basis").get<std::string>();
    track.source = rowFrom(in.at("source"), "source", file);
    track.blink = in.at("blink").get<std::vector<float>>();
    for (std::size_t axis = 0; axis < kReplaced.size(); ++axis)
      track.replacedAngles[axis] = in.value(kReplaced[axis], std::vector<float>{});
    const json& rows = in.at("rows");
    if (!rows.is_array()) refuseTrack(file, "rows is not a list");
    track.rows.reserve(rows.size());
    for (const json& row : rows)
      track.rows.push_back(rowFrom(row, "row " + std::to_string(track.rows.size()), file));
    return track;
  } catch (const json::exception& error) {
    refuseTrack(file, error.what());
  }
}

}  // namespace orator::motion
