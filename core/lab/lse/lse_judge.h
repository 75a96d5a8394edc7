#pragma once

#include <memory>
#include <opencv2/core.hpp>
#include <span>
#include <vector>

#include "core/face/landmarks.h"
#include "core/lab/lse/lse_score.h"
#include "core/packs/pack.h"

namespace orator::lab::lse {

inline constexpr int kFewestFrames = 13;  ///< of a film that is judged: the median of its crops needs them

/// The box of a face as SyncNet's crop wants it: of the mesh's points. (The published scores take the box of
/// the detector S3FD, which lies a little otherwise: they compare among each other.)
cv::Vec4d faceBox(const face::FaceLandmarks& landmarks);

/// The published SyncNet in use: LSE-D and LSE-C of a film. Not thread-safe.
class LseJudge {
 public:
  /// @param pack one with a file of the role "syncnet_v2"
  /// @throws Error packMissing, packDamaged, checkpointRefused
  explicit LseJudge(const packs::Pack& pack);
  ~LseJudge();
  LseJudge(LseJudge&&) noexcept;

  /// @param crops CV_8UC3 RGB of 224 x 224, 25 a second, of FaceCropper; at least kFewestFrames
  /// @param voice16k mono, -1..1, of that time; what is longer is cut
  /// @throws Error invalidArgument (too few frames, or too short a voice)
  LseScore judge(std::span<const cv::Mat> crops, std::span<const float> voice16k) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace orator::lab::lse
