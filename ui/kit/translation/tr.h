#pragma once

#include <QCoreApplication>
#include <QString>

namespace orator::ui {

/// For code outside of a QObject: the text in the user's language. lupdate reads it in this namespace's
/// context.
inline QString tr(const char* text) {
  return QCoreApplication::translate("orator::ui", text);
}

}  // namespace orator::ui
