#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/frame_rate.h"
#include "core/base/param_spec.h"
#include "core/motion/blinks.h"
#include "core/motion/motion_model.h"
#include "core/motion/motion_track.h"
#include "core/project/motion_shifts.h"

namespace orator::project {

/// A value the user has set on one curve at one frame: an offset that is added to what was generated.
struct KeyFrame {
  std::int64_t frame = 0;
  float offset = 0;
  bool operator==(const KeyFrame&) const = default;
};

/// Key frames of one column, ascending. Between two keys the offset eases from one to the other;
/// outside the keys it is the offset of the nearest one, faded to zero over kFadeFrames.
struct CurveKeys {
  int column = 0;  ///< 0..69, as in motion::CoefficientRow
  std::vector<KeyFrame> keys;
  bool operator==(const CurveKeys&) const = default;
};

/// A stroke of the smoothing brush.
struct SmoothStroke {
  int column = 0;
  FrameRange range;
  float radiusFrames = 3;  ///< standard deviation of the Gaussian, 0.5..20
  bool operator==(const SmoothStroke&) const = default;
};

/// A setting that holds in a part of the time only, faded in and out over kFadeFrames.
struct RangeGain {
  FrameRange range;
  double expressionScale = 1;  ///< 0..3, multiplies the difference to the portrait's expression
  double poseScale = 1;        ///< 0..2, multiplies the difference to the portrait's pose
  bool operator==(const RangeGain&) const = default;
};

/// How strongly one expression column follows the voice, over the whole film: a factor on the difference to
/// the portrait's expression, blinks apart.
struct ColumnGain {
  int column = 0;   ///< 0..63
  double gain = 1;  ///< 0..3
  bool operator==(const ColumnGain&) const = default;
};

/// A part of the time whose head motion comes from another seed, cross-faded over kFadeFrames.
struct RangeReroll {
  FrameRange range;
  std::uint64_t seed = 0;
  bool operator==(const RangeReroll&) const = default;
};

/// A part of the time.
struct TimeSpan {
  double beginSeconds = 0, endSeconds = 0;
  bool operator==(const TimeSpan&) const = default;
};

inline constexpr int kFadeFrames = 8;

/// Ranges of what edits hold, for the dialogs, for files and for confine(). Frames have that of
/// core/pipeline/parameters.h, the scales of a RangeGain and seeds those of the parameters of the same name.
inline constexpr ParamSpec kColumn{.name = "column", .maximum = motion::kCoefficientCount - 1};
inline constexpr ParamSpec kKeyOffset{.name = "offset", .minimum = -1000, .maximum = 1000, .step = 0.01};
inline constexpr ParamSpec kStrokeRadius{
    .name = "radius_frames", .defaultValue = 3, .minimum = 0.5, .maximum = 20, .step = 0.5, .unit = "frames"};
inline constexpr ParamSpec kColumnGain{.name = "gain", .defaultValue = 1, .maximum = 3, .step = 0.05};
inline constexpr ParamSpec kBlinkStart{
    .name = "start_seconds", .minimum = -1e6, .maximum = 1e6, .step = 0.01, .unit = "s"};
inline constexpr ParamSpec kBlinkDuration{.name = "duration_seconds",
                                          .defaultValue = 0.24,
                                          .minimum = 1e-6,
                                          .maximum = 1e6,
                                          .step = 0.01,
                                          .unit = "s"};
inline constexpr ParamSpec kBlinkDepth{.name = "depth", .defaultValue = 1, .maximum = 2, .step = 0.05};
inline constexpr ParamSpec kSpanBegin{
    .name = "begin_seconds", .minimum = -1e6, .maximum = 1e6, .step = 0.01, .unit = "s"};
inline constexpr ParamSpec kSpanEnd{
    .name = "end_seconds", .minimum = -1e6, .maximum = 1e6, .step = 0.01, .unit = "s"};

/// The edited layer: what the user did by hand, on top of what a network generated. It refers to frames and
/// columns, not to values, so that a new voice or another setting keeps it.
struct TrackEdits {
  /// Blinks by hand. Within blinkSpans they take the place of the generated ones; everywhere where there are
  /// no spans.
  std::optional<std::vector<motion::Blink>> blinks;
  std::vector<TimeSpan> blinkSpans;  ///< ascending, apart from each other
  std::vector<CurveKeys> curves;
  std::vector<SmoothStroke> strokes;
  std::vector<RangeGain> gains;
  std::vector<RangeReroll> rerolls;
  std::vector<ColumnGain> columnGains;  ///< at most one of a column
  std::vector<MotionShift> shifts;      ///< of words that come too early or too late

  bool empty() const {
    return !blinks && curves.empty() && strokes.empty() && gains.empty() && rerolls.empty() &&
           columnGains.empty() && shifts.empty();
  }
  /// Whether something stands at a time of its own, which another voice may make senseless.
  bool timed() const {
    return blinks || !curves.empty() || !strokes.empty() || !gains.empty() || !rerolls.empty() ||
           !shifts.empty();
  }
  bool operator==(const TrackEdits&) const = default;
};

/// @throws Error invalidArgument, naming what could not be read back from a file
void checkEdits(const TrackEdits& edits);
/// Moves every value to the nearest one that checkEdits() takes, and leaves out what has none: empty ranges,
/// columns that there are not. Key frames of a curve are put in order.
void confine(TrackEdits& edits);

/// The blinks that show: the generated ones where no hand has been, and those by hand.
std::vector<motion::Blink> shownBlinks(const std::vector<motion::Blink>& generated, const TrackEdits& edits);

/// Takes over that the user made `after` of the shown blinks `before`. Only what differs becomes work of the
/// hand: elsewhere blinks are generated on, also for another voice.
void changeBlinks(TrackEdits& edits, const std::vector<motion::Blink>& before,
                  const std::vector<motion::Blink>& after);

/// The blinks that a closure curve contains: maximal runs above 0.02.
std::vector<motion::Blink> findBlinks(std::span<const float> curve, FrameRate frameRate);

/// Offset of key frames at one frame.
float keyOffset(std::span<const KeyFrame> keys, std::int64_t frame);

/// A motion made with another seed, for one RangeReroll.
struct RerolledMotion {
  RangeReroll reroll;
  motion::MotionTrack track;  ///< of the same length as the base
};

/// Lays the edits over a track. Order: re-rolls, shifts of words, gains of
/// columns, gains of ranges, blinks, smoothing, key frames. Exact and linear per
/// column; well under a millisecond per 1000 rows and edit.
/// @param base the track that motion::applySettings made, with its blink curve
/// @param blinkDirection what one unit of blink adds to the expression (motion::GeneratedMotion)
motion::MotionTrack applyEdits(const motion::MotionTrack& base,
                               const face::ExpressionCoefficients& blinkDirection, double blinkStrength,
                               const TrackEdits& edits, std::span<const RerolledMotion> rerolled = {});

/// Rows in which two tracks of the same length differ, as the smallest range that holds them; empty when
/// equal. Tracks of different length differ everywhere.
FrameRange changedRows(const motion::MotionTrack& before, const motion::MotionTrack& after);

}  // namespace orator::project
