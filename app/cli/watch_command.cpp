#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/command_line/options.h"
#include "core/base/files.h"
#include "core/service/watch.h"

namespace orator::cli {
namespace {

constexpr ParamSpec kSettle{.name = "settle", .maximum = 3600, .step = 0.1, .unit = "s"};

struct WatchArguments {
  service::WatchSettings settings;
  std::filesystem::path request;
  std::string settle = "2";
};

void watch(const WatchArguments& arguments, CommandSession& session) {
  service::WatchSettings settings = arguments.settings;
  settings.settle = std::chrono::milliseconds(std::int64_t(1000 * parseNumber(kSettle, arguments.settle)));
  if (!arguments.request.empty()) {
    settings.request = pipeline::loadRequest(arguments.request);
    if (settings.portrait.empty()) settings.portrait = settings.request.portrait;
    if (settings.request.output.has_extension())
      settings.ending = settings.request.output.extension().string();
  }
  settings.request.overwrite = false;
  int films = 0, failures = 0;
  watchFolder(
      settings,
      [&](const std::string& name, const Error* failure) {
        ++(failure ? failures : films);
        session.progress().note(failure ? std::string(failure->what()) : name + settings.ending + " is made");
      },
      session.context());
  session.progress().finished(std::to_string(films) + " films made, " + std::to_string(failures) + " failed",
                              {{"films", films}, {"failures", failures}});
}

}  // namespace

void addWatchCommand(CLI::App& app, CommandSession& session) {
  auto arguments = std::make_shared<WatchArguments>();
  CLI::App* command = app.add_subcommand(
      "watch",
      "A film of every voice that is put into a folder, with the picture of the same name beside it");
  addPath(*command, "IN", arguments->settings.in, "Folder that is watched")->required();
  addPath(*command, "OUT", arguments->settings.out, "Folder of the films")->required();
  addPath(*command, "--portrait", arguments->settings.portrait,
          "Picture that speaks the voices that have none of their name");
  addPath(*command, "--request", arguments->request,
          "Everything else of the films: a request saved by animate --save-request");
  command
      ->add_option("--settle", arguments->settle,
                   "How long a file must stay as it is before it is taken (s, default 2)")
      ->type_name("SECONDS");
  command->add_flag("--once", arguments->settings.once, "End when nothing is left to do");
  addProgressOption(*command, session);
  command->callback(
      [&session, arguments] { session.work = [&session, arguments] { watch(*arguments, session); }; });
}

}  // namespace orator::cli
