#include "app/command_line/options.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "core/base/error.h"
#include "core/base/number.h"
#include "core/pipeline/parameters.h"

namespace orator::cli {
namespace {

std::string rangeText(const ParamSpec& spec) {
  return numberText(spec.minimum) + ".." + numberText(spec.maximum) + spec.unitText();
}

bool isWhole(const ParamSpec& spec) {
  return spec.step == std::floor(spec.step);
}

}  // namespace

std::string flagName(const ParamSpec& spec) {
  std::string name = "--" + std::string(spec.name);
  std::replace(name.begin(), name.end(), '_', '-');
  return name;
}

std::string helpText(const ParamSpec& spec) {
  return std::string(spec.description) + " (" + rangeText(spec) + ", default " +
         numberText(spec.defaultValue) + ")";
}

double parseNumber(const ParamSpec& spec, const std::string& text) {
  const std::optional<double> value = numberFromText<double>(text);
  if (!value || !spec.accepts(*value) || (isWhole(spec) && *value != std::floor(*value)))
    throw Error(ErrorCode::invalidArgument, flagName(spec),
                "\"" + text + "\" is not " + (isWhole(spec) ? "a whole number" : "a number") + " within " +
                    rangeText(spec),
                "See orator --help");
  return *value;
}

FrameRange parseFrameRange(const std::string& text) {
  pipeline::FilmSettings film;
  pipeline::parse(pipeline::parameter("frames"), text, film);
  return film.frames.value();
}

void addDevice(CLI::App& command, std::string& device) {
  const pipeline::Parameter& declared = pipeline::parameter("device");
  command
      .add_option_function<std::string>(
          declared.optionName(),
          [&declared, &device](const std::string& text) {
            pipeline::FilmSettings film;
            pipeline::parse(declared, text, film);
            device = film.render.device;
          },
          pipeline::helpText(declared))
      ->type_name(pipeline::formText(declared));
}

void addProgressOption(CLI::App& command, CommandSession& session) {
  static const std::map<std::string, ProgressMode> modes{
      {"auto", ProgressMode::automatic}, {"json", ProgressMode::json}, {"none", ProgressMode::none}};
  command
      .add_option_function<std::string>(
          "--progress", [&session](const std::string& mode) { session.progressMode = modes.at(mode); },
          "auto: a bar on a terminal, lines elsewhere; json: one object per line on standard output; none "
          "(default auto)")
      ->check(CLI::IsMember({"auto", "json", "none"}))
      ->type_name("MODE");
}

CLI::Option* addPath(CLI::App& command, const std::string& name, std::filesystem::path& path,
                     const std::string& help) {
  return command
      .add_option_function<std::string>(
          name, [&path](const std::string& text) { path = text; }, help)
      ->type_name("FILE");
}

}  // namespace orator::cli
