#pragma once

#include "core/motion/sadtalker/audio_encoder.h"
#include "core/motion/sadtalker/pose_style_count.h"
#include "core/motion/sadtalker/res_unet.h"

namespace orator::motion::sadtalker {

inline constexpr std::int64_t kPoseChunk = 32;  ///< frames the pose network makes at a time
inline constexpr std::int64_t kPoseLatent = 64;

/// Half of the pose VAE that makes motion from noise. Key prefix: "netG.decoder.".
class PoseDecoder : public torch::nn::Module {
 public:
  PoseDecoder();
  /// @param audio [B, 32, 512] audio embedding
  /// @param reference [B, 6] pose of the portrait: 3 angles in radians, 3 translations
  /// @param latent [B, 64] noise plus style bias
  /// @return [B, 32, 6] motion relative to the reference
  at::Tensor forward(const at::Tensor& audio, const at::Tensor& reference, const at::Tensor& latent) const;
  /// forward() in two steps, for voices whose embeddings would fill the memory.
  /// @param embedding [..., 512] @return [..., 6]
  at::Tensor voiceFeatures(const at::Tensor& embedding) const;
  /// @param sound [B, 32, 6], of voiceFeatures()
  at::Tensor move(const at::Tensor& sound, const at::Tensor& reference, const at::Tensor& latent) const;
  at::Tensor styleBias;  ///< [46, 64]

 private:
  std::shared_ptr<tensor::Linear> linearAudio_, hidden_, expand_, poseLinear_;
  std::shared_ptr<ResUnet> resunet_;
};

/// The half that is used in training only. Key prefix: "netG.encoder.".
class PoseEncoder : public torch::nn::Module {
 public:
  PoseEncoder();
  struct Distribution {
    at::Tensor mean, logVariance;  ///< [B, 64] each
  };
  /// @param motion [B, 32, 6] relative to the reference @param styles [B] int64
  Distribution forward(const at::Tensor& motion, const at::Tensor& reference, const at::Tensor& audio,
                       const at::Tensor& styles) const;

 private:
  at::Tensor styleBias_;
  std::shared_ptr<tensor::Linear> hidden_, means_, logVariances_, linearAudio_;
  std::shared_ptr<ResUnet> resunet_;
};

/// Tells real motion from made motion in training. Key prefix: "netD_motion.".
class PoseDiscriminator : public torch::nn::Module {
 public:
  PoseDiscriminator();
  /// @param motion [B, 32, 6] @return [B, 1, 8] scores
  at::Tensor forward(const at::Tensor& motion) const;

 private:
  std::vector<std::shared_ptr<tensor::Conv>> convs_;
  std::vector<std::shared_ptr<tensor::BatchNorm>> norms_;
};

/// PoseVAE (SadTalker, section 3.3): mel windows and a style to head motion. Key prefix: "audio2pose.".
class PoseVae : public torch::nn::Module {
 public:
  PoseVae();
  /// Number of noise vectors a clip of `frames` frames consumes.
  static std::int64_t chunks(std::int64_t frames);
  /// @param mel [T, 1, 80, 16]; window 0 belongs to the reference frame and is not used
  /// @param reference [6] pose of the portrait
  /// @param noise [chunks(T), 64], standard normal
  /// @param style [64] bias; see styleBias()
  /// @return [T, 6] absolute pose, not yet smoothed; row 0 is the reference
  at::Tensor forward(const at::Tensor& mel, const at::Tensor& reference, const at::Tensor& noise,
                     const at::Tensor& style) const;
  /// forward() behind the audio encoder.
  /// @param sound [T, 6], of decoder->voiceFeatures(); row 0 is not used
  at::Tensor move(const at::Tensor& sound, const at::Tensor& reference, const at::Tensor& noise,
                  const at::Tensor& style) const;
  /// [46, 64], one row per style; weighted sums of rows are styles too.
  const at::Tensor& styleBias() const { return decoder->styleBias; }

  std::shared_ptr<AudioEncoder> audioEncoder;
  std::shared_ptr<PoseEncoder> encoder;
  std::shared_ptr<PoseDecoder> decoder;
  std::shared_ptr<PoseDiscriminator> discriminator;
};

}  // namespace orator::motion::sadtalker
