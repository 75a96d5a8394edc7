#include "core/motion/sadtalker/voice_expression.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cstring>
#include <mutex>
#include <optional>

#include "core/audio/mel_spectrogram.h"
#include "core/motion/sadtalker/exp_net.h"
#include "core/motion/sadtalker/joined_pose.h"
#include "core/motion/sadtalker/pose_draw.h"
#include "core/motion/sadtalker/voice_encoder.h"
#include "core/motion/sadtalker/voice_key.h"
#include "core/packs/network_weights.h"
#include "core/tensor/parallel.h"
#include "core/tensor/weight_store.h"

namespace orator::motion::sadtalker {

using Expressions = std::vector<face::ExpressionCoefficients>;

namespace {

/// The half of our PoseVAE that is in use.
struct Head {
  PoseDecoder decoder;
  PoseManners manners;
  std::optional<VoiceEncoder> encoder;  ///< none where ExpNet's hears the same

  Head(const tensor::WeightStore& weights, const AudioEncoder& expNet) {
    weights.under("netG.decoder.").loadInto(decoder);
    weights.under("manners.").loadInto(manners);
    AudioEncoder own;
    weights.under("audio_encoder.audio_encoder.").loadInto(own);
    if (!sameWeights(own, expNet)) encoder.emplace(own);
    decoder.eval();
  }
};

}  // namespace

struct VoiceExpression::Heard {
  std::uint64_t key = 0;
  Expressions expression;
  at::Tensor sound;  ///< [T, 6], of PoseDecoder::hear()
};

struct VoiceExpression::State {
  ExpNet net;
  std::optional<VoiceEncoder> encoder;
  std::unique_ptr<Head> head;
  std::vector<float> beta0Gain;
  face::ExpressionCoefficients blinkDirection{};
  std::mutex mutex;
  std::shared_ptr<const Heard> heard;  ///< the last voice
};

VoiceExpression::VoiceExpression(const packs::Pack& pack) : state_(std::make_unique<State>()) {
  const at::NoGradGuard noGradient;
  packs::openNetworkWeights(pack, "audio2exp").loadInto(state_->net);
  state_->net.eval();
  state_->encoder.emplace(*state_->net.audioEncoder);
  if (pack.has("head_motion"))
    state_->head = std::make_unique<Head>(tensor::WeightStore::open(pack.file("head_motion")),
                                          *state_->net.audioEncoder);
  const at::Tensor gain = state_->net.beta0Gain(), direction = state_->net.blinkDirection();
  state_->beta0Gain.assign(gain.data_ptr<float>(), gain.data_ptr<float>() + gain.numel());
  std::copy_n(direction.data_ptr<float>(), face::kExpressionCount, state_->blinkDirection.begin());
}

VoiceExpression::~VoiceExpression() = default;

std::shared_ptr<const VoiceExpression::Heard> VoiceExpression::listen(std::span<const float> voice16k,
                                                                      const RunContext& context) const {
  constexpr std::int64_t kFramesAtOnce = 24;  // their maps fit into a core's cache
  const at::NoGradGuard noGradient;
  const std::uint64_t key = voiceKey(voice16k);
  {
    const std::lock_guard lock(state_->mutex);
    if (state_->heard && state_->heard->key == key) return state_->heard;
  }
  const audio::MelSpectrogram mel(voice16k);
  const std::int64_t frames = std::max<std::int64_t>(1, mel.frameCount());
  const at::Tensor noIdentity = at::zeros({1, face::kExpressionCount});
  auto heard = std::make_shared<Heard>();
  heard->key = key;
  heard->expression.resize(std::size_t(frames));
  heard->sound = at::zeros({frames, 6});
  const auto hearPart = [&](std::int64_t begin, std::int64_t end) {
    context.throwIfCancelled();
    std::vector<float> windows = mel.windows({begin, end});
    const at::Tensor input =
        at::from_blob(windows.data(), {end - begin, 1, audio::kMelBands, audio::kMelWindowColumns});
    const at::Tensor embedding = state_->encoder->encode(input);
    const at::Tensor made =
        state_->net.express(embedding, noIdentity, at::zeros({end - begin, 1})).contiguous();
    std::memcpy(heard->expression[std::size_t(begin)].data(), made.data_ptr<float>(),
                std::size_t(made.nbytes()));
    if (const Head* head = state_->head.get())
      heard->sound.slice(0, begin, end)
          .copy_(head->decoder.hear(head->encoder ? head->encoder->encode(input) : embedding));
  };
  tensor::inParallel((frames + kFramesAtOnce - 1) / kFramesAtOnce, [&](std::int64_t part) {
    const at::NoGradGuard noGradientHere;
    hearPart(part * kFramesAtOnce, std::min(frames, (part + 1) * kFramesAtOnce));
  });
  const std::lock_guard lock(state_->mutex);
  return state_->heard = std::move(heard);
}

std::shared_ptr<const Expressions> VoiceExpression::hear(std::span<const float> voice16k,
                                                         const RunContext& context) const {
  const auto heard = listen(voice16k, context);
  return {heard, &heard->expression};
}

bool VoiceExpression::movesHead() const {
  return state_->head != nullptr;
}

std::vector<std::array<float, 6>> VoiceExpression::headMotion(
    std::span<const float> voice16k, const std::vector<std::pair<int, double>>& styles, std::uint64_t seed,
    const RunContext& context) const {
  const at::NoGradGuard noGradient;
  const auto heard = listen(voice16k, context);
  const std::int64_t frames = heard->sound.size(0);
  std::vector<at::Tensor> noise;
  for (std::int64_t i = 0; i < joinedChunks(frames); ++i) noise.push_back(chunkNoise(seed, i));
  context.throwIfCancelled();
  const at::Tensor pose = joinedPose(state_->head->decoder, state_->head->manners, heard->sound,
                                     at::stack(noise), styleShares(styles))
                              .contiguous();
  std::vector<std::array<float, 6>> motion{std::size_t(frames)};
  std::memcpy(motion.data(), pose.data_ptr<float>(), std::size_t(pose.nbytes()));
  return motion;
}

const std::vector<float>& VoiceExpression::beta0Gain() const {
  return state_->beta0Gain;
}

const face::ExpressionCoefficients& VoiceExpression::blinkDirection() const {
  return state_->blinkDirection;
}

}  // namespace orator::motion::sadtalker
