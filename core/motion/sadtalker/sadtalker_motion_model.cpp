#include "core/motion/sadtalker/sadtalker_motion_model.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <mutex>
#include <optional>

#include "core/audio/mel_spectrogram.h"
#include "core/motion/resample.h"
#include "core/motion/sadtalker/exp_net.h"
#include "core/motion/sadtalker/pose_draw.h"
#include "core/motion/sadtalker/pose_vae.h"
#include "core/motion/sadtalker/savitzky_golay.h"
#include "core/motion/sadtalker/voice_encoder.h"
#include "core/motion/sadtalker/voice_key.h"
#include "core/motion/speech_gate.h"
#include "core/packs/network_weights.h"
#include "core/tensor/weight_store.h"

namespace orator::motion::sadtalker {
namespace {

constexpr FrameRate kNetworkRate{audio::kMelFramesPerSecond, 1};
constexpr std::int64_t kFramesAtOnce = 64;  // what the caches hold of the widest maps
constexpr int kExpression = face::kExpressionCount;

/// What the networks make of a voice, whoever speaks in whatever style. Frames at kNetworkRate.
struct EncodedVoice {
  std::uint64_t key = 0;
  at::Tensor expression;  ///< [T, 64], with open eyes and β0 = 0
  at::Tensor pose;        ///< [T, 6]
};

/// Seed of the chunk that moves the frames [first, first + 32); where re-rolls overlap the last one counts.
std::uint64_t seedOf(std::int64_t first, const MotionSettings& settings) {
  const double begin = kNetworkRate.secondsAt(first), end = kNetworkRate.secondsAt(first + kPoseChunk);
  std::uint64_t seed = settings.seed;
  for (const PoseReroll& reroll : settings.rerolls)
    if (reroll.beginSeconds < end && reroll.endSeconds > begin) seed = reroll.seed;
  return seed;
}

class SadTalkerMotionModel : public MotionModel {
 public:
  SadTalkerMotionModel(const packs::Pack& pack, const face::FaceModel& faceModel)
      : basis_(pack.coefficientBasis), gate_(pack) {
    const at::NoGradGuard noGradient;
    if (faceModel.id == basis_) mouth_.emplace(faceModel);
    packs::openNetworkWeights(pack, "audio2exp").loadInto(expNet_);
    packs::openNetworkWeights(pack, "audio2pose").loadInto(poseVae_);
    expNet_.eval();
    poseVae_.eval();
    expressionEncoder_.emplace(*expNet_.audioEncoder);
    if (!sameWeights(*expNet_.audioEncoder, *poseVae_.audioEncoder))
      poseEncoder_.emplace(*poseVae_.audioEncoder);
    const at::Tensor direction = expNet_.blinkDirection();
    std::copy_n(direction.data_ptr<float>(), kExpression, blinkDirection_.begin());
    const at::Tensor gain = expNet_.beta0Gain();
    beta0Gain_.assign(gain.data_ptr<float>(), gain.data_ptr<float>() + gain.numel());
  }

