#include "ui/kit/text/duration.h"

#include <algorithm>
#include <cmath>

namespace orator::ui {

QString momentText(double seconds, int decimals) {
  constexpr int kParts[] = {1, 10, 100};
  const auto parts = std::max(0ll, std::llround(seconds * kParts[decimals]));
  const auto whole = parts / kParts[decimals], rest = parts % kParts[decimals];
  const QString text = QStringLiteral("%1:%2").arg(whole / 60).arg(whole % 60, 2, 10, QChar('0'));
  return decimals > 0 ? text + QStringLiteral(".%1").arg(rest, decimals, 10, QChar('0')) : text;
}

QString durationText(double seconds) {
  return momentText(seconds, 0);
}

}  // namespace orator::ui
