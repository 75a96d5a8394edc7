#pragma once

#include <QColor>
#include <QString>
#include <array>
#include <string>
#include <vector>

#include "core/motion/motion_track.h"

namespace orator::ui {

/// How one of the 70 columns is called, grouped and shown.
struct CurveInfo {
  int column = 0;
  QString name;
  QString group;
  QString unit;      ///< of the displayed value
  double scale = 1;  ///< displayed value = scale * coefficient
  bool isPose() const { return column >= motion::kAngleColumn; }
};

/// All columns: 6 of the pose, then 64 of the expression in groups.
/// @param expressionNames of the face model; columns without a name are called by their number
std::vector<CurveInfo> curveCatalog(const std::vector<std::string>& expressionNames);

/// Parts of the face that a user knows: jaw, lips, cheeks and nose, eyes, brows.
inline constexpr int kFacePartCount = 5;
/// Expression columns of each part; none where the face model has no names.
using FacePartColumns = std::array<std::vector<int>, kFacePartCount>;
FacePartColumns facePartColumns(const std::vector<std::string>& expressionNames);

/// Colour of a curve in the present theme.
QColor curveColour(int column);

}  // namespace orator::ui
