#pragma once

#include <QString>
#include <optional>

#include "ui/model/bridge/problem.h"

namespace orator::ui {

/// Opens the folder of a file in the desktop's file manager. @return why not, where it cannot be shown
std::optional<Problem> showInFolder(const QString& file);

}  // namespace orator::ui
