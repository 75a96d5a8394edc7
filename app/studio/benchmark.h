#pragma once

#include "ui/views/main_window/main_window.h"

namespace orator::ui {

/// Milliseconds since this process was started by the system; 0 where the system does not say.
double processAgeMilliseconds();

/// Works the shown window on the sample project as a user would (moves a slider, drags a blink, plays,
/// renders) and prints how fast it answers. @param startMilliseconds how long the window took to be usable
/// @return exit code
int runBenchmark(MainWindow& window, double startMilliseconds, bool json);

}  // namespace orator::ui
