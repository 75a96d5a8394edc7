#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/command_line/options.h"
#include "app/lab/commands.h"
#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/lab/forge/pack_forge.h"
#include "core/packs/published_files.h"

namespace orator::cli {
namespace {

std::string publishedNames() {
  std::string names;
  for (const packs::PublishedPack& pack : packs::publishedPacks())
    names += (names.empty() ? "" : ", ") + pack.id;
  return names;
}

std::string useOf(const std::string& like, const std::string& path) {
  const packs::PublishedUse& use = packs::publishedPack(like).use;
  if (use.purpose.empty())
    return "orator animate --pack " + path + " --renderer " + use.renderers.front() + " ...";
  return "a folder below $ORATOR_MODELS/packs";
}

}  // namespace

void addForgeCommand(CLI::App& app, CommandSession& session) {
  struct Arguments {
    std::string like;
    std::uint64_t seed = 0;
    std::filesystem::path folder;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand(
      "forge",
      "Write a pack of random weights in the published form, for tests and benchmarks (SadTalker's: 0.8 GB)");
  command->add_option("--like", arguments->like, publishedNames())->required()->type_name("PACK");
  command->add_option("--seed", arguments->seed, "Another number gives other weights (default 0)")
      ->type_name("N");
  addPath(*command, "--out", arguments->folder,
          "Folder of the new pack, whose name it takes; orator --pack FOLDER uses it")
      ->required()
      ->type_name("FOLDER");
  addProgressOption(*command, session);
  command->callback([&session, arguments] {
    session.work = [&session, arguments] {
      lab::forgePack(arguments->like, arguments->seed, arguments->folder, session.context());
      const std::string path = pathText(absolutePath(arguments->folder));
      const std::string use = useOf(arguments->like, path);
      session.progress().finished(path + ": a pack of random weights, used as " + use,
                                  {{"output", path}, {"use", use}});
    };
  });
}

}  // namespace orator::cli
