#include <array>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/request_options.h"
#include "app/command_line/options.h"
#include "core/base/output_guard.h"
#include "core/motion/track_io.h"
#include "core/pipeline/animate.h"

namespace orator::cli {

void addMotionCommand(CLI::App& app, CommandSession& session) {
  auto request = std::make_shared<pipeline::AnimateRequest>();
  CLI::App* command = app.add_subcommand("motion", "The coefficient track alone: 70 numbers a frame");
  addMotionOptions(*command, *request);
  addPath(*command, "--out", request->output,
          "Track to write: " + motion::trackEndings() +
              " (render --track and the studio read them all; SadTalker's tools .mat)")
      ->required();
  addProgressOption(*command, session);
  command->callback([&session, request, command] {
    session.work = [&session, request, command] {
      motion::requireTrackEnding(request->output);
      requireSeparateFiles({request->output}, pipeline::inputsOf(*request));
      takePersonalStyle(*command, *request);
      const motion::MotionTrack track = pipeline::makeTrack(*request, session.context());
      motion::writeTrack(track, request->output);
      const std::string file = request->output.string();
      session.progress().finished(file + ": " + std::to_string(track.frames()) + " frames",
                                  {{"output", file},
                                   {"frames", track.frames()},
                                   {"fps", track.frameRate.perSecond()},
                                   {"basis", track.basis}});
    };
  });
}

}  // namespace orator::cli
