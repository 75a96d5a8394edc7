#pragma once

#include <optional>

#include "ui/model/bridge/problem.h"

namespace orator::ui {

/// Opens the manual that lies beside the program (share/orator/manual) in the browser. GUI thread.
/// @return why not, where it cannot be shown
std::optional<Problem> showManual();

}  // namespace orator::ui