  GeneratedMotion generate(const MotionInput& input, const MotionSettings& settings,
                           const RunContext& context) const override {
    const at::NoGradGuard noGradient;
    const at::Tensor style = styleShares(settings.poseStyle).matmul(poseVae_.styleBias());
    const std::shared_ptr<const EncodedVoice> encoded = encode(input.voice16k, context);
    const std::int64_t frames = encoded->pose.size(0);

    const at::Tensor beta0 = at::tensor(at::ArrayRef<float>(input.source.data(), kExpression)).unsqueeze(0);
    const at::Tensor expression = encoded->expression + beta0.matmul(expNet_.beta0Gain());

    const at::Tensor reference = at::tensor(at::ArrayRef<float>(input.source.data() + kAngleColumn, 6));
    std::vector<at::Tensor> noise;
    for (std::int64_t i = 0; i < PoseVae::chunks(frames); ++i)
      noise.push_back(chunkNoise(seedOf(1 + i * kPoseChunk, settings), i));
    const at::Tensor latent = noise.empty() ? at::empty({0, kPoseLatent}) : at::stack(noise);
    context.throwIfCancelled();
    const at::Tensor pose =
        savitzkyGolay(poseVae_.move(encoded->pose, reference, latent, style)).contiguous();

    GeneratedMotion result;
    result.frameRate = input.frameRate;
    result.basis = basis_;
    result.source = input.source;
    result.blinkDirection = blinkDirection_;
    result.beta0Gain = beta0Gain_;
    std::vector<CoefficientRow> rows{std::size_t(frames)};
    for (std::int64_t i = 0; i < frames; ++i) {
      std::copy_n(expression.data_ptr<float>() + i * kExpression, kExpression, rows[std::size_t(i)].begin());
      std::copy_n(pose.data_ptr<float>() + i * 6, 6, rows[std::size_t(i)].begin() + kAngleColumn);
    }
    result.rows = resampled(rows, kNetworkRate, input.frameRate, input.frames);
    if (!settings.compat) shutInPauses(result, input, settings.speechGate, context);
    return result;
  }

 private:
  std::shared_ptr<const EncodedVoice> encode(std::span<const float> voice, const RunContext& context) const {
    const std::uint64_t key = voiceKey(voice);
    {
      const std::lock_guard lock(mutex_);
      if (encoded_ && encoded_->key == key) return encoded_;
    }
    const audio::MelSpectrogram mel(voice);
    const std::int64_t frames = std::max<std::int64_t>(1, mel.frameCount());
    const at::Tensor noIdentity = at::zeros({1, kExpression});
    std::vector<at::Tensor> expression, pose;
    for (std::int64_t begin = 0; begin < frames; begin += kFramesAtOnce) {
      context.throwIfCancelled();
      const std::int64_t end = std::min(frames, begin + kFramesAtOnce);
      std::vector<float> windows = mel.windows({begin, end});
      const at::Tensor input =
          at::from_blob(windows.data(), {end - begin, 1, audio::kMelBands, audio::kMelWindowColumns});
      const at::Tensor embedding = expressionEncoder_->encode(input);
      expression.push_back(expNet_.express(embedding, noIdentity, at::zeros({end - begin, 1})));
      pose.push_back(poseVae_.decoder->voiceFeatures(poseEncoder_ ? poseEncoder_->encode(input) : embedding));
    }
    auto encoded = std::make_shared<EncodedVoice>(EncodedVoice{key, at::cat(expression), at::cat(pose)});
    const std::lock_guard lock(mutex_);
    return encoded_ = std::move(encoded);
  }

  void shutInPauses(GeneratedMotion& motion, const MotionInput& input, SpeechGating gating,
                    const RunContext& context) const {
    const Pauses pauses = gate_.pauses(input.voice16k, articulate(input.voice16k, context), input.frameRate,
                                       input.frames, gating, context);
    motion.speechFound = pauses.speechFound;
    if (mouth_) closeInPauses(motion.rows, pauses.curve, *mouth_);
  }

  std::string basis_;
  SpeechGate gate_;
  std::optional<MouthGauge> mouth_;  ///< none where the face model cannot tell what the coefficients do
  ExpNet expNet_;
  PoseVae poseVae_;
  std::optional<VoiceEncoder> expressionEncoder_, poseEncoder_;  ///< no second one where both are the same
  face::ExpressionCoefficients blinkDirection_{};
  std::vector<float> beta0Gain_;
  mutable std::mutex mutex_;
  mutable std::shared_ptr<const EncodedVoice> encoded_;  ///< of the last voice
};

}  // namespace

std::shared_ptr<const MotionModel> makeSadTalkerMotionModel(const packs::Pack& pack,
                                                            const face::FaceModel& faceModel) {
  return std::make_shared<SadTalkerMotionModel>(pack, faceModel);
}

}  // namespace orator::motion::sadtalker
