#pragma once

#include <QString>

namespace orator::ui {

/// A name as menus and buttons show it: its "&" is no mark of a key.
inline QString menuText(QString name) {
  return name.replace("&", "&&");
}

}  // namespace orator::ui
