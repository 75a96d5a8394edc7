#include "core/learning/person/person_manner.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/voice_rate.h"
#include "core/learning/measures/lip_geometry.h"
#include "core/motion/motion_model.h"
#include "core/motion/sadtalker/savitzky_golay.h"
#include "core/motion/sadtalker/voice_expression.h"

namespace orator::learning {
namespace {

using face::kExpressionCount;
using motion::sadtalker::Manner;
using Rows = std::vector<motion::CoefficientRow>;

constexpr double kFramesPerSecond = capture::kFramesPerSecond;
constexpr double kDegrees = 180 / std::numbers::pi;

/// Spread and pace of a head.
struct HeadFigures {
  std::array<double, 6> middle{}, extent{};
  double speed = 0;  ///< radians a second

  double angles() const { return (extent[0] + extent[1] + extent[2]) / 3; }
  double tempo() const { return speed / std::max(angles(), 1e-4); }
};

/// @param stretches [T, 6] each, at 25 frames a second
HeadFigures headFigures(const std::vector<at::Tensor>& stretches) {
  HeadFigures figures;
  std::vector<at::Tensor> all;
  double way = 0, steps = 0;
  for (const at::Tensor& stretch : stretches) {
    const at::Tensor smooth = motion::sadtalker::savitzkyGolay(stretch);
    all.push_back(smooth);
    if (smooth.size(0) < 2) continue;
    const at::Tensor angles = smooth.slice(1, 0, 3);
    way += (angles.slice(0, 1) - angles.slice(0, 0, -1)).norm(2, 1).sum().item<double>();
    steps += double(smooth.size(0) - 1);
  }
  const at::Tensor whole = at::cat(all).to(at::kDouble);
  for (std::size_t k = 0; k < 6; ++k) {
    const at::Tensor column = whole.select(1, std::int64_t(k));
    figures.middle[k] = column.mean().item<double>();
    figures.extent[k] = std::sqrt(std::max(0.0, column.var(false).item<double>()));
  }
  figures.speed = steps > 0 ? way / steps * kFramesPerSecond : 0;
  return figures;
}

/// The poses of unbroken runs of frames.
std::vector<at::Tensor> poseStretches(const capture::Capture& seen, std::span<const std::int64_t> frames) {
  std::vector<at::Tensor> stretches;
  for (std::size_t begin = 0; begin < frames.size();) {
    std::size_t end = begin + 1;
    const auto shotOf = [&](std::size_t i) { return seen.frames[std::size_t(frames[i])].shot; };
    while (end < frames.size() && frames[end] == frames[end - 1] + 1 && shotOf(end) == shotOf(begin)) ++end;
    at::Tensor poses = at::empty({std::int64_t(end - begin), 6});
    for (std::size_t i = begin; i < end; ++i) {
      const motion::CoefficientRow row = seen.row(frames[i]);
      std::copy_n(row.begin() + motion::kAngleColumn, 6, poses[std::int64_t(i - begin)].data_ptr<float>());
    }
    stretches.push_back(poses);
    begin = end;
  }
  return stretches;
}

void takeHead(const capture::Capture& seen, const MannerFrames& frames, std::span<const float> voice,
              const packs::Pack& pack, MeasuredManner& measured, const RunContext& context) {
  constexpr double kMostLean = 0.15, kLeastTimes = 0.1, kMostTimes = 6;
  const HeadFigures filmed = headFigures(poseStretches(seen, frames.learned));
  measured.extentDegrees = filmed.angles() * kDegrees;
  measured.speedDegreesPerSecond = filmed.speed * kDegrees;
  const motion::sadtalker::VoiceExpression model(pack);
  if (!model.movesHead()) return;
  // Without a voice the styles are compared while they hear nothing.
  const std::vector<float> silence(std::size_t(10 * kVoiceRateHz), 0.f);
  const std::span<const float> heard = voice.empty() ? std::span<const float>(silence) : voice;
  HeadFigures nearest;
  double least = 1e9;
  Manner& manner = measured.manner;
  for (int style = 0; style < int(motion::sadtalker::kPoseStyles); ++style) {
    auto poses = model.headMotion(heard, {{style, 1.0}}, 0, context);
    const HeadFigures made =
        headFigures({at::from_blob(poses.data(), {std::int64_t(poses.size()), 6}).clone()});
    const double apart = std::abs(std::log(std::max(made.tempo(), 1e-3) / std::max(filmed.tempo(), 1e-3)));
    if (apart >= least) continue;
    least = apart;
    nearest = made;
    manner.tempo.fill(0);
    manner.tempo[std::size_t(style)] = 1;
  }
  const motion::CoefficientRow portrait = seen.row(frames.portrait);
  for (std::size_t k = 0; k < 6; ++k) {
    manner.extent[k] =
        float(std::clamp(filmed.extent[k] / std::max(nearest.extent[k], 1e-5), kLeastTimes, kMostTimes));
    manner.lean[k] =
        float(std::clamp(filmed.middle[k] - portrait[motion::kAngleColumn + k], -kMostLean, kMostLean));
  }
}

/// What a voice is answered with and what was filmed, one column a coefficient, against the portrait's row.
struct Answers {
  at::Tensor made, filmed;  ///< f64 [T, 64]
};

Answers answersOf(const capture::Capture& seen, std::span<const std::int64_t> frames, const Rows& rows,
                  std::int64_t first, const motion::CoefficientRow& source) {
  std::vector<double> made, filmed;
  for (const std::int64_t frame : frames) {
    const std::int64_t row = frame + first;
    if (row < 0 || row >= std::int64_t(rows.size())) continue;
    for (std::size_t k = 0; k < kExpressionCount; ++k) {
      made.push_back(rows[std::size_t(row)][k] - source[k]);
      filmed.push_back(seen.frames[std::size_t(frame)].expression[k] - source[k]);
    }
  }
  const auto tensor = [](const std::vector<double>& values) {
    return at::tensor(values, at::kDouble).view({-1, kExpressionCount});
  };
  return {tensor(made), tensor(filmed)};
}

void fitSpeech(const Answers& answers, const face::FaceModel& model, Manner& manner) {
  constexpr double kLittle = 250;   // frames of footage that count as much as no change
  constexpr double kMostTimes = 2;  // a coefficient is at most so much livelier, or calmer
  constexpr double kSilent = 0.02;  // of the usual spread: the network says nothing of this coefficient
  const double frames = double(answers.made.size(0)), trust = frames / (frames + kLittle);
  for (std::int64_t k = 0; k < kExpressionCount; ++k) {
    const at::Tensor x = answers.made.select(1, k), y = answers.filmed.select(1, k);
    const double xMean = x.mean().item<double>(), yMean = y.mean().item<double>();
    const double xSpread = x.std(false).item<double>(), ySpread = y.std(false).item<double>();
    if (xSpread < kSilent * double(model.expressionDeviation[std::size_t(k)])) continue;  // lids, gaze
    const double covariance = ((x - xMean) * (y - yMean)).mean().item<double>();
    const double correlation = std::clamp(covariance / (xSpread * std::max(ySpread, 1e-9)), 0.0, 1.0);
    const double times = std::clamp(ySpread / xSpread, 1 / kMostTimes, kMostTimes);
    const double gain = 1 + trust * correlation * (times - 1);
    manner.gain[std::size_t(k)] = float(gain);
    manner.offset[std::size_t(k)] = float(std::clamp(trust * (yMean - gain * xMean), -3.0, 3.0));
  }
}

/// Distance of the lips, root mean square over the height of the face.
double lipDistance(const Answers& answers, const Manner& manner, const at::Tensor& lipPoints) {
  if (answers.made.size(0) == 0) return 0;
  const auto row = [](const face::ExpressionCoefficients& values) {
    return at::tensor(at::ArrayRef<float>(values.data(), values.size())).to(at::kDouble).unsqueeze(0);
  };
  const at::Tensor apart = answers.made * row(manner.gain) + row(manner.offset) - answers.filmed;
  // Three numbers a point.
  return std::sqrt(3 * apart.matmul(lipPoints.to(at::kDouble)).square().mean().item<double>());
}

}  // namespace

MeasuredManner measureManner(const capture::Capture& seen, const MannerFrames& frames,
                             std::span<const float> voice16k, const packs::Pack& pack,
                             const face::FaceModel& model, const RunContext& context) {
  const c10::NoGradGuard guard;
  MeasuredManner measured;
  takeHead(seen, frames, voice16k, pack, measured, context);
  if (voice16k.empty()) return measured;
  // Row i of what the voice is answered with is the instant i / 25 s, frame 0 of the capture a little later.
  const auto first = std::int64_t(std::lround(seen.beginSeconds * kFramesPerSecond));
  const motion::CoefficientRow source = seen.row(frames.portrait);
  const motion::MotionInput input{voice16k,
                                  source,
                                  {capture::kFramesPerSecond, 1},
                                  std::int64_t(seen.frames.size()) + std::max<std::int64_t>(0, first)};
  const Rows rows = motion::makeMotionModel(pack, model)->generate(input, {}, context).rows;
  const auto answers = [&](std::span<const std::int64_t> some) {
    return answersOf(seen, some, rows, first, source);
  };
  const at::Tensor lips = lipGeometry(model).lipPoints;
  Manner own = measured.manner;
  fitSpeech(answers(frames.learned), model, own);
  const Answers aside = answers(frames.setAside), judged = answers(frames.judged);
  measured.ownSpeech = lipDistance(aside, own, lips) < lipDistance(aside, measured.manner, lips);
  measured.lipsBefore = lipDistance(judged, measured.manner, lips);
  if (measured.ownSpeech) measured.manner = own;
  measured.lipsAfter = lipDistance(judged, measured.manner, lips);
  return measured;
}

}  // namespace orator::learning
