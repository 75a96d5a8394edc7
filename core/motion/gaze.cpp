#include "core/motion/gaze.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/smooth_step.h"
#include "core/face/expression_names.h"
#include "core/motion/noise.h"

namespace orator::motion {
namespace {

// Fixations while people talk to somebody: 0.5 to 3 seconds each, most of the darts between them within two
// degrees, a dart of that width over in 30 to 50 ms (Leigh and Zee, The Neurology of Eye Movements).
constexpr double kShortestFixation = 0.45, kMeanFixation = 1.5, kFixationSpread = 0.6;
constexpr double kDartSeconds = 0.045;
constexpr double kDartRight = 0.10, kDartUp = 0.06;  // deviation, units
constexpr double kHome = 0.4;                        // share of darts that return to the middle
constexpr double kFarthestDart = 0.3;
constexpr float kBlinkBegins = 0.25f;  // closure under which a dart hides

/// A portrait whose gaze is measured this near to the camera, in units (9 degrees), looks into it.
constexpr float kLooksAtCamera = 0.45f;

struct Point {
  double right = 0, up = 0;
};

/// A step from one place to the next.
struct Dart {
  double seconds = 0;
  Point to;
};

Point placeOf(RandomStream& random) {
  const double right = kDartRight * random.normal(), up = kDartUp * random.normal();
  if (random.uniform() < kHome) return {};
  return {std::clamp(right, -kFarthestDart, kFarthestDart), std::clamp(up, -kFarthestDart, kFarthestDart)};
}

std::vector<Dart> darts(std::span<const float> blink, std::size_t frames, FrameRate rate,
                        std::uint64_t seed) {
  RandomStream random(seed, "gaze");
  const auto fixation = [&] {
    const double length = kMeanFixation * std::exp(kFixationSpread * random.normal());
    return std::max(kShortestFixation, length);
  };
  std::vector<Dart> made;
  double next = fixation();
  for (std::size_t i = 1; i < frames; ++i) {
    const double now = rate.secondsAt(std::int64_t(i));
    const bool blinks = i < blink.size() && blink[i] >= kBlinkBegins && blink[i - 1] < kBlinkBegins;
    if (now < next && !blinks) continue;
    made.push_back({blinks ? now : next, placeOf(random)});
    next = made.back().seconds + fixation();
  }
  return made;
}

/// What the eyes have to turn for looking where they looked in the portrait.
Point held(const CoefficientRow& row, const CoefficientRow& source) {
  return {-double(row[kAngleColumn + 1] - source[kAngleColumn + 1]) / face::kGazeUnitRadians[0],
          double(row[kAngleColumn] - source[kAngleColumn]) / face::kGazeUnitRadians[1]};
}

/// What they have to turn for the portrait itself to look into the camera.
Point towardsCamera(const CoefficientRow& source, const face::GazeColumns& columns) {
  constexpr float kLevelPitch = 0.087f;  // radians: level heads are measured five degrees down
  const float right =
      source[std::size_t(columns.right)] + source[kAngleColumn + 1] / face::kGazeUnitRadians[0];
  const float up =
      source[std::size_t(columns.up)] - (source[kAngleColumn] - kLevelPitch) / face::kGazeUnitRadians[1];
  const float away = std::hypot(right, up);
  if (away <= kLooksAtCamera) return {};
  const float share = 1 - kLooksAtCamera / away;
  return {-double(right * share), -double(up * share)};
}

}  // namespace

face::GazeColumns gazeColumnsOf(const std::string& basis) {
  if (basis != "studio") return {};
  return {face::kGazeHorizontal, face::kGazeVertical};
}

std::array<std::vector<float>, 2> gazeLanes(const Gaze& gaze, std::span<const CoefficientRow> rows,
                                            const CoefficientRow& source, std::span<const float> blink,
                                            FrameRate frameRate, const face::GazeColumns& columns,
                                            std::uint64_t seed) {
  std::array<std::vector<float>, 2> lanes;
  if (!columns.known()) return lanes;
  std::vector<Dart> moves;
  Point base;
  if (gaze.kind <= Gaze::Kind::natural) moves = darts(blink, rows.size(), frameRate, seed);
  if (gaze.kind == Gaze::Kind::camera) base = towardsCamera(source, columns);
  if (gaze.kind == Gaze::Kind::fixed) base = {gaze.right, gaze.up};
  std::size_t begun = 0;
  Point from, to;
  double since = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const double now = frameRate.secondsAt(std::int64_t(i));
    while (begun < moves.size() && moves[begun].seconds <= now) {
      from = to;
      to = moves[begun].to;
      since = moves[begun++].seconds;
    }
    const double share = smoothStep((now - since) / kDartSeconds);
    const Point turned = gaze.kind == Gaze::Kind::fixed ? Point{} : held(rows[i], source);
    const auto lane = [&](std::size_t axis, double value) {
      const float own = source[std::size_t(axis == 0 ? columns.right : columns.up)];
      const float most = std::max(kMostGaze, std::abs(own));
      lanes[axis].push_back(std::clamp(own + float(value), -most, most) - own);
    };
    lane(0, base.right + turned.right + from.right + share * (to.right - from.right));
    lane(1, base.up + turned.up + from.up + share * (to.up - from.up));
  }
  return lanes;
}

void turnEyes(MotionTrack& track, const Gaze& gaze, std::uint64_t seed) {
  const face::GazeColumns columns = gazeColumnsOf(track.basis);
  if (gaze.kind == Gaze::Kind::automatic || !columns.known()) return;
  track.gaze = gazeLanes(gaze, track.rows, track.source, track.blink, track.frameRate, columns, seed);
  for (std::size_t i = 0; i < track.rows.size(); ++i)
    for (const auto& [axis, column] :
         {std::pair(0u, std::size_t(columns.right)), std::pair(1u, std::size_t(columns.up))})
      track.rows[i][column] = track.source[column] + track.gaze[axis][i];
}

std::array<std::vector<float>, 2> gazeOf(const MotionTrack& track) {
  const face::GazeColumns columns = gazeColumnsOf(track.basis);
  std::array<std::vector<float>, 2> lanes;
  if (!columns.known()) return lanes;
  for (const CoefficientRow& row : track.rows)
    for (const auto& [axis, column] : {std::pair(0, columns.right), std::pair(1, columns.up)})
      lanes[std::size_t(axis)].push_back(row[std::size_t(column)] - track.source[std::size_t(column)]);
  return lanes;
}

void renewGaze(MotionTrack& track) {
  if (!track.gaze[0].empty() && gazeColumnsOf(track.basis).known()) track.gaze = gazeOf(track);
}

}  // namespace orator::motion
