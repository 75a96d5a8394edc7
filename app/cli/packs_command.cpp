#include <functional>
#include <iomanip>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "app/cli/commands.h"
#include "app/cli/packs_commands.h"
#include "app/command_line/options.h"
#include "core/packs/pack_verify.h"
#include "core/packs/weight_sources.h"

namespace orator::cli {
namespace {

using nlohmann::json;

const char* stateName(const packs::VerifiedFile& file) {
  if (!file.state.present) return "missing";
  if (!file.state.intact) return "altered";
  return file.faults.empty() ? "intact" : "unusable";
}

/// What the weights were learned from, for who wants to sell what is made with them.
void listSources(const packs::Pack& pack) {
  std::map<std::string, std::string> roles;
  for (const packs::WeightSources& weight : packs::weightSources(pack)) {
    std::string& named = roles[weight.text()];
    named.append(named.empty() ? "" : ", ").append(weight.role);
  }
  for (const auto& [text, named] : roles)
    std::cout << std::setw(16) << "" << printable(named) << ": learned from recordings, " << text << "\n";
}

void list() {
  const auto installed = packs::listPacks();
  if (installed.empty())
    throw Error(ErrorCode::packMissing, "", "no pack is installed",
                "Run installer/run to fetch the default pack");
  for (const packs::Pack& pack : installed) {
    std::cout << std::left << std::setw(16) << printable(pack.id) << printable(pack.title) << "\n";
    std::cout << std::setw(16) << "" << (pack.animates() ? "renderers:" : printable("to " + pack.purpose));
    for (const std::string& renderer : pack.renderers) std::cout << ' ' << printable(renderer);
    std::cout << "   folder: " << printable(pack.folder.string()) << "\n";
    listSources(pack);
  }
}

/// Prints every file and throws the Error of the first one that is not intact.
void verify(const std::string& id, CommandSession& session) {
  const std::vector<packs::Pack> chosen =
      id.empty() ? packs::listPacks() : std::vector<packs::Pack>{packs::openPack(id)};
  if (chosen.empty())
    throw Error(ErrorCode::packMissing, "", "no pack is installed",
                "Run installer/run to fetch the default pack");
  json files = json::array();
  std::string text;
  std::function<void()> complain;
  for (const packs::Pack& pack : chosen) {
    for (const packs::VerifiedFile& file : packs::verifyPackClosely(pack)) {
      const packs::PackFile& declared = file.state.file;
      files.push_back({{"pack", pack.id},
                       {"role", declared.role},
                       {"path", declared.path.string()},
                       {"sha256", declared.sha256},
                       {"origin", declared.origin},
                       {"licence", declared.licence},
                       {"state", stateName(file)},
                       {"faults", file.faults}});
      text += std::string(stateName(file)) + "  " + pack.id + "  " + declared.path.string() + "  (" +
              declared.origin + ", " + declared.licence + ")\n";
      if (!file.faults.empty()) text += "    " + file.faults + "\n";
      if (!file.ok() && !complain) complain = [pack, file] { packs::requireOk(pack, file); };
    }
  }
  if (!text.empty()) text.pop_back();
  if (!complain) return session.progress().finished(text, {{"files", files}});
  const json event{{"event", "files"}, {"files", files}};
  std::cout << (session.progressMode == ProgressMode::json
                    ? event.dump(-1, ' ', false, json::error_handler_t::replace)
                    : printable(text))
            << std::endl;
  complain();
}

}  // namespace

void addPacksCommand(CLI::App& app, CommandSession& session) {
  CLI::App* packs = app.add_subcommand("packs", "List, verify and add packs of networks");
  packs->require_subcommand(1);
  CLI::App* listing = packs->add_subcommand("list", "Every installed pack, its renderers and its folder");
  addProgressOption(*listing, session);
  listing->callback([&session] { session.work = list; });

  CLI::App* verification =
      packs->add_subcommand("verify", "Check every file of a pack against its SHA-256, and every tensor");
  auto id = std::make_shared<std::string>();
  verification->add_option("PACK", *id, "Name of the pack (default: all)");
  addProgressOption(*verification, session);
  verification->callback([&session, id] { session.work = [&session, id] { verify(*id, session); }; });
  addPacksImportCommand(*packs, session);
  addPacksDownloadCommand(*packs, session);
  addPacksManageCommands(*packs, session);
}

}  // namespace orator::cli
