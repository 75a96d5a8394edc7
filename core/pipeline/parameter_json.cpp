#include "core/pipeline/parameter_json.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>

#include "core/base/file_system.h"
#include "core/pipeline/colour.h"
#include "core/pipeline/face_enhancing.h"

namespace orator::pipeline {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::array kAxisKeys{"pitch", "yaw", "roll", "x", "y", "z"};

fs::path storedPath(const fs::path& path, const JsonFolder& at) {
  if (at.folder.empty()) return path;
  const fs::path absolute = absolutePath(path);
  const fs::path relative = absolute.lexically_relative(at.folder);
  const bool usable = !relative.empty() && (at.above || *relative.begin() != "..");
  return usable ? relative : absolute;
}

json rateJson(FrameRate rate) {
  if (rate.denominator == 1) return rate.numerator;
  return json::array({rate.numerator, rate.denominator});
}

// ---- write: one for each kind of value; null where the key is left out

json written(double value, const JsonFolder&) {
  return value;
}
json written(int value, const JsonFolder&) {
  return value;
}
json written(std::uint64_t value, const JsonFolder&) {
  return value;
}
json written(bool value, const JsonFolder&) {
  return value;
}
json written(const std::string& value, const JsonFolder&) {
  return value;
}
json written(const PoseAxes& value, const JsonFolder&) {
  return value;
}
json written(const FaceEnhancing& value, const JsonFolder&) {
  return faceEnhancingText(value);
}
json written(const Colour& value, const JsonFolder&) {
  return colourText(value);
}
json written(FrameRate value, const JsonFolder&) {
  return rateJson(value);
}

json written(const std::optional<int>& value, const JsonFolder&) {
  return value ? json(*value) : json();
}
json written(const std::vector<double>& value, const JsonFolder&) {
  return value.empty() ? json() : json(value);
}
json written(const Gaze& value, const JsonFolder&) {
  if (const auto kind = std::size_t(value.kind); kind < kGazeNames.size()) return kGazeNames[kind];
  return json::array({value.right, value.up});
}
json written(const StyleWeights& value, const JsonFolder&) {
  json list = json::array();
  for (const auto& [style, weight] : value) list.push_back({{"style", style}, {"weight", weight}});
  return list;
}
json written(const Rerolls& value, const JsonFolder&) {
  json list;
  for (const motion::PoseReroll& reroll : value)
    list.push_back(
        {{"begin_seconds", reroll.beginSeconds}, {"end_seconds", reroll.endSeconds}, {"seed", reroll.seed}});
  return list;
}
json written(const fs::path& value, const JsonFolder& at) {
  return value.empty() ? json() : pathJson(storedPath(value, at));
}
json written(const std::optional<FrameRange>& value, const JsonFolder&) {
  return value ? json::array({value->begin, value->end}) : json();
}

json written(const Trim& value, const JsonFolder&) {
  return value ? json::array({value->beginSeconds, value->endSeconds}) : json();
}
json written(const Aspect& value, const JsonFolder&) {
  return aspectText(value);
}

// ---- read: one for each kind of value. Lists are checked by check(), with the ranges of their entries.

constexpr double kAny = std::numeric_limits<double>::max();

struct Place {
  const Parameter& parameter;
  const JsonFolder& at;
  bool strict;
  std::string name;  ///< for messages
};

void read(const json& value, const Place& place, double& number) {
  number = numberFrom(value, -kAny, kAny, place.name);
}
void read(const json& value, const Place& place, int& number) {
  number =
      numberFrom(value, int(place.parameter.spec.minimum), int(place.parameter.spec.maximum), place.name);
}
void read(const json& value, const Place& place, std::optional<int>& number) {
  read(value, place, number.emplace());
}
void read(const json& value, const Place& place, std::uint64_t& number) {
  number = numberFrom(value, std::uint64_t(0), std::uint64_t(place.parameter.spec.maximum), place.name);
}
void read(const json& value, const Place& place, bool& flag) {
  flag = flagFrom(value, place.name);
}
void read(const json& value, const Place& place, std::string& text) {
  text = textFrom(value, place.name);
}

/// One factor stands for all six axes.
void read(const json& value, const Place& place, PoseAxes& axes) {
  if (value.is_number()) return axes.fill(numberFrom(value, -kAny, kAny, place.name));
  if (listFrom(value, axes.size(), place.name).size() != axes.size())
    throw std::invalid_argument(place.name + " must be one number or six");
  for (std::size_t i = 0; i < axes.size(); ++i)
    axes[i] = numberFrom(value[i], -kAny, kAny, place.name + " (" + kAxisKeys[i] + ")");
}

void read(const json& value, const Place& place, std::vector<double>& numbers) {
  numbers.clear();
  for (const json& entry : listFrom(value, kMostListEntries, place.name))
    numbers.push_back(numberFrom(entry, -kAny, kAny, place.name));
}

/// A single number stands for one style at full weight.
void read(const json& value, const Place& place, StyleWeights& styles) {
  const ParamSpec& spec = place.parameter.spec;
  const auto style = [&](const json& number) {
    return numberFrom(number, int(spec.minimum), int(spec.maximum), place.name);
  };
  if (value.is_number()) {
    styles = {{style(value), 1.0}};
    return;
  }
  styles.clear();
  for (const json& entry : listFrom(value, kMostListEntries, place.name)) {
    JsonObject object(entry, place.name);
    const json* weight = object.find("weight");
    styles.emplace_back(style(object.at("style")),
                        weight ? numberFrom(*weight, 0.0, kAny, object.nameOf("weight")) : 1.0);
    if (place.strict) object.refuseUnknownKeys();
  }
}

/// A name, or two numbers: to the right of the picture and up.
void read(const json& value, const Place& place, Gaze& gaze) {
  if (value.is_string()) {
    const std::string& text = textFrom(value, place.name);
    const auto name = std::find(kGazeNames.begin(), kGazeNames.end(), text);
    if (name == kGazeNames.end())
      throw std::invalid_argument(place.name + ": " + shownJson(value) + " is unknown; there are " +
                                  rangeText(place.parameter));
    gaze = {Gaze::Kind(name - kGazeNames.begin()), 0, 0};
    return;
  }
  if (listFrom(value, 2, place.name).size() != 2)
    throw std::invalid_argument(place.name + " must be a name or two numbers, right and up");
  gaze = {Gaze::Kind::fixed, numberFrom(value[0], -kAny, kAny, place.name),
          numberFrom(value[1], -kAny, kAny, place.name)};
}

void read(const json& value, const Place& place, Rerolls& rerolls) {
  rerolls.clear();
  for (const json& entry : listFrom(value, kMostListEntries, place.name)) {
    JsonObject object(entry, place.name);
    const auto seconds = [&](const char* key) {
      return numberFrom(object.at(key), -kAny, kAny, object.nameOf(key));
    };
    motion::PoseReroll reroll{seconds("begin_seconds"), seconds("end_seconds"), 0};
    if (const json* seed = object.find("seed"))
      reroll.seed = numberFrom(*seed, std::uint64_t(0), std::uint64_t(parameter("seed").spec.maximum),
                               object.nameOf("seed"));
    if (place.strict) object.refuseUnknownKeys();
    rerolls.push_back(reroll);
  }
}

void read(const json& value, const Place& place, fs::path& path) {
  const fs::path stored = pathFrom(value, place.name);
  const bool asItIs = stored.empty() || stored.is_absolute() || place.at.folder.empty();
  path = asItIs ? stored : (place.at.folder / stored).lexically_normal();
}

void read(const json& value, const Place& place, FaceEnhancing& enhancing) {
  const auto known = faceEnhancingFrom(textFrom(value, place.name));
  if (!known)
    throw std::invalid_argument(place.name + ": " + shownJson(value) +
                                " is no way to enhance a face; there are " +
                                std::string(kFaceEnhancingForms));
  enhancing = *known;
}

void read(const json& value, const Place& place, Colour& colour) {
  const auto known = colourFrom(textFrom(value, place.name));
  if (!known)
    throw std::invalid_argument(place.name + ": " + shownJson(value) + " is no colour; there are " +
                                std::string(kColourForms));
  colour = *known;
}

/// A whole number, or the two of a fraction.
void read(const json& value, const Place& place, FrameRate& rate) {
  constexpr int kMost = std::numeric_limits<int>::max();
  if (!value.is_array()) {
    rate = {numberFrom(value, 0, kMost, place.name), 1};
  } else if (value.size() == 2) {
    rate = {numberFrom(value[0], 0, kMost, place.name), numberFrom(value[1], 1, kMost, place.name)};
  } else {
    throw std::invalid_argument(place.name + " must be a whole number or a fraction of two");
  }
  const int divisor = std::max(1, std::gcd(rate.numerator, rate.denominator));
  rate = {rate.numerator / divisor, rate.denominator / divisor};
}

void read(const json& value, const Place& place, std::optional<FrameRange>& range) {
  if (listFrom(value, 2, place.name).size() != 2)
    throw std::invalid_argument(place.name + " must be a first frame and the one behind the last");
  const auto most = std::int64_t(kFrameIndex.maximum);
  range = FrameRange{numberFrom(value[0], std::int64_t(0), most, place.name),
                     numberFrom(value[1], std::int64_t(0), most, place.name)};
}

void read(const json& value, const Place& place, Trim& trim) {
  if (listFrom(value, 2, place.name).size() != 2)
    throw std::invalid_argument(place.name + " must be a begin and an end in seconds");
  trim =
      TimeRange{numberFrom(value[0], -kAny, kAny, place.name), numberFrom(value[1], -kAny, kAny, place.name)};
}

void read(const json& value, const Place& place, Aspect& aspect) {
  const auto known = aspectFrom(textFrom(value, place.name));
  if (!known)
    throw std::invalid_argument(place.name + ": " + shownJson(value) + " is no aspect such as 16:9");
  aspect = *known;
}

struct Writer {
  const FilmSettings& film;
  const JsonFolder& at;
  template <typename T>
  json operator()(const Field<T>& field) const {
    return written(field.get(film), at);
  }
  json operator()(const Choice& choice) const { return choice.get(film, choice.names); }
};

struct ValueReader {
  const json& value;
  const Place& place;
  FilmSettings& film;
  template <typename T>
  void operator()(const Field<T>& field) const {
    read(value, place, field.edit(film));
  }
  void operator()(const Choice& choice) const {
    const std::string& name = textFrom(value, place.name);
    const auto found = std::find(choice.names.begin(), choice.names.end(), name);
    if (found == choice.names.end())
      throw std::invalid_argument("the " + std::string(place.parameter.spec.name) + " " + shownJson(value) +
                                  " is unknown; there are " + rangeText(place.parameter));
    choice.set(film, choice.names, std::size_t(found - choice.names.begin()));
  }
};

}  // namespace

