#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "app/cli/packs_commands.h"
#include "app/command_line/options.h"
#include "core/base/files.h"
#include "core/packs/pack_management.h"
#include "core/packs/personal_pack.h"

namespace orator::cli {
namespace {

struct PackArguments {
  std::string id, name;
  std::filesystem::path file;
};

CLI::App* packCommand(CLI::App& packs, CommandSession& session, const char* name, const char* help,
                      const std::shared_ptr<PackArguments>& arguments) {
  CLI::App* added = packs.add_subcommand(name, help);
  if (arguments) added->add_option("PACK", arguments->id, "Name of the pack")->required();
  addProgressOption(*added, session);
  return added;
}

}  // namespace

void addPacksManageCommands(CLI::App& packs, CommandSession& session) {
  auto arguments = std::make_shared<PackArguments>();
  CLI::App* rename = packCommand(packs, session, "rename",
                                 "Give a pack another name; one person's stays person-...", arguments);
  rename->add_option("NAME", arguments->name, "The new name")->required();
  rename->callback([&session, arguments] {
    session.work = [&session, arguments] {
      const std::string id = packs::renamePack(arguments->id, arguments->name);
      session.progress().finished(arguments->id + " is called " + id, {{"pack", id}});
    };
  });
  CLI::App* exporting =
      packCommand(packs, session, "export", "Write a pack as one file, for another machine", arguments);
  addPath(*exporting, "FILE", arguments->file, "File to write, NAME.oratorpack")->required();
  exporting->callback([&session, arguments] {
    session.work = [&session, arguments] {
      packs::exportPack(arguments->id, arguments->file);
      const std::string file = pathText(arguments->file);
      session.progress().finished(arguments->id + " is written to " + file,
                                  {{"pack", arguments->id}, {"output", file}});
    };
  });
  CLI::App* installing =
      packCommand(packs, session, "install", "Install a pack that was exported as one file", nullptr);
  addPath(*installing, "FILE", arguments->file, "What packs export wrote")->required();
  installing->add_option("--as", arguments->name, "Name to install it under (default: as it was called)")
      ->type_name("NAME");
  installing->callback([&session, arguments] {
    session.work = [&session, arguments] {
      const std::string id = packs::installPackFile(arguments->file, arguments->name);
      session.progress().finished("installed " + id, {{"pack", id}});
    };
  });
  CLI::App* deleting = packCommand(packs, session, "delete", "Remove a pack with its files", arguments);
  deleting->callback([&session, arguments] {
    session.work = [&session, arguments] {
      packs::deletePack(arguments->id);
      session.progress().finished(arguments->id + " is deleted", {{"pack", arguments->id}});
    };
  });
  CLI::App* report = packCommand(packs, session, "report",
                                 "What a person's pack was learned from, and how much it is like", arguments);
  report->callback([&session, arguments] {
    session.work = [&session, arguments] {
      const packs::PersonReport found = packs::personReport(packs::openPack(arguments->id));
      session.progress().finished(
          packs::reportText(found),
          {{"pack", arguments->id}, {"report", nlohmann::json::parse(packs::reportJson(found))}});
    };
  });
}

}  // namespace orator::cli
