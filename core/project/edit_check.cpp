#include <algorithm>

#include "core/base/error.h"
#include "core/base/number.h"
#include "core/pipeline/parameters.h"
#include "core/project/track_edits.h"

namespace orator::project {
namespace {

using pipeline::kFrameIndex;

const ParamSpec& expressionScale() {
  return pipeline::parameter("expression_scale").spec;
}
const ParamSpec& poseScale() {
  return pipeline::parameter("pose_scale").spec;
}
double largestSeed() {
  return pipeline::parameter("seed").spec.maximum;
}

void check(const ParamSpec& spec, double value) {
  if (spec.accepts(value)) return;
  throw Error(ErrorCode::invalidArgument, std::string(spec.name), numberText(value) + " is out of range",
              "Choose a value from " + numberText(spec.minimum) + " to " + numberText(spec.maximum));
}

void check(const FrameRange& range) {
  check(kFrameIndex, double(range.begin));
  check(kFrameIndex, double(range.end));
  if (range.end < range.begin)
    throw Error(ErrorCode::invalidArgument, "range", "a range of frames runs backwards",
                "Choose an end behind the begin");
}

void checkSeed(std::uint64_t seed) {
  check(pipeline::parameter("seed").spec, double(seed));
}

bool inOrder(const std::vector<KeyFrame>& keys) {
  return std::is_sorted(keys.begin(), keys.end(),
                        [](const KeyFrame& a, const KeyFrame& b) { return a.frame < b.frame; });
}

// ---- the nearest right value

std::int64_t frameNear(std::int64_t frame) {
  return std::clamp(frame, std::int64_t(kFrameIndex.minimum), std::int64_t(kFrameIndex.maximum));
}

/// False when nothing is left of it.
bool confine(FrameRange& range) {
  range = {frameNear(range.begin), frameNear(range.end)};
  return range.end > range.begin;
}

void confine(motion::Blink& blink) {
  blink.startSeconds = kBlinkStart.clamped(blink.startSeconds);
  blink.durationSeconds = kBlinkDuration.clamped(blink.durationSeconds);
  blink.depth = kBlinkDepth.clamped(blink.depth);
}

void confine(CurveKeys& curve) {
  for (KeyFrame& key : curve.keys) key = {frameNear(key.frame), float(kKeyOffset.clamped(key.offset))};
  if (!inOrder(curve.keys))
    std::stable_sort(curve.keys.begin(), curve.keys.end(),
                     [](const KeyFrame& a, const KeyFrame& b) { return a.frame < b.frame; });
}

}  // namespace

void checkEdits(const TrackEdits& edits) {
  if (edits.blinks)
    for (const motion::Blink& blink : *edits.blinks) {
      check(kBlinkStart, blink.startSeconds);
      check(kBlinkDuration, blink.durationSeconds);
      check(kBlinkDepth, blink.depth);
    }
  for (const TimeSpan& span : edits.blinkSpans) {
    check(kSpanBegin, span.beginSeconds);
    check(kSpanEnd, span.endSeconds);
  }
  for (const CurveKeys& curve : edits.curves) {
    check(kColumn, curve.column);
    for (const KeyFrame& key : curve.keys) {
      check(kFrameIndex, double(key.frame));
      check(kKeyOffset, key.offset);
    }
    if (!inOrder(curve.keys))
      throw Error(ErrorCode::invalidArgument, "keys", "the key frames of a curve are not in order",
                  "Sort them by frame");
  }
  for (const SmoothStroke& stroke : edits.strokes) {
    check(kColumn, stroke.column);
    check(stroke.range);
    check(kStrokeRadius, stroke.radiusFrames);
  }
  for (const RangeGain& gain : edits.gains) {
    check(gain.range);
    check(expressionScale(), gain.expressionScale);
    check(poseScale(), gain.poseScale);
  }
  for (const RangeReroll& reroll : edits.rerolls) {
    check(reroll.range);
    checkSeed(reroll.seed);
  }
  for (const ColumnGain& gain : edits.columnGains) {
    check(kColumn, gain.column);
    check(kColumnGain, gain.gain);
  }
  for (const MotionShift& shift : edits.shifts) {
    check(kShiftBegin, shift.beginSeconds);
    check(kShiftEnd, shift.endSeconds);
    check(kShiftSeconds, shift.shiftSeconds);
  }
}

void confine(TrackEdits& edits) {
  const auto noColumn = [](const auto& edit) { return !kColumn.accepts(edit.column); };
  if (edits.blinks) std::for_each(edits.blinks->begin(), edits.blinks->end(), [](auto& b) { confine(b); });
  for (TimeSpan& span : edits.blinkSpans)
    span = {kSpanBegin.clamped(span.beginSeconds), kSpanEnd.clamped(span.endSeconds)};
  std::erase_if(edits.curves, noColumn);
  for (CurveKeys& curve : edits.curves) confine(curve);
  std::erase_if(edits.strokes, [&](SmoothStroke& stroke) {
    stroke.radiusFrames = float(kStrokeRadius.clamped(stroke.radiusFrames));
    return noColumn(stroke) || !confine(stroke.range);
  });
  std::erase_if(edits.gains, [](RangeGain& gain) {
    gain.expressionScale = expressionScale().clamped(gain.expressionScale);
    gain.poseScale = poseScale().clamped(gain.poseScale);
    return !confine(gain.range);
  });
  std::erase_if(edits.rerolls, [](RangeReroll& reroll) {
    reroll.seed = std::min(reroll.seed, std::uint64_t(largestSeed()));
    return !confine(reroll.range);
  });
  std::erase_if(edits.columnGains, noColumn);
  for (ColumnGain& gain : edits.columnGains) gain.gain = kColumnGain.clamped(gain.gain);
  for (MotionShift& shift : edits.shifts)
    shift = {kShiftBegin.clamped(shift.beginSeconds), kShiftEnd.clamped(shift.endSeconds),
             kShiftSeconds.clamped(shift.shiftSeconds)};
  std::erase_if(edits.shifts, [](const MotionShift& shift) { return shift.endSeconds < shift.beginSeconds; });
}

}  // namespace orator::project
