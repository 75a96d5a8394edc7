#pragma once

#include <filesystem>
#include <memory>
#include <opencv2/core.hpp>
#include <span>

#include "core/render/finish/crop.h"

namespace orator::render::finish {

/// Completes mouths and eyes of warped frames with a network that has seen real ones (FinishNet): what the
/// portrait never showed is painted, what it showed is taken from the warp at the frame's own resolution.
/// Immutable; any thread.
class Finish {
 public:
  /// Weights of FinishNet, safetensors. A feature without a file stays as it is warped.
  struct Weights {
    std::filesystem::path mouth, eye;
  };
  /// @throws Error fileNotFound, notAFile, checkpointRefused
  explicit Finish(const Weights& weights);
  ~Finish();

  /// Whether there is a network for it.
  bool completes(Feature feature) const;

  /// @param frame CV_8UC3 RGB, completed in place within the crops
  void apply(cv::Mat& frame, std::span<const Crop> crops) const;

 private:
  struct Networks;
  std::unique_ptr<const Networks> networks_;
};

}  // namespace orator::render::finish
