#include <algorithm>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/number.h"
#include "core/pipeline/colour.h"
#include "core/pipeline/face_enhancing.h"
#include "core/pipeline/parameters.h"

namespace orator::pipeline {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 6> kPoseAxes{"pitch", "yaw", "roll", "x", "y", "z"};
constexpr std::uint64_t kFirstRerollSeed = 1'000'000;  // of ranges that name none

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == separator)
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

std::string spanText(const ParamSpec& spec) {
  return numberText(spec.minimum) + ".." + numberText(spec.maximum) + spec.unitText();
}

[[noreturn]] void refuseText(const Parameter& parameter, const std::string& reason,
                             const std::string& remedy) {
  throw Error(ErrorCode::invalidArgument, parameter.optionName(), reason, remedy);
}

double numberOf(const Parameter& parameter, const ParamSpec& spec, bool whole, const std::string& text) {
  const std::optional<double> value = numberFromText<double>(text);
  if (!value || !spec.accepts(*value) || (whole && !sameNumber<std::int64_t>(*value)))
    refuseText(
        parameter,
        "\"" + text + "\" is not " + (whole ? "a whole number" : "a number") + " within " + spanText(spec),
        spec.leastButMinimum > 0 ? "Give " + numberText(spec.minimum) + ", or " +
                                       numberText(spec.leastButMinimum) + " to " + numberText(spec.maximum)
                                 : "See orator --help");
  return *value;
}

// ---- shown: the text of a value, one for each kind

std::string shown(double value) {
  return numberText(value);
}
std::string shown(int value) {
  return numberText(value);
}
std::string shown(std::uint64_t value) {
  return numberText(value);
}
std::string shown(bool value) {
  return value ? "true" : "false";
}
std::string shown(const std::string& value) {
  return value;
}
std::string shown(const fs::path& value) {
  return value.string();
}
std::string shown(const Colour& value) {
  return colourText(value);
}
std::string shown(const FaceEnhancing& value) {
  return faceEnhancingText(value);
}
std::string shown(FrameRate value) {
  return rateText(value);
}
std::string shown(const std::optional<int>& value) {
  return value ? numberText(*value) : "";
}
std::string shown(const std::optional<FrameRange>& value) {
  return value ? numberText(value->begin) + ":" + numberText(value->end) : "";
}

std::string shown(const Gaze& value) {
  if (const auto kind = std::size_t(value.kind); kind < kGazeNames.size())
    return std::string(kGazeNames[kind]);
  return numberText(value.right) + ":" + numberText(value.up);
}

std::string shown(const Trim& value) {
  return value ? numberText(value->beginSeconds) + ":" + numberText(value->endSeconds) : "";
}
std::string shown(const Aspect& value) {
  return aspectText(value);
}

template <typename List, typename Entry>
std::string joined(const List& list, Entry entry) {
  std::string text;
  for (const auto& one : list) text.append(text.empty() ? "" : ",").append(entry(one));
  return text;
}

std::string shown(const std::vector<double>& value) {
  return joined(value, [](double number) { return numberText(number); });
}
std::string shown(const PoseAxes& value) {
  const bool same = std::count(value.begin(), value.end(), value.front()) == std::int64_t(value.size());
  return same ? numberText(value.front()) : joined(value, [](double scale) { return numberText(scale); });
}
std::string shown(const StyleWeights& value) {
  if (value.size() == 1 && value.front().second == 1) return numberText(value.front().first);
  return joined(value,
                [](const auto& style) { return numberText(style.first) + ":" + numberText(style.second); });
}
std::string shown(const Rerolls& value) {
  return joined(value, [](const motion::PoseReroll& r) {
    return numberText(r.beginSeconds) + ":" + numberText(r.endSeconds) + ":" + numberText(r.seed);
  });
}

// ---- read: the value of a text, one for each kind

void read(const Parameter& parameter, const std::string& text, double& value) {
  value = numberOf(parameter, parameter.spec, false, text);
}
void read(const Parameter& parameter, const std::string& text, int& value) {
  value = int(numberOf(parameter, parameter.spec, true, text));
}
void read(const Parameter& parameter, const std::string& text, std::uint64_t& value) {
  value = std::uint64_t(numberOf(parameter, parameter.spec, true, text));
}
void read(const Parameter& parameter, const std::string& text, std::optional<int>& value) {
  value = int(numberOf(parameter, parameter.spec, true, text));
}
void read(const Parameter& parameter, const std::string& text, bool& value) {
  if (text != "true" && text != "false")
    refuseText(parameter, "\"" + text + "\" is neither true nor false", "Give one of them");
  value = text == "true";
}
void read(const Parameter&, const std::string& text, std::string& value) {
  value = text;
}
void read(const Parameter&, const std::string& text, fs::path& value) {
  value = text;
}

