#include "core/motion/studio_motion_model.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/audio/mel_spectrogram.h"
#include "core/motion/articulation.h"
#include "core/motion/face_measures.h"
#include "core/motion/head_motion.h"
#include "core/motion/held_vowels.h"
#include "core/motion/resample.h"
#include "core/motion/sadtalker/manner.h"
#include "core/motion/sadtalker/voice_expression.h"
#include "core/motion/speech_gate.h"

namespace orator::motion {

namespace {

using face::kExpressionCount;

constexpr double kMouthSettleSeconds = 0.35;               // from the portrait's own mouth to speech
constexpr float kClosedOpening = 0.008f, kContact = 0.0f;  // of the face's height
constexpr float kRestOpening = 0.02f;                      // the same, of lips at rest
constexpr FrameRate kNetworkRate{audio::kMelFramesPerSecond, 1};

/// The voice at the loudness the network was trained around, whatever the recording's level.
std::vector<float> levelled(std::span<const float> voice) {
  constexpr double kTarget = 0.1, kActive = 0.05;  // root mean square; of the loudest stretch
  constexpr std::size_t kStretch = 1600;
  std::vector<double> power;
  for (std::size_t i = 0; i < voice.size(); i += kStretch) {
    double sum = 0;
    const auto stretch = voice.subspan(i, std::min(kStretch, voice.size() - i));
    for (const float sample : stretch) sum += double(sample) * sample;
    power.push_back(sum / double(stretch.size()));
  }
  std::vector<float> result(voice.begin(), voice.end());
  const double loudest = power.empty() ? 0 : *std::max_element(power.begin(), power.end());
  if (loudest <= 0) return result;
  double sum = 0, count = 0;
  for (const double p : power)
    if (p > kActive * kActive * loudest) sum += p, ++count;
  const auto gain = float(kTarget / std::sqrt(sum / count));
  for (float& sample : result) sample *= gain;
  return result;
}

/// The network takes every window by itself, so its faces tremble about the true course from frame to frame:
/// a narrow window over three frames takes most of that and leaves a closure of the lips standing.
std::vector<CoefficientRow> steadied(const std::vector<CoefficientRow>& rows) {
  std::vector<CoefficientRow> result = rows;
  for (std::size_t i = 1; i + 1 < rows.size(); ++i)
    for (std::size_t k = 0; k < kExpressionCount; ++k)
      result[i][k] = (rows[i - 1][k] + 2 * rows[i][k] + rows[i + 1][k]) / 4;
  return result;
}

/// Share of a re-roll at a time: 1 inside, faded out over kFadeSeconds around it.
float rerollShare(const PoseReroll& reroll, double seconds) {
  constexpr double kFadeSeconds = 0.3;
  const double outside = std::max({reroll.beginSeconds - seconds, seconds - reroll.endSeconds, 0.0});
  const double t = std::max(0.0, 1 - outside / kFadeSeconds);
  return float(t * t * (3 - 2 * t));
}

class StudioMotionModel : public MotionModel {
 public:
  StudioMotionModel(const packs::Pack& pack, const face::FaceModel& model)
      : basis_(model.id),
        voiceExpression_(pack),
        gate_(pack),
        mouth_(model),
        lidClosure_(lidClosure(model)),
        gazeColumns_(face::gazeColumns(model.expressionNames)),
        minimum_(model.expressionMinimum),
        maximum_(model.expressionMaximum) {
    if (pack.has("manner")) manner_ = sadtalker::readManner(pack.file("manner"));
  }

  GeneratedMotion generate(const MotionInput& input, const MotionSettings& settings,
                           const RunContext& context) const override {
    GeneratedMotion result;
    result.frameRate = input.frameRate;
    result.basis = basis_;
    result.source = input.source;
    result.blinkDirection = voiceExpression_.blinkDirection();
    result.lidClosure = lidClosure_;
    result.gazeColumns = gazeColumns_;
    result.rows = speak(input, context);
    const auto voice = articulate(input.voice16k, context);
    const Pauses pauses =
        gate_.pauses(input.voice16k, voice, input.frameRate, input.frames, settings.speechGate, context);
    result.speechFound = pauses.speechFound;
    const std::vector<float> held = heldOpening(voice, input.frameRate, input.frames);
    const auto head = moveHead(voice, input, settings, context);
    for (std::int64_t i = 0; i < input.frames; ++i) {
      if (i % 1024 == 0) context.throwIfCancelled();
      const double t = input.frameRate.secondsAt(i);
      CoefficientRow& row = result.rows[std::size_t(i)];
      if (manner_)
        for (std::size_t k = 0; k < kExpressionCount; ++k)
          row[k] = input.source[k] + manner_->offset[k] + manner_->gain[k] * (row[k] - input.source[k]);
      keepToAMouth(row, input.source, held[std::size_t(i)], pauses.curve[std::size_t(i)]);
      const float share = float(std::min(1.0, t / kMouthSettleSeconds));
      for (std::size_t k = 0; k < kExpressionCount; ++k) {
        const float source = input.source[k];
        const float wanted = std::clamp(row[k], std::min(minimum_[k], source), std::max(maximum_[k], source));
        row[k] = source + share * (wanted - source);
      }
      for (std::size_t k = 0; k < 6; ++k)
        row[kAngleColumn + k] = input.source[kAngleColumn + k] + head[std::size_t(i)][k];
    }
    return result;
  }

