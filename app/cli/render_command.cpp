#include <memory>

#include "app/cli/commands.h"
#include "app/cli/report.h"
#include "app/cli/request_options.h"
#include "app/command_line/options.h"
#include "core/base/output_guard.h"
#include "core/pipeline/animate.h"
#include "core/pipeline/provenance.h"

namespace orator::cli {
namespace {

struct RenderArguments {
  std::filesystem::path request, film, track, portrait, voice, output;
  FrameRate frameRate = pipeline::kTrackFrameRate;
  pipeline::AnimateRequest options;  ///< what addTrackOptions, addPictureOptions, addFilmOptions and
                                     ///< addResumeOptions set
};

/// The request that is saved, that a film says of itself, or an empty one.
pipeline::AnimateRequest begun(const RenderArguments& arguments, const RunContext& context) {
  if (!arguments.request.empty()) return pipeline::loadRequest(arguments.request);
  if (arguments.film.empty()) return {};
  pipeline::AnimateRequest given = arguments.options;
  given.portrait = arguments.portrait;
  given.voice = arguments.voice;
  given.track = arguments.track;
  return pipeline::requestOfFilm(arguments.film, given, context);
}

/// That request with what the command line says on top.
pipeline::AnimateRequest assemble(const CLI::App& command, const RenderArguments& arguments,
                                  const RunContext& context) {
  pipeline::AnimateRequest request = begun(arguments, context);
  const bool isBegun = !arguments.request.empty() || !arguments.film.empty();
  if (!isBegun || !(arguments.frameRate == pipeline::kTrackFrameRate))
    request.frameRate = arguments.frameRate;
  if (!arguments.track.empty()) request.track = arguments.track;
  if (!arguments.portrait.empty()) request.portrait = arguments.portrait;
  if (!arguments.voice.empty()) request.voice = arguments.voice;
  if (!arguments.output.empty()) request.output = arguments.output;
  request.resume = arguments.options.resume;
  request.keepFrames = arguments.options.keepFrames;
  request.overwrite = arguments.options.overwrite;
  request.captionsOutput = arguments.options.captionsOutput;
  takeGiven(command, arguments.options, request);
  const auto require = [](bool given, const char* option) {
    if (!given)
      throw Error(ErrorCode::invalidArgument, option, "is neither given nor in a request",
                  "Give it, or a --request that says it");
  };
  require(!request.portrait.empty(), "--portrait");
  require(!request.voice.empty() || !request.track.empty() || request.idleSeconds > 0, "--voice");
  require(!request.output.empty(), "--out");
  requireSeparateFiles({request.output, pipeline::journalFile(request.output), request.captionsOutput},
                       {arguments.request, arguments.film});
  return request;
}

}  // namespace

void addRenderCommand(CLI::App& app, CommandSession& session) {
  auto arguments = std::make_shared<RenderArguments>();
  CLI::App* command =
      app.add_subcommand("render", "Replay a saved request or a film bit for bit, or render a given track");
  CLI::Option* request =
      addPath(*command, "--request", arguments->request, "Request saved by animate --save-request");
  CLI::Option* film = addPath(*command, "--from", arguments->film,
                              "Film of Orator that is made again, of the files that lie beside it");
  film->excludes(request);
  CLI::Option* track =
      addPath(*command, "--track", arguments->track, "Coefficient track saved by orator motion");
  addPath(*command, "--portrait", arguments->portrait, "Picture, in place of the request's");
  addPath(*command, "--voice", arguments->voice, "Sound, in place of the request's");
  addPath(*command, "--out", arguments->output, "Video to write, in place of the request's");
  addFrameRate(*command, arguments->frameRate, "the request's or the track's own");
  addTrackOptions(*command, arguments->options);
  addPictureOptions(*command, arguments->options);
  addFilmOptions(*command, arguments->options);
  addCaptionsOutput(*command, arguments->options);
  addResumeOptions(*command, arguments->options);
  addProgressOption(*command, session);
  command->callback([&session, arguments, command, request, film, track] {
    if (request->empty() && film->empty() && track->empty())
      throw CLI::RequiredError("--request, --from or --track");
    session.work = [&session, command, arguments] {
      report(pipeline::animate(assemble(*command, *arguments, session.context()), session.context()),
             session);
    };
  });
}

}  // namespace orator::cli
