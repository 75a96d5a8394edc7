#include "core/face/portrait_findings.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace orator::face {
namespace {

using Kind = FindingKind;
using Severity = FindingSeverity;

// Where plain portraits end. The motion is held back from kTurnedDegrees on (core/render/mesh).
constexpr float kTurnedDegrees = 18, kFarTurnedDegrees = 32, kTiltedDegrees = 25;
constexpr float kSmallPixels = 100, kVerySmallPixels = 64;
constexpr float kSoft = 20, kBlurred = 8;
constexpr float kClosedEyes = 0.12f, kOpenMouth = 0.07f, kCut = 0.5f;

std::string degrees(float value) {
  return std::to_string(std::lround(std::abs(value))) + "°";
}
std::string pixels(float value) {
  return std::to_string(std::lround(value)) + " px";
}

class Findings {
 public:
  explicit Findings(const PortraitQuality& quality) : q_(quality) {}

  std::vector<PortraitFinding> all() {
    position();
    visibility();
    picture();
    surroundings();
    std::stable_sort(list_.begin(), list_.end(),
                     [](const auto& a, const auto& b) { return a.severity > b.severity; });
    return std::move(list_);
  }

 private:
  void add(Kind kind, Severity severity, std::string_view text, std::string value, Remedy remedy) {
    list_.push_back({kind, severity, text, std::move(value), remedy});
  }

  void position() {
    const float yaw = std::abs(q_.yawDegrees);
    if (q_.toUpright == Rotation::half)
      add(Kind::onItsSide, Severity::warning, "The face is upside down", "", Remedy::rotateHalf);
    else if (q_.toUpright != Rotation::none)
      add(Kind::onItsSide, Severity::warning, "The face lies on its side", "",
          q_.toUpright == Rotation::clockwise ? Remedy::rotateClockwise : Remedy::rotateCounterclockwise);
    if (yaw > kFarTurnedDegrees)
      add(Kind::turned, Severity::warning, "The face is turned far to the side, the head is held still",
          degrees(yaw), Remedy::anotherPicture);
    else if (yaw > kTurnedDegrees)
      add(Kind::turned, Severity::hint, "The face is turned to the side, the head turns less", degrees(yaw),
          Remedy::none);
    if (std::abs(q_.pitchDegrees) > kTiltedDegrees)
      add(Kind::tilted, Severity::warning, "The face is tilted far up or down, the head nods less",
          degrees(q_.pitchDegrees), Remedy::anotherPicture);
  }

  void visibility() {
    if (q_.kind == PictureKind::animal) return;
    if (!q_.showsLips())
      add(Kind::lipsHidden, Severity::warning,
          "The lips are not seen: the jaw moves, the mouth does not open", "", Remedy::anotherPicture);
    else if (q_.mouthOpening > kOpenMouth)
      add(Kind::mouthOpen, Severity::hint, "The mouth is wide open, a closed one works better", "",
          Remedy::none);
    const int hidden = int(!q_.showsEye(0)) + int(!q_.showsEye(1));
    if (hidden == 2)
      add(Kind::eyesHidden, Severity::hint, "The eyes are not seen and do not blink", "", Remedy::none);
    else if (hidden == 1)
      add(Kind::eyesHidden, Severity::hint, "One eye is not seen and does not blink", "", Remedy::none);
    else if (q_.eyeOpening < kClosedEyes)
      add(Kind::eyesClosed, Severity::warning,
          "The eyes are shut and stay so: what is behind the lids is not seen", "", Remedy::anotherPicture);
  }

  void picture() {
    if (q_.kind == PictureKind::animal)
      add(Kind::animal, Severity::warning, "This looks like an animal, no human teeth are drawn", "",
          Remedy::anotherPicture);
    if (q_.kind == PictureKind::drawing)
      add(Kind::drawing, Severity::hint, "This looks like a flat drawing", "", Remedy::none);
    if (q_.faceHeightPixels < kVerySmallPixels)
      add(Kind::smallFace, Severity::warning, "The face is very small, mouth and eyes are coarse",
          pixels(q_.faceHeightPixels), Remedy::enlarge);
    else if (q_.faceHeightPixels < kSmallPixels)
      add(Kind::smallFace, Severity::hint, "The face is small", pixels(q_.faceHeightPixels), Remedy::enlarge);
    if (q_.sharpness < kBlurred)
      add(Kind::blurred, Severity::warning, "The face is blurred, mouth and eyes will be too", "",
          Remedy::smallerFilm);
    else if (q_.sharpness < kSoft)
      add(Kind::blurred, Severity::hint, "The face is a little soft", "", Remedy::smallerFilm);
  }

  void surroundings() {
    if (const float cut = *std::max_element(q_.cut.begin(), q_.cut.end()); cut > kCut)
      add(Kind::cut, Severity::warning, "The border of the picture cuts the head, it moves less", "",
          Remedy::anotherPicture);
    if (!q_.innerFrame.empty())
      add(Kind::framed, Severity::hint, "The picture lies inside a frame or bars, which stay still", "",
          Remedy::crop);
    if (!q_.others.empty())
      add(Kind::others, Severity::hint, "Other faces in the picture stay still",
          std::to_string(q_.others.size()), Remedy::chooseFace);
    if (q_.transparent)
      add(Kind::transparent, Severity::hint,
          "The picture has transparency, it is laid over a plain background", "", Remedy::chooseBackground);
  }

  const PortraitQuality& q_;
  std::vector<PortraitFinding> list_;
};

struct RemedyWords {
  std::string_view name, text;
};
constexpr std::array<RemedyWords, 11> kRemedies{{
    {"none", ""},
    {"another_picture", "Choose another picture, from the front and unobstructed"},
    {"rotate_clockwise", "Turn the picture: --rotate 90"},
    {"rotate_half", "Turn the picture: --rotate 180"},
    {"rotate_counterclockwise", "Turn the picture: --rotate 270"},
    {"smaller_film", "A smaller film hides it: --size 256"},
    {"less_head_motion", "Let the head move less: --pose-scale 0.5"},
    {"crop", "Crop the picture to what lies inside"},
    {"choose_face", "Choose who speaks: --face 1"},
    {"choose_background", "Choose another background: --background COLOUR"},
    {"enlarge", "Enlarge the portrait: --enhance-background esrgan"},
}};

constexpr std::array<std::string_view, 15> kKindNames{
    "turned",      "tilted",      "on_its_side", "small_face", "blurred",
    "lips_hidden", "eyes_hidden", "eyes_closed", "mouth_open", "drawing",
    "animal",      "cut",         "framed",      "others",     "transparent"};

}  // namespace

std::vector<PortraitFinding> findingsOf(const PortraitQuality& quality) {
  return Findings(quality).all();
}

std::string_view remedyName(Remedy remedy) {
  return kRemedies[std::size_t(remedy)].name;
}

std::string_view remedyText(Remedy remedy) {
  return kRemedies[std::size_t(remedy)].text;
}

std::string_view findingName(FindingKind kind) {
  return kKindNames[std::size_t(kind)];
}

std::string messageOf(const PortraitFinding& finding) {
  std::string note(finding.text);
  if (!finding.value.empty()) note += " (" + finding.value + ")";
  if (const std::string_view remedy = remedyText(finding.remedy); !remedy.empty())
    note += ". " + std::string(remedy);
  return note;
}

}  // namespace orator::face
