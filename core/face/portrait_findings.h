#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/face/portrait_quality.h"

namespace orator::face {

enum class FindingKind {
  turned,       ///< to the side: yawDegrees
  tilted,       ///< up or down: pitchDegrees
  onItsSide,    ///< or upside down: rollDegrees
  smallFace,    ///< faceHeightPixels
  blurred,      ///< sharpness
  lipsHidden,   ///< lipsVisible
  eyesHidden,   ///< eyesVisible, one of them or both
  eyesClosed,   ///< eyeOpening
  mouthOpen,    ///< mouthOpening
  drawing,      ///< kind
  animal,       ///< kind
  cut,          ///< the borders cut the head
  framed,       ///< innerFrame
  others,       ///< further faces
  transparent,  ///< the file's transparency
};

/// hint: the film comes out well, something is worth knowing. warning: the motion is held back, or the
/// picture shows less than it takes.
enum class FindingSeverity { hint, warning };

enum class Remedy {
  none,
  anotherPicture,
  rotateClockwise,         ///< by 90 degrees
  rotateHalf,              ///< by 180 degrees
  rotateCounterclockwise,  ///< by 90 degrees
  smallerFilm,
  lessHeadMotion,
  crop,
  chooseFace,
  chooseBackground,
  enlarge,  ///< by a network
};

/// Something of a portrait that its owner should know. Texts are English sentences without numbers.
struct PortraitFinding {
  FindingKind kind;
  FindingSeverity severity;
  std::string_view text;
  std::string value;  ///< what was measured, with its unit; may be empty
  Remedy remedy = Remedy::none;
  bool operator==(const PortraitFinding&) const = default;
};

/// What is unusual, the gravest first; empty for a plain portrait.
std::vector<PortraitFinding> findingsOf(const PortraitQuality& quality);

/// "smaller_film", for programs; "none" for none.
std::string_view remedyName(Remedy remedy);
/// What to do, in a sentence; empty for none.
std::string_view remedyText(Remedy remedy);
/// "turned"
std::string_view findingName(FindingKind kind);

/// Text, value and remedy in one line.
std::string messageOf(const PortraitFinding& finding);

}  // namespace orator::face
