#include "core/motion/sadtalker/voice_expression.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cstring>
#include <mutex>
#include <optional>
#include <span>

#include "core/audio/mel_spectrogram.h"
#include "core/motion/sadtalker/exp_net.h"
#include "core/motion/sadtalker/joined_pose.h"
#include "core/motion/sadtalker/manner.h"
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
  PoseStyles styles;
  std::optional<VoiceEncoder> encoder;  ///< none where ExpNet's serves

  Head(const tensor::WeightStore& weights, const AudioEncoder& expNet) {
    weights.under("netG.decoder.").loadInto(decoder);
    weights.under("manners.").loadInto(styles);
    AudioEncoder own;
    weights.under("audio_encoder.audio_encoder.").loadInto(own);
    if (!sameWeights(own, expNet)) encoder.emplace(own);
    decoder.eval();
  }

  /// Adds the style of one person.
  void add(const Manner& manner) {
    const auto row = [](std::span<const float> values) {
      return at::tensor(at::ArrayRef<float>(values.data(), values.size())).unsqueeze(0);
    };
    const at::Tensor tempo = row(manner.tempo);
    decoder.styleBias = at::cat({decoder.styleBias, tempo.matmul(decoder.styleBias)});
    styles.extent = at::cat({styles.extent, tempo.matmul(styles.extent) * row(manner.extent)});
    styles.lean = at::cat({styles.lean, row(manner.lean)});
  }
};

}  // namespace

struct VoiceExpression::EncodedVoice {
  std::uint64_t key = 0;
  Expressions expression;
  at::Tensor sound;  ///< [T, 6], of PoseDecoder::voiceFeatures()
};

struct VoiceExpression::State {
  ExpNet net;
  std::optional<VoiceEncoder> encoder;
  std::unique_ptr<Head> head;
  std::vector<float> beta0Gain;
  face::ExpressionCoefficients blinkDirection{};
  std::mutex mutex;
  std::shared_ptr<const EncodedVoice> encoded;  ///< the last voice
};

VoiceExpression::VoiceExpression(const packs::Pack& pack) : state_(std::make_unique<State>()) {
  const at::NoGradGuard noGradient;
  packs::openNetworkWeights(pack, "audio2exp").loadInto(state_->net);
  state_->net.eval();
  state_->encoder.emplace(*state_->net.audioEncoder);
  if (pack.has("head_motion"))
    state_->head = std::make_unique<Head>(tensor::WeightStore::open(pack.file("head_motion")),
                                          *state_->net.audioEncoder);
  if (state_->head && pack.has("manner")) state_->head->add(readManner(pack.file("manner")));
  const at::Tensor gain = state_->net.beta0Gain(), direction = state_->net.blinkDirection();
  state_->beta0Gain.assign(gain.data_ptr<float>(), gain.data_ptr<float>() + gain.numel());
  std::copy_n(direction.data_ptr<float>(), face::kExpressionCount, state_->blinkDirection.begin());
}

VoiceExpression::~VoiceExpression() = default;

std::shared_ptr<const VoiceExpression::EncodedVoice> VoiceExpression::encode(
    std::span<const float> voice16k, const RunContext& context) const {
  constexpr std::int64_t kFramesAtOnce = 24;  // their maps fit into a core's cache
  const at::NoGradGuard noGradient;
  const std::uint64_t key = voiceKey(voice16k);
  {
    const std::lock_guard lock(state_->mutex);
    if (state_->encoded && state_->encoded->key == key) return state_->encoded;
  }
  const audio::MelSpectrogram mel(voice16k);
  const std::int64_t frames = std::max<std::int64_t>(1, mel.frameCount());
  const at::Tensor noIdentity = at::zeros({1, face::kExpressionCount});
  auto encoded = std::make_shared<EncodedVoice>();
  encoded->key = key;
  encoded->expression.resize(std::size_t(frames));
  encoded->sound = at::zeros({frames, 6});
  const auto encodePart = [&](std::int64_t begin, std::int64_t end) {
    context.throwIfCancelled();
    std::vector<float> windows = mel.windows({begin, end});
    const at::Tensor input =
        at::from_blob(windows.data(), {end - begin, 1, audio::kMelBands, audio::kMelWindowColumns});
    const at::Tensor embedding = state_->encoder->encode(input);
    const at::Tensor made =
        state_->net.express(embedding, noIdentity, at::zeros({end - begin, 1})).contiguous();
    std::memcpy(encoded->expression[std::size_t(begin)].data(), made.data_ptr<float>(),
                std::size_t(made.nbytes()));
    if (const Head* head = state_->head.get())
      encoded->sound.slice(0, begin, end)
          .copy_(head->decoder.voiceFeatures(head->encoder ? head->encoder->encode(input) : embedding));
  };
  tensor::inParallel((frames + kFramesAtOnce - 1) / kFramesAtOnce, [&](std::int64_t part) {
    const at::NoGradGuard noGradientHere;
    encodePart(part * kFramesAtOnce, std::min(frames, (part + 1) * kFramesAtOnce));
  });
  const std::lock_guard lock(state_->mutex);
  return state_->encoded = std::move(encoded);
}

std::shared_ptr<const Expressions> VoiceExpression::expressions(std::span<const float> voice16k,
                                                                const RunContext& context) const {
  const auto encoded = encode(voice16k, context);
  return {encoded, &encoded->expression};
}

bool VoiceExpression::movesHead() const {
  return state_->head != nullptr;
}

std::vector<std::array<float, 6>> VoiceExpression::headMotion(
    std::span<const float> voice16k, const std::vector<std::pair<int, double>>& styles, std::uint64_t seed,
    const RunContext& context) const {
  const at::NoGradGuard noGradient;
  const auto encoded = encode(voice16k, context);
  const std::int64_t frames = encoded->sound.size(0);
  std::vector<at::Tensor> noise;
  for (std::int64_t i = 0; i < joinedChunks(frames); ++i) noise.push_back(chunkNoise(seed, i));
  context.throwIfCancelled();
  const at::Tensor pose = joinedPose(state_->head->decoder, state_->head->styles, encoded->sound,
                                     at::stack(noise), styleShares(styles, state_->head->styles.lean.size(0)))
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
