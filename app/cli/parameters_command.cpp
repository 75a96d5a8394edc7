#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/command_line/options.h"
#include "core/pipeline/parameters.h"

namespace orator::cli {
namespace {

using OrderedJson = nlohmann::ordered_json;

OrderedJson asJson(const pipeline::Parameter& parameter) {
  const ParamSpec& spec = parameter.spec;
  OrderedJson object{{"name", spec.name},
                     {"label", spec.label},
                     {"description", spec.description},
                     {"option", parameter.optionName()},
                     {"group", parameter.group},
                     {"key", parameter.jsonKey()},
                     {"values", pipeline::rangeText(parameter)},
                     {"default", pipeline::valueText(parameter, {})},
                     {"unit", spec.unit},
                     {"invalidates", kPipelinePartNames[std::size_t(spec.invalidates)]}};
  if (spec.maximum > spec.minimum)
    object.update({{"minimum", spec.minimum}, {"maximum", spec.maximum}, {"step", spec.step}});
  return object;
}

void print(bool markdown) {
  if (markdown) {
    std::cout << pipeline::parametersMarkdown();
    return;
  }
  OrderedJson list = OrderedJson::array();
  for (const pipeline::Parameter& one : pipeline::parameters()) list.push_back(asJson(one));
  std::cout << list.dump(2) << std::endl;
}

}  // namespace

void addParametersCommand(CLI::App& app, CommandSession& session) {
  auto markdown = std::make_shared<bool>(false);
  CLI::App* command = app.add_subcommand(
      "parameters", "Everything that decides a video, with names, ranges and defaults, as JSON");
  command->add_flag("--markdown", *markdown, "As the reference page resources/manual/parameters.md");
  addProgressOption(*command, session);
  command->callback([&session, markdown] { session.work = [markdown] { print(*markdown); }; });
}

}  // namespace orator::cli
