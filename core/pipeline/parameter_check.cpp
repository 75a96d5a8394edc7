#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/base/json_value.h"
#include "core/pipeline/parameters.h"

namespace orator::pipeline {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuseValue(const Parameter& parameter, const std::string& reason,
                              const std::string& remedy) {
  throw Error(ErrorCode::invalidArgument, std::string(parameter.spec.name), reason, remedy);
}

void checkNumber(const Parameter& parameter, const ParamSpec& spec, double value) {
  if (spec.accepts(value)) return;
  const std::string unit = spec.unitText();
  std::string remedy = "Choose a value from " + numberText(spec.minimum) + " to " + numberText(spec.maximum);
  if (spec.leastButMinimum > 0)
    remedy = "Choose " + numberText(spec.minimum) + ", or " + numberText(spec.leastButMinimum) + " to " +
             numberText(spec.maximum);
  refuseValue(parameter, numberText(value) + unit + " is out of range", remedy + unit);
}

// ---- checkValue: one for each kind of value

void checkValue(const Parameter& parameter, const FilmSettings&, double value) {
  checkNumber(parameter, parameter.spec, value);
}
void checkValue(const Parameter& parameter, const FilmSettings&, int value) {
  checkNumber(parameter, parameter.spec, value);
}
void checkValue(const Parameter& parameter, const FilmSettings&, std::uint64_t value) {
  checkNumber(parameter, parameter.spec, double(value));
}
void checkValue(const Parameter& parameter, const FilmSettings&, const std::optional<int>& value) {
  if (value) checkNumber(parameter, parameter.spec, *value);
}
void checkValue(const Parameter&, const FilmSettings&, bool) {}
void checkValue(const Parameter&, const FilmSettings&, const Colour&) {}
void checkValue(const Parameter& parameter, const FilmSettings&, const FaceEnhancing& value) {
  if (!(value.strength >= 0 && value.strength <= 1))
    refuseValue(parameter, "the strength is not within 0..1", "Give a strength of 0 to 1");
}

void checkValue(const Parameter& parameter, const FilmSettings&, const PoseAxes& value) {
  for (const double scale : value) checkNumber(parameter, parameter.spec, scale);
}

void checkValue(const Parameter& parameter, const FilmSettings&, const Gaze& value) {
  for (const double way : {value.right, value.up}) checkNumber(parameter, parameter.spec, way);
}

void checkLength(const Parameter& parameter, std::size_t length) {
  if (length > kMostListEntries)
    refuseValue(parameter, std::to_string(length) + " entries are too many",
                "Give at most " + std::to_string(kMostListEntries));
}

void checkValue(const Parameter& parameter, const FilmSettings&, const std::vector<double>& value) {
  checkLength(parameter, value.size());
  for (const double number : value) checkNumber(parameter, parameter.spec, number);
}

void checkValue(const Parameter& parameter, const FilmSettings&, const StyleWeights& value) {
  checkLength(parameter, value.size());
  double total = 0;
  for (const auto& [style, weight] : value) {
    checkNumber(parameter, parameter.spec, style);
    checkNumber(parameter, kStyleWeight, weight);
    total += weight;
  }
  if (!(total > 0))
    refuseValue(parameter, "no style has a weight", "Choose a style from 0 to 45 with a weight above 0");
}

void checkValue(const Parameter& parameter, const FilmSettings&, const Rerolls& value) {
  checkLength(parameter, value.size());
  for (const motion::PoseReroll& reroll : value) {
    checkNumber(parameter, kMomentSeconds, reroll.beginSeconds);
    checkNumber(parameter, kMomentSeconds, reroll.endSeconds);
    checkNumber(parameter, pipeline::parameter("seed").spec, double(reroll.seed));
    if (!(reroll.endSeconds > reroll.beginSeconds))
      refuseValue(parameter, "a range is empty or runs backwards",
                  "Choose an end behind the begin, in seconds");
  }
}

void checkValue(const Parameter& parameter, const FilmSettings&, const fs::path& value) {
  if (value.native().find(fs::path::value_type(0)) != fs::path::string_type::npos)
    refuseValue(parameter, "the name of the file has a zero byte", "Choose another file");
}

void checkValue(const Parameter& parameter, const FilmSettings&, const std::string& value) {
  if (value.empty() || value.size() > kLongestName || !isUtf8(value))
    refuseValue(parameter, "this is no name",
                "Give a name of 1 to " + std::to_string(kLongestName) + " bytes of UTF-8");
}

void checkValue(const Parameter& parameter, const FilmSettings& film, const FrameRate& value) {
  if (value == kTrackFrameRate && !film.track.empty()) return;
  if (std::none_of(frameRates().begin(), frameRates().end(),
                   [&](const NamedRate& known) { return known.rate == value; }))
    refuseValue(parameter, rateText(value) + " is not offered", "Choose " + rangeText(parameter));
}

void checkValue(const Parameter& parameter, const FilmSettings&, const std::optional<FrameRange>& value) {
  if (!value) return;
  checkNumber(parameter, kFrameIndex, double(value->begin));
  checkNumber(parameter, kFrameIndex, double(value->end));
  if (value->end <= value->begin)
    refuseValue(parameter, "the range is empty or runs backwards",
                "Write it as first:end, for example 0:50 for the first 50 frames");
}

void checkValue(const Parameter& parameter, const FilmSettings&, const Trim& value) {
  if (!value) return;
  for (const double seconds : {value->beginSeconds, value->endSeconds})
    checkNumber(parameter, kMomentSeconds, seconds);
  if (!(value->endSeconds > value->beginSeconds))
    refuseValue(parameter, "the part is empty or runs backwards",
                "Write it as begin:end in seconds, for example 1.5:4");
}

void checkValue(const Parameter& parameter, const FilmSettings&, const Aspect& value) {
  if (value.isOwn()) return;
  for (const int side : {value.width, value.height}) checkNumber(parameter, kAspectSide, side);
  if (std::max(value.ratio(), 1 / value.ratio()) > kMostAspect)
    refuseValue(parameter, "no screen is that long and narrow",
                "Choose sides of which one is at most " + numberText(kMostAspect) + " times the other");
}

// ---- confined: the nearest right value, for each kind

void confineValue(const Parameter& parameter, const FilmSettings&, double& value) {
  value = parameter.spec.clamped(value);
}
void confineValue(const Parameter& parameter, const FilmSettings&, int& value) {
  value = int(parameter.spec.clamped(value));
}
void confineValue(const Parameter& parameter, const FilmSettings&, std::uint64_t& value) {
  value = std::min(value, std::uint64_t(parameter.spec.maximum));
}
void confineValue(const Parameter& parameter, const FilmSettings&, std::optional<int>& value) {
  if (value) value = int(parameter.spec.clamped(*value));
}
void confineValue(const Parameter&, const FilmSettings&, bool&) {}
void confineValue(const Parameter&, const FilmSettings&, Colour&) {}
void confineValue(const Parameter&, const FilmSettings&, FaceEnhancing& value) {
  const FaceEnhancing usual;
  value.strength =
      value.on && value.strength == value.strength ? std::clamp(value.strength, 0.0, 1.0) : usual.strength;
}
void confineValue(const Parameter& parameter, const FilmSettings&, PoseAxes& value) {
  for (double& scale : value) scale = parameter.spec.clamped(scale);
}

void confineValue(const Parameter& parameter, const FilmSettings&, Gaze& value) {
  if (value.kind != Gaze::Kind::fixed) value = {value.kind, 0, 0};
  value.right = parameter.spec.clamped(value.right);
  value.up = parameter.spec.clamped(value.up);
}

template <typename Entry>
void shorten(std::vector<Entry>& list) {
  if (list.size() > kMostListEntries) list.erase(list.begin() + kMostListEntries, list.end());
}

void confineValue(const Parameter& parameter, const FilmSettings&, std::vector<double>& value) {
  shorten(value);
  for (double& number : value) number = parameter.spec.clamped(number);
}

void confineValue(const Parameter& parameter, const FilmSettings& usual, StyleWeights& value) {
  shorten(value);
  double total = 0;
  for (auto& [style, weight] : value) {
    style = int(parameter.spec.clamped(style));
    weight = kStyleWeight.clamped(weight);
    total += weight;
  }
  if (!(total > 0)) value = std::get<Field<StyleWeights>>(parameter.value).get(usual);
}

void confineValue(const Parameter&, const FilmSettings&, Rerolls& value) {
  shorten(value);
  const double largestSeed = parameter("seed").spec.maximum;
  for (motion::PoseReroll& reroll : value) {
    reroll.beginSeconds = kMomentSeconds.clamped(reroll.beginSeconds);
    reroll.endSeconds = kMomentSeconds.clamped(reroll.endSeconds);
    reroll.seed = std::min(reroll.seed, std::uint64_t(largestSeed));
  }
  std::erase_if(value, [](const motion::PoseReroll& r) { return !(r.endSeconds > r.beginSeconds); });
}

void confineValue(const Parameter&, const FilmSettings&, fs::path& value) {
  value = value.native().substr(0, value.native().find(fs::path::value_type(0)));
}

void confineValue(const Parameter& parameter, const FilmSettings& usual, std::string& value) {
  if (value.empty() || value.size() > kLongestName || !isUtf8(value))
    value = std::get<Field<std::string>>(parameter.value).get(usual);
}

/// The nearest offered one.
void confineValue(const Parameter&, const FilmSettings& usual, FrameRate& value) {
  const double wanted =
      value.numerator > 0 && value.denominator > 0 ? value.perSecond() : usual.frameRate.perSecond();
  const auto distance = [&](const NamedRate& known) { return std::abs(known.rate.perSecond() - wanted); };
  value = std::min_element(frameRates().begin(), frameRates().end(), [&](const auto& a, const auto& b) {
            return distance(a) < distance(b);
          })->rate;
}

void confineValue(const Parameter&, const FilmSettings&, std::optional<FrameRange>& value) {
  if (!value) return;
  value->begin = std::int64_t(kFrameIndex.clamped(double(value->begin)));
  value->end = std::int64_t(kFrameIndex.clamped(double(value->end)));
  if (value->end <= value->begin) value.reset();
}

void confineValue(const Parameter&, const FilmSettings&, Trim& value) {
  if (!value) return;
  value->beginSeconds = kMomentSeconds.clamped(value->beginSeconds);
  value->endSeconds = kMomentSeconds.clamped(value->endSeconds);
  if (!(value->endSeconds > value->beginSeconds)) value.reset();
}

void confineValue(const Parameter&, const FilmSettings&, Aspect& value) {
  const bool isRight = value.width > 0 && value.height > 0 &&
                       std::max(value.ratio(), 1 / value.ratio()) <= kMostAspect &&
                       kAspectSide.accepts(value.width) && kAspectSide.accepts(value.height);
  if (!isRight) value = {};
}

/// The place of the chosen name among the names; as many as there are for one that is not among them.
std::size_t indexOf(const Choice& choice, const FilmSettings& film) {
  const auto name = std::find(choice.names.begin(), choice.names.end(), choice.get(film, choice.names));
  return std::size_t(name - choice.names.begin());
}

template <typename... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <typename... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;  // clang before 17 does not find it by itself

}  // namespace

