#include "core/learning/sync_net/sync_judge.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include "core/audio/mel_spectrogram.h"
#include "core/learning/sync_net/sync_net.h"
#include "core/tensor/weight_store.h"

namespace orator::learning {

struct SyncJudge::State {
  SyncNet net;
  at::Tensor directions;
};

SyncJudge::SyncJudge(const std::filesystem::path& weights, const face::FaceModel& model)
    : state_(std::make_unique<State>()) {
  tensor::WeightStore::open(weights).loadInto(state_->net);
  state_->net.eval();
  state_->directions = lipDirections(model);
}

SyncJudge::~SyncJudge() = default;
SyncJudge::SyncJudge(SyncJudge&&) noexcept = default;

SyncScore SyncJudge::judge(std::span<const face::ExpressionCoefficients> expression,
                           std::span<const float> voice16k) const {
  const c10::NoGradGuard guard;
  const audio::MelSpectrogram mel(voice16k);
  const auto frames = std::min(std::int64_t(expression.size()), mel.frameCount());
  std::vector<float> windows = mel.windows({0, frames});
  const at::Tensor voiceWindows =
      at::from_blob(windows.data(), {frames, 1, audio::kMelBands, audio::kMelWindowColumns});
  const at::Tensor rows =
      at::from_blob(const_cast<float*>(expression.front().data()), {frames, face::kExpressionCount});
  const at::Tensor motion = lipMotion(rows, state_->directions);
  return scoreDistances(state_->net.embedVoice(voiceWindows),
                        state_->net.embedLips(lipWindows(motion, at::arange(frames))));
}

}  // namespace orator::learning
