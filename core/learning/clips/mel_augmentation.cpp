#include "core/learning/clips/mel_augmentation.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace orator::learning {
namespace {

constexpr float kStepsPerDecibel = 0.08f;  // mel = 8 (dB + 100) / 100 - 4
constexpr float kLowest = -4, kHighest = 4;

class Draw {
 public:
  explicit Draw(std::mt19937_64& random) : random_(random) {}
  float symmetric(float range) { return uniform(-range, range); }
  float uniform(float low, float high) { return std::uniform_real_distribution<float>(low, high)(random_); }
  bool happens(float share) { return uniform(0, 1) < share; }

 private:
  std::mt19937_64& random_;
};

at::Tensor power(const at::Tensor& mel) {
  return at::pow(10, (mel - kLowest) / (kStepsPerDecibel * 10));
}

at::Tensor fromPower(const at::Tensor& power) {
  return at::log10(power) * (kStepsPerDecibel * 10) + kLowest;
}

/// Reads band b at b * (1 + shift), between bands.
at::Tensor shifted(const at::Tensor& mel, float shift) {
  const std::int64_t bands = mel.size(0);
  const at::Tensor at_ = (at::arange(bands, at::kFloat) * (1 + shift)).clamp(0, float(bands - 1));
  const at::Tensor low = at_.floor().to(at::kLong), high = (low + 1).clamp_max(bands - 1);
  const at::Tensor weight = (at_ - low).unsqueeze(1);
  return mel.index_select(0, low) * (1 - weight) + mel.index_select(0, high) * weight;
}

/// Exponential tail of `decay` a column.
at::Tensor reverberated(const at::Tensor& mel, float decay, float level) {
  at::Tensor sound = power(mel).t().contiguous();
  float* x = sound.data_ptr<float>();
  const std::int64_t bands = sound.size(1);
  std::vector<float> tail(std::size_t(bands), 0.f);
  for (std::int64_t column = 0; column < sound.size(0); ++column)
    for (std::int64_t band = 0; band < bands; ++band) {
      float& value = x[column * bands + band];
      float& t = tail[std::size_t(band)];
      t = t * decay;
      const float smeared = value + level * t;
      t += value;
      value = smeared;
    }
  return fromPower(sound.t());
}

}  // namespace

at::Tensor augmentedMel(const at::Tensor& mel, const MelAugmentation& range, std::mt19937_64& random) {
  Draw draw(random);
  const std::int64_t bands = mel.size(0);
  const at::Tensor band = at::linspace(-1, 1, bands).unsqueeze(1);
  at::Tensor x = mel;
  if (draw.happens(0.8f)) x = shifted(x, draw.symmetric(range.formantShift));
  if (draw.happens(range.reverberationShare))
    x = reverberated(x, draw.uniform(0.5f, 0.9f), draw.uniform(0.02f, 0.3f));
  at::Tensor gain = draw.symmetric(range.tiltDecibel) / 2 * band;
  for (int wave = 1; wave <= 3; ++wave)
    gain = gain + draw.symmetric(range.equaliserDecibel / float(wave)) *
                      at::cos(float(wave) * float(std::numbers::pi) * (band + draw.uniform(-1, 1)));
  x = x + kStepsPerDecibel * (gain + draw.symmetric(range.levelDecibel));
  if (draw.happens(range.noiseShare)) {
    // A floor between barely heard and 15 dB under the loud parts.
    const float floor = draw.uniform(-3.6f, x.max().item<float>() - 15 * kStepsPerDecibel - 0.5f);
    const at::Tensor hiss =
        at::full_like(x, floor) + draw.symmetric(range.tiltDecibel) / 2 * band * kStepsPerDecibel;
    x = fromPower(power(x.clamp_min(kLowest)) + power(hiss) * at::empty_like(x).uniform_(0.4, 1.6));
  }
  if (draw.happens(range.bandCutShare)) x.slice(0, std::int64_t(draw.uniform(50, 72)), bands).fill_(kLowest);
  if (draw.happens(range.maskShare)) {
    const auto begin = std::int64_t(draw.uniform(0, float(bands - 10)));
    x.slice(0, begin, begin + std::int64_t(draw.uniform(2, 9))).fill_(kLowest);
  }
  return x.clamp(kLowest, kHighest);
}

}  // namespace orator::learning
