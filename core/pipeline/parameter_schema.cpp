#include "core/pipeline/parameter_schema.h"

#include <utility>

#include "core/pipeline/parameters.h"

namespace orator::pipeline {
namespace {

/// What is right for each kind of value in JSON, as parameter_json.cpp reads and writes it.
struct ValueSchema {
  const ParamSpec& spec;

  JsonSchema operator()(const Field<double>&) const { return numberSchema("number", spec); }
  JsonSchema operator()(const Field<int>&) const { return numberSchema("integer", spec); }
  JsonSchema operator()(const Field<std::optional<int>>&) const { return numberSchema("integer", spec); }
  JsonSchema operator()(const Field<std::uint64_t>&) const { return numberSchema("integer", spec); }
  JsonSchema operator()(const Field<bool>&) const { return {{"type", "boolean"}}; }
  JsonSchema operator()(const Choice& choice) const { return {{"enum", choice.names}}; }
  JsonSchema operator()(const Field<PoseAxes>&) const {
    return eitherSchema(numberSchema("number", spec), listSchema(numberSchema("number", spec), 6, 6));
  }
  JsonSchema operator()(const Field<std::vector<double>>&) const {
    return listSchema(numberSchema("number", spec), 0, kMostListEntries);
  }
  JsonSchema operator()(const Field<StyleWeights>&) const {
    JsonSchema entry = objectSchema(
        {{"style", numberSchema("integer", spec)}, {"weight", numberSchema("number", kStyleWeight)}},
        {"style"}, false);
    return eitherSchema(numberSchema("integer", spec), listSchema(std::move(entry), 0, kMostListEntries));
  }
  JsonSchema operator()(const Field<Rerolls>&) const {
    const JsonSchema moment = numberSchema("number", kMomentSeconds);
    return listSchema(objectSchema({{"begin_seconds", moment},
                                    {"end_seconds", moment},
                                    {"seed", numberSchema("integer", parameter("seed").spec)}},
                                   {"begin_seconds", "end_seconds"}, false),
                      0, kMostListEntries);
  }
  JsonSchema operator()(const Field<Gaze>&) const {
    return eitherSchema({{"enum", kGazeNames}}, listSchema(numberSchema("number", spec), 2, 2));
  }
  JsonSchema operator()(const Field<std::filesystem::path>&) const { return pathSchema(); }
  JsonSchema operator()(const Field<std::string>&) const {
    return {{"type", "string"}, {"maxLength", kLongestName}};
  }
  JsonSchema operator()(const Field<Colour>&) const { return textSchema(); }
  JsonSchema operator()(const Field<FaceEnhancing>&) const { return textSchema(); }
  JsonSchema operator()(const Field<FrameRate>&) const {
    const JsonSchema whole{{"type", "integer"}, {"minimum", 1}};
    return eitherSchema(whole, listSchema(whole, 2, 2));
  }
  JsonSchema operator()(const Field<std::optional<FrameRange>>&) const {
    return listSchema(numberSchema("integer", kFrameIndex), 2, 2);
  }
  JsonSchema operator()(const Field<Trim>&) const {
    return listSchema(numberSchema("number", kMomentSeconds), 2, 2);
  }
  JsonSchema operator()(const Field<Aspect>&) const {
    return {{"type", "string"}, {"pattern", "^(own|[0-9]+:[0-9]+)$"}};
  }
};

JsonSchema valueSchema(const Parameter& parameter) {
  JsonSchema schema = std::visit(ValueSchema{parameter.spec}, parameter.value);
  std::string description(parameter.spec.description);
  if (const std::string range = rangeText(parameter); !range.empty()) description += " (" + range + ")";
  schema["description"] = std::move(description);
  return schema;
}

JsonSchema constant(const char* value) {
  return {{"const", value}};
}

JsonSchema version() {
  return {{"type", "integer"}, {"minimum", 1}};
}

}  // namespace

JsonSchema settingsProperties(bool strict) {
  JsonSchema properties = JsonSchema::object();
  for (const Parameter& one : parameters()) {
    JsonSchema* home = &properties;
    if (!one.group.empty()) {
      JsonSchema& group = properties[std::string(one.group)];
      if (group.is_null()) group = objectSchema(JsonSchema::object(), {}, strict);
      home = &group["properties"];
    }
    (*home)[std::string(one.jsonKey())] = valueSchema(one);
  }
  return properties;
}

JsonSchema requestSchema() {
  JsonSchema properties{{"format", constant("orator-request")}, {"version", version()}};
  properties.update(settingsProperties(true));
  return fileSchema("Everything that decides a film, for orator render --request", std::move(properties),
                    {"format"}, true);
}

JsonSchema filmPresetSchema() {
  return fileSchema("A preset for films: of the settings those of film, frame and file",
                    {{"format", constant("orator-film-preset")},
                     {"version", version()},
                     {"title", textSchema()},
                     {"settings", objectSchema(settingsProperties(true), {}, true)}},
                    {"format", "version", "title", "settings"}, true);
}

}  // namespace orator::pipeline
