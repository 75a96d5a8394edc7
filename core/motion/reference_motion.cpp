#include "core/motion/reference_motion.h"

#include <algorithm>
#include <cmath>

#include "core/motion/resample.h"

namespace orator::motion {
namespace {

/// Forth and back without showing the ends twice.
std::size_t pingPong(std::size_t frame, std::size_t count) {
  if (count < 2) return 0;
  const std::size_t period = 2 * (count - 1), at = frame % period;
  return at < count ? at : period - at;
}

std::int64_t framesAt(std::size_t frames, FrameRate from, FrameRate to) {
  return std::max<std::int64_t>(1, std::llround(from.secondsAt(std::int64_t(frames)) * to.perSecond()));
}

/// The reference's columns at the frame rate of the motion.
std::vector<CoefficientRow> rowsAt(FrameRate rate, const ReferenceMotion& reference) {
  std::vector<CoefficientRow> rows(reference.pose.size(), CoefficientRow{});
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i < reference.expression.size())
      std::copy(reference.expression[i].begin(), reference.expression[i].end(), rows[i].begin());
    std::copy(reference.pose[i].begin(), reference.pose[i].end(), rows[i].begin() + kAngleColumn);
  }
  return resampled(rows, reference.frameRate, rate, framesAt(rows.size(), reference.frameRate, rate));
}

}  // namespace

std::vector<float> lidClosureOf(const std::vector<float>& openings, FrameRate frameRate) {
  constexpr double kHalfWindowSeconds = 4, kUsual = 0.8;
  constexpr float kShut = 0.35f;                 // of the usual opening: the mesh never sees lids meet
  constexpr float kGlance = 0.3f, kFull = 0.9f;  // of the way from open to shut
  const auto half = std::int64_t(kHalfWindowSeconds * frameRate.perSecond()),
             count = std::int64_t(openings.size());
  std::vector<float> closure;
  for (std::int64_t i = 0; i < count; ++i) {
    std::vector<float> around(openings.begin() + std::max<std::int64_t>(0, i - half),
                              openings.begin() + std::min(count, i + half + 1));
    const auto usual = around.begin() + std::ptrdiff_t(kUsual * double(around.size() - 1));
    std::nth_element(around.begin(), usual, around.end());
    const float way = (*usual - openings[std::size_t(i)]) / ((1 - kShut) * std::max(*usual, 1e-6f));
    closure.push_back(std::clamp((way - kGlance) / (kFull - kGlance), 0.f, 1.f));
  }
  // Lids that come down by less than half are no blink.
  for (auto begin = closure.begin(); begin != closure.end();) {
    const auto isOpen = [](float value) { return value == 0; };
    begin = std::find_if_not(begin, closure.end(), isOpen);
    const auto end = std::find_if(begin, closure.end(), isOpen);
    if (begin != end && *std::max_element(begin, end) < 0.5f) std::fill(begin, end, 0.f);
    begin = end;
  }
  return closure;
}

void followPose(GeneratedMotion& motion, const ReferenceMotion& reference, bool added) {
  if (reference.pose.empty()) return;
  const std::vector<CoefficientRow> seen = rowsAt(motion.frameRate, reference);
  for (std::size_t i = 0; i < motion.rows.size(); ++i) {
    const CoefficientRow& row = seen[added ? i % seen.size() : pingPong(i, seen.size())];
    for (std::size_t k = kAngleColumn; k < kCoefficientCount; ++k)
      motion.rows[i][k] = (added ? motion.rows[i][k] : motion.source[k]) + row[k] - seen.front()[k];
  }
}

void followBlinks(GeneratedMotion& motion, const ReferenceMotion& reference) {
  if (reference.closure.empty()) return;
  const auto curve = resampled(reference.closure, reference.frameRate, motion.frameRate,
                               framesAt(reference.closure.size(), reference.frameRate, motion.frameRate));
  motion.blinkLane.resize(motion.rows.size());
  for (std::size_t i = 0; i < motion.blinkLane.size(); ++i)
    motion.blinkLane[i] = std::clamp(curve[pingPong(i, curve.size())], 0.f, 1.f);
}

void followExpression(GeneratedMotion& motion, const ReferenceMotion& reference) {
  if (reference.expression.empty()) return;
  const std::vector<CoefficientRow> seen = rowsAt(motion.frameRate, reference);
  for (std::size_t i = 0; i < motion.rows.size(); ++i) {
    const CoefficientRow& row = seen[i % seen.size()];
    for (std::size_t from = 0; from < face::kExpressionCount; ++from) {
      const float change = row[from] - motion.source[from];
      if (motion.beta0Gain.empty())
        motion.rows[i][from] += change;
      else
        for (std::size_t k = 0; k < face::kExpressionCount; ++k)
          motion.rows[i][k] += change * motion.beta0Gain[from * face::kExpressionCount + k];
    }
  }
  motion.blinkLane.assign(motion.rows.size(), 0.f);
}

}  // namespace orator::motion
