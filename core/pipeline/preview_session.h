#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/pipeline/make_motion.h"
#include "core/pipeline/stages.h"

namespace orator::pipeline {

/// What a preview depends on besides portrait and voice.
struct PreviewSettings {
  motion::MotionSettings motion;
  render::RenderSettings render;
  std::string renderer = "mesh";
  FrameRate frameRate;
};

/// Single frames of a video that is being edited. Holds portrait, generated motion and renderer, and does
/// again only what a change makes necessary: blinks, gains, scales and still cost microseconds, pose style,
/// seed and frame rate a run of the motion model, size, crop and renderer a new renderer. Setters note the
/// change and return at once; the work happens in track() and renderFrame(). Thread rule: one worker thread.
/// The same settings give the same frames as animate().
class PreviewSession {
 public:
  explicit PreviewSession(std::string pack = "studio", const Stages& stages = libraryStages());

  void setPortrait(const std::filesystem::path& picture, std::optional<int> face = {});
  void setVoice(const std::filesystem::path& voice, const media::VoiceCut& cut = {});
  void setSettings(const PreviewSettings& settings);
  /// Shows these coefficients (an edited track) instead of the generated ones; empty goes back to those.
  void setTrack(std::shared_ptr<const motion::MotionTrack> track);

  /// @throws Error what reading and analysing the portrait throws; invalidArgument when none is set
  std::shared_ptr<const face::Portrait> portrait(const RunContext& context);
  /// The motion model's own output. @throws Error as portrait(), and what reading the voice throws
  std::shared_ptr<const motion::GeneratedMotion> motion(const RunContext& context);
  /// The track that renderFrame() shows. @throws Error as motion()
  std::shared_ptr<const motion::MotionTrack> track(const RunContext& context);
  /// One frame of the track, CV_8UC3 RGB. @throws Error as track(); invalidArgument (frame), cancelled
  cv::Mat renderFrame(std::int64_t frame, const RunContext& context);

  /// How often each step has run.
  struct Work {
    int portraits = 0, voices = 0, motions = 0, tracks = 0, renderers = 0;
    bool operator==(const Work&) const = default;
  };
  const Work& work() const { return work_; }

 private:
  const packs::Pack& pack();
  const std::vector<float>& voice(const RunContext& context);

  Stages stages_;
  std::string packId_;
  std::filesystem::path picturePath_, voicePath_;
  std::optional<int> face_;
  media::VoiceCut cut_;
  PreviewSettings settings_;
  std::optional<packs::Pack> pack_;
  std::shared_ptr<const face::Portrait> portrait_;
  std::optional<motion::CoefficientRow> row_;  ///< what the portrait shows
  std::shared_ptr<const motion::MotionModel> model_;
  std::vector<float> voice_;
  References references_;
  std::shared_ptr<const motion::GeneratedMotion> motion_;
  std::shared_ptr<const motion::MotionTrack> track_, shown_;
  std::unique_ptr<render::FaceRenderer> renderer_;
  Work work_;
};

}  // namespace orator::pipeline
