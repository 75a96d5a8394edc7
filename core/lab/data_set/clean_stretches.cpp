#include <algorithm>
#include <array>
#include <cmath>

#include "core/lab/data_set/face_track.h"
#include "core/learning/measures/face_measures.h"
#include "core/learning/measures/time_base.h"

namespace orator::lab {
namespace {

constexpr double kLongestGapSeconds = 0.2;
constexpr double kSameInstantSeconds = 0.004;  ///< nearer than this no interpolation is worth its blur
constexpr float kJumpOfFace = 0.35f;           ///< moved by more face sizes from one frame to the next
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
  if (after.seconds - before.seconds > kLongestGapSeconds || after.seconds <= before.seconds) return true;
  const Placement a = placement(before.face), b = placement(after.face);
  const float growth = b.size / std::max(a.size, 1e-6f);
  return cv::norm(b.centre - a.centre) > kJumpOfFace * a.size || growth > kGrowthOfFace ||
         growth < 1 / kGrowthOfFace;
}

face::FaceLandmarks between(const face::FaceLandmarks& a, const face::FaceLandmarks& b, float weight) {
  face::FaceLandmarks out = a;
  for (std::size_t i = 0; i < out.points.size(); ++i) out.points[i] += weight * (b.points[i] - a.points[i]);
  return out;
}

FaceStretch resampled(const TrackedFrame* begin, const TrackedFrame* end) {
  FaceStretch stretch;
  stretch.beginSeconds = begin->seconds;
  const double length = (end - 1)->seconds - begin->seconds;
  const auto count =
      std::int64_t(std::floor((length + kSameInstantSeconds) * learning::kFramesPerSecond)) + 1;
  const TrackedFrame* at = begin;
  for (std::int64_t i = 0; i < count; ++i) {
    const double seconds = begin->seconds + double(i) / learning::kFramesPerSecond;
    while (at + 1 < end && (at + 1)->seconds <= seconds + kSameInstantSeconds) ++at;
    if (seconds - at->seconds <= kSameInstantSeconds || at + 1 == end)
      stretch.frames.push_back(at->face);
    else
      stretch.frames.push_back(between(at->face, (at + 1)->face,
                                       float((seconds - at->seconds) / ((at + 1)->seconds - at->seconds))));
  }
  return stretch;
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
  return learning::percentile(std::move(differences), 0.5) / (kMedianOfNormal * std::sqrt(20.f));
}

void removeJitter(std::vector<face::FaceLandmarks>& frames) {
  constexpr std::array<float, 5> kSmooth{-3 / 35.f, 12 / 35.f, 17 / 35.f, 12 / 35.f, -3 / 35.f};
  if (frames.size() < kSmooth.size()) return;
  const float planeNoise = noiseOf(frames, {&cv::Point3f::x, &cv::Point3f::y});
  const float depthNoise = noiseOf(frames, {&cv::Point3f::z});
  const auto source = frames;
  for (std::size_t t = 2; t + 2 < frames.size(); ++t)
    for (std::size_t i = 0; i < face::kLandmarkCount; ++i)
      for (const Component c : {&cv::Point3f::x, &cv::Point3f::y, &cv::Point3f::z}) {
        float smooth = 0;
        for (std::size_t k = 0; k < kSmooth.size(); ++k)
          smooth += kSmooth[k] * source[t + k - 2].points[i].*c;
        const float detail = source[t].points[i].*c - smooth;
        const float noise = c == &cv::Point3f::z ? depthNoise : planeNoise;
        const float share = detail * detail / (detail * detail + noise * noise + 1e-12f);
        frames[t].points[i].*c = smooth + share * detail;
      }
}

}  // namespace

std::vector<FaceStretch> cleanStretches(const FaceTrack& track, int minimumFrames, int maximumFrames) {
  std::vector<FaceStretch> stretches;
  const TrackedFrame *begin = track.frames.data(), *end = begin + track.frames.size();
  while (begin < end) {
    const TrackedFrame* last = begin;
    const double latest =
        begin->seconds + double(maximumFrames) / learning::kFramesPerSecond - kSameInstantSeconds * 2;
    while (last + 1 < end && !breaks(*last, *(last + 1)) && (last + 1)->seconds < latest) ++last;
    FaceStretch stretch = resampled(begin, last + 1);
    if (std::int64_t(stretch.frames.size()) >= minimumFrames) {
      removeJitter(stretch.frames);
      stretches.push_back(std::move(stretch));
    }
    begin = last + 1;
  }
  return stretches;
}

}  // namespace orator::lab
