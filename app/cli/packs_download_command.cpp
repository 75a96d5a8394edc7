#include <unistd.h>

#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/packs_commands.h"
#include "app/command_line/options.h"
#include "core/base/files.h"
#include "core/packs/pack_download.h"

namespace orator::cli {
namespace {

using nlohmann::json;

json asJson(const packs::DownloadPlan& plan) {
  json files = json::array();
  for (const auto& file : plan.files)
    files.push_back(
        {{"name", file.name}, {"bytes", file.bytes}, {"sha256", file.sha256}, {"addresses", file.addresses}});
  return {{"event", "plan"},
          {"pack", plan.pack.id},
          {"licence", plan.licence},
          {"origin", plan.origin},
          {"bytes", plan.bytes},
          {"exact", plan.exact},
          {"folder", pathText(plan.folder)},
          {"incoming", pathText(plan.incoming)},
          {"files", files}};
}

/// Asks the person at the terminal. @throws Error invalidArgument when there is none, cancelled for a no
void ask(const CommandSession& session) {
  if (!isatty(STDIN_FILENO) || session.progressMode == ProgressMode::json)
    throw Error(ErrorCode::invalidArgument, "packs download",
                "nobody is here to agree to the licence and the size", "Give --yes to agree");
  std::cerr << "Download? [y/N] " << std::flush;
  std::string answer;
  std::getline(std::cin, answer);
  if (answer != "y" && answer != "Y" && answer != "yes")
    throw Error(ErrorCode::cancelled, "packs download", "not agreed to");
}

void run(const std::string& pack, const packs::DownloadOptions& options, bool agreed, bool onlyPlan,
         CommandSession& session) {
  const packs::DownloadPlan plan = packs::planDownload(pack, options);
  const auto done = [&](const std::string& text) {
    session.progress().finished(text, {{"pack", pack}, {"folder", pathText(plan.folder)}});
  };
  if (plan.installed) return done("The pack " + pack + " is installed in " + pathText(plan.folder));
  if (session.progressMode == ProgressMode::json)
    std::cout << asJson(plan).dump() << std::endl;
  else
    std::cout << printable(planText(plan)) << std::endl;
  if (onlyPlan) {
    std::cout << printable(handText(plan)) << std::endl;
    return;
  }
  if (!agreed) ask(session);
  packs::downloadPack(plan, session.context());
  done("The pack " + pack + " is installed in " + pathText(plan.folder));
}

/// Their names, for the help.
std::string fetchablePacks() {
  std::string names;
  for (const packs::PublishedPack& pack : packs::publishedPacks())
    if (pack.canBeFetched()) names += (names.empty() ? "" : ", ") + pack.id;
  return names;
}

}  // namespace

void addPacksDownloadCommand(CLI::App& packs, CommandSession& session) {
  struct Arguments {
    std::string pack;
    packs::DownloadOptions options;
    bool agreed = false, onlyPlan = false;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = packs.add_subcommand(
      "download", "Fetch published weights (SadTalker's: 0.9 to 1.0 GB) and make a pack of them");
  command->add_option("PACK", arguments->pack, fetchablePacks())->required();
  command->add_flag("--yes", arguments->agreed, "Agree to size and licence without being asked");
  command->add_flag("--dry-run", arguments->onlyPlan,
                    "Only say what would be fetched, and how to fetch it by hand");
  command
      ->add_option(
          "--mirror", arguments->options.mirrors,
          "Address of a folder to try first: https://..., or file:///... for a disk; may be repeated")
      ->type_name("ADDRESS");
  addProgressOption(*command, session);
  command->callback([&session, arguments] {
    session.work = [&session, arguments] {
      run(arguments->pack, arguments->options, arguments->agreed, arguments->onlyPlan, session);
    };
  });
}

}  // namespace orator::cli
