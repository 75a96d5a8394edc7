#include "core/motion/interim_motion_model.h"

#include <algorithm>
#include <cmath>

#include "core/face/expression_names.h"
#include "core/motion/articulation.h"
#include "core/motion/face_measures.h"
#include "core/motion/head_motion.h"

namespace orator::motion {

namespace {

using namespace face;  // the names of the 64 directions

constexpr double kLeadSeconds = 0.05;    // lips are on their way before the sound
constexpr double kSettleSeconds = 0.35;  // from the portrait's own mouth to speech
constexpr float kPortraitJaw = 0.12f;    // a portrait's mouth open beyond this closes between words

Articulation at(const std::vector<Articulation>& voice, double seconds) {
  const double position =
      std::clamp((seconds + kLeadSeconds) * kArticulationsPerSecond, 0.0, double(voice.size() - 1));
  const auto i = std::min(std::size_t(position), voice.size() - 1), j = std::min(i + 1, voice.size() - 1);
  const float t = float(position - double(i));
  const Articulation &a = voice[i], &b = voice[j];
  const auto mix = [&](float Articulation::*m) { return a.*m + t * (b.*m - a.*m); };
  return {mix(&Articulation::voice),  mix(&Articulation::open),    mix(&Articulation::round),
          mix(&Articulation::spread), mix(&Articulation::closure), mix(&Articulation::friction),
          mix(&Articulation::stress)};
}

/// What the face adds to the portrait's own expression.
void speak(const Articulation& a, float portraitJaw, CoefficientRow& row) {
  const float apart = 1 - a.closure;
  const float jaw =
      a.voice * (0.10f + 0.60f * a.open + 0.08f * a.spread + 0.06f * a.round) * (1 - 0.6f * a.friction);
  // Between words and on closures the jaw of an open-mouthed portrait comes up as far as it was down.
  const float rest = portraitJaw > kPortraitJaw ? -portraitJaw * (1 - 0.5f * a.voice) : 0.f;
  row[kJawOpen] += jaw * (0.25f + 0.75f * apart) + rest;
  row[kMouthClose] += a.closure * jaw * 0.28f;
  row[kMouthPucker] += 0.62f * a.round * (1 - 0.5f * a.open);
  row[kMouthFunnel] += 0.34f * a.round * apart * (0.4f + a.open);
  for (const int side : {kMouthStretchLeft, kMouthStretchRight})
    row[side] += 0.34f * a.spread * (1 - a.round);
  for (const int side : {kUpperLipRaiseLeft, kUpperLipRaiseRight})
    row[side] += apart * (0.16f * a.open + 0.14f * a.friction + 0.05f * a.voice);
  for (const int side : {kLowerLipDepressLeft, kLowerLipDepressRight})
    row[side] += apart * (0.20f * a.open + 0.30f * a.friction + 0.10f * a.spread);
  for (const int side : {kMouthPressLeft, kMouthPressRight}) row[side] += 0.45f * a.closure * a.voice;
  for (const int side : {kBrowInnerRaiseLeft, kBrowInnerRaiseRight}) row[side] += 0.22f * a.stress;
  for (const int side : {kBrowOuterRaiseLeft, kBrowOuterRaiseRight}) row[side] += 0.18f * a.stress;
}

/// Share of a re-roll at a time: 1 inside, faded out over kFadeSeconds around it.
float rerollShare(const PoseReroll& reroll, double seconds) {
  constexpr double kFadeSeconds = 0.3;
  const double outside = std::max({reroll.beginSeconds - seconds, seconds - reroll.endSeconds, 0.0});
  const double t = std::max(0.0, 1 - outside / kFadeSeconds);
  return float(t * t * (3 - 2 * t));
}

std::vector<std::array<float, 6>> rerolledHeadMotion(std::span<const Articulation> voice,
                                                     const MotionInput& input,
                                                     const MotionSettings& settings) {
  const auto with = [&](std::uint64_t seed) {
    return headMotion(settings.poseStyle, voice, input.frameRate, input.frames, input.source, seed);
  };
  auto head = with(settings.seed);
  for (const PoseReroll& reroll : settings.rerolls) {
    const auto other = with(reroll.seed);
    for (std::size_t i = 0; i < head.size(); ++i) {
      const float share = rerollShare(reroll, input.frameRate.secondsAt(std::int64_t(i)));
      for (std::size_t k = 0; k < 6; ++k) head[i][k] += share * (other[i][k] - head[i][k]);
    }
  }
  return head;
}

class InterimMotionModel : public MotionModel {
 public:
  explicit InterimMotionModel(const FaceModel& model)
      : basis_(model.id),
        blink_(model.blink),
        lidClosure_(lidClosure(model)),
        minimum_(model.expressionMinimum),
        maximum_(model.expressionMaximum) {}

  GeneratedMotion generate(const MotionInput& input, const MotionSettings& settings,
                           const RunContext& context) const override {
    GeneratedMotion result;
    result.frameRate = input.frameRate;
    result.basis = basis_;
    result.source = input.source;
    result.blinkDirection = blink_;
    result.lidClosure = lidClosure_;
    result.rows.assign(std::size_t(input.frames), input.source);
    const auto voice = articulate(input.voice16k, context);
    const auto head = rerolledHeadMotion(voice, input, settings);
    for (std::int64_t i = 0; i < input.frames; ++i) {
      if (i % 1024 == 0) context.throwIfCancelled();
      const double t = input.frameRate.secondsAt(i);
      CoefficientRow& row = result.rows[std::size_t(i)];
      CoefficientRow spoken = input.source;
      speak(at(voice, t), input.source[kJawOpen], spoken);
      const float share = float(std::min(1.0, t / kSettleSeconds));
      for (int k = 0; k < kExpressionCount; ++k) {
        const float wanted = std::clamp(spoken[k], std::min(minimum_[k], input.source[k]),
                                        std::max(maximum_[k], input.source[k]));
        row[k] += share * (wanted - input.source[k]);
      }
      for (int k = 0; k < 6; ++k) row[kAngleColumn + k] += head[std::size_t(i)][std::size_t(k)];
    }
    return result;
  }

 private:
  std::string basis_;
  ExpressionCoefficients blink_, lidClosure_, minimum_, maximum_;
};

}  // namespace

std::shared_ptr<const MotionModel> makeInterimMotionModel(const FaceModel& faceModel) {
  return std::make_shared<InterimMotionModel>(faceModel);
}

}  // namespace orator::motion
