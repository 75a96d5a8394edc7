#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/base/files.h"
#include "core/base/json_value.h"
#include "core/base/number.h"
#include "core/face/expression_names.h"
#include "core/motion/track_formats.h"
#include "core/motion/track_io.h"

namespace orator::motion {
namespace {

using namespace face;

constexpr std::string_view kTimeColumn = "Timecode", kCountColumn = "BlendshapeCount",
                           kStudioBasis = "studio";

/// A coefficient of the studio basis as a blend shape: `share` of it is read from the shape; a shape shows
/// the sum of its terms times `gain`, between 0 and 1.
struct Term {
  int index = -1;
  float gain = 1;
  float share = 1;
};
struct Shape {
  std::string_view name;
  std::array<Term, 2> terms{};
};

/// ARKit's 52 in the order of Live Link Face. Its left and right are the person's own, ours the picture's.
/// Both irises turn together: each eye looks in where the other looks out.
constexpr std::array kShapes{
    Shape{"EyeBlinkLeft", {{{kBlinkRight}}}},
    Shape{"EyeLookDownLeft", {{{kGazeVertical, -1, -0.5f}}}},
    Shape{"EyeLookInLeft", {{{kGazeHorizontal, -1, -0.5f}}}},
    Shape{"EyeLookOutLeft", {{{kGazeHorizontal, 1, 0.5f}}}},
    Shape{"EyeLookUpLeft", {{{kGazeVertical, 1, 0.5f}}}},
    Shape{"EyeSquintLeft", {{{kSquintRight}}}},
    Shape{"EyeWideLeft", {{{kEyeWideRight}}}},
    Shape{"EyeBlinkRight", {{{kBlinkLeft}}}},
    Shape{"EyeLookDownRight", {{{kGazeVertical, -1, -0.5f}}}},
    Shape{"EyeLookInRight", {{{kGazeHorizontal, 1, 0.5f}}}},
    Shape{"EyeLookOutRight", {{{kGazeHorizontal, -1, -0.5f}}}},
    Shape{"EyeLookUpRight", {{{kGazeVertical, 1, 0.5f}}}},
    Shape{"EyeSquintRight", {{{kSquintLeft}}}},
    Shape{"EyeWideRight", {{{kEyeWideLeft}}}},
    Shape{"JawForward", {{{kJawForward}}}},
    Shape{"JawRight", {{{kJawLeft}}}},
    Shape{"JawLeft", {{{kJawRight}}}},
    Shape{"JawOpen", {{{kJawOpen}}}},
    Shape{"MouthClose", {{{kMouthClose}}}},
    Shape{"MouthFunnel", {{{kMouthFunnel}}}},
    Shape{"MouthPucker", {{{kMouthPucker}}}},
    Shape{"MouthRight", {{{kMouthLeft}}}},
    Shape{"MouthLeft", {{{kMouthRight}}}},
    Shape{"MouthSmileLeft", {{{kMouthSmileRight}}}},
    Shape{"MouthSmileRight", {{{kMouthSmileLeft}}}},
    Shape{"MouthFrownLeft", {{{kMouthFrownRight}}}},
    Shape{"MouthFrownRight", {{{kMouthFrownLeft}}}},
    Shape{"MouthDimpleLeft", {{{kMouthDimpleRight}}}},
    Shape{"MouthDimpleRight", {{{kMouthDimpleLeft}}}},
    Shape{"MouthStretchLeft", {{{kMouthStretchRight}}}},
    Shape{"MouthStretchRight", {{{kMouthStretchLeft}}}},
    Shape{"MouthRollLower", {{{kLipRollLower}}}},
    Shape{"MouthRollUpper", {{{kLipRollUpper}}}},
    Shape{"MouthShrugLower", {{{kChinRaise}}}},
    Shape{"MouthShrugUpper", {{{kLipOutUpper}}}},
    Shape{"MouthPressLeft", {{{kMouthPressRight}}}},
    Shape{"MouthPressRight", {{{kMouthPressLeft}}}},
    Shape{"MouthLowerDownLeft", {{{kLowerLipDepressRight}}}},
    Shape{"MouthLowerDownRight", {{{kLowerLipDepressLeft}}}},
    Shape{"MouthUpperUpLeft", {{{kUpperLipRaiseRight}}}},
    Shape{"MouthUpperUpRight", {{{kUpperLipRaiseLeft}}}},
    Shape{"BrowDownLeft", {{{kBrowLowerRight}}}},
    Shape{"BrowDownRight", {{{kBrowLowerLeft}}}},
    Shape{"BrowInnerUp", {{{kBrowInnerRaiseLeft, 0.5f}, {kBrowInnerRaiseRight, 0.5f}}}},
    Shape{"BrowOuterUpLeft", {{{kBrowOuterRaiseRight}}}},
    Shape{"BrowOuterUpRight", {{{kBrowOuterRaiseLeft}}}},
    Shape{"CheekPuff", {{{kCheekPuffLeft, 0.5f}, {kCheekPuffRight, 0.5f}}}},
    Shape{"CheekSquintLeft", {{{kCheekRaiseRight}}}},
    Shape{"CheekSquintRight", {{{kCheekRaiseLeft}}}},
    Shape{"NoseSneerLeft", {{{kNoseWrinkleRight}}}},
    Shape{"NoseSneerRight", {{{kNoseWrinkleLeft}}}},
    Shape{"TongueOut"},
};

/// What Live Link Face adds: radians, right-handed about y (up), x (to the person's left) and z (to the
/// camera).
struct Turn {
  std::string_view name;
  int column;     ///< of a row; -1: of the eyes
  int gaze = -1;  ///< what turns the eye
  float radians = 1;
};
constexpr std::array kTurns{
    Turn{"HeadYaw", kAngleColumn + 1},
    Turn{"HeadPitch", kAngleColumn},
    Turn{"HeadRoll", kAngleColumn + 2},
    Turn{"LeftEyeYaw", -1, kGazeHorizontal, kGazeUnitRadians[0]},
    Turn{"LeftEyePitch", -1, kGazeVertical, -kGazeUnitRadians[1]},
    Turn{"LeftEyeRoll", -1},
    Turn{"RightEyeYaw", -1, kGazeHorizontal, kGazeUnitRadians[0]},
    Turn{"RightEyePitch", -1, kGazeVertical, -kGazeUnitRadians[1]},
    Turn{"RightEyeRoll", -1},
};
constexpr std::size_t kCurveCount = kShapes.size() + kTurns.size();
using Curves = std::array<float, kCurveCount>;

std::string_view curveName(std::size_t i) {
  return i < kShapes.size() ? kShapes[i].name : kTurns[i - kShapes.size()].name;
}

Curves toCurves(const CoefficientRow& row) {
  Curves curves{};
  for (std::size_t i = 0; i < kShapes.size(); ++i) {
    float sum = 0;
    for (const Term& term : kShapes[i].terms)
      if (term.index >= 0) sum += term.gain * row[std::size_t(term.index)];
    curves[i] = std::clamp(sum, 0.f, 1.f);
  }
  for (std::size_t i = 0; i < kTurns.size(); ++i) {
    const Turn& turn = kTurns[i];
    float& value = curves[kShapes.size() + i];
    if (turn.column >= 0) value = row[std::size_t(turn.column)];
    if (turn.gaze >= 0) value = turn.radians * row[std::size_t(turn.gaze)];
  }
  return curves;
}

CoefficientRow toRow(const Curves& curves) {
  CoefficientRow row{};
  for (std::size_t i = 0; i < kShapes.size(); ++i)
    for (const Term& term : kShapes[i].terms)
      if (term.index >= 0) row[std::size_t(term.index)] += term.share * curves[i];
  for (std::size_t i = 0; i < kTurns.size(); ++i)
    if (kTurns[i].column >= 0) row[std::size_t(kTurns[i].column)] = curves[kShapes.size() + i];
  return row;
}

/// Throws unless the coefficients mean what the table says.
void requireStudioBasis(const MotionTrack& track, const std::filesystem::path& file) {
  if (track.basis != kStudioBasis)
    throw Error(ErrorCode::invalidArgument, pathText(file),
                "ARKit's blend shapes can be told of the basis \"studio\" only, and this track is of \"" +
                    track.basis + "\"",
                "Make the motion with the pack \"studio\", or export another format");
}

/// Hours, minutes, seconds and frames, counted at the nearest whole rate as cameras do.
std::string timecode(std::int64_t frame, int rate) {
  const std::int64_t seconds = frame / rate;
  char text[64];
  std::snprintf(text, sizeof text, "%02d:%02d:%02d:%02d.000", int(seconds / 3600), int(seconds / 60 % 60),
                int(seconds % 60), int(frame % rate));
  return text;
}

/// A moment of a file: whole seconds, and frames into the second.
struct Moment {
  std::int64_t seconds = 0;
  double frames = 0;
};

std::optional<Moment> momentFrom(std::string_view text) {
  std::array<std::string_view, 4> parts;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::size_t at = i + 1 < parts.size() ? text.find(':') : text.size();
    if (at == std::string_view::npos) return std::nullopt;
    parts[i] = text.substr(0, at);
    text.remove_prefix(std::min(at + 1, text.size()));
  }
  const auto hours = numberFromText<int>(parts[0]), minutes = numberFromText<int>(parts[1]),
             seconds = numberFromText<int>(parts[2]);
  const auto frames = numberFromText<double>(parts[3]);
  if (!hours || !minutes || !seconds || !frames || *hours < 0 || *hours > 99 || *minutes < 0 ||
      *minutes > 59 || *seconds < 0 || *seconds > 59 || *frames < 0 || *frames >= kHighestFrameRate)
    return std::nullopt;
  return Moment{*hours * 3600 + *minutes * 60 + *seconds, *frames};
}

/// The lowest usual rate that has room for every count of frames within a second.
int rateOf(const std::vector<Moment>& moments) {
  double most = 0;
  for (const Moment& moment : moments) most = std::max(most, std::floor(moment.frames));
  for (const int rate : {24, 25, 30, 50, 60, 120})
    if (most < rate) return rate;
  return int(kHighestFrameRate);
}

bool sameName(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

std::vector<std::string_view> fields(std::string_view line) {
  std::vector<std::string_view> result;
  for (;;) {
    const std::size_t at = line.find(',');
    std::string_view field = line.substr(0, at);
    while (!field.empty() && field.front() == ' ') field.remove_prefix(1);
    while (!field.empty() && (field.back() == ' ' || field.back() == '\r')) field.remove_suffix(1);
    result.push_back(field);
    if (at == std::string_view::npos) return result;
    line.remove_prefix(at + 1);
  }
}

/// Where the columns of a file find their curve; the count's length where they have none.
std::vector<std::size_t> curvesOf(const std::vector<std::string_view>& names,
                                  const std::filesystem::path& file) {
  std::vector<std::size_t> curves;
  bool jaw = false;
  for (const std::string_view name : names) {
    std::size_t i = 0;
    while (i < kCurveCount && !sameName(name, curveName(i))) ++i;
    jaw = jaw || (i < kCurveCount && curveName(i) == "JawOpen");
    curves.push_back(i);
  }
  if (!jaw) refuseTrack(file, "it has no column JawOpen, as ARKit's curves do");
  return curves;
}

/// The rows at their own times on an even grid: phones leave frames out.
std::vector<CoefficientRow> evenly(const std::vector<Curves>& seen, const std::vector<Moment>& moments,
                                   int rate, const std::filesystem::path& file) {
  const auto place = [&](const Moment& moment) {
    return double(moment.seconds - moments.front().seconds) * rate + moment.frames - moments.front().frames;
  };
  for (std::size_t i = 1; i < moments.size(); ++i)
    if (place(moments[i]) <= place(moments[i - 1])) refuseTrack(file, "its times do not rise");
  const double last = place(moments.back());
  if (last > double(kMostTrackFrames)) refuseTrack(file, "it has more than ten hours of frames");
  std::vector<CoefficientRow> rows;
  std::size_t next = 0;
  for (double at = 0; at <= last + 0.25; ++at) {
    while (next + 1 < seen.size() && place(moments[next + 1]) <= at) ++next;
    const std::size_t after = std::min(next + 1, seen.size() - 1);
    const double span = place(moments[after]) - place(moments[next]);
    const auto share = float(span > 0 ? std::clamp((at - place(moments[next])) / span, 0.0, 1.0) : 0);
    Curves curves;
    for (std::size_t k = 0; k < kCurveCount; ++k)
      curves[k] = seen[next][k] + share * (seen[after][k] - seen[next][k]);
    rows.push_back(toRow(curves));
  }
  return rows;
}

MotionTrack trackOf(std::vector<CoefficientRow> rows, FrameRate rate) {
  MotionTrack track;
  track.frameRate = rate;
  track.basis = kStudioBasis;
  for (const CoefficientRow& row : rows) {
    track.blink.push_back(std::clamp((row[kBlinkLeft] + row[kBlinkRight]) / 2, 0.f, kLargestBlink));
    track.gaze[0].push_back(row[kGazeHorizontal]);
    track.gaze[1].push_back(row[kGazeVertical]);
  }
  track.rows = std::move(rows);
  return track;
}

}  // namespace

bool isArkitCsv(std::string_view text) {
  return sameName(fields(text.substr(0, text.find('\n')))[0], kTimeColumn);
}

std::string trackToArkitCsv(const MotionTrack& track, const std::filesystem::path& file) {
  requireStudioBasis(track, file);
  const int rate = std::max(1, int(std::lround(track.frameRate.perSecond())));
  std::string text = std::string(kTimeColumn) + "," + std::string(kCountColumn);
  for (std::size_t i = 0; i < kCurveCount; ++i) text.append(",").append(curveName(i));
  text += '\n';
  for (std::size_t frame = 0; frame < track.rows.size(); ++frame) {
    text += timecode(std::int64_t(frame), rate) + "," + std::to_string(kCurveCount);
    for (const float value : toCurves(track.rows[frame])) appendNumber(text += ',', value);
    text += '\n';
  }
  return text;
}

MotionTrack trackFromArkitCsv(std::string_view text, const std::filesystem::path& file) {
  std::vector<std::size_t> columns;
  std::vector<Curves> seen;
  std::vector<Moment> moments;
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    const std::vector<std::string_view> values = fields(line);
    if (values.size() == 1 && values[0].empty()) continue;
    const auto refuse = [&](const std::string& reason) {
      refuseTrack(file, "line " + std::to_string(number) + " " + reason);
    };
    if (columns.empty()) {
      if (values.size() < 3 || !sameName(values[0], kTimeColumn))
        refuse("does not begin with " + std::string(kTimeColumn));
      columns = curvesOf(values, file);
      continue;
    }
    if (values.size() != columns.size()) refuse("has not as many columns as the first line");
    if (seen.size() >= kMostTrackFrames) refuse("is behind the longest track of ten hours");
    const auto moment = momentFrom(values[0]);
    if (!moment) refuse("has no time of the form 00:00:00:00.000");
    Curves curves{};
    for (std::size_t i = 1; i < values.size(); ++i) {
      if (columns[i] == kCurveCount) continue;
      const auto value = numberFromText<float>(values[i]);
      if (!value) refuse("has no number in column " + std::to_string(i + 1));
      curves[columns[i]] = *value;
    }
    moments.push_back(*moment);
    seen.push_back(curves);
  }
  if (seen.empty()) refuseTrack(file, "it has no frames");
  const int rate = rateOf(moments);
  return trackOf(evenly(seen, moments, rate, file), {rate, 1});
}

