#pragma once

#include <memory>

#include "core/face/face_model.h"
#include "core/learning/sync_net/sync_judge.h"
#include "core/tensor/layers.h"

namespace orator::learning {

inline constexpr int kSyncFrames = 5;        ///< of lip motion, 0.2 s
inline constexpr int kSyncLipNumbers = 120;  ///< 40 points of the inner and outer lips, x y z
inline constexpr int kSyncEmbedding = 128;

/// Tells whether 0.2 s of voice and five frames of three-dimensional lip motion belong together (SyncNet3D;
/// Learn2Talk, section 3.2): both are mapped to unit vectors, near where they do. A small network of our own.
class SyncNet : public torch::nn::Module {
 public:
  SyncNet();
  /// @param mel f32 [N, 1, 80, 16], as ExpNet's windows @return [N, 128] of unit length
  at::Tensor embedVoice(const at::Tensor& mel) const;
  /// @param lips f32 [N, 5, 120] of lipMotion() @return [N, 128] of unit length
  at::Tensor embedLips(const at::Tensor& lips) const;

 private:
  struct Layer {
    std::shared_ptr<tensor::Conv> conv;
    std::shared_ptr<tensor::BatchNorm> norm;
  };
  std::vector<Layer> voice_, lips_;
  std::shared_ptr<tensor::Linear> voiceOut_, lipsOut_;
};

/// Kernels by He's rule from the seed.
void initialise(SyncNet& net, std::uint64_t seed);

/// What each expression coefficient moves the lips by, over the height of the mean face, times ten: f32 [64,
/// 120].
at::Tensor lipDirections(const face::FaceModel& model);

/// @param expression f32 [T, 64] @return f32 [T, 120]: the lips around their mean over the clip, so that
/// resting faces do not count
at::Tensor lipMotion(const at::Tensor& expression, const at::Tensor& directions);

/// @param frames of the middles; clamped ends @return f32 [frames, 5, 120]
at::Tensor lipWindows(const at::Tensor& motion, const at::Tensor& frames);

inline constexpr int kSyncLags = 15;  ///< frames, both ways

/// @param voice, lips f32 [T, 128], unit rows of the same frames
SyncScore scoreDistances(const at::Tensor& voice, const at::Tensor& lips);

}  // namespace orator::learning
