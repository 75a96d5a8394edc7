#include "core/pipeline/parameters.h"

#include <algorithm>
#include <numeric>

#include "core/base/error.h"
#include "core/base/number.h"
#include "core/pipeline/film_parameters.h"

namespace orator::pipeline {
namespace {

constexpr NamedRate kFrameRates[] = {{{24000, 1001}, "23.976"}, {{24, 1}, "24"}, {{25, 1}, "25"},
                                     {{30000, 1001}, "29.97"},  {{30, 1}, "30"}, {{50, 1}, "50"},
                                     {{60000, 1001}, "59.94"},  {{60, 1}, "60"}};

/// The number of a parameter that is one.
template <typename T>
void takeDefault(const Field<T>& field, ParamSpec& spec) {
  const FilmSettings usual;
  if constexpr (std::is_arithmetic_v<T>) spec.defaultValue = double(field.get(usual));
  if constexpr (std::is_same_v<T, PoseAxes>) spec.defaultValue = field.get(usual).front();
}
void takeDefault(const Choice&, ParamSpec&) {}

// What a user can set of portrait, voice and motion; of the film itself in film_parameters.cpp. To add a
// parameter: a field with its default in the settings, an entry here.
constexpr Parameter kTable[] = {
    {.spec = {.name = "portrait",
              .label = "Portrait",
              .description = "Picture of one face: png, jpg, webp, bmp, tiff, heic or avif",
              .invalidates = PipelinePart::portrait},
     .section = Section::input,
     .value = Field<std::filesystem::path>(ORATOR_AT(portrait))},
    {.spec = {.name = "face",
              .label = "Face",
              .maximum = 99,
              .description = "Which face of the portrait speaks, counted from 0, the largest",
              .invalidates = PipelinePart::portrait},
     .section = Section::input,
     .value = Field<std::optional<int>>(ORATOR_AT(face))},
    {.spec = {.name = "rotate",
              .label = "Rotation",
              .description = "Turns the portrait clockwise first: by quarters, or by what sets the face "
                             "upright (auto)",
              .invalidates = PipelinePart::portrait},
     .section = Section::input,
     .form = "DEGREES",
     .sparse = true,
     .value = Choice(kRotationNames, ORATOR_AT(rotation))},
    {.spec = {.name = "background",
              .label = "Background",
              .description = "What a portrait with transparency is laid over",
              .invalidates = PipelinePart::portrait},
     .section = Section::input,
     .sparse = true,
     .value = Field<Colour>(ORATOR_AT(background))},
    {.spec = {.name = "voice",
              .label = "Voice",
              .description = "Any sound or video file with speech",
              .invalidates = PipelinePart::voice},
     .section = Section::input,
     .value = Field<std::filesystem::path>(ORATOR_AT(voice))},
    {.spec = {.name = "voice_begin",
              .label = "Begin of the voice",
              .maximum = kMomentSeconds.maximum,
              .step = 0.01,
              .unit = "s",
              .description = "Where the used part of the voice begins",
              .invalidates = PipelinePart::voice},
     .section = Section::input,
     .group = "voice_cut",
     .key = "begin_seconds",
     .sparse = true,
     .value = Field<double>(ORATOR_AT(voiceCut.beginSeconds))},
    {.spec = {.name = "voice_end",
              .label = "End of the voice",
              .maximum = kMomentSeconds.maximum,
              .step = 0.01,
              .unit = "s",
              .description = "Where the used part of the voice ends; 0: at its end",
              .invalidates = PipelinePart::voice},
     .section = Section::input,
     .group = "voice_cut",
     .key = "end_seconds",
     .sparse = true,
     .value = Field<double>(ORATOR_AT(voiceCut.endSeconds))},
    {.spec = {.name = "voice_gain",
              .label = "Loudness",
              .minimum = -24,
              .maximum = 24,
              .step = 0.5,
              .unit = "dB",
              .description = "Makes the voice louder or quieter",
              .invalidates = PipelinePart::voice},
     .section = Section::input,
     .group = "voice_cut",
     .key = "gain_decibel",
     .sparse = true,
     .value = Field<double>(ORATOR_AT(voiceCut.gainDecibel))},
    {.spec = {.name = "voice_track",
              .label = "Sound track",
              .maximum = 99,
              .description = "Which sound track of a file with several, counted from 1; 0: its main one",
              .invalidates = PipelinePart::voice},
     .section = Section::input,
     .group = "voice_cut",
     .key = "track",
     .sparse = true,
     .value = Field<int>(ORATOR_AT(voiceCut.track))},
    {.spec = {.name = "idle",
              .label = "Idle",
              .maximum = 3600,
              .step = 0.1,
              .unit = "s",
              .description = "Seconds to wait without a voice: the head breathes, the eyes blink",
              .invalidates = PipelinePart::motion},
     .section = Section::input,
     .key = "idle_seconds",
     .form = "SECONDS",
     .usage = "in place of --voice",
     .sparse = true,
     .value = Field<double>(ORATOR_AT(idleSeconds))},
    {.spec = {.name = "track",
              .label = "Track",
              .description = "Coefficients that are rendered in place of generated ones",
              .invalidates = PipelinePart::motion},
     .section = Section::input,
     .option = kNoOption,
     .value = Field<std::filesystem::path>(ORATOR_AT(track))},
    {.spec = {.name = "relative",
              .label = "Relative",
              .description = "How a track or a driving video is taken: on, its changes from the performer's "
                             "resting face are added to the portrait's own; off, the portrait takes over the "
                             "performer's expression and pose as they are",
              .invalidates = PipelinePart::track},
     .section = Section::input,
     .form = "MODE",
     .sparse = true,
     .ofTrack = true,
     .value = Choice(kSwitchNames, ORATOR_AT(relative))},
    {.spec = {.name = "expression_scale",
              .label = "Expression",
              .maximum = 3,
              .step = 0.05,
              .description = "How strongly mouth and face follow the voice",
              .invalidates = PipelinePart::track},
     .section = Section::expression,
     .group = "motion",
     .value = Field<double>(ORATOR_AT(motion.expressionScale))},
    {.spec = {.name = "speech_gate",
              .label = "Speech gate",
              .description = "Speech alone moves the mouth (on), or any sound, for singing (off)",
              .invalidates = PipelinePart::motion},
     .section = Section::expression,
     .group = "motion",
     .form = "MODE",
     .sparse = true,
     .value = Choice(kSwitchNames, ORATOR_AT(motion.speechGate))},
    {.spec = {.name = "blink_strength",
              .label = "Blink strength",
              .maximum = 2,
              .step = 0.05,
              .description = "How far the lids close in a blink; 0 keeps the eyes open",
              .invalidates = PipelinePart::track},
     .section = Section::blinking,
     .group = "motion",
     .value = Field<double>(ORATOR_AT(motion.blinkStrength))},
    {.spec = {.name = "blink_rate",
              .label = "Blink rate",
              .maximum = 60,
              .unit = "per minute",
              .description = "How often the face blinks on average",
              .invalidates = PipelinePart::track},
     .section = Section::blinking,
     .group = "motion",
     .value = Field<double>(ORATOR_AT(motion.blinkRate))},
    {.spec = {.name = "gaze",
              .label = "Gaze",
              .minimum = -1,
              .maximum = 1,
              .step = 0.05,
              .description =
                  "Where the eyes look: where the portrait looks, with small darts (natural), into "
                  "the camera (camera), or away from the portrait's own gaze; auto is natural, but "
                  "leaves a given track or driving video its own",
              .invalidates = PipelinePart::track},
     .section = Section::gaze,
     .group = "motion",
     .usage = "0.5:-0.2 is half to the right of the picture and a little down, 0:0 as in the portrait",
     .sparse = true,
     .alsoOfTrack = true,
     .value = Field<Gaze>(ORATOR_AT(motion.gaze))},
    {.spec = {.name = "pose_style",
              .label = "Pose style",
              .maximum = 46,
              .description = "Which of the 46 learned styles of moving the head is used",
              .invalidates = PipelinePart::motion},
     .section = Section::head,
     .group = "motion",
     .usage = "3:0.5,17:0.5 blends two; 46 is the person's own, and the default, with a pack of orator "
              "personalise",
     .value = Field<StyleWeights>(ORATOR_AT(motion.poseStyle))},
    {.spec = {.name = "pose_scale",
              .label = "Head movement",
              .maximum = 2,
              .step = 0.05,
              .description = "How much the head moves; 0 keeps it in the portrait's pose",
              .invalidates = PipelinePart::track},
     .section = Section::head,
     .group = "motion",
     .usage = "pitch:1,yaw:0.3 names axes, six numbers scale pitch,yaw,roll,x,y,z",
     .value = Field<PoseAxes>(ORATOR_AT(motion.poseScale))},
    {.spec = {.name = "still",
              .label = "Still head",
              .description = "Keeps the head in the portrait's pose; lips, eyes and blinks go on",
              .invalidates = PipelinePart::track},
     .section = Section::head,
     .group = "motion",
     .value = Field<bool>(ORATOR_AT(motion.still))},
    {.spec = {.name = "rerolls",
              .label = "Drawn anew",
              .description = "Draws the head movement anew between two times in seconds only",
              .invalidates = PipelinePart::motion},
     .section = Section::head,
     .group = "motion",
     .option = "reroll",
     .usage = "several with commas; without a seed a range gets one of its own",
     .value = Field<Rerolls>(ORATOR_AT(motion.rerolls))},
    {.spec = {.name = "pose_reference",
              .label = "Head from a video",
              .description = "Video whose head movement is taken, at any frame rate; played forth and back "
                             "when it is short",
              .invalidates = PipelinePart::motion},
     .section = Section::reference,
     .group = "motion",
     .value = Field<std::filesystem::path>(ORATOR_AT(motion.poseReference))},
    {.spec = {.name = "blink_reference",
              .label = "Blinks from a video",
              .description = "Video whose blinks are taken, at any frame rate; nothing else of its face is",
              .invalidates = PipelinePart::motion},
     .section = Section::reference,
     .group = "motion",
     .value = Field<std::filesystem::path>(ORATOR_AT(motion.blinkReference))},
    {.spec = {.name = "pitch",
              .label = "Pitch",
              .minimum = -60,
              .maximum = 60,
              .step = 0.5,
              .unit = "degrees",
              .description = "Path of the nod, spread evenly over the clip; positive looks down",
              .invalidates = PipelinePart::track},
     .section = Section::reference,
     .group = "motion",
     .usage = "\"-20,0,20\" passes three angles; without it the voice moves the head",
     .value = Field<std::vector<double>>(ORATOR_AT(motion.anglePath[0]))},
    {.spec = {.name = "yaw",
              .label = "Yaw",
              .minimum = -60,
              .maximum = 60,
              .step = 0.5,
              .unit = "degrees",
              .description = "Path of the turn, spread evenly over the clip; positive looks to the right of "
                             "the picture",
              .invalidates = PipelinePart::track},
     .section = Section::reference,
     .group = "motion",
     .usage = "as --pitch",
     .value = Field<std::vector<double>>(ORATOR_AT(motion.anglePath[1]))},
    {.spec = {.name = "roll",
              .label = "Roll",
              .minimum = -60,
              .maximum = 60,
              .step = 0.5,
              .unit = "degrees",
              .description = "Path of the tilt, spread evenly over the clip; positive turns "
                             "counter-clockwise",
              .invalidates = PipelinePart::track},
     .section = Section::reference,
     .group = "motion",
     .usage = "as --pitch",
     .value = Field<std::vector<double>>(ORATOR_AT(motion.anglePath[2]))},
    {.spec = {.name = "compat",
              .label = "As SadTalker publishes it",
              .description = "Blinks, scales and references exactly as in the published program",
              .invalidates = PipelinePart::motion},
     .section = Section::reference,
     .group = "motion",
     .value = Field<bool>(ORATOR_AT(motion.compat))},
    {.spec = {.name = "seed",
              .label = "Seed",
              .maximum = 4294967295.0,
              .description = "Chooses one of the equally natural head movements and blink times",
              .invalidates = PipelinePart::motion},
     .section = Section::take,
     .group = "motion",
     .value = Field<std::uint64_t>(ORATOR_AT(motion.seed))},
};

}  // namespace

std::span<const NamedRate> frameRates() {
  return kFrameRates;
}

std::string rateText(FrameRate rate) {
  for (const NamedRate& known : kFrameRates)
    if (known.rate == rate) return std::string(known.name);
  return std::to_string(rate.numerator) + "/" + std::to_string(rate.denominator);
}

std::string aspectText(Aspect aspect) {
  if (aspect.isOwn()) return std::string(kOwnAspect);
  return std::to_string(aspect.width) + ":" + std::to_string(aspect.height);
}

std::optional<Aspect> aspectFrom(std::string_view text) {
  if (text == kOwnAspect) return Aspect{};
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto width = numberFromText<int>(text.substr(0, colon)),
             height = numberFromText<int>(text.substr(colon + 1));
  const bool isRight = width && height && kAspectSide.accepts(*width) && kAspectSide.accepts(*height);
  return isRight ? std::optional(Aspect{*width, *height}) : std::nullopt;
}

std::string Parameter::optionName() const {
  if (option == kNoOption) return {};
  std::string text = "--" + std::string(option.empty() ? spec.name : option);
  std::replace(text.begin(), text.end(), '_', '-');
  return text;
}

const std::vector<Parameter>& parameters() {
  static const std::vector<Parameter> table = [] {
    std::vector<Parameter> made(std::begin(kTable), std::end(kTable));
    made.insert(made.end(), filmParameters().begin(), filmParameters().end());
    for (Parameter& one : made)
      std::visit([&](const auto& field) { takeDefault(field, one.spec); }, one.value);
    return made;
  }();
  return table;
}

const Parameter& parameter(std::string_view name) {
  for (const Parameter& one : parameters())
    if (one.spec.name == name) return one;
  throw Error(ErrorCode::internal, std::string(name), "no parameter has this name");
}

bool shapesMadeMotion(const Parameter& parameter) {
  return !parameter.alsoOfTrack && parameter.section >= Section::expression &&
         parameter.section <= Section::take;
}

std::vector<const Parameter*> withoutEffect(const FilmSettings& film) {
  // The darts of a gaze follow from it, also in a track that is given.
  const bool darts = !film.track.empty() && film.motion.gaze.kind == Gaze::Kind::natural;
  std::vector<const Parameter*> found;
  for (const Parameter& one : parameters())
    if (!(darts && one.spec.name == "seed") && (film.track.empty() ? one.ofTrack : shapesMadeMotion(one)) &&
        !isDefault(one, film))
      found.push_back(&one);
  return found;
}

bool isNumber(const Parameter& parameter) {
  return std::visit(
      []<typename Value>(const Value&) {
        return std::is_same_v<Value, Field<double>> || std::is_same_v<Value, Field<int>> ||
               std::is_same_v<Value, Field<std::uint64_t>> || std::is_same_v<Value, Field<PoseAxes>>;
      },
      parameter.value);
}

double numberOf(const Parameter& parameter, const FilmSettings& film) {
  if (const auto* axes = std::get_if<Field<PoseAxes>>(&parameter.value)) {
    const PoseAxes& scale = axes->get(film);
    return std::accumulate(scale.begin(), scale.end(), 0.0) / double(scale.size());
  }
  if (const auto* seed = std::get_if<Field<std::uint64_t>>(&parameter.value)) return double(seed->get(film));
  if (const auto* whole = std::get_if<Field<int>>(&parameter.value)) return whole->get(film);
  return std::get<Field<double>>(parameter.value).get(film);
}

void setNumber(const Parameter& parameter, FilmSettings& film, double value) {
  const double right = parameter.spec.clamped(value);
  if (const auto* axes = std::get_if<Field<PoseAxes>>(&parameter.value))
    axes->edit(film).fill(right);
  else if (const auto* seed = std::get_if<Field<std::uint64_t>>(&parameter.value))
    seed->edit(film) = std::uint64_t(right);
  else if (const auto* whole = std::get_if<Field<int>>(&parameter.value))
    whole->edit(film) = int(right);
  else
    std::get<Field<double>>(parameter.value).edit(film) = right;
}

}  // namespace orator::pipeline