std::string trackToArkitJson(const MotionTrack& track, const std::filesystem::path& file) {
  requireStudioBasis(track, file);
  nlohmann::ordered_json json{{"frame_rate", {track.frameRate.numerator, track.frameRate.denominator}}};
  for (std::size_t i = 0; i < kCurveCount; ++i) json["names"].push_back(curveName(i));
  json["frames"] = nlohmann::json::array();
  for (const CoefficientRow& row : track.rows) json["frames"].push_back(toCurves(row));
  return json.dump() + "\n";
}

MotionTrack trackFromArkitJson(const std::string& text, const std::filesystem::path& file) {
  using nlohmann::json;
  try {
    const json parsed = parsedJson(text);
    JsonObject object(parsed, "the file");
    const json& rate = listFrom(object.at("frame_rate"), 2, "frame_rate");
    if (rate.size() != 2) throw std::invalid_argument("frame_rate is not two whole numbers");
    std::vector<std::string_view> names;
    for (const json& name : listFrom(object.at("names"), 1000, "names"))
      names.push_back(textFrom(name, "a name"));
    const std::vector<std::size_t> columns = curvesOf(names, file);
    std::vector<CoefficientRow> rows;
    for (const json& frame : listFrom(object.at("frames"), kMostTrackFrames, "frames")) {
      Curves curves{};
      if (listFrom(frame, columns.size(), "a frame").size() != columns.size())
        throw std::invalid_argument("a frame has not as many values as there are names");
      for (std::size_t i = 0; i < columns.size(); ++i)
        if (columns[i] < kCurveCount)
          curves[columns[i]] = numberFrom(frame[i], -kLargestExpression, kLargestExpression, "a value");
      rows.push_back(toRow(curves));
    }
    object.refuseUnknownKeys();
    return trackOf(std::move(rows), {numberFrom(rate[0], 1, kLargestRateTerm, "frame_rate"),
                                     numberFrom(rate[1], 1, kLargestRateTerm, "frame_rate")});
  } catch (const json::exception& problem) {
    refuseTrack(file, std::string("it is no JSON: ") + problem.what());
  } catch (const std::invalid_argument& problem) {
    refuseTrack(file, problem.what());
  }
}

}  // namespace orator::motion
