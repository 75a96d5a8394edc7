#include "core/motion/resample.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace orator::motion {
namespace {

/// Catmull-Rom, support -2..2.
double cubic(double x) {
  x = std::abs(x);
  if (x < 1) return 1 + x * x * (1.5 * x - 2.5);
  if (x < 2) return 2 + x * (-4 + x * (2.5 - 0.5 * x));
  return 0;
}

/// Calls `add(index, weight)` for the source rows that make one row of the result; the weights sum up to 1.
template <typename Add>
void gather(double position, double width, std::int64_t count, const Add& add) {
  const auto first = std::int64_t(std::ceil(position - 2 * width)),
             last = std::int64_t(std::floor(position + 2 * width));
  double total = 0;
  for (std::int64_t j = first; j <= last; ++j) total += cubic((double(j) - position) / width);
  for (std::int64_t j = first; j <= last; ++j)
    add(std::size_t(std::clamp<std::int64_t>(j, 0, count - 1)),
        float(cubic((double(j) - position) / width) / total));
}

template <typename Row, typename Accumulate>
std::vector<Row> resampled(const std::vector<Row>& rows, FrameRate from, FrameRate to, std::int64_t frames,
                           const Accumulate& accumulate) {
  std::vector<Row> result;
  if (rows.empty()) return result;
  result.reserve(std::size_t(std::max<std::int64_t>(frames, 0)));
  const double ratio = from.perSecond() / to.perSecond(), width = std::max(1.0, ratio);
  const auto count = std::int64_t(rows.size());
  for (std::int64_t i = 0; i < frames; ++i) {
    if (from == to) {
      result.push_back(rows[std::size_t(std::min(i, count - 1))]);
      continue;
    }
    Row row{};
    gather(std::min(double(i) * ratio, double(count - 1)), width, count,
           [&](std::size_t j, float weight) { accumulate(row, rows[j], weight); });
    result.push_back(row);
  }
  return result;
}

}  // namespace

std::vector<CoefficientRow> resampled(const std::vector<CoefficientRow>& rows, FrameRate from, FrameRate to,
                                      std::int64_t frames) {
  return resampled(rows, from, to, frames, [](CoefficientRow& sum, const CoefficientRow& row, float weight) {
    for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += weight * row[k];
  });
}

std::vector<float> resampled(const std::vector<float>& values, FrameRate from, FrameRate to,
                             std::int64_t frames) {
  return resampled(values, from, to, frames,
                   [](float& sum, float value, float weight) { sum += weight * value; });
}

MotionTrack resampled(const MotionTrack& track, FrameRate to) {
  MotionTrack result = track;
  if (track.frameRate == to || track.rows.empty()) return result;
  const auto frames =
      std::max<std::int64_t>(1, std::llround(track.frameRate.secondsAt(track.frames()) * to.perSecond()));
  result.frameRate = to;
  result.rows = resampled(track.rows, track.frameRate, to, frames);
  result.blink = resampled(track.blink, track.frameRate, to, frames);
  for (float& value : result.blink) value = std::clamp(value, 0.f, 2.f);
  for (std::size_t axis = 0; axis < 2; ++axis)
    result.gaze[axis] = resampled(track.gaze[axis], track.frameRate, to, frames);
  for (std::size_t axis = 0; axis < 3; ++axis)
    result.replacedAngles[axis] = resampled(track.replacedAngles[axis], track.frameRate, to, frames);
  return result;
}

}  // namespace orator::motion
