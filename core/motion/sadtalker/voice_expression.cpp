#include "core/motion/sadtalker/voice_expression.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cstring>
#include <mutex>
#include <optional>

#include "core/audio/mel_spectrogram.h"
#include "core/motion/sadtalker/exp_net.h"
#include "core/motion/sadtalker/voice_encoder.h"
#include "core/motion/sadtalker/voice_key.h"
#include "core/packs/network_weights.h"
#include "core/tensor/parallel.h"
#include "core/tensor/weight_store.h"

namespace orator::motion::sadtalker {

using Expressions = std::vector<face::ExpressionCoefficients>;

struct VoiceExpression::State {
  ExpNet net;
  std::optional<VoiceEncoder> encoder;
  std::vector<float> beta0Gain;
  face::ExpressionCoefficients blinkDirection{};
  std::mutex mutex;
  std::uint64_t heardKey = 0;
  std::shared_ptr<const Expressions> heard;  ///< of the last voice
};

VoiceExpression::VoiceExpression(const packs::Pack& pack) : state_(std::make_unique<State>()) {
  const at::NoGradGuard noGradient;
  packs::openNetworkWeights(pack, "audio2exp").loadInto(state_->net);
  state_->net.eval();
  state_->encoder.emplace(*state_->net.audioEncoder);
  const at::Tensor gain = state_->net.beta0Gain(), direction = state_->net.blinkDirection();
  state_->beta0Gain.assign(gain.data_ptr<float>(), gain.data_ptr<float>() + gain.numel());
  std::copy_n(direction.data_ptr<float>(), face::kExpressionCount, state_->blinkDirection.begin());
}

VoiceExpression::~VoiceExpression() = default;

std::shared_ptr<const Expressions> VoiceExpression::hear(std::span<const float> voice16k,
                                                         const RunContext& context) const {
  constexpr std::int64_t kFramesAtOnce = 16;  // their maps fit into a core's cache
  const at::NoGradGuard noGradient;
  const std::uint64_t key = voiceKey(voice16k);
  {
    const std::lock_guard lock(state_->mutex);
    if (state_->heard && state_->heardKey == key) return state_->heard;
  }
  const audio::MelSpectrogram mel(voice16k);
  const std::int64_t frames = std::max<std::int64_t>(1, mel.frameCount());
  const at::Tensor noIdentity = at::zeros({1, face::kExpressionCount});
  auto heard = std::make_shared<Expressions>(std::size_t(frames));
  const auto hearPart = [&](std::int64_t begin, std::int64_t end) {
    context.throwIfCancelled();
    std::vector<float> windows = mel.windows({begin, end});
    const at::Tensor input =
        at::from_blob(windows.data(), {end - begin, 1, audio::kMelBands, audio::kMelWindowColumns});
    const at::Tensor made =
        state_->net.express(state_->encoder->encode(input), noIdentity, at::zeros({end - begin, 1}))
            .contiguous();
    std::memcpy((*heard)[std::size_t(begin)].data(), made.data_ptr<float>(), std::size_t(made.nbytes()));
  };
  tensor::inParallel((frames + kFramesAtOnce - 1) / kFramesAtOnce, [&](std::int64_t part) {
    const at::NoGradGuard noGradientHere;
    hearPart(part * kFramesAtOnce, std::min(frames, (part + 1) * kFramesAtOnce));
  });
  const std::lock_guard lock(state_->mutex);
  state_->heardKey = key;
  return state_->heard = std::move(heard);
}

const std::vector<float>& VoiceExpression::beta0Gain() const {
  return state_->beta0Gain;
}

const face::ExpressionCoefficients& VoiceExpression::blinkDirection() const {
  return state_->blinkDirection;
}

}  // namespace orator::motion::sadtalker
