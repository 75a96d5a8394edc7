#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/frame_rate.h"
#include "core/base/run_context.h"
#include "core/motion/motion_model.h"
#include "core/render/face_renderer.h"

namespace orator::pipeline {

/// Everything that decides a video. The same request and seed give the same frames, in every program of Orator.
struct AnimateRequest {
  std::filesystem::path portrait;
  std::filesystem::path voice;
  std::filesystem::path output;
  std::string pack = "studio";
  std::string renderer = "mesh";
  motion::MotionSettings motion;
  render::RenderSettings render;
  FrameRate frameRate;                    ///< 24, 25, 30, 50 or 60
  std::optional<int> face;                ///< 0 = largest
  std::optional<FrameRange> frames;       ///< only these frames (and their sound)
  std::filesystem::path track;            ///< render these coefficients instead of generating them
};

struct AnimateResult {
  std::filesystem::path output;
  std::int64_t frames = 0;
  cv::Size size;
  double durationSeconds = 0;
  double analyseSeconds = 0, motionSeconds = 0, renderSeconds = 0;  ///< wall clock
};

/// Portrait and voice to an MP4. Stages reported: "analyse", "motion", "render".
/// Nothing is left behind when it throws. @throws Error, any code
AnimateResult animate(const AnimateRequest& request, const RunContext& context);

/// The coefficient track alone.
motion::MotionTrack makeTrack(const AnimateRequest& request, const RunContext& context);

/// JSON form of a request, relative paths resolved against the file's folder. @throws Error unreadableProject
void saveRequest(const AnimateRequest& request, const std::filesystem::path& file);
AnimateRequest loadRequest(const std::filesystem::path& file);

}  // namespace orator::pipeline
