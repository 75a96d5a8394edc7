#pragma once

#include <string>
#include <vector>

#include "core/base/run_context.h"
#include "core/render/precision.h"

namespace orator::packs {
struct Pack;
}

namespace orator::render::facevid2vid {

struct MeasurementSettings {
  int side = 256;  ///< of the square pictures, a multiple of 128
  int frames = 3;
  int threads = 0;  ///< 0: as many as LibTorch takes by itself
  /// Also run the networks module by module: on a CPU in turn with the fast path, on CUDA for three frames.
  bool baseline = false;
  Precision precision = Precision::exact;
  std::string device = "auto";
};

/// One part of the work.
struct PartFigures {
  std::string name;
  double milliseconds = 0;  ///< median over the frames
  double gflop = 0;  ///< arithmetic of its convolutions as they are done; 0 where there is none to count
};

/// What is done once a portrait, what for each frame, and what a frame costs module by module.
struct NeuralFigures {
  std::string device;
  int threads = 0;
  std::string kernels;  ///< instruction set of the CPU's channel loops
  std::vector<PartFigures> portrait, frame, baseline;
  double largestDifference = 0, meanDifference = 0;  ///< between both paths, 0..1; with a baseline only
  double deviceMemoryMb = 0;                         ///< most that was taken of a CUDA device

  double frameMs() const;
  double baselineMs() const;
  double ratio() const;  ///< baseline time / frame time, 0 without a baseline
};

/// Renders frames of a random portrait and motion. Memory does not depend on their number.
/// @param pack whose weights are used; null: random weights of full size
/// @throws Error deviceUnavailable, outOfMemory, cancelled, those of packs::openNetworkWeights
NeuralFigures measureNeuralFace(const packs::Pack* pack, const MeasurementSettings& settings,
                                const RunContext& context);

}  // namespace orator::render::facevid2vid
