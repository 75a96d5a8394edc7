#pragma once

#include <array>
#include <string_view>

#include "core/face/face_model.h"

namespace orator::face {

/// The 64 directions of the studio basis by index. A coefficient of 1 is one natural full-strength action;
/// 0 is the neutral face with closed lips and open eyes. Left and right are those of the picture.
/// One-sided actions range from 0 to about 1.2 (a little below 0 on faces whose rest is beyond neutral), the
/// ones marked +- from -1 to 1, modes from -3 to 3: their unit is one standard deviation.
enum StudioExpression : int {
  kJawOpen,  ///< lower face turned about the hinge by kJawOpenRadians
  kJawLeft,
  kJawRight,
  kJawForward,
  kMouthClose,   ///< brings the lips together while the jaw is open: kJawOpen = kMouthClose = x keeps them
                 ///< shut
  kMouthPucker,  ///< u, w: lips narrow and forward
  kMouthFunnel,  ///< o, sh: lips forward and apart
  kMouthLeft,
  kMouthRight,
  kMouthStretchLeft,  ///< e, i: corner outward
  kMouthStretchRight,
  kMouthSmileLeft,  ///< corner outward and up, cheek follows
  kMouthSmileRight,
  kMouthFrownLeft,
  kMouthFrownRight,
  kUpperLipRaiseLeft,
  kUpperLipRaiseRight,
  kLowerLipDepressLeft,
  kLowerLipDepressRight,
  kMouthPressLeft,  ///< m, b, p: lips pressed together
  kMouthPressRight,
  kMouthDimpleLeft,
  kMouthDimpleRight,
  kLipRollUpper,  ///< red of the lip turned inward
  kLipRollLower,  ///< f, v: lower lip turned inward, towards the upper teeth
  kLipOutUpper,
  kLipOutLower,
  kChinRaise,
  kCheekPuffLeft,
  kCheekPuffRight,
  kCheekRaiseLeft,
  kCheekRaiseRight,
  kNoseWrinkleLeft,
  kNoseWrinkleRight,
  kNostrilFlare,
  kBlinkLeft,  ///< upper lid exactly on the lower one
  kBlinkRight,
  kSquintLeft,
  kSquintRight,
  kEyeWideLeft,
  kEyeWideRight,
  kBrowInnerRaiseLeft,
  kBrowInnerRaiseRight,
  kBrowOuterRaiseLeft,
  kBrowOuterRaiseRight,
  kBrowLowerLeft,
  kBrowLowerRight,
  kBrowTogether,
  kGazeHorizontal,  ///< +- : irises to the right of the picture
  kGazeVertical,    ///< +- : irises up, lids follow
  kFirstMode,       ///< +- : principal components of what the actions leave of people's motion, largest first
  kModeCount = kExpressionCount - kFirstMode,
};

/// Name of a direction as stored in FaceModel::expressionNames, for example "jaw_open".
std::string_view studioExpressionName(int index);

/// Columns of an expression that turn the eyes to the right of the picture and up; none in a basis that
/// cannot tell where they look.
struct GazeColumns {
  int right = -1, up = -1;
  bool known() const { return right >= 0 && up >= 0; }
};
/// @param names FaceModel::expressionNames
GazeColumns gazeColumns(const std::vector<std::string>& names);

/// The axis the lower jaw turns about, parallel to x, and the turn at kJawOpen = 1. Head coordinates,
/// decimetre.
inline const cv::Point3f kJawHinge{0.f, -0.05f, -0.10f};
inline constexpr float kJawOpenRadians = 0.26f;

/// How far the irises go at kGazeHorizontal = 1 and at kGazeVertical = 1, decimetre, and how far they lie in
/// front of the centre that the eye turns about.
inline constexpr std::array<float, 2> kGazeTravel{0.04f, 0.03f};
inline constexpr float kIrisFromEyeCentre = 0.105f;
inline constexpr std::array<float, 2> kGazeUnitRadians{kGazeTravel[0] / kIrisFromEyeCentre,
                                                       kGazeTravel[1] / kIrisFromEyeCentre};

}  // namespace orator::face
