#pragma once

#include <QString>
#include <functional>

namespace orator::ui {

class MainWindow;

/// Writes PNGs of the window in both themes and of each dock and dialog into `folder`, once the open project
/// is shown.
/// @return how many pictures could not be written
int writeScreenshots(MainWindow& window, const QString& folder);

/// Runs the event loop until `ready` or the time is over. @return whether it became ready
bool waitFor(const std::function<bool()>& ready, int milliseconds);

}  // namespace orator::ui
