#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/base/param_spec.h"

namespace orator {

/// Parts that JSON Schemas (draft 2020-12) of our formats are made of.
using JsonSchema = nlohmann::ordered_json;

/// @param type "number" or "integer", within the range of its declaration where that has one
JsonSchema numberSchema(const char* type, const ParamSpec& spec);
JsonSchema textSchema();
/// An array of `least` to `most` entries.
JsonSchema listSchema(JsonSchema entry, std::size_t least, std::size_t most);
JsonSchema eitherSchema(JsonSchema one, JsonSchema other);
/// @param strict whether it may have no other keys
JsonSchema objectSchema(JsonSchema properties, const std::vector<std::string>& required, bool strict);
/// A path, as pathJson() writes it.
JsonSchema pathSchema();
/// A whole file.
JsonSchema fileSchema(const char* title, JsonSchema properties, const std::vector<std::string>& required,
                      bool strict);

}  // namespace orator
