#include "core/pipeline/loop_point.h"

#include <algorithm>
#include <limits>

namespace orator::pipeline {
namespace {

// How much a step is seen: an expression that is fully there moves as much of the picture as a head that
// turns by six degrees or goes 2 cm aside.
constexpr float kAngleWeight = 10, kTranslationWeight = 5;
constexpr float kMovementWeight = 2;           // of where it goes, against where it is
constexpr std::int64_t kMostCandidates = 500;  // at each end

float weightOf(int column) {
  if (column < motion::kAngleColumn) return 1;
  return column < motion::kTranslationColumn ? kAngleWeight : kTranslationWeight;
}

/// Of frame a after the one before `b` in place of b itself, squared.
float stepBetween(const motion::MotionTrack& track, std::int64_t a, std::int64_t b) {
  const auto row = [&](std::int64_t i) -> const motion::CoefficientRow& {
    return track.rows[std::size_t(std::clamp<std::int64_t>(i, 0, track.frames() - 1))];
  };
  const auto &here = row(a), &there = row(b), &beforeHere = row(a - 1), &beforeThere = row(b - 1);
  float sum = 0;
  for (std::size_t k = 0; k < here.size(); ++k) {
    const float weight = weightOf(int(k)), apart = weight * (here[k] - there[k]);
    const float movement =
        weight * kMovementWeight * ((here[k] - beforeHere[k]) - (there[k] - beforeThere[k]));
    sum += apart * apart + movement * movement;
  }
  return sum;
}

}  // namespace

FrameRange loopOf(const motion::MotionTrack& track, FrameRange within) {
  if (double(within.size()) < track.frameRate.perSecond()) return within;
  const std::int64_t candidates = std::min(within.size() / 4, kMostCandidates);
  FrameRange best = within;
  float least = std::numeric_limits<float>::max();
  for (std::int64_t begin = within.begin; begin < within.begin + candidates; ++begin)
    for (std::int64_t end = within.end - candidates; end < within.end; ++end) {
      const float step = stepBetween(track, begin, end);
      if (step >= least) continue;
      least = step;
      best = {begin, end};
    }
  return best;
}

}  // namespace orator::pipeline
