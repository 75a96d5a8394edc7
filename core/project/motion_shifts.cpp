#include "core/project/motion_shifts.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/motion/gaze.h"

namespace orator::project {
namespace {

using motion::MotionTrack;

constexpr double kLeastFade = 0.12;   // seconds beside a moved part over which its shift grows
constexpr double kFadeOfShift = 2;    // and at least so many times the shift: time never runs backwards
constexpr double kSameMoment = 1e-3;  // seconds

/// How much of a shift holds at a moment, 0..1.
double weightAt(const MotionShift& shift, double seconds) {
  const double begin = shift.beginSeconds + shift.shiftSeconds, end = shift.endSeconds + shift.shiftSeconds;
  const double outside = std::max({0.0, begin - seconds, seconds - end});
  const double fade = std::max(kLeastFade, kFadeOfShift * std::abs(shift.shiftSeconds));
  if (outside >= fade) return 0;
  return 0.5 + 0.5 * std::cos(std::numbers::pi * outside / fade);
}

/// Seconds by which what is seen at a moment comes from before it. Words that move together share theirs.
double shiftAt(const std::vector<MotionShift>& shifts, double seconds) {
  double sum = 0, weights = 0, most = 0;
  for (const MotionShift& shift : shifts) {
    const double weight = weightAt(shift, seconds);
    sum += weight * shift.shiftSeconds;
    weights += weight;
    most = std::max(most, weight);
  }
  return weights > 0 ? most * sum / weights : 0;
}

/// The frame that each frame's expression comes from. Where words are moved towards each other it waits
/// rather than runs backwards.
std::vector<double> sourcesOf(const MotionTrack& track, const std::vector<MotionShift>& shifts) {
  std::vector<double> sources;
  for (std::int64_t i = 0; i < track.frames(); ++i) {
    const double shift = shiftAt(shifts, track.frameRate.secondsAt(i)) * track.frameRate.perSecond();
    const double wanted = std::clamp(double(i) - shift, 0.0, double(track.frames() - 1));
    sources.push_back(sources.empty() ? wanted : std::max(wanted, sources.back()));
  }
  return sources;
}

/// What the voice has made of a frame's expression: without blink and gaze.
face::ExpressionCoefficients spokenAt(const MotionTrack& track,
                                      const face::ExpressionCoefficients& blinkDirection,
                                      std::int64_t frame) {
  const auto i = std::size_t(std::clamp<std::int64_t>(frame, 0, track.frames() - 1));
  face::ExpressionCoefficients spoken{};
  const float blink = i < track.blink.size() ? track.blink[i] : 0.f;
  for (std::size_t k = 0; k < spoken.size(); ++k) spoken[k] = track.rows[i][k] - blink * blinkDirection[k];
  const auto columns = motion::gazeColumnsOf(track.basis);
  for (const auto& [axis, column] : {std::pair(0u, columns.right), std::pair(1u, columns.up)})
    if (column >= 0 && i < track.gaze[axis].size()) spoken[std::size_t(column)] -= track.gaze[axis][i];
  return spoken;
}

}  // namespace

void applyShifts(MotionTrack& track, const face::ExpressionCoefficients& blinkDirection,
                 const std::vector<MotionShift>& shifts) {
  if (shifts.empty() || track.rows.empty()) return;
  const MotionTrack made = track;
  const std::vector<double> sources = sourcesOf(track, shifts);
  for (std::int64_t i = 0; i < track.frames(); ++i) {
    const double from = sources[std::size_t(i)];
    if (from == double(i)) continue;
    const auto whole = std::int64_t(std::floor(from));
    const auto part = float(from - double(whole));
    const auto own = spokenAt(made, blinkDirection, i), left = spokenAt(made, blinkDirection, whole),
               right = spokenAt(made, blinkDirection, whole + 1);
    for (std::size_t k = 0; k < own.size(); ++k)
      track.rows[std::size_t(i)][k] += left[k] + part * (right[k] - left[k]) - own[k];
  }
}

double moveFurther(std::vector<MotionShift>& shifts, double nowBegin, double nowEnd, double bySeconds) {
  const auto same = [&](const MotionShift& shift) {
    return std::abs(shift.beginSeconds + shift.shiftSeconds - nowBegin) < kSameMoment &&
           std::abs(shift.endSeconds + shift.shiftSeconds - nowEnd) < kSameMoment;
  };
  auto shift = std::find_if(shifts.begin(), shifts.end(), same);
  if (shift == shifts.end())
    shift = shifts.insert(shifts.end(), {kShiftBegin.clamped(nowBegin), kShiftEnd.clamped(nowEnd), 0});
  const double before = shift->shiftSeconds;
  shift->shiftSeconds = kShiftSeconds.clamped(before + bySeconds);
  const double moved = shift->shiftSeconds - before;
  if (std::abs(shift->shiftSeconds) < kSameMoment) shifts.erase(shift);
  return moved;
}

}  // namespace orator::project
