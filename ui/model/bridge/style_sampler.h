#pragma once

#include <QImage>
#include <optional>
#include <vector>

#include "core/session/parts.h"
#include "ui/kit/face_scene/face_scene.h"

namespace orator::ui {

/// What a style's head movement is like, for those who look for one.
enum class StyleGroup { calm, nodding, swaying, lively };
constexpr int kStyleGroupCount = 4;

/// By how fast the head turns on average, and between the two about which axis it turns furthest: up and
/// down, or to the sides. @param track of at least two frames
StyleGroup styleGroup(const motion::MotionTrack& track);

/// The pose styles as short loops on the user's own face, for the gallery. Filled one after another.
struct StyleSamples {
  static constexpr int kCount = 46;
  static constexpr int kPictures = 20;
  static constexpr double kSeconds = 2.5;
  static constexpr int kWidth = 90, kHeight = 100;  ///< of a picture, in pixels
  /// By style, those that are drawn; a style that the motion model refuses has no pictures.
  std::vector<std::vector<QImage>> strips;
  std::vector<StyleGroup> groups;  ///< of the strips
  bool complete() const { return int(strips.size()) == kCount; }
};

/// Makes the loops: two and a half seconds of the voice in each style, drawn small. Photographic where the
/// project is rendered by the mesh, the 3D face otherwise, because a neural renderer would take minutes.
/// Used by one thread.
class StyleSampler {
 public:
  /// Begins anew when portrait, voice or renderer are others. @param parts whose portrait and voice are used
  void begin(const session::Inputs& inputs, const session::Parts& parts);
  bool complete() const { return samples_.complete(); }
  const StyleSamples& samples() const { return samples_; }
  /// Draws the next style, a tenth of a second. Nothing is added when it throws. @throws Error
  void drawNext(const RunContext& context);
  /// The styles that are left stay without pictures.
  void giveUp() {
    samples_.strips.resize(StyleSamples::kCount);
    samples_.groups.resize(StyleSamples::kCount);
  }

 private:
  struct Key {
    session::PortraitKey portrait;
    session::VoiceKey voice;
    std::string renderer;
    bool operator==(const Key&) const = default;
  };
  QImage photograph(const motion::MotionTrack& track, std::int64_t frame, const RunContext& context);
  QImage faceOnly(const motion::CoefficientRow& row, const RunContext& context);

  std::optional<Key> key_;
  session::Inputs inputs_;
  std::optional<session::Parts> parts_;
  std::optional<FaceScene> scene_;
  StyleSamples samples_;
};

}  // namespace orator::ui
