#include "core/capture/steady_rows.h"

#include <array>
#include <cmath>

#include "core/base/percentile.h"

namespace orator::capture {
namespace {

// Savitzky-Golay, order 2. A head moves more slowly than a mouth.
constexpr std::array<float, 7> kMouth{-2 / 21.f, 3 / 21.f, 6 / 21.f, 7 / 21.f, 6 / 21.f, 3 / 21.f, -2 / 21.f};
constexpr std::array<float, 13> kHead{-11 / 143.f, 0,          9 / 143.f,  16 / 143.f, 21 / 143.f,
                                      24 / 143.f,  25 / 143.f, 24 / 143.f, 21 / 143.f, 16 / 143.f,
                                      9 / 143.f,   0,          -11 / 143.f};

/// As of the landmarks: from third differences, whose median passes over what really moves.
float noiseOf(std::span<const motion::CoefficientRow> rows, std::size_t column) {
  constexpr float kMedianOfNormal = 0.6745f;
  std::vector<float> differences;
  for (std::size_t t = 3; t < rows.size(); ++t)
    differences.push_back(
        std::abs(rows[t][column] - 3 * rows[t - 1][column] + 3 * rows[t - 2][column] - rows[t - 3][column]));
  return percentile(std::move(differences), 0.5) / (kMedianOfNormal * std::sqrt(20.f));
}

/// Steadies one column; at the ends, where the window does not fit, what was seen stays.
void steadyColumn(std::span<const motion::CoefficientRow> seen, std::size_t column,
                  std::span<const float> window, std::span<motion::CoefficientRow> rows) {
  constexpr float kTrusted = 2;  // noises beyond which a change counts as real
  const std::size_t half = window.size() / 2;
  const float limit = kTrusted * noiseOf(seen, column);
  for (std::size_t t = half; t + half < rows.size(); ++t) {
    float smooth = 0;
    for (std::size_t k = 0; k < window.size(); ++k) smooth += window[k] * seen[t + k - half][column];
    const float detail = seen[t][column] - smooth;
    rows[t][column] = smooth + detail * detail * detail / (detail * detail + limit * limit + 1e-20f);
  }
}

}  // namespace

void steadyRows(std::span<motion::CoefficientRow> rows) {
  if (rows.empty()) return;
  const std::vector<motion::CoefficientRow> seen(rows.begin(), rows.end());
  for (std::size_t column = 0; column < seen[0].size(); ++column) {
    const bool head = column >= std::size_t(motion::kAngleColumn);
    steadyColumn(seen, column, head ? std::span<const float>(kHead) : std::span<const float>(kMouth), rows);
  }
}

}  // namespace orator::capture
