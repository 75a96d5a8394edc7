#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/report.h"
#include "app/cli/request_options.h"
#include "app/command_line/options.h"
#include "core/base/output_guard.h"
#include "core/pipeline/animate.h"

namespace orator::cli {

void addAnimateCommand(CLI::App& app, CommandSession& session) {
  struct Arguments {
    pipeline::AnimateRequest request;
    std::filesystem::path saveRequest;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("animate", "Portrait and voice to a talking-head video (MP4)");
  addMotionOptions(*command, arguments->request);
  addRenderOptions(*command, arguments->request);
  addResumeOptions(*command, arguments->request);
  addPath(*command, "--out", arguments->request.output, "Video to write: H.264 and AAC in MP4")->required();
  addPath(*command, "--save-request", arguments->saveRequest,
          "Also write everything that decides the video to a JSON file, for orator render --request");
  addProgressOption(*command, session);
  command->callback([&session, arguments] {
    session.work = [&session, arguments] {
      const pipeline::AnimateRequest& request = arguments->request;
      requireSeparateFiles({arguments->saveRequest, request.output, pipeline::journalFile(request.output)},
                           pipeline::inputsOf(request));
      if (!arguments->saveRequest.empty()) pipeline::saveRequest(request, arguments->saveRequest);
      report(pipeline::animate(request, session.context()), session);
    };
  });
}

}  // namespace orator::cli
