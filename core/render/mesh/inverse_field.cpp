#include "core/render/mesh/inverse_field.h"

#include <algorithm>
#include <opencv2/core/hal/intrin.hpp>
#include <vector>

#include "core/base/parallel.h"
#include "core/base/safe_rounding.h"

namespace orator::render::mesh {

namespace {

constexpr int kFixedPointSteps = 4, kNewtonSteps = 5;
constexpr float kTolerance = 0.02f * 0.02f;  // lattice steps, squared
constexpr int kLanes = 4;

/// Four places or displacements.
struct Places {
  cv::v_float32x4 x, y;
  Places operator+(const Places& other) const { return {x + other.x, y + other.y}; }
  Places operator-(const Places& other) const { return {x - other.x, y - other.y}; }
};

/// A displacement given at whole numbers, in units of their distance: at any place, bilinear.
class StepField {
 public:
  /// @param field pixels @param step pixels between its numbers
  StepField(const cv::Mat2f& field, float step)
      : right_(float(field.cols) - 1.001f), bottom_(float(field.rows) - 1.001f) {
    cv::copyMakeBorder(field, field_, 0, 1, 0, 1, cv::BORDER_REPLICATE);
    field_ *= 1 / step;
  }

  cv::Point2f operator()(cv::Point2f at) const {
    const float x = clampedTo(at.x, right_), y = clampedTo(at.y, bottom_);
    const int i = int(x), j = int(y);
    cv::Point2f result;
    cv::v_store_low(&result.x, between(i, j, x - float(i), y - float(j)));
    return result;
  }

  /// The same of four places.
  Places operator()(const Places& at) const {
    const auto clamped = [](const cv::v_float32x4& v, float last) {
      // In this order what is no number becomes 0.
      return cv::v_min(cv::v_max(v, cv::v_setzero_f32()), cv::v_setall_f32(last));
    };
    const cv::v_float32x4 x = clamped(at.x, right_), y = clamped(at.y, bottom_);
    const cv::v_int32x4 i = cv::v_trunc(x), j = cv::v_trunc(y);
    int column[kLanes], row[kLanes];
    float across[kLanes], down[kLanes];
    cv::v_store(column, i), cv::v_store(row, j);
    cv::v_store(across, x - cv::v_cvt_f32(i)), cv::v_store(down, y - cv::v_cvt_f32(j));
    cv::v_float32x4 lane[kLanes];
    for (int k = 0; k < kLanes; ++k) lane[k] = between(column[k], row[k], across[k], down[k]);
    const cv::v_float32x4 low = cv::v_combine_low(lane[0], lane[1]),
                          high = cv::v_combine_low(lane[2], lane[3]);
    Places result;
    cv::v_zip(low, high, lane[0], lane[1]);  // x0 x2 y0 y2, x1 x3 y1 y3
    cv::v_zip(lane[0], lane[1], result.x, result.y);
    return result;
  }

 private:
  /// In its lower half, x and y.
  cv::v_float32x4 between(int i, int j, float across, float down) const {
    const float* top = reinterpret_cast<const float*>(field_.ptr<cv::Vec2f>(j) + i);
    const cv::v_float32x4 upper = cv::v_load(top), lower = cv::v_load(top + field_.step1());
    const cv::v_float32x4 line = upper + (lower - upper) * cv::v_setall_f32(down);
    return line + (cv::v_rotate_right<2>(line) - line) * cv::v_setall_f32(across);
  }

  cv::Mat2f field_;  ///< with one more row and column
  float right_, bottom_;
};

/// Newton's method with a short backtrack, for stretched lips, which converge slowly otherwise.
/// @param s where the search has come to, lattice steps
cv::Point2f solved(const StepField& moved, cv::Point2f node, cv::Point2f s) {
  cv::Point2f error = s + moved(s) - node;
  for (int k = 0; k < kNewtonSteps && error.dot(error) > kTolerance; ++k) {
    const cv::Point2f dx = moved(s + cv::Point2f(0.5f, 0)) - moved(s - cv::Point2f(0.5f, 0));
    const cv::Point2f dy = moved(s + cv::Point2f(0, 0.5f)) - moved(s - cv::Point2f(0, 0.5f));
    const float a = 1 + dx.x, b = dy.x, c = dx.y, d = 1 + dy.y;
    const float determinant = std::max(a * d - b * c, 0.15f);
    const cv::Point2f change((d * error.x - b * error.y) / determinant,
                             (a * error.y - c * error.x) / determinant);
    float length = 1;
    for (int halving = 0; halving < 3; ++halving, length /= 2) {
      const cv::Point2f trial = s - change * length, trialError = trial + moved(trial) - node;
      if (trialError.dot(trialError) < error.dot(error) || halving == 2) {
        s = trial;
        error = trialError;
        break;
      }
    }
  }
  return s;
}

/// A row of nodes, four at a time. @param s in: where the searches begin, out: where they end; lattice steps,
/// all x before all y @param stride from one to the other, a multiple of four that holds the row
void solveRow(const StepField& moved, cv::Point first, int count, int stride, float* s) {
  const cv::v_float32x4 tolerance = cv::v_setall_f32(kTolerance);
  for (int i = 0; i < count; i += kLanes) {
    const auto x = float(first.x + i);
    const Places node{cv::v_float32x4(x, x + 1, x + 2, x + 3), cv::v_setall_f32(float(first.y))};
    Places at{cv::v_load(s + i), cv::v_load(s + stride + i)}, error = at + moved(at) - node;
    const auto far = [&] { return error.x * error.x + error.y * error.y > tolerance; };
    cv::v_float32x4 left = far();
    for (int k = 0; k < kFixedPointSteps && cv::v_check_any(left); ++k, left = far()) {
      at = at - Places{error.x & left, error.y & left};
      error = at + moved(at) - node;
    }
    cv::v_store(s + i, at.x), cv::v_store(s + stride + i, at.y);
    const int unsolved = cv::v_signmask(left);
    for (int lane = 0; unsolved != 0 && lane < std::min(kLanes, count - i); ++lane) {
      if (!(unsolved >> lane & 1)) continue;
      const cv::Point2f result =
          solved(moved, {x + float(lane), float(first.y)}, {s[i + lane], s[stride + i + lane]});
      s[i + lane] = result.x, s[stride + i + lane] = result.y;
    }
  }
}

}  // namespace

cv::Mat2f inverseField(const cv::Mat2f& forward, int step, cv::Rect cells, const cv::Mat2f& start) {
  const float pixels = float(step), steps = 1 / pixels;
  const StepField moved(forward, pixels);
  cv::Mat2f backward(cells.size());
  const int stride = int(cv::alignSize(std::size_t(cells.width), kLanes));
  parallelFor(cells.y, cells.br().y, 1, [&](std::int64_t top, std::int64_t bottom) {
    // In lattice steps: find s with s + moved(s) = node.
    std::vector<float> s(2 * std::size_t(stride));
    float *x = s.data(), *y = x + stride;
    for (int j = int(top); j < int(bottom); ++j) {
      for (int i = 0; i < cells.width; ++i) {
        const cv::Point node(cells.x + i, j);
        const cv::Vec2f first = start.empty() ? -forward(node) : start(node);
        x[i] = float(node.x) + first[0] * steps, y[i] = float(j) + first[1] * steps;
      }
      solveRow(moved, {cells.x, j}, cells.width, stride, x);
      for (int i = 0; i < cells.width; ++i)
        backward(j - cells.y, i) = {(x[i] - float(cells.x + i)) * pixels, (y[i] - float(j)) * pixels};
    }
  });
  return backward;
}

}  // namespace orator::render::mesh
