#pragma once

#include "core/base/json_schema.h"

namespace orator::packs {

/// JSON Schema of a pack.json.
JsonSchema packSchema();

}  // namespace orator::packs
