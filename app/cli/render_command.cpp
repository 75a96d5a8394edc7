#include <memory>

#include "app/cli/commands.h"
#include "app/cli/report.h"
#include "app/cli/request_options.h"
#include "app/command_line/options.h"
#include "core/base/output_guard.h"
#include "core/pipeline/animate.h"

namespace orator::cli {
namespace {

struct Arguments {
  std::filesystem::path request, track, portrait, voice, output;
  FrameRate frameRate = pipeline::kTrackFrameRate;
  pipeline::AnimateRequest options;  ///< what addTrackOptions, addPictureOptions and addResumeOptions set
};

/// The saved request, or an empty one, with what the command line says on top.
pipeline::AnimateRequest assemble(const CLI::App& command, const Arguments& arguments) {
  pipeline::AnimateRequest request;
  if (!arguments.request.empty()) request = pipeline::loadRequest(arguments.request);
  if (arguments.request.empty() || !(arguments.frameRate == pipeline::kTrackFrameRate))
    request.frameRate = arguments.frameRate;
  if (!arguments.track.empty()) request.track = arguments.track;
  if (!arguments.portrait.empty()) request.portrait = arguments.portrait;
  if (!arguments.voice.empty()) request.voice = arguments.voice;
  if (!arguments.output.empty()) request.output = arguments.output;
  request.resume = arguments.options.resume;
  request.keepFrames = arguments.options.keepFrames;
  request.overwrite = arguments.options.overwrite;
  takeGiven(command, arguments.options, request);
  const auto require = [](bool given, const char* option) {
    if (!given)
      throw Error(ErrorCode::invalidArgument, option, "is neither given nor in a request",
                  "Give it, or a --request that says it");
  };
  require(!request.portrait.empty(), "--portrait");
  require(!request.voice.empty() || !request.track.empty() || request.idleSeconds > 0, "--voice");
  require(!request.output.empty(), "--out");
  requireSeparateFiles({request.output, pipeline::journalFile(request.output)}, {arguments.request});
  return request;
}

}  // namespace

void addRenderCommand(CLI::App& app, CommandSession& session) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command =
      app.add_subcommand("render", "Replay a saved request bit for bit, or render a given track");
  CLI::Option* request =
      addPath(*command, "--request", arguments->request, "Request saved by animate --save-request");
  CLI::Option* track =
      addPath(*command, "--track", arguments->track, "Coefficient track saved by orator motion");
  addPath(*command, "--portrait", arguments->portrait, "Picture, in place of the request's");
  addPath(*command, "--voice", arguments->voice, "Sound, in place of the request's");
  addPath(*command, "--out", arguments->output, "Video to write, in place of the request's");
  addFrameRate(*command, arguments->frameRate, "the request's or the track's own");
  addTrackOptions(*command, arguments->options);
  addPictureOptions(*command, arguments->options);
  addResumeOptions(*command, arguments->options);
  addProgressOption(*command, session);
  command->callback([&session, arguments, command, request, track] {
    if (request->empty() && track->empty()) throw CLI::RequiredError("--request or --track");
    session.work = [&session, command, arguments] {
      report(pipeline::animate(assemble(*command, *arguments), session.context()), session);
    };
  });
}

}  // namespace orator::cli
