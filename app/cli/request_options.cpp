#include "app/cli/request_options.h"

#include <CLI/App.hpp>
#include <array>
#include <string>

#include "app/command_line/options.h"
#include "core/base/files.h"
#include "core/packs/personal_pack.h"
#include "core/pipeline/film_preset.h"
#include "core/pipeline/parameters.h"
#include "core/words/transcript_file.h"

namespace orator::cli {
namespace {

using pipeline::AnimateRequest;
using pipeline::FilmSettings;
using pipeline::Parameter;
using pipeline::parameter;

constexpr std::array kPictureOptions{"rotate", "background"};

/// The option of one parameter; what it takes, what is right and what holds without it come from its
/// declaration.
CLI::Option* addParameter(CLI::App& command, const Parameter& parameter, FilmSettings& film) {
  CLI::Option* option = nullptr;
  if (const auto* flag = std::get_if<pipeline::Field<bool>>(&parameter.value))
    option = command.add_flag(parameter.optionName(), flag->edit(film), pipeline::helpText(parameter));
  else
    option = command
                 .add_option_function<std::string>(
                     parameter.optionName(),
                     [&parameter, &film](const std::string& text) { pipeline::parse(parameter, text, film); },
                     pipeline::helpText(parameter))
                 ->type_name(pipeline::formText(parameter));
  return option->group(std::string(pipeline::kSectionTitles[std::size_t(parameter.section)]));
}

/// Those whose part of the pipeline lies between the two, but for those of given tracks.
void addParameters(CLI::App& command, FilmSettings& film, PipelinePart first, PipelinePart last) {
  for (const Parameter& one : pipeline::parameters())
    if (one.spec.invalidates >= first && one.spec.invalidates <= last && !one.optionName().empty() &&
        !one.ofTrack)
      addParameter(command, one, film);
}

/// What decides the film beside the motion, but for the frame rate, which has a default of its own beside
/// tracks.
bool isOfFilm(const Parameter& parameter) {
  using enum pipeline::Section;
  return parameter.section >= film && parameter.section <= file && !parameter.optionName().empty() &&
         parameter.spec.name != "fps";
}

}  // namespace

void addFrameRate(CLI::App& command, FrameRate& frameRate, const std::string& otherwise) {
  const Parameter& fps = parameter("fps");
  command
      .add_option_function<std::string>(
          fps.optionName(),
          [&fps, &frameRate](const std::string& text) {
            FilmSettings film;
            pipeline::parse(fps, text, film);
            frameRate = film.frameRate;
          },
          "Frames per second: " + pipeline::rangeText(fps) + " (default " + otherwise + ")")
      ->type_name(pipeline::formText(fps));
}

void addTrackOptions(CLI::App& command, AnimateRequest& request) {
  for (const Parameter& one : pipeline::parameters())
    if (one.ofTrack || (one.alsoOfTrack && command.get_option_no_throw(one.optionName()) == nullptr))
      addParameter(command, one, request);
}

CLI::Option* addFilmPreset(CLI::App& command, AnimateRequest& request) {
  std::string known;
  for (const pipeline::FilmPreset& preset : pipeline::filmPresets())
    known.append(known.empty() ? "" : ", ").append(preset.name);
  return command
      .add_option_function<std::string>(
          "--preset", [&request](const std::string& name) { pipeline::applyFilmPreset(name, request); },
          "Settings for a place where films are shown, by name or as a JSON file; other options count for "
          "more" +
              (known.empty() ? "" : " (" + known + ")"))
      ->type_name("NAME|FILE");
}

void addFilmOptions(CLI::App& command, AnimateRequest& request) {
  for (const Parameter& one : pipeline::parameters())
    if (isOfFilm(one)) addParameter(command, one, request);
}

void addPictureOptions(CLI::App& command, AnimateRequest& request) {
  for (const char* name : kPictureOptions) addParameter(command, parameter(name), request);
}

void takeGiven(const CLI::App& command, const AnimateRequest& given, AnimateRequest& request) {
  const auto take = [&](const Parameter& one) {
    if (command.get_option(one.optionName())->count() > 0) pipeline::copyValue(one, given, request);
  };
  for (const char* name : kPictureOptions) take(parameter(name));
  for (const Parameter& one : pipeline::parameters())
    if (one.ofTrack || one.alsoOfTrack || isOfFilm(one)) take(one);
}

void takePersonalStyle(const CLI::App& command, AnimateRequest& request) {
  const Parameter& style = parameter("pose_style");
  if (command.get_option(style.optionName())->count() > 0 ||
      !packs::isPersonal(packs::openPack(request.pack)))
    return;
  pipeline::parse(style, "46", request);
}

void noteWithoutEffect(const AnimateRequest& request, const RunContext& context) {
  std::string names;
  for (const Parameter* one : pipeline::withoutEffect(request))
    names.append(names.empty() ? "" : ", ").append(one->optionName());
  if (names.empty()) return;
  context.note(request.track.empty()
                   ? names + " changes nothing: no track and no driving video is given"
                   : names + " changes nothing: the motion is taken from " + pathText(request.track));
}

void addMotionOptions(CLI::App& command, AnimateRequest& request) {
  addParameters(command, request, PipelinePart::portrait, PipelinePart::track);
  command.get_option(parameter("portrait").optionName())->required();
  CLI::Option* voice = command.get_option(parameter("voice").optionName());
  CLI::Option* idle = command.get_option(parameter("idle").optionName());
  idle->excludes(voice);
  command.parse_complete_callback([voice, idle] {
    if (voice->empty() && idle->empty()) throw CLI::RequiredError("--voice or --idle");
  });
}

void addFilmParameter(CLI::App& command, const char* name, pipeline::FilmSettings& film) {
  const Parameter& declared = parameter(name);
  command
      .add_option_function<std::string>(
          declared.optionName(),
          [&declared, &film](const std::string& text) { pipeline::parse(declared, text, film); },
          pipeline::helpText(declared))
      ->type_name(pipeline::formText(declared));
}

void addRenderOptions(CLI::App& command, AnimateRequest& request) {
  addParameters(command, request, PipelinePart::renderer, PipelinePart::film);
}

void addOverwrite(CLI::App& command, bool& overwrite) {
  command.add_flag("--overwrite", overwrite, "Let the video replace an existing file that is no film");
}

void addCaptionsOutput(CLI::App& command, AnimateRequest& request) {
  addPath(command, "--captions-out", request.captionsOutput,
          "Also write the words of --captions as they stand in the film: " + words::transcriptEndings(true));
}

void addResumeOptions(CLI::App& command, AnimateRequest& request) {
  addOverwrite(command, request.overwrite);
  command.add_flag_function(
      "--resume,!--no-resume", [&request](std::int64_t count) { request.resume = count > 0; },
      "Keep finished frames in <out>.frames until the video is finished, and take them over when the same "
      "command is given again after an interruption (default: with facevid2vid only)");
  command.add_flag(
      "--keep-frames", request.keepFrames,
      "Leave <out>.frames when the video is finished: after an edit of some frames only they and "
      "13 on each side are rendered");
}

}  // namespace orator::cli