void writeSettings(const FilmSettings& film, const JsonFolder& folder, json& object) {
  for (const Parameter& one : parameters()) {
    if (one.sparse && isDefault(one, film)) continue;
    json value = std::visit(Writer{film, folder}, one.value);
    if (value.is_null()) continue;
    json& group = one.group.empty() ? object : object[std::string(one.group)];
    group[std::string(one.jsonKey())] = std::move(value);
  }
}

void readSettings(JsonObject& object, const JsonFolder& folder, bool strict, FilmSettings& film) {
  std::map<std::string_view, JsonObject> groups;
  for (const Parameter& one : parameters()) {
    JsonObject* home = &object;
    if (!one.group.empty()) {
      auto group = groups.find(one.group);
      if (group == groups.end()) {
        const json* inner = object.find(one.group);
        if (!inner) continue;
        group = groups.emplace(one.group, JsonObject(*inner, std::string(one.group))).first;
      }
      home = &group->second;
    }
    const json* value = home->find(one.jsonKey());
    if (!value) continue;
    const Place place{one, folder, strict, home->nameOf(one.jsonKey())};
    std::visit(ValueReader{*value, place, film}, one.value);
  }
  if (strict)
    for (const auto& [name, group] : groups) group.refuseUnknownKeys();
  checkSettings(film);
}

}  // namespace orator::pipeline
