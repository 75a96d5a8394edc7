#pragma once

#include <exception>

#include "core/base/error.h"

namespace orator {

/// Any exception as an Error: ours as it is; memory or threads that were refused, whichever library reports
/// it, as outOfMemory; a path that the system refuses as fileNotFound; anything else as internal, a mistake
/// of ours.
Error asError(const std::exception& exception);

}  // namespace orator
