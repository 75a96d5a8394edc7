#pragma once

#include <QWidget>

#include "core/project/track_edits.h"

namespace orator::ui {

/// Asks for the gains of a time range, which is told in seconds. False when the user went back.
bool askRangeGain(QWidget* parent, double framesPerSecond, project::RangeGain& gain);

}  // namespace orator::ui