void read(const Parameter& parameter, const std::string& text, Colour& value) {
  const std::optional<Colour> colour = colourFrom(text);
  if (!colour) refuseText(parameter, "\"" + text + "\" is no colour", "Give " + std::string(kColourForms));
  value = *colour;
}

void read(const Parameter& parameter, const std::string& text, FaceEnhancing& value) {
  const std::optional<FaceEnhancing> enhancing = faceEnhancingFrom(text);
  if (!enhancing)
    refuseText(parameter, "\"" + text + "\" is no way to enhance a face",
               "Give " + std::string(kFaceEnhancingForms));
  value = *enhancing;
}

void read(const Parameter& parameter, const std::string& text, FrameRate& value) {
  for (const NamedRate& known : frameRates())
    if (text == known.name ||
        text == std::to_string(known.rate.numerator) + "/" + std::to_string(known.rate.denominator)) {
      value = known.rate;
      return;
    }
  refuseText(parameter, "\"" + text + "\" is not offered", "Choose " + rangeText(parameter));
}

/// One factor, six for pitch, yaw, roll, x, y, z, or those named: "yaw:0.3,pitch:1.2".
void read(const Parameter& parameter, const std::string& text, PoseAxes& value) {
  const std::vector<std::string> parts = split(text, ',');
  const auto number = [&](const std::string& part) {
    return numberOf(parameter, parameter.spec, false, part);
  };
  if (text.find(':') != std::string::npos) {
    value.fill(1);
    for (const std::string& part : parts) {
      const std::size_t colon = std::min(part.find(':'), part.size());
      const auto axis = std::find(kPoseAxes.begin(), kPoseAxes.end(), part.substr(0, colon));
      if (axis == kPoseAxes.end() || colon == part.size())
        refuseText(parameter, "\"" + part + "\" names no axis",
                   "Name pitch, yaw, roll, x, y or z, for example pitch:1,yaw:0.3");
      value[std::size_t(axis - kPoseAxes.begin())] = number(part.substr(colon + 1));
    }
  } else if (parts.size() == 1) {
    value.fill(number(text));
  } else if (parts.size() == value.size()) {
    std::transform(parts.begin(), parts.end(), value.begin(), number);
  } else {
    refuseText(parameter, "\"" + text + "\" is neither one factor nor six nor named axes",
               "Give one, six for pitch,yaw,roll,x,y,z, or for example pitch:1,yaw:0.3");
  }
}

/// "auto", "natural", "camera" or "0.5:-0.2".
void read(const Parameter& parameter, const std::string& text, Gaze& value) {
  if (const auto name = std::find(kGazeNames.begin(), kGazeNames.end(), text); name != kGazeNames.end()) {
    value = {Gaze::Kind(name - kGazeNames.begin()), 0, 0};
    return;
  }
  const std::vector<std::string> parts = split(text, ':');
  if (parts.size() != 2)
    refuseText(parameter, "\"" + text + "\" is no gaze",
               "Give " + rangeText(parameter) + ", for example 0.5:0");
  value = {Gaze::Kind::fixed, numberOf(parameter, parameter.spec, false, parts[0]),
           numberOf(parameter, parameter.spec, false, parts[1])};
}

/// "-20,0,20".
void read(const Parameter& parameter, const std::string& text, std::vector<double>& value) {
  value.clear();
  for (const std::string& part : split(text, ','))
    value.push_back(numberOf(parameter, parameter.spec, false, part));
}

/// "7" or "3:0.5,17:0.5".
void read(const Parameter& parameter, const std::string& text, StyleWeights& value) {
  value.clear();
  double sum = 0;
  for (const std::string& part : split(text, ',')) {
    const std::size_t colon = part.find(':');
    const double weight =
        colon == std::string::npos ? 1 : numberOf(parameter, kStyleWeight, false, part.substr(colon + 1));
    value.emplace_back(int(numberOf(parameter, parameter.spec, true, part.substr(0, colon))), weight);
    sum += weight;
  }
  if (sum <= 0)
    refuseText(parameter, "the weights of \"" + text + "\" add up to nothing",
               "Give at least one style a weight above 0");
}

