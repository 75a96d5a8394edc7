#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/param_spec.h"
#include "core/pipeline/film_settings.h"

namespace orator::pipeline {

/// Where a value lies in the settings. Made of a generic lambda that goes there, for settings that are
/// constant and for those that are not: [](auto& film) -> auto& { return film.motion.blinkRate; }
template <typename T>
struct Field {
  template <typename Way>
  requires std::is_empty_v<Way>
  constexpr Field(Way)
      : get([](const FilmSettings& film) -> const T& { return Way{}(film); }),
        edit([](FilmSettings& film) -> T& { return Way{}(film); }) {}
  const T& (*get)(const FilmSettings&);
  T& (*edit)(FilmSettings&);
};

/// One of a few names: an enumeration in the order of its values, or a text.
struct Choice {
  template <typename Way>
  constexpr Choice(std::span<const std::string_view> allNames, Way)
      : names(allNames),
        get([](const FilmSettings& film, std::span<const std::string_view> all) -> std::string_view {
          const auto& value = Way{}(film);
          if constexpr (std::is_enum_v<std::decay_t<decltype(value)>>)
            return std::size_t(value) < all.size() ? all[std::size_t(value)] : "";
          else
            return value;
        }),
        set([](FilmSettings& film, std::span<const std::string_view> all, std::size_t index) {
          auto& value = Way{}(film);
          if constexpr (std::is_enum_v<std::decay_t<decltype(value)>>)
            value = std::decay_t<decltype(value)>(index);
          else
            value = all[index];
        }) {}
  std::span<const std::string_view> names;
  std::string_view (*get)(const FilmSettings&, std::span<const std::string_view> names);
  void (*set)(FilmSettings&, std::span<const std::string_view> names, std::size_t index);
};

using PoseAxes = std::array<double, 6>;                    ///< pitch yaw roll x y z
using StyleWeights = std::vector<std::pair<int, double>>;  ///< style, weight
using Rerolls = std::vector<motion::PoseReroll>;
using motion::Gaze;
using Trim = std::optional<TimeRange>;
using Colour = cv::Vec3b;  ///< R G B
using render::FaceEnhancing;

/// The kinds of values there are. A new kind is one more here and its functions in parameter_json.cpp,
/// parameter_schema.cpp, parameter_text.cpp and parameter_check.cpp; the compiler names what is missing.
using ParameterValue =
    std::variant<Field<double>, Field<int>, Field<std::optional<int>>, Field<std::uint64_t>, Field<bool>,
                 Choice, Field<PoseAxes>, Field<std::vector<double>>, Field<StyleWeights>, Field<Rerolls>,
                 Field<Gaze>, Field<std::filesystem::path>, Field<std::string>, Field<Colour>,
                 Field<FaceEnhancing>, Field<FrameRate>, Field<std::optional<FrameRange>>, Field<Trim>,
                 Field<Aspect>>;

/// Under which heading the help, the reference page and the studio's panels show a parameter.
enum class Section { input, expression, blinking, gaze, head, reference, take, film, frame, file };
inline constexpr std::array<std::string_view, 10> kSectionTitles{
    "Portrait and voice",       "Expression", "Blinking", "Gaze",  "Head",
    "References and free view", "Take",       "Film",     "Frame", "File"};

inline constexpr std::string_view kNoOption = "none";

/// One setting of a film: what is said of it, where it lies, and how it is called in JSON and on the command
/// line.
struct Parameter {
  ParamSpec spec;
  Section section = Section::input;
  std::string_view group{};   ///< the JSON object that holds it: "", "motion", "render", "voice_cut"
  std::string_view key{};     ///< in it; empty: the name
  std::string_view option{};  ///< without its dashes; empty: the name; or kNoOption
  std::string_view form{};    ///< what the option takes, for the help: "a:b"; empty: by its kind
  std::string_view usage{};   ///< more about that, for the help and the reference page
  bool sparse = false;        ///< left out of JSON where it is the default, for programs that do not know it
  bool ofTrack = false;       ///< says how a track that is given is taken; nothing else uses it
  bool alsoOfTrack = false;   ///< shapes a track that is given as it does made motion
  ParameterValue value;

