#pragma once

#include <QString>
#include <vector>

#include "core/motion/motion_model.h"

namespace orator::ui {

/// Named motion settings.
struct Preset {
  QString name;
  motion::MotionSettings motion;
  bool factory = true;
};

/// Those of the program, then those the user has saved.
std::vector<Preset> listPresets();
/// Replaces the user's preset of this name.
void savePreset(const QString& name, const motion::MotionSettings& motion);
void removePreset(const QString& name);

}  // namespace orator::ui
