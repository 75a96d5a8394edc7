#pragma once

#include <string>

#include "core/project/project.h"

namespace orator::ui {

// What a stage of the preview depends on, as text: where it is the same, the stage's result still holds.
// Files count with the time they were written at, so the disk is asked; empty where there is nothing to do.

std::string portraitKeyOf(const project::Project& project);
std::string voiceKeyOf(const project::Project& project);
/// The generated motion, but for its seed.
std::string generateKeyOf(const project::Project& project);
/// The track: its generation, settings and edits.
std::string shapeKeyOf(const project::Project& project);
std::string rendererKeyOf(const project::Project& project);

/// Whether work on `a` is useless for `b`: another portrait, voice, manner of motion or renderer. Compares
/// what the project says and asks no disk, because the GUI thread calls it.
bool needsOtherWork(const project::Project& a, const project::Project& b);

}  // namespace orator::ui
