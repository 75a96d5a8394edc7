#include "ui/kit/text/duration.h"

#include <algorithm>
#include <cmath>

namespace orator::ui {

QString durationText(double seconds) {
  const auto whole = std::llround(std::max(0.0, seconds));
  return QStringLiteral("%1:%2").arg(whole / 60).arg(whole % 60, 2, 10, QChar('0'));
}

}  // namespace orator::ui