/// "3.2:4.8" or "3.2:4.8:7", several separated by commas.
void read(const Parameter& parameter, const std::string& text, Rerolls& value) {
  value.clear();
  for (const std::string& part : split(text, ',')) {
    const std::vector<std::string> numbers = split(part, ':');
    const bool complete = numbers.size() == 2 || numbers.size() == 3;
    motion::PoseReroll reroll;
    if (complete) {
      reroll.beginSeconds = numberOf(parameter, kMomentSeconds, false, numbers[0]);
      reroll.endSeconds = numberOf(parameter, kMomentSeconds, false, numbers[1]);
      reroll.seed =
          numbers.size() == 2
              ? kFirstRerollSeed + value.size()
              : std::uint64_t(numberOf(parameter, pipeline::parameter("seed").spec, true, numbers[2]));
    }
    if (!complete || reroll.endSeconds <= reroll.beginSeconds)
      refuseText(parameter, "\"" + part + "\" is not begin:end or begin:end:seed with begin < end",
                 "For example " + parameter.optionName() + " 3.2:4.8");
    value.push_back(reroll);
  }
}

void read(const Parameter& parameter, const std::string& text, std::optional<FrameRange>& value) {
  const std::vector<std::string> parts = split(text, ':');
  const auto begin = numberFromText<std::int64_t>(parts.front());
  const auto end = numberFromText<std::int64_t>(parts.back());
  if (parts.size() != 2 || !begin || !end || *begin < 0 || *end <= *begin || *end > kFrameIndex.maximum)
    refuseText(parameter, "\"" + text + "\" is not a range a:b with 0 <= a < b",
               "For example " + parameter.optionName() + " 0:75");
  value = FrameRange{*begin, *end};
}

void read(const Parameter& parameter, const std::string& text, Trim& value) {
  const std::vector<std::string> parts = split(text, ':');
  if (parts.size() != 2)
    refuseText(parameter, "\"" + text + "\" is not a part a:b in seconds",
               "For example " + parameter.optionName() + " 1.5:4");
  value = TimeRange{numberOf(parameter, kMomentSeconds, false, parts[0]),
                    numberOf(parameter, kMomentSeconds, false, parts[1])};
  if (!(value->endSeconds > value->beginSeconds))
    refuseText(parameter, "\"" + text + "\" is empty or runs backwards",
               "For example " + parameter.optionName() + " 1.5:4");
}

void read(const Parameter& parameter, const std::string& text, Aspect& value) {
  const std::optional<Aspect> aspect = aspectFrom(text);
  if (!aspect)
    refuseText(parameter, "\"" + text + "\" is no aspect", "Give width:height, for example 9:16, or own");
  value = *aspect;
}

// ---- what the help says of a kind: what the option takes, and the right values

struct Kind {
  std::string_view form;
  std::string (*range)(const Parameter&);
};

std::string numbers(const Parameter& parameter) {
  const ParamSpec& spec = parameter.spec;
  if (spec.leastButMinimum <= 0) return spanText(spec);
  ParamSpec rest = spec;
  rest.minimum = spec.leastButMinimum;
  return numberText(spec.minimum) + " or " + spanText(rest);
}
std::string nothing(const Parameter&) {
  return {};
}

/// "auto, cpu or cuda".
template <typename Names, typename Name>
std::string listed(const Names& names, Name name) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i)
    text.append(i == 0 ? "" : i + 1 < names.size() ? ", " : " or ").append(name(names[i]));
  return text;
}

std::string choices(const Parameter& parameter) {
  return listed(std::get<Choice>(parameter.value).names, [](std::string_view name) { return name; });
}
std::string rates(const Parameter&) {
  return listed(frameRates(), [](const NamedRate& rate) { return rate.name; });
}

Kind kindOf(const Choice&) {
  return {"NAME", choices};
}
Kind kindOf(const Field<double>&) {
  return {"X", numbers};
}
Kind kindOf(const Field<int>&) {
  return {"N", numbers};
}
Kind kindOf(const Field<std::optional<int>>&) {
  return {"N", numbers};
}
Kind kindOf(const Field<std::uint64_t>&) {
  return {"N", numbers};
}
Kind kindOf(const Field<bool>&) {
  return {"", nothing};
}
Kind kindOf(const Field<PoseAxes>&) {
  return {"X", numbers};
}
Kind kindOf(const Field<std::vector<double>>&) {
  return {"PATH", numbers};
}
Kind kindOf(const Field<StyleWeights>&) {
  return {"N", numbers};
}
Kind kindOf(const Field<Rerolls>&) {
  return {"a:b[:SEED]", nothing};
}
Kind kindOf(const Field<Gaze>&) {
  return {"GAZE", [](const Parameter& parameter) {
            std::string names;
            for (const std::string_view name : kGazeNames) names.append(name).append(", ");
            return names + "or x:y of " + spanText(parameter.spec);
          }};
}
Kind kindOf(const Field<fs::path>&) {
  return {"FILE", nothing};
}
Kind kindOf(const Field<std::string>&) {
  return {"NAME", nothing};
}
Kind kindOf(const Field<Colour>&) {
  return {"COLOUR", [](const Parameter&) { return std::string(kColourForms); }};
}
Kind kindOf(const Field<FaceEnhancing>&) {
  return {"METHOD", [](const Parameter&) { return std::string(kFaceEnhancingForms); }};
}
Kind kindOf(const Field<FrameRate>&) {
  return {"N", rates};
}
Kind kindOf(const Field<std::optional<FrameRange>>&) {
  return {"a:b", nothing};
}

