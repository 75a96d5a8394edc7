#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include "core/face/face_model.h"

namespace orator::learning {

struct SyncScore {
  double distance = 0;    ///< 0..2, mean over the frames at the best lag; lower is better
  double confidence = 0;  ///< median over all lags less the distance at the best one; higher is better
  int lagFrames = 0;      ///< the best one within +-15; positive: the lips are late
  /// Of each frame, over nine around it: how much nearer voice and lips are than at the median of all lags,
  /// at the best of those lags that viewers take for none, two frames or less.
  std::vector<float> frameConfidence;
};

/// SyncNet3D in use (core/learning/sync_net/sync_net.h): the distances of voice and lips over lags, as
/// SyncNet's authors judge videos. Not thread-safe.
class SyncJudge {
 public:
  /// @throws Error fileNotFound, checkpointRefused
  SyncJudge(const std::filesystem::path& weights, const face::FaceModel& model);
  ~SyncJudge();
  SyncJudge(SyncJudge&&) noexcept;

  /// @param expression one set of coefficients a frame, 25 a second, at least 20 @param voice16k of that time
  SyncScore judge(std::span<const face::ExpressionCoefficients> expression,
                  std::span<const float> voice16k) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace orator::learning
