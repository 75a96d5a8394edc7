#pragma once

#include <QSettings>
#include <functional>

#include "core/base/error.h"

namespace orator::ui {

/// What the studio keeps from one run to the next: presets, keys, layout. One JSON file in the user's folder
/// for settings; it is replaced whole or stays as it was, on a full disk too, and what cannot be stored is
/// told. Any number of them share what is set, stored or not. GUI thread.
class Settings : public QSettings {
 public:
  Settings();
  /// Stores what was changed. A failure goes to the listener, once until storing succeeds.
  ~Settings() override;
  /// The same, for whoever waits for it. @throws Error outputUnwritable
  void store();

  /// @param listener is told that settings could not be stored; nullptr: nobody
  static void listenToFailures(std::function<void(const Error&)> listener);
  /// Takes over what Qt's own format holds, where there is no file of ours. Before the first other use.
  static void adoptEarlier();
};

}  // namespace orator::ui
