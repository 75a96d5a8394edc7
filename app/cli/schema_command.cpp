#include <algorithm>
#include <iostream>
#include <memory>
#include <string>

#include "app/cli/commands.h"
#include "app/command_line/options.h"
#include "core/motion/track_schema.h"
#include "core/packs/pack_schema.h"
#include "core/pipeline/parameter_schema.h"
#include "core/project/project_schema.h"

namespace orator::cli {
namespace {

struct NamedSchema {
  std::string name;
  JsonSchema (*make)();
};

const std::vector<NamedSchema> kSchemas{{"request", pipeline::requestSchema},
                                        {"preset", pipeline::filmPresetSchema},
                                        {"project", project::projectSchema},
                                        {"track", motion::trackSchema},
                                        {"pack", packs::packSchema}};

std::vector<std::string> schemaNames() {
  std::vector<std::string> names;
  for (const NamedSchema& one : kSchemas) names.push_back(one.name);
  return names;
}

}  // namespace

void addSchemaCommand(CLI::App& app, CommandSession& session) {
  auto name = std::make_shared<std::string>();
  CLI::App* command =
      app.add_subcommand("schema", "The JSON Schema of a format that Orator reads and writes");
  command->add_option("format", *name, "request, preset, project, track or pack")
      ->required()
      ->type_name("FORMAT")
      ->check(CLI::IsMember(schemaNames()));
  addProgressOption(*command, session);
  command->callback([&session, name] {
    session.work = [name] {
      const auto chosen =
          std::find_if(kSchemas.begin(), kSchemas.end(), [&](const auto& one) { return one.name == *name; });
      std::cout << chosen->make().dump(2) << std::endl;
    };
  });
}

}  // namespace orator::cli