 private:
  using HeadMotion = std::vector<std::array<float, 6>>;

  /// By the pack's PoseVAE at the frame rate asked for, by rules where it has none.
  HeadMotion moveHead(std::span<const Articulation> voice, const MotionInput& input,
                      const MotionSettings& settings, std::uint64_t seed, const RunContext& context) const {
    if (!voiceExpression_.movesHead())
      return headMotion(settings.poseStyle, voice, input.frameRate, input.frames, input.source, seed);
    std::vector<CoefficientRow> rows;
    for (const auto& pose :
         voiceExpression_.headMotion(levelled(input.voice16k), settings.poseStyle, seed, context))
      std::copy(pose.begin(), pose.end(), rows.emplace_back().begin() + kAngleColumn);
    HeadMotion motion;
    for (const CoefficientRow& row : resampled(rows, kNetworkRate, input.frameRate, input.frames))
      std::copy_n(row.begin() + kAngleColumn, 6, motion.emplace_back().begin());
    return motion;
  }

  /// The same with the ranges that the user had drawn anew.
  HeadMotion moveHead(std::span<const Articulation> voice, const MotionInput& input,
                      const MotionSettings& settings, const RunContext& context) const {
    HeadMotion head = moveHead(voice, input, settings, settings.seed, context);
    for (const PoseReroll& reroll : settings.rerolls) {
      const HeadMotion other = moveHead(voice, input, settings, reroll.seed, context);
      for (std::size_t i = 0; i < head.size(); ++i) {
        const float share = rerollShare(reroll, input.frameRate.secondsAt(std::int64_t(i)));
        for (std::size_t k = 0; k < 6; ++k) head[i][k] += share * (other[i][k] - head[i][k]);
      }
    }
    return head;
  }

  /// What the network says, with the portrait's β0, at the frame rate asked for.
  std::vector<CoefficientRow> speak(const MotionInput& input, const RunContext& context) const {
    const auto expressions = voiceExpression_.expressions(levelled(input.voice16k), context);
    // β0 stands for how a face rests; a portrait caught in speech would have its speaker never close the
    // mouth.
    CoefficientRow resting = input.source, own{};
    mouth_.close(resting, kRestOpening);
    const auto& gain = voiceExpression_.beta0Gain();
    for (std::size_t k = 0; k < kExpressionCount; ++k)
      for (std::size_t j = 0; j < kExpressionCount; ++j)
        own[j] += resting[k] * gain[k * kExpressionCount + j];
    std::vector<CoefficientRow> rows(expressions->size(), own);
    for (std::size_t i = 0; i < rows.size(); ++i)
      for (std::size_t k = 0; k < kExpressionCount; ++k) rows[i][k] += (*expressions)[i][k];
    return resampled(steadied(rows), kNetworkRate, input.frameRate, input.frames);
  }

  /// @param least the opening is at least this @param pause 1: the portrait's own face with its mouth shut
  void keepToAMouth(CoefficientRow& row, const CoefficientRow& source, float least, float pause) const {
    mouth_.part(row, std::max(least, kContact));
    if (pause <= 0) return;
    CoefficientRow rest = source;
    mouth_.close(rest, kClosedOpening);
    for (std::size_t k = 0; k < kExpressionCount; ++k) row[k] += pause * (rest[k] - row[k]);
  }

  std::string basis_;
  sadtalker::VoiceExpression voiceExpression_;
  std::optional<sadtalker::Manner> manner_;  ///< of a personal pack
  SpeechGate gate_;
  MouthGauge mouth_;
  face::ExpressionCoefficients lidClosure_;
  const face::GazeColumns gazeColumns_;
  face::ExpressionCoefficients minimum_, maximum_;
};

}  // namespace

std::shared_ptr<const MotionModel> makeStudioMotionModel(const packs::Pack& pack,
                                                         const face::FaceModel& faceModel) {
  return std::make_shared<StudioMotionModel>(pack, faceModel);
}

}  // namespace orator::motion
