#pragma once

#include "core/base/json_schema.h"

namespace orator::pipeline {

// JSON Schemas of what is read and written, made of the table of parameters. What a schema cannot say (an end
// behind its begin, a file that is there) the readers check.

/// What stands in requests, projects and presets: the parameters' keys in their groups, as "properties".
/// @param strict whether groups may have no other keys, as in requests and presets
JsonSchema settingsProperties(bool strict);

JsonSchema requestSchema();
JsonSchema filmPresetSchema();

}  // namespace orator::pipeline
