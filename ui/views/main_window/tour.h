#pragma once

namespace orator::ui {

class MainWindow;

/// Five hints, one beside each part of the window, with Next and Close.
void startTour(MainWindow& window);

}  // namespace orator::ui
