#include "core/motion/face_measures.h"

#include "core/face/face_mesh.h"

namespace orator::motion {
namespace {

float heightOf(const cv::Mat1f& points, int row, int vertex) {
  return points(row, 3 * vertex + 1);
}

}  // namespace

face::ExpressionCoefficients lidClosure(const face::FaceModel& model) {
  face::ExpressionCoefficients gauge = model.blink;
  float square = 0;
  for (const float value : model.blink) square += value * value;
  if (square > 0)
    for (float& value : gauge) value /= square;
  return gauge;
}

MouthGauge::MouthGauge(const face::FaceModel& model) {
  if (model.mean.empty()) return;
  const float face = heightOf(model.mean, 0, face::kForeheadTop) - heightOf(model.mean, 0, face::kChin);
  const auto gap = [&](const cv::Mat1f& points, int row) {
    return (heightOf(points, row, face::kUpperLipMiddle) - heightOf(points, row, face::kLowerLipMiddle)) /
           face;
  };
  rest_ = gap(model.mean, 0);
  float norm = 0;
  for (int k = 0; k < face::kExpressionCount; ++k) {
    const auto i = std::size_t(k);
    gain_[i] = gap(model.expression, k);
    // What moves the lips by less than a thousandth of the face is left alone.
    const float spread = std::abs(gain_[i]) > 1e-3f ? model.expressionDeviation[i] : 0.f;
    share_[i] = -gain_[i] * spread * spread;
    norm -= gain_[i] * share_[i];
  }
  if (norm > 0)
    for (float& value : share_) value /= norm;
}

float MouthGauge::opening(const CoefficientRow& row) const {
  float opening = rest_;
  for (std::size_t k = 0; k < gain_.size(); ++k) opening += gain_[k] * row[k];
  return opening;
}

void MouthGauge::close(CoefficientRow& row, float limit) const {
  const float excess = opening(row) - limit;
  if (excess <= 0) return;
  for (std::size_t k = 0; k < share_.size(); ++k) row[k] += excess * share_[k];
}

void MouthGauge::part(CoefficientRow& row, float least) const {
  const float excess = opening(row) - least;
  if (excess >= 0) return;
  for (std::size_t k = 0; k < share_.size(); ++k) row[k] += excess * share_[k];
}

}  // namespace orator::motion
