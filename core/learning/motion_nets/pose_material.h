#pragma once

#include <ATen/core/Tensor.h>

#include <array>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "core/learning/clips/data_set.h"
#include "core/motion/sadtalker/audio_encoder.h"
#include "core/motion/sadtalker/joined_pose.h"

namespace orator::learning {

/// A style of moving the head: one person's, at some liveliness.
struct PoseStyleSource {
  std::string speaker;  ///< empty: everybody
  double amplitude = 1;
  std::array<float, 3> leanRadians{};  ///< how this person carries the head, halved
  std::array<float, 6> extent{};       ///< standard deviation at this amplitude: radians, decimetre
  double tempo = 1;                    ///< mean speed over extent
};

/// 46 styles from the speakers of a set. Style 0 moves like everybody: its extent is the mean of
/// the middle half of people. The others differ as much as possible: speakers with at least four
/// seconds of moving head, at three amplitudes, picked one after the other as the farthest from those that
/// were picked.
/// @throws Error invalidArgument (fewer than 16 moving heads)
std::vector<PoseStyleSource> choosePoseStyles(const std::vector<Clip>& clips);

/// Stretches of moving heads in units of their own extent: what the decoder of our PoseVAE learns to make.
class PoseMaterial {
 public:
  /// Frames of a stretch: two chunks as motion::sadtalker::joinedPose lays them.
  static constexpr std::int64_t kFrames = motion::sadtalker::kPoseChunk + motion::sadtalker::kPoseStep;

  /// @param encoder ExpNet's audio encoder, in eval mode @throws Error invalidArgument (too few heads)
  PoseMaterial(const std::vector<Clip>& clips, const motion::sadtalker::AudioEncoder& encoder);

  struct Batch {
    at::Tensor motion;  ///< [B, 52, 6] about the head's middle, unit variance in the mean of its speaker
    at::Tensor audio;   ///< [B, 52, 512]
    at::Tensor style;   ///< [B] int64
  };
  /// Half of the stretches show the style's own person, half somebody else in this person's tempo. Left and
  /// right are exchanged in one of two.
  Batch draw(int count, std::mt19937_64& random) const;
  /// What all voices sound like to the encoder, one after the other: [N, 512].
  at::Tensor voices() const;

  const std::vector<PoseStyleSource>& styles() const { return styles_; }

 private:
  struct Head {
    at::Tensor motion;     // [T, 6] against the median pose, over the speaker's extent
    at::Tensor embedding;  // [T, 512]
    bool voice = false;
  };
  struct Speaker {
    std::vector<Head> heads;
    std::vector<double> lengths;
    double tempo = 1;
  };
  std::vector<PoseStyleSource> styles_;
  std::vector<Speaker> speakers_;
  std::vector<double> weights_;  // of speakers, where anybody may be drawn
  std::map<std::string, std::size_t> numbers_;
};

}  // namespace orator::learning
