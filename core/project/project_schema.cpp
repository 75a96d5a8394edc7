#include "core/project/project_schema.h"

#include <utility>

#include "core/pipeline/parameter_schema.h"
#include "core/pipeline/parameters.h"
#include "core/project/project.h"
#include "core/project/track_edits.h"

namespace orator::project {
namespace {

JsonSchema member(const ParamSpec& spec) {
  return numberSchema("number", spec);
}

/// Every edit of a kind: all its members are there.
JsonSchema edits(JsonSchema members) {
  std::vector<std::string> names;
  names.reserve(members.size());
  for (const auto& [name, schema] : members.items()) names.push_back(name);
  return {{"type", "array"}, {"items", objectSchema(std::move(members), names, false)}};
}

JsonSchema editsSchema() {
  const JsonSchema frame = numberSchema("integer", pipeline::kFrameIndex), range = listSchema(frame, 2, 2),
                   column = numberSchema("integer", kColumn);
  const auto scale = [](const char* name) { return member(pipeline::parameter(name).spec); };
  return objectSchema(
      {{"blinks", edits({{"start_seconds", member(kBlinkStart)},
                         {"duration_seconds", member(kBlinkDuration)},
                         {"depth", member(kBlinkDepth)}})},
       {"blink_spans", edits({{"begin_seconds", member(kSpanBegin)}, {"end_seconds", member(kSpanEnd)}})},
       {"curves",
        edits({{"column", column}, {"keys", edits({{"frame", frame}, {"offset", member(kKeyOffset)}})}})},
       {"strokes", edits({{"column", column}, {"range", range}, {"radius_frames", member(kStrokeRadius)}})},
       {"gains", edits({{"range", range},
                        {"expression_scale", scale("expression_scale")},
                        {"pose_scale", scale("pose_scale")}})},
       {"shifts", edits({{"begin_seconds", member(kShiftBegin)},
                         {"end_seconds", member(kShiftEnd)},
                         {"shift_seconds", member(kShiftSeconds)}})},
       {"column_gains", edits({{"column", column}, {"gain", member(kColumnGain)}})},
       {"rerolls",
        edits({{"range", range}, {"seed", numberSchema("integer", pipeline::parameter("seed").spec)}})}},
      {}, false);
}

JsonSchema wordsSchema() {
  const JsonSchema seconds = member({.name = "seconds", .maximum = words::kLatestSeconds});
  return {
      {"type", "array"},
      {"items",
       objectSchema(
           {{"text", textSchema()}, {"begin", seconds}, {"end", seconds}, {"caption", {{"type", "boolean"}}}},
           {"text", "begin", "end"}, true)}};
}

}  // namespace

JsonSchema projectSchema() {
  JsonSchema properties{{"format", {{"const", kProjectFormat}}},
                        {"version", {{"type", "integer"}, {"minimum", 1}, {"maximum", kProjectVersion}}},
                        {"consent", textSchema()},
                        {"words", wordsSchema()},
                        {"shows_words", {{"type", "boolean"}}},
                        {"edits", editsSchema()}};
  properties.update(pipeline::settingsProperties(false));
  return fileSchema("A project of the studio", std::move(properties), {"format", "version"}, false);
}

}  // namespace orator::project
