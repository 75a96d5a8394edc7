#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/command_line/options.h"
#include "core/base/files.h"
#include "core/service/http_service.h"

namespace orator::cli {
namespace {

constexpr ParamSpec kPort{.name = "port", .maximum = 65535};
constexpr ParamSpec kMaxUpload{.name = "max_upload", .minimum = 1, .maximum = 65536, .unit = "MB"};
constexpr ParamSpec kMaxJobs{.name = "max_jobs", .minimum = 1, .maximum = 10'000};

struct ServeArguments {
  std::filesystem::path tokenFile, folder;
  std::string port = "8723", maxUpload = "256", maxJobs = "50";
};

void serve(const ServeArguments& arguments, CommandSession& session) {
  service::HttpSettings settings;
  settings.port = int(parseNumber(kPort, arguments.port));
  settings.token = service::readToken(arguments.tokenFile);
  service::Limits limits;
  limits.uploadBytes = std::uint64_t(parseNumber(kMaxUpload, arguments.maxUpload)) << 20;
  limits.jobs = std::size_t(parseNumber(kMaxJobs, arguments.maxJobs));
  limits.uploads = 4 * limits.jobs;
  service::Workshop workshop(pipeline::libraryStages(), arguments.folder, limits);
  service::HttpService http(workshop, settings);
  const std::string address = "http://127.0.0.1:" + std::to_string(http.port());
  session.progress().finished(address + "/ answers whoever has the token; Ctrl-C ends it",
                              {{"address", address}, {"port", http.port()}});
  http.run(session.context().stop);
}

}  // namespace

void addServeCommand(CLI::App& app, CommandSession& session) {
  auto arguments = std::make_shared<ServeArguments>();
  CLI::App* command = app.add_subcommand(
      "serve", "Films for other programs of this machine, by HTTP and JSON; openapi.json describes it");
  command->add_option("--port", arguments->port, "Port of 127.0.0.1 (default 8723; 0: any that is free)")
      ->type_name("N");
  addPath(*command, "--token-file", arguments->tokenFile,
          "File that you alone can read, whose first line every request has to bring")
      ->required();
  addPath(*command, "--folder", arguments->folder,
          "Folder for uploads and films, which the service has for itself and empties")
      ->required();
  command->add_option("--max-upload", arguments->maxUpload, "Largest file that is taken (MB, default 256)")
      ->type_name("MB");
  command
      ->add_option("--max-jobs", arguments->maxJobs,
                   "Films that are kept, waiting and finished (default 50); files four times as many")
      ->type_name("N");
  addProgressOption(*command, session);
  command->callback(
      [&session, arguments] { session.work = [&session, arguments] { serve(*arguments, session); }; });
}

}  // namespace orator::cli
