#pragma once

#include <atomic>
#include <memory>

#include "core/session/parts.h"

namespace orator::ui {

/// Stages without networks: a small face, waves as motion, flat pictures as frames; real sound, a real MP4.
class ScriptedEngine : public std::enable_shared_from_this<ScriptedEngine> {
 public:
  virtual ~ScriptedEngine() = default;
  std::atomic<int> renderMillisecondsPerFrame{0};  ///< of a film
  std::atomic<int> failAtFrame{-1};                ///< a film runs out of disk there

  std::shared_ptr<session::Resources> resources();
  virtual std::shared_ptr<face::Portrait> portrait(const media::Picture& picture,
                                                   const face::PortraitOptions& options);
  /// What happens before each run of the motion model, and before each frame of a preview or a film.
  virtual void beforeMotion(const motion::MotionSettings&) {}
  virtual void beforeFrame(const RunContext&) {}
};

}  // namespace orator::ui
