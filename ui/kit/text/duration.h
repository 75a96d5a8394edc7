#pragma once

#include <QString>

namespace orator::ui {

/// 1:05 for 65 seconds.
QString durationText(double seconds);

/// A moment of a film, the one notation of it: 1:05.48, or with as few decimals as are asked for.
/// @param decimals of the seconds, 0 to 2
QString momentText(double seconds, int decimals = 2);

}  // namespace orator::ui
