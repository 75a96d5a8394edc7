#pragma once

#include <QByteArray>
#include <QImage>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "core/base/run_context.h"
#include "core/face/portrait.h"
#include "core/motion/motion_model.h"
#include "core/pipeline/animate.h"
#include "core/project/project.h"

namespace orator::ui {

/// A voice as the studio shows and plays it.
struct VoiceData {
  static constexpr int kPeaksPerSecond = 200;
  struct Peak {
    float low = 0, high = 0;
  };
  std::vector<Peak> peaks;        ///< of the trimmed voice with its gain, -1..1
  std::vector<Peak> wholePeaks;   ///< of the whole file, without gain: what the trim handles stand on
  std::vector<float> samples16k;  ///< what the networks hear
  QByteArray pcm;                 ///< mono int16 at pcmRateHz
  int pcmRateHz = 48000;
  double seconds = 0;       ///< after trimming
  double wholeSeconds = 0;  ///< of the file
};

/// A track with what the curve view and the edits need to know of its making.
struct ShapedMotion {
  motion::MotionTrack generated;  ///< settings applied, no edits
  motion::MotionTrack edited;     ///< what is shown and rendered
};

/// Draws frames of one portrait. Used by one thread.
class FrameSource {
 public:
  virtual ~FrameSource() = default;
  /// RGB picture of one frame; deep copy. @throws Error
  virtual QImage frame(const motion::MotionTrack& track, std::int64_t index, const RunContext& context) = 0;
};

/// The studio's whole view of the core. Implementations are called from worker threads only; every call may
/// take seconds, obeys the context's stop request and throws Error.
class Engine {
 public:
  virtual ~Engine() = default;
  virtual std::shared_ptr<const face::Portrait> analysePortrait(const project::Project& project,
                                                                const RunContext& context) = 0;
  virtual std::shared_ptr<const VoiceData> readVoice(const project::Project& project,
                                                     const RunContext& context) = 0;
  /// @param voice without samples: the person waits for the project's idle seconds
  /// @param seed replaces the project's own
  virtual std::shared_ptr<const motion::GeneratedMotion> generate(const project::Project& project,
                                                                  const face::Portrait& portrait,
                                                                  const VoiceData& voice, std::uint64_t seed,
                                                                  const RunContext& context) = 0;
  /// Settings and blinks on generated motion.
  virtual motion::MotionTrack applySettings(const motion::GeneratedMotion& motion,
                                            const motion::MotionSettings& settings) = 0;
  /// A coefficient track in a file (json, csv, mat).
  virtual motion::MotionTrack readTrack(const std::filesystem::path& file) = 0;
  virtual void writeTrack(const std::filesystem::path& file, const motion::MotionTrack& track) = 0;
  /// @param maximumSide longer side of the frames, in pixels
  virtual std::unique_ptr<FrameSource> openRenderer(const project::Project& project,
                                                    std::shared_ptr<const face::Portrait> portrait,
                                                    int maximumSide, const RunContext& context) = 0;
  /// Renders `track` with the project's settings and its voice to project.output.path; silent without a
  /// voice.
  virtual pipeline::AnimateResult render(const project::Project& project, const motion::MotionTrack& track,
                                         const RunContext& context) = 0;
};

}  // namespace orator::ui
