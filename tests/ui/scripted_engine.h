#pragma once

#include <atomic>
#include <memory>

#include "ui/model/bridge/engine.h"

namespace orator::ui {

/// An engine without networks: a small face, waves as motion, flat pictures as frames, real sound and a real
/// MP4.
class ScriptedEngine : public Engine {
 public:
  std::atomic<int> renderMillisecondsPerFrame{0};
  std::atomic<int> failAtFrame{-1};  ///< rendering runs out of disk there

  std::shared_ptr<const face::Portrait> analysePortrait(const project::Project& project,
                                                        const RunContext& context) override;
  std::shared_ptr<const VoiceData> readVoice(const project::Project& project,
                                             const RunContext& context) override;
  std::shared_ptr<const motion::GeneratedMotion> generate(const project::Project& project,
                                                          const face::Portrait& portrait,
                                                          const VoiceData& voice, std::uint64_t seed,
                                                          const RunContext& context) override;
  motion::MotionTrack applySettings(const motion::GeneratedMotion& motion,
                                    const motion::MotionSettings& settings) override;
  motion::MotionTrack readTrack(const std::filesystem::path& file) override;
  void writeTrack(const std::filesystem::path& file, const motion::MotionTrack& track) override;
  std::unique_ptr<FrameSource> openRenderer(const project::Project& project,
                                            std::shared_ptr<const face::Portrait> portrait, int maximumSide,
                                            const RunContext& context) override;
  pipeline::AnimateResult render(const project::Project& project, const motion::MotionTrack& track,
                                 const RunContext& context) override;
};

}  // namespace orator::ui
