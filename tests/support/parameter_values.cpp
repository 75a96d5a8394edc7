#include "tests/support/parameter_values.h"

#include "core/base/number.h"

namespace orator::test {
namespace {

using pipeline::Choice;
using pipeline::Colour;
using pipeline::Field;
using pipeline::FilmSettings;
using pipeline::Parameter;
using Path = std::filesystem::path;
using Texts = std::vector<std::string>;

template <typename T>
std::vector<T> numbersOf(const ParamSpec& spec) {
  std::vector<T> values{T(spec.minimum), T(spec.maximum), T(spec.defaultValue)};
  if (spec.leastButMinimum > 0) values.push_back(T(spec.leastButMinimum));
  if constexpr (std::is_floating_point_v<T>)
    values.push_back((3 * spec.minimum + spec.maximum) / 4 + 1.0 / 3);
  return values;
}

// ---- right values, one function for each kind

std::vector<double> values(const Field<double>&, const ParamSpec& spec) {
  return numbersOf<double>(spec);
}
std::vector<int> values(const Field<int>&, const ParamSpec& spec) {
  return numbersOf<int>(spec);
}
std::vector<std::optional<int>> values(const Field<std::optional<int>>&, const ParamSpec& spec) {
  return {std::nullopt, int(spec.minimum), int(spec.maximum)};
}
std::vector<std::uint64_t> values(const Field<std::uint64_t>&, const ParamSpec& spec) {
  return numbersOf<std::uint64_t>(spec);
}
std::vector<char> values(const Field<bool>&, const ParamSpec&) {
  return {false, true};
}
std::vector<pipeline::PoseAxes> values(const Field<pipeline::PoseAxes>&, const ParamSpec& spec) {
  const double a = spec.minimum, b = spec.maximum;
  return {{a, a, a, a, a, a}, {b, b, b, b, b, b}, {a, b, 1, 1.0 / 3, 0.1, b}, {1, 1, 1, 1, 1, 1}};
}
std::vector<motion::Gaze> values(const Field<motion::Gaze>&, const ParamSpec& spec) {
  using Kind = motion::Gaze::Kind;
  return {{Kind::automatic, 0, 0},
          {Kind::natural, 0, 0},
          {Kind::camera, 0, 0},
          {Kind::fixed, 0, 0},
          {Kind::fixed, spec.minimum, spec.maximum},
          {Kind::fixed, 1.0 / 3, -0.1}};
}
std::vector<std::vector<double>> values(const Field<std::vector<double>>&, const ParamSpec& spec) {
  return {{}, {spec.minimum}, {spec.maximum, spec.minimum / 3, 0.1}};
}
std::vector<pipeline::StyleWeights> values(const Field<pipeline::StyleWeights>&, const ParamSpec& spec) {
  const int a = int(spec.minimum), b = int(spec.maximum);
  return {{{a, 1}}, {{b, 1}}, {{b, 1.0 / 3}, {a, pipeline::kStyleWeight.maximum}}, {{b, 0.5}}};
}
std::vector<pipeline::Rerolls> values(const Field<pipeline::Rerolls>&, const ParamSpec&) {
  const double last = pipeline::kMomentSeconds.maximum;
  return {{}, {{0, 0.1, 0}}, {{1.5, last, 4294967295u}, {0, last, 7}}};
}
std::vector<Path> values(const Field<Path>&, const ParamSpec&) {
  return {"", "/films/p \xc3\xbc \xe4\xb8\xad.png", "/films/\xff%41\xfe.wav"};
}
Texts values(const Field<std::string>& field, const ParamSpec&) {
  return {field.get({}), "x", std::string(pipeline::kLongestName, 'n'), "\xe4\xb8\xad"};
}
std::vector<Colour> values(const Field<Colour>&, const ParamSpec&) {
  return {{0, 0, 0}, {255, 255, 255}, {1, 16, 254}};
}
std::vector<pipeline::FaceEnhancing> values(const Field<pipeline::FaceEnhancing>&, const ParamSpec&) {
  return {{false, 1}, {true, 1}, {true, 0}, {true, 1.0 / 3}};
}
std::vector<FrameRate> values(const Field<FrameRate>&, const ParamSpec&) {
  std::vector<FrameRate> rates;
  for (const pipeline::NamedRate& known : pipeline::frameRates()) rates.push_back(known.rate);
  return rates;
}
std::vector<std::optional<FrameRange>> values(const Field<std::optional<FrameRange>>&, const ParamSpec&) {
  const auto last = std::int64_t(pipeline::kFrameIndex.maximum);
  return {std::nullopt, FrameRange{0, 1}, FrameRange{last - 1, last}};
}

std::vector<pipeline::Trim> values(const Field<pipeline::Trim>&, const ParamSpec&) {
  const double last = pipeline::kMomentSeconds.maximum;
  return {std::nullopt, pipeline::TimeRange{0, 0.1}, pipeline::TimeRange{1.0 / 3, last}};
}
std::vector<pipeline::Aspect> values(const Field<pipeline::Aspect>&, const ParamSpec&) {
  const auto most = int(pipeline::kAspectSide.maximum);
  return {{0, 0}, {9, 16}, {16, 9}, {1, 4}, {most, most}};
}

// ---- wrong ones

struct Wrong {
  Texts json, text;
};

Wrong wrongNumbers(const ParamSpec& spec, bool whole) {
  const std::string below = numberText(spec.minimum - 1), above = numberText(spec.maximum + 1);
  Wrong wrong{{below, above, "1e39", "-1e300", "true", "null", "\"1\"", "[1]", "{}"},
              {below, above, "1e39", "nan", "inf", "", "x", "1x", " 1", "0x1"}};
  if (whole) {
    wrong.json.insert(wrong.json.end(), {"1099511627776", "0.5", "18446744073709551616"});
    wrong.text.insert(wrong.text.end(), {"1099511627776", "0.5"});
  }
  if (spec.leastButMinimum > 0) {
    wrong.json.push_back(numberText(spec.leastButMinimum - 1));
    wrong.text.push_back(wrong.json.back());
  }
  return wrong;
}

Wrong wrong(const Field<double>&, const ParamSpec& spec) {
  return wrongNumbers(spec, false);
}
Wrong wrong(const Field<int>&, const ParamSpec& spec) {
  return wrongNumbers(spec, true);
}
Wrong wrong(const Field<std::optional<int>>&, const ParamSpec& spec) {
  return wrongNumbers(spec, true);
}
Wrong wrong(const Field<std::uint64_t>&, const ParamSpec& spec) {
  return wrongNumbers(spec, true);
}
Wrong wrong(const Field<bool>&, const ParamSpec&) {
  return {{"0", "1", "\"true\"", "null", "[]"}, {"yes", "1", ""}};
}
Wrong wrong(const Field<pipeline::PoseAxes>&, const ParamSpec& spec) {
  const std::string above = numberText(spec.maximum + 1);
  return {{above, "[1,1,1,1,1]", "[1,1,1,1,1,1,1]", "[1,1,1,1,1," + above + "]", "[1,1,1,1,1,true]", "\"1\"",
           "null", "{}"},
          {above, "1,1", "1,1,1,1,1,1,1", "yaw:", "nose:1", "yaw:" + above, "", "nan"}};
}
Wrong wrong(const Field<motion::Gaze>&, const ParamSpec& spec) {
  const std::string above = numberText(spec.maximum + 1);
  return {{"1", "null", "{}", "\"away\"", "\"\"", "[0]", "[0,0,0]", "[0," + above + "]", "[0,true]"},
          {"1", "away", "", ":", "0:", "0:0:0", above + ":0", "0:" + above, "nan:0"}};
}
Wrong wrong(const Field<std::vector<double>>&, const ParamSpec& spec) {
  const std::string above = numberText(spec.maximum + 1);
  return {{"1", "[" + above + "]", "[1e39]", "[true]", "[[1]]", "\"1\"", "null", "{}"},
          {above, "1,", "x", "", "1 2"}};
}
Wrong wrong(const Field<pipeline::StyleWeights>&, const ParamSpec& spec) {
  const std::string above = numberText(spec.maximum + 1);
  return {{above, "-1", "0.5", "[]", "[1]", "null", "\"1\"", R"([{"style": )" + above + R"(, "weight": 1}])",
           R"([{"style": 1, "weight": -1}])", R"([{"style": 1, "weight": 0}])",
           R"([{"style": 1, "weight": 1e300}])", R"([{"weight": 1}])", R"([{"style": 1.5}])"},
          {above, "-1", "0.5", "1:0", "1:-1", "1:", "", "1,,2"}};
}
Wrong wrong(const Field<pipeline::Rerolls>&, const ParamSpec&) {
  return {{"1", "{}", "null", "[1]", R"([{"begin_seconds": 2, "end_seconds": 1}])",
           R"([{"begin_seconds": -1, "end_seconds": 1}])", R"([{"begin_seconds": 0, "end_seconds": 1e7}])",
           R"([{"begin_seconds": 0, "end_seconds": 1, "seed": -1}])",
           R"([{"begin_seconds": 0, "end_seconds": 1, "seed": 4294967296}])", R"([{"begin_seconds": 0}])"},
          {"1", "2:1", "1:1", "1:2:3:4", "1:2:-1", "1:2:4294967296", "", "a:b", "-1:2"}};
}
Wrong wrong(const Field<Path>&, const ParamSpec&) {
  return {{"1", "true", "null", "[]", "{}", R"({"percent_encoded": "%"})", R"("a\u0000b")"}, {}};
}
Wrong wrong(const Field<std::string>&, const ParamSpec&) {
  return {
      {"1", "true", "null", "[]", "{}", "\"\"", "\"" + std::string(pipeline::kLongestName + 1, 'n') + "\""},
      {}};
}
Wrong wrong(const Field<Colour>&, const ParamSpec&) {
  return {{"1", "null", "[255,255,255]", "\"plaid\"", "\"#12345\"", "\"#12345g\"", "\"\""},
          {"plaid", "#12345", "#12345g", ""}};
}
Wrong wrong(const Field<pipeline::FaceEnhancing>&, const ParamSpec&) {
  return {{"1", "true", "null", "[]", "{}", "\"on\"", "\"\"", "\"gfpgan:2\"", "\"gfpgan:\"", "\"off:1\""},
          {"on", "", "gfpgan:", "gfpgan:x", "gfpgan:-0.1", "gfpgan:1.01", "gfpgan:nan", "gfpganx"}};
}
Wrong wrong(const Field<FrameRate>&, const ParamSpec&) {
  return {{"0", "-25", "23", "29.97", "1099511627776", "[25,0]", "[0,1]", "[25]", "[25,1,1]", "[31,1]",
           "\"25\"", "null", "true"},
          {"0", "-25", "23", "29.970", "25/0", "", "x"}};
}
Wrong wrong(const Field<std::optional<FrameRange>>&, const ParamSpec&) {
  return {{"1", "null", "[1]", "[1,2,3]", "[2,1]", "[1,1]", "[-1,5]", "[0.5,2.9]", "[0,1099511627776]",
           "[0,\"1\"]"},
          {"1", "2:1", "1:1", "-1:5", "0.5:2.9", "0:1099511627776", "1:2:3", ":", ""}};
}
Wrong wrong(const Field<pipeline::Trim>&, const ParamSpec&) {
  return {{"1", "null", "[1]", "[1,2,3]", "[2,1]", "[1,1]", "[-1,5]", "[0,1e7]", "[0,\"1\"]"},
          {"1", "2:1", "1:1", "-1:5", "0:1e7", "1:2:3", ":", "", "a:b"}};
}
Wrong wrong(const Field<pipeline::Aspect>&, const ParamSpec&) {
  return {{"1", "null", "[16,9]", "\"16\"", "\"16:\"", "\"0:9\"", "\"1:5\"", "\"16:9:1\"", "\"10001:10001\"",
           "\"\""},
          {"16", "16:", "0:9", "-16:9", "16:9:1", "wide", "1.5:1", "10001:10001", ""}};
}
Wrong wrong(const Choice&, const ParamSpec&) {
  return {{"1", "true", "null", "[]", "{}", "\"nothing\"", "\"\""}, {"nothing", ""}};
}

Wrong wrongOf(const Parameter& parameter) {
  return std::visit([&](const auto& field) { return wrong(field, parameter.spec); }, parameter.value);
}

struct Maker {
  const Parameter& parameter;
  std::vector<FilmSettings>& made;
  template <typename T>
  void operator()(const Field<T>& field) const {
    for (const auto& value : values(field, parameter.spec)) field.edit(made.emplace_back()) = T(value);
  }
  void operator()(const Choice& choice) const {
    for (std::size_t i = 0; i < choice.names.size(); ++i) choice.set(made.emplace_back(), choice.names, i);
  }
};

}  // namespace

std::vector<FilmSettings> valuesOf(const Parameter& parameter) {
  std::vector<FilmSettings> made;
  std::visit(Maker{parameter, made}, parameter.value);
  return made;
}

std::vector<std::string> wrongJsonOf(const Parameter& parameter) {
  return wrongOf(parameter).json;
}

std::vector<std::string> wrongTextsOf(const Parameter& parameter) {
  return parameter.optionName().empty() ? Texts{} : wrongOf(parameter).text;
}

}  // namespace orator::test
