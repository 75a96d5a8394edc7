#pragma once

#include <QString>

namespace orator::ui {

/// 1:05 for 65 seconds.
QString durationText(double seconds);

}  // namespace orator::ui
