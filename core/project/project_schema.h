#pragma once

#include "core/base/json_schema.h"

namespace orator::project {

/// JSON Schema of projects as they are written: a request's settings and the edits. Older projects, whose
/// keys have other names, are read as well.
JsonSchema projectSchema();

}  // namespace orator::project