  std::string_view jsonKey() const { return key.empty() ? spec.name : key; }
  /// "--blink-strength"; empty when there is none.
  std::string optionName() const;
};

/// The one table. Its order is that of the help, the reference page and the panels.
const std::vector<Parameter>& parameters();
/// @param name of its spec. @throws Error internal for a name that no parameter has
const Parameter& parameter(std::string_view name);

/// The offered frame rates: 24, 25, 30, 50, 60 and those of NTSC video.
struct NamedRate {
  FrameRate rate;
  std::string_view name;  ///< "25", "29.97"
};
std::span<const NamedRate> frameRates();
/// "25", "29.97", or "1/3" for a rate that is not offered.
std::string rateText(FrameRate rate);

/// "9:16", or "own".
std::string aspectText(Aspect aspect);
/// @return nothing for a text that is neither "own" nor two whole numbers of kAspectSide
std::optional<Aspect> aspectFrom(std::string_view text);

/// Names of render::CropMode and render::Precision in their order, of what is off or on, and of the devices.
inline constexpr std::array<std::string_view, 5> kCropModeNames{"crop", "extcrop", "resize", "full",
                                                                "extfull"};
inline constexpr std::array<std::string_view, 2> kPrecisionNames{"exact", "fast"};
inline constexpr std::array<std::string_view, 2> kSwitchNames{"off", "on"};
/// Of render::Retargeting in its order.
inline constexpr std::array<std::string_view, 4> kRetargetingNames{"off", "eyes", "lips", "both"};
/// Of render::Enlarging in its order.
inline constexpr std::array<std::string_view, 5> kEnlargingNames{"off", "esrgan", "esrgan-x3", "esrgan-x4",
                                                                 "realesrgan"};
/// Of a gaze that is not fixed, in the order of Gaze::Kind.
inline constexpr std::array<std::string_view, 3> kGazeNames{"auto", "natural", "camera"};
inline constexpr std::array<std::string_view, 3> kDeviceNames{"auto", "cpu", "cuda"};
inline constexpr std::array<std::string_view, 3> kAlphaNames{"off", "person", "portrait"};
inline constexpr std::array<std::string_view, 2> kFitNames{"crop", "pad"};
inline constexpr std::array<std::string_view, 3> kBehindNames{"auto", "blur", "colour"};
/// Of words::CaptionStyle and words::CaptionPlace in their order.
inline constexpr std::array<std::string_view, 3> kCaptionStyleNames{"outline", "box", "highlight"};
inline constexpr std::array<std::string_view, 3> kCaptionPlaceNames{"auto", "bottom", "top"};
/// Of an aspect that nobody chose.
inline constexpr std::string_view kOwnAspect = "own";
/// Names of face::Rotation in its order: degrees clockwise, or as many quarters as set the face upright.
inline constexpr std::array<std::string_view, 5> kRotationNames{"0", "90", "180", "270", "auto"};

/// Ranges of what stands inside lists; the parameters' own ranges hold for the rest.
inline constexpr ParamSpec kStyleWeight{.name = "weight", .maximum = 1e6, .step = 0.01};
inline constexpr ParamSpec kMomentSeconds{.name = "seconds", .maximum = 1e6, .step = 0.01, .unit = "s"};
inline constexpr ParamSpec kAspectSide{.name = "aspect", .minimum = 1, .maximum = 10'000};
inline constexpr double kMostAspect = 4;  ///< between the longer and the shorter side
inline constexpr ParamSpec kFrameIndex{.name = "frame", .maximum = 1e9};
inline constexpr std::size_t kMostListEntries = 100'000;
inline constexpr std::size_t kLongestName = 200;  ///< bytes of a pack's or a renderer's name

/// @throws Error invalidArgument, whose subject is the parameter's name, when the value cannot be used
void check(const Parameter& parameter, const FilmSettings& film);
/// All of them, and what holds between them (the end of the voice's part lies behind its begin). Settings
/// that pass can be saved and read back; whether the files are there is checkRequest()'s to say.
/// @throws Error invalidArgument
void checkSettings(const FilmSettings& film);
/// Moves every value to the nearest one that checkSettings() takes; what is no number becomes the default.
void confine(FilmSettings& film);

bool isDefault(const Parameter& parameter, const FilmSettings& film);
/// Takes one parameter's value from other settings.
void copyValue(const Parameter& parameter, const FilmSettings& from, FilmSettings& to);

/// Whether one number tells it, which a slider can show.
bool isNumber(const Parameter& parameter);
/// Of parameters that are numbers; of six axes their mean.
double numberOf(const Parameter& parameter, const FilmSettings& film);
/// Of parameters that are numbers; all six axes at once.
void setNumber(const Parameter& parameter, FilmSettings& film, double value);

/// Those that shape motion as it is made of a voice; a track that is given has its own.
bool shapesMadeMotion(const Parameter& parameter);
/// Those that are not at their default and change nothing about this film: of made motion where a track is
/// given, of a track where there is none.
std::vector<const Parameter*> withoutEffect(const FilmSettings& film);

/// Those that invalidate a part of the pipeline, as they are in `film`; all others at their default: what the
/// part depends on beyond the parts before it.
FilmSettings settingsOf(const FilmSettings& film, PipelinePart part);

/// As on the command line: "0.5", "3:0.5,17:0.5", "0:75". parse() reads it to the very same value.
std::string valueText(const Parameter& parameter, const FilmSettings& film);
/// @throws Error invalidArgument naming the option, the text and what would be right
void parse(const Parameter& parameter, const std::string& text, FilmSettings& film);
/// The right values: "0..60 per minute", "auto, cpu or cuda"; empty where everything is.
std::string rangeText(const Parameter& parameter);
/// What the option takes: "X", "FILE"; empty for a flag.
std::string formText(const Parameter& parameter);
/// Description, right values, default and usage, for the help of the option.
std::string helpText(const Parameter& parameter);
/// The reference page of all parameters (resources/manual/parameters.md).
std::string parametersMarkdown();

}  // namespace orator::pipeline
