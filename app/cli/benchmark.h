#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/run_context.h"
#include "core/render/face_renderer.h"

namespace orator::cli {

/// What is measured. Every time is wall clock, of one run.
struct BenchmarkSettings {
  std::filesystem::path portrait, voice;
  std::string pack = "studio";
  std::string renderer;  ///< empty: the pack's default
  std::string device = "auto";
  render::Finishing finish = render::Finishing::on;
  std::vector<int> sizes;  ///< longer side of the frames, pixels
  int frames = 150;        ///< frames rendered per size at most
};

/// One frame size.
struct SizeFigures {
  int width = 0, height = 0;
  int frames = 0;
  double prepareMs = 0;          ///< making the renderer
  double firstFrameMs = 0;       ///< the first frame of a fresh renderer
  double renderMs = 0;           ///< a frame, rendered and composited
  double renderAndEncodeMs = 0;  ///< a frame, rendered, composited and encoded to the finished file
};

struct BenchmarkFigures {
  int cores = 0;
  double voiceSeconds = 0;
  double readPortraitMs = 0, analysePortraitMs = 0;
  double readVoiceMs = 0;
  double loadMotionModelMs = 0, motionMs = 0;
  double peakMemoryMb = 0;
  std::vector<SizeFigures> sizes;

  /// Seconds of voice that one second of mel and motion covers.
  double voiceTimesRealTime() const;
  /// From the start of the work to the first frame of the first size, model and portrait included.
  double firstFrameMs() const;
};

/// Most memory that this process has held at once.
double peakMemoryMb();

/// @throws Error, any code
BenchmarkFigures runBenchmark(const BenchmarkSettings& settings, const RunContext& context);

}  // namespace orator::cli
