#include "core/motion/sadtalker/sadtalker_motion_model.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <mutex>
#include <optional>

#include "core/audio/mel_spectrogram.h"
#include "core/motion/face_measures.h"
#include "core/motion/noise.h"
#include "core/motion/resample.h"
#include "core/motion/sadtalker/exp_net.h"
#include "core/motion/sadtalker/joined_pose.h"
#include "core/motion/sadtalker/pose_vae.h"
#include "core/motion/sadtalker/savitzky_golay.h"
#include "core/motion/sadtalker/voice_encoder.h"
#include "core/motion/sadtalker/voice_key.h"
#include "core/packs/network_weights.h"
#include "core/tensor/weight_store.h"

namespace orator::motion::sadtalker {
namespace {

constexpr FrameRate kNetworkRate{audio::kMelFramesPerSecond, 1};
constexpr std::int64_t kFramesAtOnce = 64;  // what the caches hold of the widest maps
constexpr int kExpression = face::kExpressionCount;

/// What the networks hear in a voice, whoever speaks in whatever style. Frames at kNetworkRate.
struct Heard {
  std::uint64_t key = 0;
  at::Tensor expression;  ///< [T, 64], with open eyes and β0 = 0
  at::Tensor pose;        ///< [T, 6]
};

at::Tensor styleBias(const PoseVae& network, const std::vector<std::pair<int, double>>& styles) {
  double total = 0;
  at::Tensor sum = at::zeros({kPoseLatent});
  for (const auto& [style, weight] : styles) {
    if (style < 0 || style >= kPoseStyles)
      throw Error(ErrorCode::invalidArgument, "pose style " + std::to_string(style), "there is no such style",
                  "Choose 0 to 45");
    sum += network.styleBias()[style] * weight;
    total += weight;
  }
  if (!(total > 0))
    throw Error(ErrorCode::invalidArgument, "pose style", "the weights add up to nothing",
                "Give one style a positive weight");
  return sum / total;
}

/// Standard normal numbers for one chunk: [64].
at::Tensor chunkNoise(std::uint64_t seed, std::int64_t chunk) {
  RandomStream random(seed + std::uint64_t(chunk) * 0xD1342543DE82EF95ull, "pose chunk");
  at::Tensor noise = at::empty({kPoseLatent});
  std::generate_n(noise.data_ptr<float>(), kPoseLatent, [&] { return float(random.normal()); });
  return noise;
}

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
  SadTalkerMotionModel(const tensor::WeightStore& expression, const tensor::WeightStore& pose,
                       std::string basis, const face::FaceModel* faceModel)
      : basis_(std::move(basis)), ours_(faceModel != nullptr) {
    const at::NoGradGuard noGradient;
    expression.loadInto(expNet_);
    pose.loadInto(poseVae_);
    expNet_.eval();
    poseVae_.eval();
    expressionEncoder_.emplace(*expNet_.audioEncoder);
    if (!sameWeights(*expNet_.audioEncoder, *poseVae_.audioEncoder))
      poseEncoder_.emplace(*poseVae_.audioEncoder);
    const at::Tensor direction = expNet_.blinkDirection();
    std::copy_n(direction.data_ptr<float>(), kExpression, blinkDirection_.begin());
    const at::Tensor gain = expNet_.beta0Gain();
    beta0Gain_.assign(gain.data_ptr<float>(), gain.data_ptr<float>() + gain.numel());
    if (faceModel) lidClosure_ = lidClosure(*faceModel);
  }

  GeneratedMotion generate(const MotionInput& input, const MotionSettings& settings,
                           const RunContext& context) const override {
    const at::NoGradGuard noGradient;
    const at::Tensor style = styleBias(poseVae_, settings.poseStyle);
    const std::shared_ptr<const Heard> heard = hear(input.voice16k, context);
    const std::int64_t frames = heard->pose.size(0);

    const at::Tensor beta0 = at::tensor(at::ArrayRef<float>(input.source.data(), kExpression)).unsqueeze(0);
    const at::Tensor expression = heard->expression + beta0.matmul(expNet_.beta0Gain());

    const at::Tensor reference = at::tensor(at::ArrayRef<float>(input.source.data() + kAngleColumn, 6));
    const bool joined = ours_ && !settings.compat;
    std::vector<at::Tensor> noise;
    for (std::int64_t i = 0; i < (joined ? joinedChunks(frames) : PoseVae::chunks(frames)); ++i)
      noise.push_back(chunkNoise(seedOf(joined ? i * kPoseStep : 1 + i * kPoseChunk, settings), i));
    const at::Tensor latent = noise.empty() ? at::empty({0, kPoseLatent}) : at::stack(noise);
    context.throwIfCancelled();
    const at::Tensor pose = savitzkyGolay(joined ? joinedPose(poseVae_, heard->pose, reference, latent, style)
                                                 : poseVae_.move(heard->pose, reference, latent, style))
                                .contiguous();

    GeneratedMotion result;
    result.frameRate = input.frameRate;
    result.basis = basis_;
    result.source = input.source;
    result.blinkDirection = blinkDirection_;
    result.lidClosure = lidClosure_;
    result.beta0Gain = beta0Gain_;
    std::vector<CoefficientRow> rows{std::size_t(frames)};
    for (std::int64_t i = 0; i < frames; ++i) {
      std::copy_n(expression.data_ptr<float>() + i * kExpression, kExpression, rows[std::size_t(i)].begin());
      std::copy_n(pose.data_ptr<float>() + i * 6, 6, rows[std::size_t(i)].begin() + kAngleColumn);
    }
    result.rows = resample(rows, kNetworkRate, input.frameRate, input.frames);
    return result;
  }

 private:
  std::shared_ptr<const Heard> hear(std::span<const float> voice, const RunContext& context) const {
    const std::uint64_t key = voiceKey(voice);
    {
      const std::lock_guard lock(mutex_);
      if (heard_ && heard_->key == key) return heard_;
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
      pose.push_back(poseVae_.decoder->hear(poseEncoder_ ? poseEncoder_->encode(input) : embedding));
    }
    auto heard = std::make_shared<Heard>(Heard{key, at::cat(expression), at::cat(pose)});
    const std::lock_guard lock(mutex_);
    return heard_ = std::move(heard);
  }

  std::string basis_;
  bool ours_;  ///< weights in the basis of the pack's face model
  ExpNet expNet_;
  PoseVae poseVae_;
  std::optional<VoiceEncoder> expressionEncoder_, poseEncoder_;  ///< no second one where both are the same
  face::ExpressionCoefficients blinkDirection_{}, lidClosure_{};
  std::vector<float> beta0Gain_;
  mutable std::mutex mutex_;
  mutable std::shared_ptr<const Heard> heard_;  ///< of the last voice
};

}  // namespace

std::shared_ptr<const MotionModel> makeSadTalkerMotionModel(const packs::Pack& pack,
                                                            const face::FaceModel& faceModel) {
  const bool ours = pack.coefficientBasis == faceModel.id;
  return std::make_shared<SadTalkerMotionModel>(packs::openNetworkWeights(pack, "audio2exp"),
                                                packs::openNetworkWeights(pack, "audio2pose"),
                                                pack.coefficientBasis, ours ? &faceModel : nullptr);
}

}  // namespace orator::motion::sadtalker
