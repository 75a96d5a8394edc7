#include "core/motion/articulation.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/audio/mel_spectrogram.h"
#include "core/base/smooth_step.h"

namespace orator::motion {

namespace {

constexpr int kBands = audio::kMelBands;

/// Centre frequencies of the Slaney bands between 55 and 7600 Hz.
std::array<float, kBands> bandCentresHz() {
  const auto mel = [](double hz) {
    return hz < 1000 ? hz * 3 / 200 : 15 + std::log(hz / 1000) / (std::log(6.4) / 27);
  };
  const auto hz = [](double m) {
    return m < 15 ? m * 200 / 3 : 1000 * std::exp((m - 15) * std::log(6.4) / 27);
  };
  std::array<float, kBands> centres;
  for (int i = 0; i < kBands; ++i)
    centres[i] = float(hz(mel(55) + (mel(7600) - mel(55)) * (i + 1) / (kBands + 1)));
  return centres;
}

/// Level and centre of gravity of the spectrum between two frequencies.
struct Region {
  int begin = 0, end = 0;
  Region(const std::array<float, kBands>& centres, float fromHz, float toHz) {
    while (begin < kBands && centres[begin] < fromHz) ++begin;
    end = begin;
    while (end < kBands && centres[end] < toHz) ++end;
  }
  float power(const float* p) const {
    float sum = 1e-10f;
    for (int i = begin; i < end; ++i) sum += p[i];
    return sum;
  }
  float centreHz(const float* p, const std::array<float, kBands>& centres) const {
    // Squared weights pull the centre towards the formant's peak.
    float sum = 1e-20f, weighted = 0;
    for (int i = begin; i < end; ++i) sum += p[i] * p[i], weighted += p[i] * p[i] * centres[i];
    return weighted / sum;
  }
};

/// The spectrum in eight parts of ten bands, decibel: what stays when a vowel is held, vibrato or not.
using Outline = std::array<float, 8>;

Outline outlineOf(const float* power) {
  Outline outline;
  for (std::size_t i = 0; i < outline.size(); ++i) {
    float sum = 1e-10f;
    for (int b = 0; b < kBands / int(outline.size()); ++b) sum += *power++;
    outline[i] = 10 * std::log10(sum);
  }
  return outline;
}

/// Root mean square of what changes at a column, decibel: the 75 ms before it against the 75 ms from it on.
std::vector<float> changes(const std::vector<Outline>& outlines) {
  constexpr std::ptrdiff_t kReach = 6;
  const auto last = std::ptrdiff_t(outlines.size()) - 1;
  std::vector<float> result(outlines.size());
  for (std::ptrdiff_t i = 0; i <= last; ++i) {
    float square = 0;
    for (std::size_t part = 0; part < Outline().size(); ++part) {
      float difference = 0;
      for (std::ptrdiff_t k = 0; k < kReach; ++k)
        difference += outlines[std::size_t(std::min(i + k, last))][part] -
                      outlines[std::size_t(std::max<std::ptrdiff_t>(i - 1 - k, 0))][part];
      square += difference * difference / float(kReach * kReach);
    }
    result[std::size_t(i)] = std::sqrt(square / float(Outline().size()));
  }
  return result;
}

/// Zero-phase Gaussian average over time, `sigma` in columns.
void smooth(std::vector<float>& values, float sigma) {
  const int radius = int(std::ceil(3 * sigma));
  std::vector<float> kernel(std::size_t(radius) + 1);
  float total = 0;
  for (int i = 0; i <= radius; ++i)
    total += (i ? 2 : 1) * (kernel[i] = std::exp(-0.5f * i * i / (sigma * sigma)));
  const std::vector<float> in = values;
  const int last = int(in.size()) - 1;
  for (int i = 0; i <= last; ++i) {
    float sum = kernel[0] * in[i];
    for (int k = 1; k <= radius; ++k) sum += kernel[k] * (in[std::max(i - k, 0)] + in[std::min(i + k, last)]);
    values[i] = sum / total;
  }
}

float quantile(std::vector<float> values, double share) {
  const auto at = values.begin() + std::ptrdiff_t(share * double(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

/// Where the vowels of one speaker lie between closed and open, or between back and front.
struct Scale {
  float low = 0, high = 1;
  float place(float hz) const { return (hz - low) / (high - low); }
};

/// Speakers differ by a third in their formants: most of the scale comes from the voice itself, the rest from
/// people in general, so that a monotonous voice does not upset it; a short voice has the general scale.
Scale speakerScale(std::vector<float> vowels, Scale people) {
  constexpr std::size_t kEnough = 80;  // one second of vowels
  if (vowels.size() < kEnough) return people;
  constexpr float kTrust = 0.85f;
  const float low = quantile(vowels, 0.05), high = quantile(std::move(vowels), 0.95);
  // A voice that stays on one vowel says nothing about its speaker's others.
  const float trust = kTrust * std::min(1.f, 2 * (high - low) / (people.high - people.low));
  return {people.low + trust * (low - people.low),
          people.high + trust * (std::max(high, low * 1.25f) - people.high)};
}

/// What a voice's mel columns tell, each in decibels, hertz or as an outline. One entry a column.
struct Levels {
  explicit Levels(std::int64_t count)
      : whole(count),
        middle(count),
        height(count),
        front(count),
        hiss(count),
        lowShare(count),
        outlines(count) {}
  std::vector<float> whole, middle;  ///< of speech, of its middle
  std::vector<float> height, front;  ///< where the first and the second formant lie
  std::vector<float> hiss, lowShare;
  std::vector<Outline> outlines;
};

Levels levelsOf(std::span<const float> voice16k, const RunContext& context) {
  const audio::MelSpectrogram mel(voice16k);
  const auto centres = bandCentresHz();
  const Region voicing(centres, 80, 320), speech(centres, 250, 4000), middle(centres, 400, 3400),
      first(centres, 220, 1050), second(centres, 1050, 2900), high(centres, 3600, 7600);
  const std::int64_t count = mel.columnCount();
  Levels levels(count);
  constexpr std::int64_t kBlock = 4096;
  for (std::int64_t begin = 0; begin < count; begin += kBlock) {
    context.throwIfCancelled();
    const std::int64_t end = std::min(count, begin + kBlock);
    const auto columns = mel.columns(begin, end);
    for (std::int64_t i = begin; i < end; ++i) {
      std::array<float, kBands> power;
      for (int b = 0; b < kBands; ++b) {
        const float db = (columns[std::size_t((i - begin) * kBands + b)] + 4) * 12.5f - 100;
        power[b] = std::pow(10.f, db / 10);
      }
      const float* p = power.data();
      levels.outlines[i] = outlineOf(p);
      levels.whole[i] = 10 * std::log10(speech.power(p));
      levels.middle[i] = 10 * std::log10(middle.power(p));
      levels.height[i] = first.centreHz(p, centres);
      levels.front[i] = second.centreHz(p, centres);
      levels.hiss[i] = 10 * std::log10(high.power(p) / (first.power(p) + second.power(p)));
      levels.lowShare[i] = 10 * std::log10(voicing.power(p) / middle.power(p));
    }
  }
  return levels;
}

}  // namespace

std::vector<Articulation> articulate(std::span<const float> voice16k, const RunContext& context) {
  const Levels levels = levelsOf(voice16k, context);
  const auto& [level, middleLevel, height, front, hiss, lowShare, outlines] = levels;
  const auto count = std::int64_t(level.size());
  // The recording's own floor and speaking level, so that neither gain nor hum matters.
  const float floor = quantile(level, 0.08), loud = quantile(level, 0.92);
  const float span = std::max(loud - floor, 12.f);
  std::vector<float> slow = middleLevel;
  smooth(slow, 11);  // 140 ms: the syllables around a closure

  std::vector<float> voice(count), open(count), round(count), spread(count), closure(count), friction(count),
      stress(count), steady(count);
  const std::vector<float> change = changes(outlines);
  std::vector<float> vowel(count), vowelHeight, vowelFront;
  for (std::int64_t i = 0; i < count; ++i) {
    voice[i] = smoothStep(loud - 0.72f * span, loud - 0.42f * span, level[i]);
    friction[i] = voice[i] * smoothStep(-4, 7, hiss[i]);
    vowel[i] = voice[i] * (1 - friction[i]);
    if (vowel[i] < 0.7f) continue;
    vowelHeight.push_back(height[i]);
    vowelFront.push_back(front[i]);
  }
  const Scale tall = speakerScale(std::move(vowelHeight), {330, 760});
  const Scale forward = speakerScale(std::move(vowelFront), {1250, 2300});
  for (std::int64_t i = 0; i < count; ++i) {
    const float openness = tall.place(height[i]), frontness = forward.place(front[i]);
    open[i] = vowel[i] * smoothStep(0, 1, openness);
    round[i] =
        vowel[i] * (1 - smoothStep(0, 0.4f, frontness)) * (1 - 0.55f * smoothStep(0.45f, 1.1f, openness));
    spread[i] = vowel[i] * smoothStep(0.45f, 1, frontness);
    // A dip between syllables; nasals keep their hum below 300 Hz, stops lose everything.
    const float dip = smoothStep(3.5f, 9, slow[i] - middleLevel[i]);
    const float hum = smoothStep(2, 9, lowShare[i]);
    const float near = smoothStep(loud - 0.8f * span, loud - 0.5f * span, slow[i]);
    closure[i] =
        near * std::max(dip, 0.85f * hum * smoothStep(1, 5, slow[i] - middleLevel[i])) * (1 - friction[i]);
    steady[i] = vowel[i] * smoothStep(4.5f, 2.5f, change[i]);
    stress[i] = std::max(0.f, (level[i] - (loud - 0.5f * span)) / (0.5f * span));
  }
  // Lips and jaw have mass: vowels are slower than closures.
  smooth(voice, 3.2f);
  smooth(open, 3.4f);
  smooth(round, 4.5f);
  smooth(spread, 4.5f);
  smooth(friction, 2.6f);
  smooth(closure, 1.8f);
  smooth(stress, 16);

  std::vector<Articulation> result(count);
  for (std::int64_t i = 0; i < count; ++i)
    result[i] = {voice[i],
                 open[i],
                 round[i],
                 spread[i],
                 std::min(1.f, 1.35f * closure[i]),
                 friction[i],
                 std::min(stress[i], 1.f),
                 steady[i]};
  return result;
}

}  // namespace orator::motion
