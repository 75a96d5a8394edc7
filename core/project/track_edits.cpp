#include "core/project/track_edits.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/smooth_step.h"
#include "core/motion/gaze.h"

namespace orator::project {
namespace {

using motion::CoefficientRow;
using motion::MotionTrack;

/// 0 outside, 1 inside, with a raised-cosine edge of kFadeFrames outside the range.
float rangeWeight(const FrameRange& range, std::int64_t frame) {
  const std::int64_t outside =
      frame < range.begin ? range.begin - frame : (frame >= range.end ? frame - range.end + 1 : 0);
  if (outside >= kFadeFrames) return 0;
  return 0.5f + 0.5f * std::cos(std::numbers::pi_v<float> * float(outside) / kFadeFrames);
}

FrameRange withFade(const FrameRange& range, std::int64_t frames) {
  return {std::max<std::int64_t>(0, range.begin - kFadeFrames), std::min(frames, range.end + kFadeFrames)};
}

/// The eyes hold what they look at while the head moves: they go over with it.
void turnEyes(MotionTrack& track, const MotionTrack& other, std::int64_t frame, float weight) {
  const auto columns = motion::gazeColumnsOf(track.basis);
  const auto i = std::size_t(frame);
  for (const auto& [axis, column] : {std::pair(0u, columns.right), std::pair(1u, columns.up)}) {
    if (column < 0 || i >= track.gaze[axis].size() || i >= other.gaze[axis].size()) continue;
    const float change = weight * (other.gaze[axis][i] - track.gaze[axis][i]);
    track.gaze[axis][i] += change;
    track.rows[i][std::size_t(column)] += change;
  }
}

void applyReroll(MotionTrack& track, const RerolledMotion& other) {
  const FrameRange reach = withFade(other.reroll.range, std::min(track.frames(), other.track.frames()));
  for (std::int64_t i = reach.begin; i < reach.end; ++i) {
    const float weight = rangeWeight(other.reroll.range, i);
    for (int column = motion::kAngleColumn; column < motion::kCoefficientCount; ++column) {
      float& value = track.rows[i][column];
      value += weight * (other.track.rows[i][column] - value);
    }
    turnEyes(track, other.track, i, weight);
  }
}

void applyGain(MotionTrack& track, const RangeGain& gain) {
  const FrameRange reach = withFade(gain.range, track.frames());
  for (std::int64_t i = reach.begin; i < reach.end; ++i) {
    const float weight = rangeWeight(gain.range, i);
    for (int column = 0; column < motion::kCoefficientCount; ++column) {
      const double scale = column < motion::kAngleColumn ? gain.expressionScale : gain.poseScale;
      const float difference = track.rows[i][column] - track.source[column];
      track.rows[i][column] += weight * float(scale - 1) * difference;
    }
  }
}

/// What a column holds of the gaze, which no voice has made.
float gazeIn(const MotionTrack& track, int column, std::int64_t frame) {
  const auto columns = motion::gazeColumnsOf(track.basis);
  for (const auto& [axis, own] : {std::pair(0u, columns.right), std::pair(1u, columns.up)})
    if (own == column && std::size_t(frame) < track.gaze[axis].size())
      return track.gaze[axis][std::size_t(frame)];
  return 0;
}

void applyColumnGain(MotionTrack& track, const face::ExpressionCoefficients& blinkDirection,
                     const ColumnGain& gain) {
  for (std::int64_t i = 0; i < track.frames(); ++i) {
    const float blink =
        std::size_t(i) < track.blink.size() ? track.blink[i] * blinkDirection[gain.column] : 0.f;
    const float voice =
        track.rows[i][gain.column] - track.source[gain.column] - blink - gazeIn(track, gain.column, i);
    track.rows[i][gain.column] += float(gain.gain - 1) * voice;
  }
}

constexpr float kBlinkFloor = 0.02f;  // of a closure curve; below it the eye counts as open

bool holds(const TimeSpan& span, double seconds) {
  return seconds >= span.beginSeconds && seconds <= span.endSeconds;
}

/// Whether a generated blink gives way to the user's.
bool givesWay(const TrackEdits& edits, double middleSeconds) {
  if (!edits.blinks) return false;
  return edits.blinkSpans.empty() ||
         std::any_of(edits.blinkSpans.begin(), edits.blinkSpans.end(),
                     [&](const TimeSpan& span) { return holds(span, middleSeconds); });
}

double middleOf(const motion::Blink& blink) {
  return blink.startSeconds + blink.durationSeconds / 2;
}

/// The generated closure without the blinks that give way.
std::vector<float> keptClosure(const std::vector<float>& generated, FrameRate frameRate,
                               const TrackEdits& edits) {
  std::vector<float> kept = generated;
  const auto frames = std::int64_t(kept.size());
  for (std::int64_t i = 0; i < frames;) {
    std::int64_t end = i;
    while (end < frames && generated[end] > kBlinkFloor) ++end;
    if (givesWay(edits, frameRate.perSecond() > 0 ? (double(i + end) - 1) / 2 / frameRate.perSecond() : 0))
      std::fill(kept.begin() + i, kept.begin() + std::max(end, i + 1), 0.f);
    i = std::max(end, i + 1);
  }
  return kept;
}

void applyBlinks(MotionTrack& track, const face::ExpressionCoefficients& direction, double strength,
                 const TrackEdits& edits) {
  const std::vector<float> wanted = motion::renderBlinks(*edits.blinks, track.frameRate, track.frames());
  track.blink.resize(track.rows.size(), 0.f);
  const std::vector<float> kept = keptClosure(track.blink, track.frameRate, edits);
  for (std::int64_t i = 0; i < track.frames(); ++i) {
    const float closure = std::max(kept[i], float(strength) * wanted[i]);
    const float change = closure - track.blink[i];
    if (change == 0) continue;
    for (int k = 0; k < face::kExpressionCount; ++k) track.rows[i][k] += change * direction[k];
    track.blink[i] = closure;
  }
}

void applyStroke(MotionTrack& track, const SmoothStroke& stroke) {
  const float sigma = std::clamp(stroke.radiusFrames, 0.5f, 20.f);
  const int reach = int(std::ceil(3 * sigma));
  const FrameRange range = withFade(stroke.range, track.frames());
  std::vector<float> smooth(std::max<std::int64_t>(0, range.size()));
  for (std::int64_t i = range.begin; i < range.end; ++i) {
    float sum = 0, weights = 0;
    for (int d = -reach; d <= reach; ++d) {
      const std::int64_t at = std::clamp<std::int64_t>(i + d, 0, track.frames() - 1);
      const float weight = std::exp(-0.5f * float(d * d) / (sigma * sigma));
      sum += weight * track.rows[at][stroke.column];
      weights += weight;
    }
    smooth[i - range.begin] = sum / weights;
  }
  for (std::int64_t i = range.begin; i < range.end; ++i) {
    float& value = track.rows[i][stroke.column];
    value += rangeWeight(stroke.range, i) * (smooth[i - range.begin] - value);
  }
}

bool validColumn(int column) {
  return column >= 0 && column < motion::kCoefficientCount;
}

}  // namespace

std::vector<motion::Blink> shownBlinks(const std::vector<motion::Blink>& generated, const TrackEdits& edits) {
  if (!edits.blinks) return generated;
  if (edits.blinkSpans.empty()) return *edits.blinks;
  std::vector<motion::Blink> shown = *edits.blinks;
  for (const motion::Blink& blink : generated)
    if (!givesWay(edits, middleOf(blink))) shown.push_back(blink);
  std::stable_sort(shown.begin(), shown.end(), [](const motion::Blink& a, const motion::Blink& b) {
    return a.startSeconds < b.startSeconds;
  });
  return shown;
}

void changeBlinks(TrackEdits& edits, const std::vector<motion::Blink>& before,
                  const std::vector<motion::Blink>& after) {
  if (edits.blinks && edits.blinkSpans.empty()) {  // the hand has been everywhere
    edits.blinks = after;
    return;
  }
  std::vector<TimeSpan> spans = edits.blinkSpans;
  const auto addMissing = [&spans](const std::vector<motion::Blink>& of,
                                   const std::vector<motion::Blink>& in) {
    for (const motion::Blink& blink : of)
      if (std::find(in.begin(), in.end(), blink) == in.end())
        spans.push_back({blink.startSeconds, blink.startSeconds + blink.durationSeconds});
  };
  addMissing(before, after);
  addMissing(after, before);
  if (spans.empty()) return;
  std::sort(spans.begin(), spans.end(),
            [](const TimeSpan& a, const TimeSpan& b) { return a.beginSeconds < b.beginSeconds; });
  edits.blinkSpans.clear();
  for (const TimeSpan& span : spans) {
    if (!edits.blinkSpans.empty() && span.beginSeconds <= edits.blinkSpans.back().endSeconds)
      edits.blinkSpans.back().endSeconds = std::max(edits.blinkSpans.back().endSeconds, span.endSeconds);
    else
      edits.blinkSpans.push_back(span);
  }
  edits.blinks.emplace();
  for (const motion::Blink& blink : after)
    if (givesWay(edits, middleOf(blink))) edits.blinks->push_back(blink);
}

std::vector<motion::Blink> findBlinks(std::span<const float> curve, FrameRate frameRate) {
  std::vector<motion::Blink> events;
  const auto frames = std::int64_t(curve.size());
  for (std::int64_t i = 0; i < frames;) {
    if (curve[i] <= kBlinkFloor) {
      ++i;
      continue;
    }
    std::int64_t end = i;
    float depth = 0;
    while (end < frames && curve[end] > kBlinkFloor) depth = std::max(depth, curve[end++]);
    events.push_back(
        {frameRate.secondsAt(i - 1), frameRate.secondsAt(end - i + 1), double(std::min(depth, 2.f))});
    i = end;
  }
  return events;
}

float keyOffset(std::span<const KeyFrame> keys, std::int64_t frame) {
  if (keys.empty()) return 0;
  const auto faded = [&](const KeyFrame& key) {
    return key.offset * rangeWeight({key.frame, key.frame + 1}, frame);
  };
  if (frame <= keys.front().frame) return faded(keys.front());
  if (frame >= keys.back().frame) return faded(keys.back());
  const auto right = std::upper_bound(keys.begin(), keys.end(), frame,
                                      [](std::int64_t f, const KeyFrame& key) { return f < key.frame; });
  const auto left = right - 1;
  const float t = float(frame - left->frame) / float(right->frame - left->frame);
  return left->offset + smoothStep(t) * (right->offset - left->offset);
}

MotionTrack applyEdits(const MotionTrack& base, const face::ExpressionCoefficients& blinkDirection,
                       double blinkStrength, const TrackEdits& edits,
                       std::span<const RerolledMotion> rerolled) {
  MotionTrack track = base;
  if (track.rows.empty()) return track;
  for (const RerolledMotion& other : rerolled) applyReroll(track, other);
  applyShifts(track, blinkDirection, edits.shifts);
  for (const ColumnGain& gain : edits.columnGains)
    if (gain.column >= 0 && gain.column < face::kExpressionCount)
      applyColumnGain(track, blinkDirection, gain);
  for (const RangeGain& gain : edits.gains) applyGain(track, gain);
  if (edits.blinks) applyBlinks(track, blinkDirection, blinkStrength, edits);
  for (const SmoothStroke& stroke : edits.strokes)
    if (validColumn(stroke.column)) applyStroke(track, stroke);
  for (const CurveKeys& curve : edits.curves) {
    if (!validColumn(curve.column) || curve.keys.empty()) continue;
    const FrameRange reach =
        withFade({curve.keys.front().frame, curve.keys.back().frame + 1}, track.frames());
    for (std::int64_t i = reach.begin; i < reach.end; ++i)
      track.rows[i][curve.column] += keyOffset(curve.keys, i);
  }
  motion::renewGaze(track);  // what a hand did to the eyes
  return track;
}

FrameRange changedRows(const MotionTrack& before, const MotionTrack& after) {
  if (before.rows.size() != after.rows.size() || before.source != after.source)
    return {0, std::max(before.frames(), after.frames())};
  const auto differs = [&](std::int64_t i) { return before.rows[i] != after.rows[i]; };
  std::int64_t begin = 0, end = after.frames();
  while (begin < end && !differs(begin)) ++begin;
  while (end > begin && !differs(end - 1)) --end;
  return begin < end ? FrameRange{begin, end} : FrameRange{};
}

}  // namespace orator::project