Kind kindOf(const Field<Trim>&) {
  return {"a:b", nothing};
}
Kind kindOf(const Field<Aspect>&) {
  return {"W:H", [](const Parameter&) { return std::string("own, or W:H such as 9:16, 1:1, 4:5 and 16:9"); }};
}

Kind kindOf(const Parameter& parameter) {
  return std::visit([](const auto& field) { return kindOf(field); }, parameter.value);
}

struct Shower {
  const FilmSettings& film;
  template <typename T>
  std::string operator()(const Field<T>& field) const {
    return shown(field.get(film));
  }
  std::string operator()(const Choice& choice) const { return std::string(choice.get(film, choice.names)); }
};

struct Parser {
  const Parameter& parameter;
  const std::string& text;
  FilmSettings& film;
  template <typename T>
  void operator()(const Field<T>& field) const {
    read(parameter, text, field.edit(film));
  }
  void operator()(const Choice& choice) const {
    const auto found = std::find(choice.names.begin(), choice.names.end(), text);
    if (found == choice.names.end())
      refuseText(parameter, "\"" + text + "\" is unknown", "Choose " + rangeText(parameter));
    choice.set(film, choice.names, std::size_t(found - choice.names.begin()));
  }
};

}  // namespace

std::string valueText(const Parameter& parameter, const FilmSettings& film) {
  return std::visit(Shower{film}, parameter.value);
}

void parse(const Parameter& parameter, const std::string& text, FilmSettings& film) {
  std::visit(Parser{parameter, text, film}, parameter.value);
}

std::string rangeText(const Parameter& parameter) {
  return kindOf(parameter).range(parameter);
}

std::string formText(const Parameter& parameter) {
  return std::string(parameter.form.empty() ? kindOf(parameter).form : parameter.form);
}

std::string helpText(const Parameter& parameter) {
  std::string text(parameter.spec.description);
  const std::string range = rangeText(parameter), usual = valueText(parameter, FilmSettings{});
  const bool said = !usual.empty() && !std::holds_alternative<Field<bool>>(parameter.value);
  std::string facts = range;
  if (said) facts.append(facts.empty() ? "default " : ", default ").append(usual);
  if (!facts.empty()) text += " (" + facts + ")";
  if (!parameter.usage.empty()) text += "; " + std::string(parameter.usage);
  return text;
}

namespace {

/// A line of the reference page.
std::string markdownRow(const Parameter& parameter) {
  std::string option = parameter.optionName();
  const std::string form = formText(parameter);
  if (!option.empty()) {
    option.insert(0, 1, '`');
    if (!form.empty()) option.append(" ").append(form);
    option += '`';
  }
  std::string key(parameter.group);
  if (!key.empty()) key += '.';
  key += parameter.jsonKey();
  std::string what(parameter.spec.description);
  if (!parameter.usage.empty()) what.append("; ").append(parameter.usage);
  std::string row;
  for (const std::string& cell : {option, key, std::string(parameter.spec.label), rangeText(parameter),
                                  valueText(parameter, FilmSettings{}), what,
                                  std::string(kPipelinePartNames[std::size_t(parameter.spec.invalidates)])})
    row.append("| ").append(cell).append(cell.empty() ? "" : " ");
  return row + "|\n";
}

}  // namespace

std::string parametersMarkdown() {
  std::string text =
      "# Parameters\n\n"
      "Everything that decides a film: its option of `orator animate`, its key in the JSON of requests and "
      "projects, its label in the\nstudio, and the part of the pipeline that is done again when it changes "
      "(the parts behind it follow). Made by\n`orator parameters --markdown` from the one table in "
      "core/pipeline/parameters.cpp; a test compares them.\n";
  for (std::size_t section = 0; section < kSectionTitles.size(); ++section) {
    text.append("\n## ").append(kSectionTitles[section]);
    text +=
        "\n\n| Option | JSON | Label | Values | Default | What it does | Again from |\n"
        "| --- | --- | --- | --- | --- | --- | --- |\n";
    for (const Parameter& one : parameters())
      if (std::size_t(one.section) == section) text += markdownRow(one);
  }
  return text;
}

}  // namespace orator::pipeline
