#pragma once

#include <QMetaType>
#include <QString>

#include "core/base/error.h"

namespace orator::ui {

/// Something the user should know, in words that were already chosen for the user.
struct Problem {
  enum class Level { info, done, warning, error };
  Level level = Level::error;
  QString title;   ///< what the studio was doing
  QString reason;  ///< what happened, to which file
  QString remedy;  ///< what to do; may be empty
  QString code;    ///< stable name of the error code; empty for notes
};

/// The text of an error of the core for somebody who was `doing` something.
Problem problemFrom(const Error& error, const QString& doing);

}  // namespace orator::ui

Q_DECLARE_METATYPE(orator::ui::Problem)
