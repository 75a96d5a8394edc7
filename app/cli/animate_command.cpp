#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/cli/commands.h"
#include "app/cli/made_voice.h"
#include "app/cli/report.h"
#include "app/cli/request_options.h"
#include "app/command_line/options.h"
#include "core/base/output_guard.h"
#include "core/media/media_info.h"
#include "core/pipeline/animate.h"
#include "core/pipeline/film_preset.h"
#include "core/pipeline/given_track.h"

namespace orator::cli {
namespace {

/// Somebody in a video moves the portrait; the video's own sound is the voice where none is given.
void takeVoiceOfDrive(pipeline::AnimateRequest& request) {
  if (request.track.empty() || !request.voice.empty() || pipeline::isTrackFile(request.track)) return;
  if (media::readMediaInfo(request.track).hasAudio) request.voice = request.track;
}

}  // namespace

void addAnimateCommand(CLI::App& app, CommandSession& session) {
  struct Arguments {
    pipeline::AnimateRequest request;
    std::filesystem::path saveRequest;
    MadeVoice made;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("animate", "Portrait and voice to a talking-head film");
  const CLI::Option* preset = addFilmPreset(*command, arguments->request);
  addMotionOptions(*command, arguments->request);
  CLI::Option *voice = command->get_option("--voice"), *idle = command->get_option("--idle"),
              *drive =
                  addPath(*command, "--drive", arguments->request.track,
                          "Video of a person who moves the portrait, in place of generated motion; its own "
                          "sound is the voice where no --voice is given");
  drive->excludes(idle);
  addMadeVoice(*command, arguments->made);
  addTrackOptions(*command, arguments->request);
  command->parse_complete_callback([voice, idle, drive, arguments] {
    if (voice->empty() && idle->empty() && drive->empty() && !arguments->made.isSpoken())
      throw CLI::RequiredError("--voice, --text, --drive or --idle");
  });
  addRenderOptions(*command, arguments->request);
  addCaptionsOutput(*command, arguments->request);
  addResumeOptions(*command, arguments->request);
  addPath(
      *command, "--out", arguments->request.output,
      "Film to write; its ending tells the format: .mp4, .mov, .webm, .mkv, .gif, .webp, .png (a folder of "
      "pictures with their sound), or of the sound alone .wav, .m4a, .mp3, .flac, .ogg")
      ->required();
  addPath(*command, "--save-request", arguments->saveRequest,
          "Also write everything that decides the video to a JSON file, for orator render --request");
  addProgressOption(*command, session);
  command->callback([&session, arguments, command, preset] {
    session.work = [&session, arguments, command, preset] {
      pipeline::AnimateRequest& request = arguments->request;
      takeVoiceOfDrive(request);
      std::vector<std::filesystem::path> inputs = pipeline::inputsOf(request);
      for (const std::string& name : preset->results())
        if (pipeline::isFilmPresetFile(name)) inputs.emplace_back(name);
      requireSeparateFiles({arguments->saveRequest, request.output, pipeline::journalFile(request.output),
                            request.captionsOutput},
                           inputs);
      makeVoice(arguments->made, request, session.context());
      takePersonalStyle(*command, request);
      noteWithoutEffect(request, session.context());
      if (!arguments->saveRequest.empty()) pipeline::saveRequest(request, arguments->saveRequest);
      report(pipeline::animate(request, session.context()), session);
    };
  });
}

}  // namespace orator::cli