void check(const Parameter& parameter, const FilmSettings& film) {
  std::visit(Overloaded{[&](const auto& field) { checkValue(parameter, film, field.get(film)); },
                        [&](const Choice& choice) {
                          if (indexOf(choice, film) < choice.names.size()) return;
                          refuseValue(parameter,
                                      "\"" + std::string(choice.get(film, choice.names)) + "\" is unknown",
                                      "Choose " + rangeText(parameter));
                        }},
             parameter.value);
}

void checkSettings(const FilmSettings& film) {
  for (const Parameter& one : parameters()) check(one, film);
  const media::VoiceCut& cut = film.voiceCut;
  if (cut.endSeconds != 0 && !(cut.endSeconds > cut.beginSeconds))
    throw Error(ErrorCode::invalidArgument, "voice_cut", "the part of the voice is empty or runs backwards",
                "Choose an end behind the begin, or 0 for the end of the voice");
}

void confine(FilmSettings& film) {
  static const FilmSettings usual;
  for (const Parameter& one : parameters())
    std::visit(Overloaded{[&](const auto& field) { confineValue(one, usual, field.edit(film)); },
                          [&](const Choice& choice) {
                            if (indexOf(choice, film) == choice.names.size()) copyValue(one, usual, film);
                          }},
               one.value);
  if (film.voiceCut.endSeconds <= film.voiceCut.beginSeconds) film.voiceCut.endSeconds = 0;
}

bool isDefault(const Parameter& parameter, const FilmSettings& film) {
  static const FilmSettings usual;
  return std::visit(
      Overloaded{[&](const auto& field) { return field.get(film) == field.get(usual); },
                 [&](const Choice& choice) { return indexOf(choice, film) == indexOf(choice, usual); }},
      parameter.value);
}

void copyValue(const Parameter& parameter, const FilmSettings& from, FilmSettings& to) {
  std::visit(Overloaded{[&](const auto& field) { field.edit(to) = field.get(from); },
                        [&](const Choice& choice) {
                          const std::size_t index = indexOf(choice, from);
                          if (index < choice.names.size()) choice.set(to, choice.names, index);
                        }},
             parameter.value);
}

FilmSettings settingsOf(const FilmSettings& film, PipelinePart part) {
  FilmSettings only;
  for (const Parameter& one : parameters())
    if (one.spec.invalidates == part) copyValue(one, film, only);
  return only;
}

}  // namespace orator::pipeline
