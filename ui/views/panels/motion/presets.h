#pragma once

#include <QString>
#include <array>
#include <vector>

#include "core/project/project.h"
#include "ui/views/curves/curve_catalog.h"

namespace orator::ui {

/// How strongly each part of the face follows the voice, in the order of facePartColumns().
using FaceParts = std::array<double, kFacePartCount>;
inline constexpr FaceParts kUsualParts{1, 1, 1, 1, 1};

/// Named motion settings. Parts of the face are kept by part, not by column, so that a preset serves every
/// face model that names its expressions.
struct Preset {
  QString name;
  motion::MotionSettings motion;
  bool factory = true;
  FaceParts parts = kUsualParts;
};

/// Those of the program, then those the user has saved.
std::vector<Preset> listPresets();
/// Replaces the user's preset of this name. @throws Error outputUnwritable: nothing is changed then
void savePreset(const QString& name, const motion::MotionSettings& motion,
                const FaceParts& parts = kUsualParts);
/// @throws Error outputUnwritable
void removePreset(const QString& name);

/// Gives a project the preset's settings; the seed stays, and a factory preset, which says how much moves,
/// leaves the style of moving.
/// @param columns of the face model; a part without columns cannot be scaled
void applyPreset(const Preset& preset, const FacePartColumns& columns, project::Project& project);
/// Whether a project's motion is what applyPreset() makes of it, whatever the seed.
bool isPreset(const Preset& preset, const FacePartColumns& columns, const project::Project& project);

/// The strengths of the parts in a project; 1 where the model names none.
FaceParts facePartsOf(const project::Project& project, const FacePartColumns& columns);
void setFacePart(project::Project& project, const FacePartColumns& columns, int part, double strength);

}  // namespace orator::ui
