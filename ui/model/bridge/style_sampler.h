#pragma once

#include <memory>
#include <vector>

#include "ui/model/bridge/engine.h"

namespace orator::ui {

/// The pose styles as short loops on the user's own face, for the gallery. Filled one after another.
struct StyleSamples {
  static constexpr int kCount = 46;
  static constexpr int kPictures = 20;
  static constexpr double kSeconds = 2.5;
  static constexpr int kWidth = 90, kHeight = 100;  ///< of a picture, in pixels
  /// By style, those that are drawn; a style that the motion model refuses has no pictures.
  std::vector<std::vector<QImage>> strips;
  bool complete() const { return int(strips.size()) == kCount; }
};

/// Makes the loops: two and a half seconds of the voice in each style, drawn small. Photographic where the
/// project is rendered by the mesh, the 3D face otherwise, because a neural renderer would take minutes.
/// Used by one thread.
class StyleSampler {
 public:
  explicit StyleSampler(std::shared_ptr<Engine> engine) : engine_(std::move(engine)) {}
  /// Begins anew when `key` is another one.
  void begin(const std::string& key);
  bool complete() const { return samples_.complete(); }
  const StyleSamples& samples() const { return samples_; }
  /// Draws the next style, a tenth of a second. Nothing is added when it throws. @throws Error
  void drawNext(const project::Project& project, const std::shared_ptr<const face::Portrait>& portrait,
                const VoiceData& voice, const RunContext& context);
  /// The styles that are left stay without pictures.
  void giveUp() { samples_.strips.resize(StyleSamples::kCount); }

 private:
  FrameSource& source(const project::Project& project, const std::shared_ptr<const face::Portrait>& portrait,
                      const RunContext& context);

  std::shared_ptr<Engine> engine_;
  std::string key_;
  StyleSamples samples_;
  std::unique_ptr<FrameSource> source_;
};

}  // namespace orator::ui
