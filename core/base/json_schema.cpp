#include "core/base/json_schema.h"

#include <utility>

#include "core/base/json_value.h"

namespace orator {

JsonSchema numberSchema(const char* type, const ParamSpec& spec) {
  JsonSchema schema{{"type", type}};
  if (spec.maximum > spec.minimum) schema.update({{"minimum", spec.minimum}, {"maximum", spec.maximum}});
  return schema;
}

JsonSchema textSchema() {
  return {{"type", "string"}};
}

JsonSchema listSchema(JsonSchema entry, std::size_t least, std::size_t most) {
  return {{"type", "array"}, {"items", std::move(entry)}, {"minItems", least}, {"maxItems", most}};
}

JsonSchema eitherSchema(JsonSchema one, JsonSchema other) {
  return {{"anyOf", JsonSchema::array({std::move(one), std::move(other)})}};
}

JsonSchema objectSchema(JsonSchema properties, const std::vector<std::string>& required, bool strict) {
  JsonSchema schema{{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) schema["required"] = required;
  if (strict) schema["additionalProperties"] = false;
  return schema;
}

JsonSchema pathSchema() {
  return eitherSchema(textSchema(), objectSchema({{kPercentKey, textSchema()}}, {kPercentKey}, true));
}

JsonSchema fileSchema(const char* title, JsonSchema properties, const std::vector<std::string>& required,
                      bool strict) {
  JsonSchema schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", title}};
  schema.update(objectSchema(std::move(properties), required, strict));
  return schema;
}

}  // namespace orator
