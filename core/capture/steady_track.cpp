#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <utility>
#include <vector>

#include "core/base/percentile.h"
#include "core/capture/capture.h"
#include "core/capture/face_track.h"

namespace orator::capture {
namespace {

constexpr double kLongestGapSeconds = 0.2;
constexpr double kSameInstantSeconds = 0.004;  ///< nearer than this no interpolation is worth its blur
constexpr double kFrameSeconds = 1.0 / kFramesPerSecond;
constexpr float kJumpOfFace = 0.35f;  ///< moved by more face sizes from one frame to the next
constexpr float kGrowthOfFace = 1.25f;

struct Placement {
  cv::Point2f centre;
  float size = 0;
};

Placement placement(const face::FaceLandmarks& face) {
  cv::Point2f low(1e9f, 1e9f), high(-1e9f, -1e9f);
  for (const auto& p : face.points) {
    low = {std::min(low.x, p.x), std::min(low.y, p.y)};
    high = {std::max(high.x, p.x), std::max(high.y, p.y)};
  }
  return {(low + high) * 0.5f, std::max(high.x - low.x, high.y - low.y)};
}

bool breaks(const TrackedFrame& before, const TrackedFrame& after) {
  if (after.cut || after.seconds - before.seconds > kLongestGapSeconds || after.seconds <= before.seconds)
    return true;
  const Placement a = placement(before.face), b = placement(after.face);
  const float growth = b.size / std::max(a.size, 1e-6f);
  return cv::norm(b.centre - a.centre) > kJumpOfFace * a.size || growth > kGrowthOfFace ||
         growth < 1 / kGrowthOfFace;
}

/// Weights of successive pictures, from `first` on.
struct Mix {
  std::size_t first = 0;
  std::vector<double> weights;
};

face::FaceLandmarks mixed(std::span<const TrackedFrame> frames, const Mix& mix) {
  std::size_t nearest = 0;
  for (std::size_t k = 1; k < mix.weights.size(); ++k)
    if (mix.weights[k] > mix.weights[nearest]) nearest = k;
  face::FaceLandmarks out = frames[mix.first + nearest].face;
  if (mix.weights.size() == 1) return out;
  out.points.fill({});
  for (std::size_t k = 0; k < mix.weights.size(); ++k)
    for (std::size_t i = 0; i < out.points.size(); ++i)
      out.points[i] += float(mix.weights[k]) * frames[mix.first + k].face.points[i];
  return out;
}

std::size_t firstAfter(std::span<const TrackedFrame> frames, double seconds) {
  return std::size_t(std::upper_bound(frames.begin(), frames.end(), seconds,
                                      [](double t, const TrackedFrame& f) { return t < f.seconds; }) -
                     frames.begin());
}

/// What was seen at an instant: a line through the pictures around it where they are dense, weighted by a
/// triangle of one frame; else a picture of that very instant, or a cubic through the four around it.
Mix seenAt(std::span<const TrackedFrame> frames, double seconds) {
  const std::size_t after = firstAfter(frames, seconds + kSameInstantSeconds);
  const std::size_t at = after > 0 ? after - 1 : 0;
  const std::size_t low = firstAfter(frames, seconds - kFrameSeconds),
                    high = firstAfter(frames, seconds + kFrameSeconds - 1e-9);
  if (high - low > 2) {
    // A line, not the mean: the pictures need not lie evenly around the instant.
    double sum = 0, first = 0, second = 0;
    std::vector<std::pair<double, double>> near;  // time in frames, weight
    for (std::size_t k = low; k < high; ++k) {
      const double u = (frames[k].seconds - seconds) / kFrameSeconds,
                   weight = std::max(1e-3, 1 - std::abs(u));
      near.emplace_back(u, weight);
      sum += weight, first += weight * u, second += weight * u * u;
    }
    Mix mix{low, {}};
    for (const auto& [u, weight] : near)
      mix.weights.push_back(weight * (second - first * u) / (sum * second - first * first));
    return mix;
  }
  if (std::abs(frames[at].seconds - seconds) <= kSameInstantSeconds || at + 1 == frames.size())
    return {at, {1}};
  std::size_t first = at, count = 2;
  if (at > 0 && at + 2 < frames.size() &&
      frames[at + 2].seconds - frames[at - 1].seconds < 2 * kLongestGapSeconds)
    first = at - 1, count = 4;
  Mix mix{first, std::vector<double>(count, 1.0)};
  for (std::size_t k = 0; k < count; ++k)
    for (std::size_t j = 0; j < count; ++j)
      if (j != k)
        mix.weights[k] *=
            (seconds - frames[first + j].seconds) / (frames[first + k].seconds - frames[first + j].seconds);
  return mix;
}

/// The value of a parabola through the pictures of two frames before and behind; none near the ends.
Mix parabolaAt(std::span<const TrackedFrame> frames, double seconds) {
  constexpr double kReach = 2 * kFrameSeconds + kSameInstantSeconds;
  const std::size_t low = firstAfter(frames, seconds - kReach), high = firstAfter(frames, seconds + kReach);
  if (high - low < 4 || frames[low].seconds > seconds - kFrameSeconds - kSameInstantSeconds ||
      frames[high - 1].seconds < seconds + kFrameSeconds + kSameInstantSeconds)
    return {};
  cv::Matx33d normal = cv::Matx33d::zeros();
  for (std::size_t k = low; k < high; ++k) {
    const double u = (frames[k].seconds - seconds) / kFrameSeconds;
    const cv::Vec3d powers(1, u, u * u);
    normal += cv::Matx33d(powers * powers.t());
  }
  const cv::Matx33d inverse = normal.inv(cv::DECOMP_SVD);
  Mix mix{low, {}};
  for (std::size_t k = low; k < high; ++k) {
    const double u = (frames[k].seconds - seconds) / kFrameSeconds;
    mix.weights.push_back(inverse(0, 0) + inverse(0, 1) * u + inverse(0, 2) * u * u);
  }
  return mix;
}

using Component = float cv::Point3f::*;

/// Standard deviation of the tracker's noise: of white noise the third difference has 20 times the variance;
/// the median passes over those points and moments that really move.
float noiseOf(const std::vector<face::FaceLandmarks>& frames, std::initializer_list<Component> components) {
  std::vector<float> differences;
  for (std::size_t t = 3; t < frames.size(); ++t)
    for (std::size_t i = 0; i < face::kLandmarkCount; i += 3)
      for (const Component c : components)
        differences.push_back(std::abs(frames[t].points[i].*c - 3 * frames[t - 1].points[i].*c +
                                       3 * frames[t - 2].points[i].*c - frames[t - 3].points[i].*c));
  constexpr float kMedianOfNormal = 0.6745f;
  return percentile(std::move(differences), 0.5) / (kMedianOfNormal * std::sqrt(20.f));
}

/// @param free the first frame that no stretch before it claims
SteadyStretch steadied(std::span<const TrackedFrame> frames, double origin, std::int64_t free) {
  SteadyStretch stretch;
  stretch.cut = frames.front().cut;
  stretch.begin = std::max(
      free,
      std::int64_t(std::ceil((frames.front().seconds - origin - kSameInstantSeconds) * kFramesPerSecond)));
  const auto end =
      std::int64_t(std::floor((frames.back().seconds - origin + kSameInstantSeconds) * kFramesPerSecond)) + 1;
  std::vector<face::FaceLandmarks> smooth;
  std::vector<char> isSmooth;
  for (std::int64_t i = stretch.begin; i < end; ++i) {
    const double seconds = origin + double(i) * kFrameSeconds;
    const Mix seen = seenAt(frames, seconds), parabola = parabolaAt(frames, seconds);
    stretch.frames.push_back(mixed(frames, seen));
    stretch.sharpness.push_back(frames[seen.first + seen.weights.size() / 2].sharpness);
    isSmooth.push_back(!parabola.weights.empty());
    smooth.push_back(isSmooth.back() ? mixed(frames, parabola) : face::FaceLandmarks{});
  }
  const float planeNoise = noiseOf(stretch.frames, {&cv::Point3f::x, &cv::Point3f::y});
  const float depthNoise = noiseOf(stretch.frames, {&cv::Point3f::z});
  for (std::size_t t = 0; t < stretch.frames.size(); ++t) {
    if (!isSmooth[t]) continue;
    for (std::size_t i = 0; i < face::kLandmarkCount; ++i)
      for (const Component c : {&cv::Point3f::x, &cv::Point3f::y, &cv::Point3f::z}) {
        float& value = stretch.frames[t].points[i].*c;
        const float level = smooth[t].points[i].*c, detail = value - level;
        const float noise = c == &cv::Point3f::z ? depthNoise : planeNoise;
        value = level + detail * detail * detail / (detail * detail + noise * noise + 1e-12f);
      }
  }
  return stretch;
}

}  // namespace

double originSeconds(const FaceTrack& track) {
  const auto onGrid = [](double seconds) {
    return std::round(seconds * kFramesPerSecond) / kFramesPerSecond;
  };
  return onGrid(track.beginSeconds) + track.firstSeconds - onGrid(track.firstSeconds);
}

std::vector<SteadyStretch> steadyStretches(const FaceTrack& track, int minimumFrames) {
  std::vector<SteadyStretch> stretches;
  const double origin = originSeconds(track);
  const std::span<const TrackedFrame> all(track.frames);
  std::int64_t free = 0;
  for (std::size_t begin = 0; begin < all.size();) {
    std::size_t end = begin + 1;
    while (end < all.size() && !breaks(all[end - 1], all[end])) ++end;
    SteadyStretch stretch = steadied(all.subspan(begin, end - begin), origin, free);
    if (!stretch.frames.empty()) free = stretch.begin + std::int64_t(stretch.frames.size());
    if (std::int64_t(stretch.frames.size()) >= minimumFrames) stretches.push_back(std::move(stretch));
    begin = end;
  }
  return stretches;
}

}  // namespace orator::capture
