#pragma once

#include <QMetaType>
#include <QString>
#include <functional>

#include "core/base/error.h"

namespace orator::ui {

/// Something the user should know, in words that were already chosen for the user.
struct Problem {
  enum class Level { info, done, warning, error };
  Level level = Level::error;
  QString title;                      ///< what the studio was doing
  QString reason;                     ///< what happened, to which file
  QString remedy;                     ///< what to do; may be empty
  QString code;                       ///< stable name of the error code; empty for notes
  QString offer = {};                 ///< words of a button beside the message; empty: none
  std::function<void()> accept = {};  ///< what that button does; GUI thread
  bool ofPreview = false;             ///< over as soon as the preview shows what is open
};

/// The text of an error of the core for somebody who was `doing` something.
Problem problemFrom(const Error& error, const QString& doing);

/// What was caught while `doing` something; of level info where the user stopped it. Only in a catch block.
Problem caughtProblem(const QString& doing);

}  // namespace orator::ui

Q_DECLARE_METATYPE(orator::ui::Problem)
