#pragma once

#include <string>

namespace orator::lab {

/// Thrown for a clip that cannot be judged; the others go on.
struct Skip {
  std::string reason;  ///< for the report
};

}  // namespace orator::lab
