#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace orator::learning {

/// Measures of talking faces over time; all series have 25 frames a second. Pure functions.

inline constexpr int kLargestLagFrames = 2;

/// Pearson correlation of truth[t] with made[t + lag].
double correlationAt(std::span<const float> truth, std::span<const float> made, int lag);

struct LagCorrelation {
  double correlation = 0;
  int lagFrames = 0;  ///< positive: what was made comes too late
};
/// The best lag within +-kLargestLagFrames. 0 where one series does not change.
LagCorrelation bestCorrelation(std::span<const float> truth, std::span<const float> made);

/// A closure of the lips is a run of frames in which the opening is in the lowest fifth of the range this
/// person uses in this clip (2nd to 95th percentile); it ends above 35 %, so that noise does not split it.
/// Relative to the person, since tracked lips of one person rest at 0.00 and of another at 0.02 of the face;
/// an m, b or p lasts two to four frames, so that one frame of tolerance is as far as closures can be told
/// apart.
struct Closure {
  std::int64_t begin = 0, end = 0;  ///< frames [begin, end)
};
std::vector<Closure> findClosures(std::span<const float> lipOpening);

/// Closures of both series paired one to one where they touch within one frame, so that a mouth that stays
/// shut finds one closure and no more.
struct ClosureMatch {
  std::int64_t truth = 0, made = 0, paired = 0;
  double precision() const { return made > 0 ? double(paired) / double(made) : 1; }
  double recall() const { return truth > 0 ? double(paired) / double(truth) : 1; }
};
/// @param lagFrames as found by bestCorrelation
ClosureMatch matchClosures(std::span<const float> truth, std::span<const float> made, int lagFrames);

struct Blinks {
  std::int64_t count = 0;
  double meanDurationSeconds = 0;  ///< 0 when there are none
};
/// Runs in which the eyes are open less than 70 % of the usual (90th percentile) that fall below 50 % and
/// last at most 0.6 s; longer ones are looks downward or closed eyes.
Blinks findBlinks(std::span<const float> eyeOpening);

/// Motion of the head, after a Savitzky-Golay filter of 13 frames as SadTalker applies to its poses.
struct HeadMeasures {
  double diversityDegrees = 0;       ///< standard deviation over time, mean of pitch, yaw and roll
  double speedDegreesPerSecond = 0;  ///< mean length of the angular velocity
  double beatAlign = 0;              ///< 0..1: how near a rest of the head is to each stress of the voice
};
/// @param angles pitch, yaw, roll in radians, row after row [T, 3] @param voice16k of the same time
HeadMeasures measureHead(std::span<const float> angles, std::span<const float> voice16k);

/// Mean of |change| a second.
double meanSpeed(std::span<const float> values);

/// Frames that lie more than 0.3 s inside a pause of the voice (40 dB below its loudest tenth of a second).
std::vector<std::int64_t> silentFrames(std::span<const float> voice16k);

}  // namespace orator::learning
