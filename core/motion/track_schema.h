#pragma once

#include "core/base/json_schema.h"

namespace orator::motion {

/// JSON Schema of a track's `.json`.
JsonSchema trackSchema();

}  // namespace orator::motion
