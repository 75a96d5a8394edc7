#pragma once

namespace orator::ui {

class MainWindow;

/// Five hints, one beside each part of the window, with Back, Next and Close; Enter, Space and the arrow keys
/// step.
void startTour(MainWindow& window);

}  // namespace orator::ui
