#include "core/learning/measures/speech_measures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <opencv2/core.hpp>

#include "core/audio/mel_spectrogram.h"
#include "core/base/percentile.h"
#include "core/learning/measures/time_base.h"

namespace orator::learning {
namespace {

constexpr int kSamplesPerFrame = audio::kSamplesPerMelFrame;

/// Runs below `enter` that last until the series rises to `leave`; grown backwards to where it fell below it.
std::vector<Closure> runsBelow(std::span<const float> values, float enter, float leave) {
  std::vector<Closure> runs;
  const auto count = std::int64_t(values.size());
  for (std::int64_t t = 0; t < count; ++t) {
    if (values[std::size_t(t)] >= enter) continue;
    Closure run{t, t + 1};
    while (run.begin > 0 && values[std::size_t(run.begin - 1)] < leave) --run.begin;
    while (run.end < count && values[std::size_t(run.end)] < leave) ++run.end;
    runs.push_back(run);
    t = run.end;
  }
  return runs;
}

std::vector<float> copyOf(std::span<const float> values) {
  return {values.begin(), values.end()};
}

/// Frames in which `values` has a peak that stands out from the two neighbours on each side.
std::vector<std::int64_t> peaks(const std::vector<double>& values, double least) {
  std::vector<std::int64_t> found;
  for (std::size_t t = 2; t + 2 < values.size(); ++t)
    if (values[t] > least && values[t] > values[t - 1] && values[t] >= values[t + 1] &&
        values[t] > values[t - 2] && values[t] >= values[t + 2])
      found.push_back(std::int64_t(t));
  return found;
}

/// Where the voice swells: peaks of the rise of all mel bands from frame to frame.
std::vector<std::int64_t> voiceBeats(std::span<const float> voice16k) {
  const audio::MelSpectrogram mel(voice16k);
  std::vector<double> rise(std::size_t(mel.frameCount()), 0.0);
  double mean = 0;
  for (std::int64_t t = 1; t < mel.frameCount(); ++t) {
    const auto now = mel.columns(t * 16 / 5, t * 16 / 5 + 3),
               before = mel.columns((t - 1) * 16 / 5, (t - 1) * 16 / 5 + 3);
    for (std::size_t i = 0; i < now.size(); ++i) rise[std::size_t(t)] += std::max(0.f, now[i] - before[i]);
    mean += rise[std::size_t(t)] / double(mel.frameCount());
  }
  return peaks(rise, mean);
}

/// Savitzky-Golay, window 13, order 2: what SadTalker makes of its own poses. It takes the tracker's tremble
/// out of the real ones, which would otherwise be most of their speed.
constexpr std::array<double, 13> kSmoothing{-11, 0, 9, 16, 21, 24, 25, 24, 21, 16, 9, 0, -11};

/// Only where the whole window fits: T - 12 frames.
std::vector<cv::Vec3d> smoothedTurns(std::span<const float> angles) {
  std::vector<cv::Vec3d> out;
  for (std::size_t t = 0; t + kSmoothing.size() <= angles.size() / 3; ++t) {
    cv::Vec3d sum;
    for (std::size_t k = 0; k < kSmoothing.size(); ++k)
      for (int axis = 0; axis < 3; ++axis)
        sum[axis] += kSmoothing[k] / 143 * angles[3 * (t + k) + std::size_t(axis)];
    out.push_back(sum);
  }
  return out;
}

}  // namespace

double correlationAt(std::span<const float> truth, std::span<const float> made, int lag) {
  const std::ptrdiff_t from = std::max(0, -lag);
  const std::ptrdiff_t to = std::min(std::ptrdiff_t(truth.size()), std::ptrdiff_t(made.size()) - lag);
  if (to - from < 3) return 0;
  const double n = double(to - from);
  double meanA = 0, meanB = 0, aa = 0, bb = 0, ab = 0;
  for (std::ptrdiff_t t = from; t < to; ++t) {
    meanA += truth[std::size_t(t)] / n;
    meanB += made[std::size_t(t + lag)] / n;
  }
  for (std::ptrdiff_t t = from; t < to; ++t) {
    const double a = truth[std::size_t(t)] - meanA, b = made[std::size_t(t + lag)] - meanB;
    aa += a * a, bb += b * b, ab += a * b;
  }
  return aa > 1e-12 && bb > 1e-12 ? ab / std::sqrt(aa * bb) : 0;
}

LagCorrelation bestCorrelation(std::span<const float> truth, std::span<const float> made) {
  LagCorrelation best{correlationAt(truth, made, 0), 0};
  for (int lag = -kLargestLagFrames; lag <= kLargestLagFrames; ++lag)
    if (const double r = correlationAt(truth, made, lag); r > best.correlation) best = {r, lag};
  return best;
}

std::vector<Closure> findClosures(std::span<const float> lipOpening) {
  constexpr float kEnter = 0.2f, kLeave = 0.35f;
  const float low = percentile(copyOf(lipOpening), 0.02), range = percentile(copyOf(lipOpening), 0.95) - low;
  if (range < 1e-4f) return {};
  return runsBelow(lipOpening, low + kEnter * range, low + kLeave * range);
}

ClosureMatch matchClosures(std::span<const float> truth, std::span<const float> made, int lagFrames) {
  constexpr std::int64_t kTolerance = 1;
  const auto wanted = findClosures(truth), found = findClosures(made);
  ClosureMatch match{std::int64_t(wanted.size()), std::int64_t(found.size()), 0};
  // Both are sorted and without overlap: pairing the earliest that touch is the largest pairing.
  std::size_t i = 0, j = 0;
  while (i < wanted.size() && j < found.size()) {
    const Closure moved{found[j].begin - lagFrames, found[j].end - lagFrames};
    if (moved.begin < wanted[i].end + kTolerance && wanted[i].begin < moved.end + kTolerance) {
      ++match.paired, ++i, ++j;
    } else if (moved.end <= wanted[i].begin) {
      ++j;
    } else {
      ++i;
    }
  }
  return match;
}

Blinks findBlinks(std::span<const float> eyeOpening) {
  constexpr float kShut = 0.5f, kClosing = 0.7f;
  constexpr std::int64_t kLongest = 15;
  const float open = percentile(copyOf(eyeOpening), 0.9);
  Blinks blinks;
  if (open <= 0) return blinks;
  double frames = 0;
  for (const Closure& run : runsBelow(eyeOpening, kShut * open, kClosing * open)) {
    const bool whole = run.begin > 0 && run.end < std::int64_t(eyeOpening.size());
    if (run.end - run.begin > kLongest || !whole) continue;
    ++blinks.count;
    frames += double(run.end - run.begin);
  }
  if (blinks.count > 0) blinks.meanDurationSeconds = frames / double(blinks.count) / kFramesPerSecond;
  return blinks;
}

HeadMeasures measureHead(std::span<const float> angles, std::span<const float> voice16k) {
  constexpr double kDegrees = 180 / std::numbers::pi;
  const std::vector<cv::Vec3d> turns = smoothedTurns(angles);
  const std::size_t frames = turns.size();
  HeadMeasures out;
  if (frames < 2) return out;
  cv::Vec3d mean, squares;
  for (const cv::Vec3d& turn : turns) mean += turn / double(frames);
  for (const cv::Vec3d& turn : turns) squares += (turn - mean).mul(turn - mean);
  for (int axis = 0; axis < 3; ++axis)
    out.diversityDegrees += kDegrees * std::sqrt(squares[axis] / double(frames)) / 3;
  std::vector<double> rest(frames, 0.0);  // minus the speed: beats of the head are where it comes to rest
  for (std::size_t t = 1; t < frames; ++t) {
    rest[t] = -cv::norm(turns[t] - turns[t - 1]) * kDegrees * kFramesPerSecond;
    out.speedDegreesPerSecond -= rest[t] / double(frames - 1);
  }
  const auto headBeats = peaks(rest, -1e9), beats = voiceBeats(voice16k);
  constexpr std::int64_t kLost = kSmoothing.size() / 2;
  double counted = 0;
  constexpr double kSpread = 3;  // frames, as in Bailando (Siyao et al. 2022), whose score SadTalker reports
  for (const std::int64_t beat : beats) {
    if (beat < kLost || beat >= kLost + std::int64_t(frames)) continue;
    double nearest = 1e9;
    for (const std::int64_t at : headBeats) nearest = std::min(nearest, std::abs(double(at + kLost - beat)));
    out.beatAlign += std::exp(-nearest * nearest / (2 * kSpread * kSpread));
    ++counted;
  }
  if (counted > 0) out.beatAlign /= counted;
  return out;
}

double meanSpeed(std::span<const float> values) {
  double sum = 0;
  for (std::size_t t = 1; t < values.size(); ++t) sum += std::abs(values[t] - values[t - 1]);
  return values.size() > 1 ? sum / double(values.size() - 1) * kFramesPerSecond : 0;
}

std::vector<std::int64_t> silentFrames(std::span<const float> voice16k) {
  constexpr double kBelowLoudest = 0.01;  // -40 dB
  constexpr std::int64_t kAfterFrames = 8;
  const std::size_t frames = voice16k.size() / kSamplesPerFrame;
  std::vector<double> level(frames, 0.0);
  for (std::size_t t = 0; t < frames; ++t) {
    for (const float v : voice16k.subspan(t * kSamplesPerFrame, kSamplesPerFrame)) level[t] += double(v) * v;
    level[t] = std::sqrt(level[t] / kSamplesPerFrame);
  }
  const double loudest = frames ? *std::max_element(level.begin(), level.end()) : 0;
  std::vector<std::int64_t> silent;
  std::int64_t since = 0;
  for (std::size_t t = 0; t < frames; ++t) {
    since = level[t] < kBelowLoudest * loudest ? since + 1 : 0;
    if (since > kAfterFrames) silent.push_back(std::int64_t(t));
  }
  return silent;
}

}  // namespace orator::learning
