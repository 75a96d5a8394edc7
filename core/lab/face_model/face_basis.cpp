#include "core/lab/face_model/face_basis.h"

#include <ATen/ATen.h>

#include "core/face/face_mesh.h"
#include "core/face/landmarks.h"

namespace orator::lab {
namespace {

constexpr double kTrust = 0.012;  // decimetre, of a landmark in the picture's plane

}  // namespace

at::Tensor FaceWeights::numbers() const {
  at::Tensor weights = at::ones({face::kLandmarkCount, 3}, at::kDouble);
  const auto set = [&](int vertex, double value) { weights[vertex] = value; };
  for (const auto* lip : {&face::kUpperLipRings, &face::kLowerLipRings})
    for (const auto& ring : *lip)
      for (const int vertex : ring) set(vertex, lips);
  for (const face::EyeCurves& eye : {face::kLeftEye, face::kRightEye}) {
    for (const int vertex : eye.corners) set(vertex, lids);
    for (const int vertex : eye.iris) set(vertex, lids);
    for (const auto* row : {&eye.upperLid, &eye.lowerLid, &eye.upperCrease, &eye.lowerCrease})
      for (const int vertex : *row) set(vertex, lids);
  }
  weights.select(1, 2) *= depth;
  return weights.flatten();
}

at::Tensor projection(const FaceBasis& basis, const at::Tensor& weights) {
  const at::Tensor weighted = basis.fields * weights;
  const at::Tensor normal =
      at::matmul(weighted, basis.fields.t()) + at::diag(kTrust * kTrust / basis.spread.square());
  return at::matmul(at::inverse(normal), weighted).t().contiguous();
}

at::Tensor unexplained(const at::Tensor& motion, const FaceBasis& basis, const at::Tensor& weights) {
  const at::Tensor rest =
      at::eye(motion.size(0), motion.options()) - at::matmul(projection(basis, weights), basis.fields);
  return at::matmul(rest.t(), at::matmul(motion, rest));
}

FaceBasis principal(const at::Tensor& motion, const at::Tensor& weights, int count) {
  const at::Tensor root = weights.sqrt(), used = weights.nonzero().squeeze(1);
  const at::Tensor weighted = (motion * root * root.unsqueeze(1)).index_select(0, used).index_select(1, used);
  const auto [values, vectors] = at::linalg_eigh(weighted);
  const std::int64_t from = values.size(0) - count;
  const at::Tensor variance = values.slice(0, from).flip(0).clamp_min(1e-12);
  at::Tensor scores = at::zeros({motion.size(0), count}, motion.options());  // of a displacement
  scores.index_copy_(0, used, vectors.slice(1, from).flip(1) * root.index_select(0, used).unsqueeze(1));
  at::Tensor fields = (at::matmul(motion, scores) / variance.sqrt()).t().contiguous();
  // The sign of an eigenvector is arbitrary: its largest number is made positive.
  const at::Tensor largest = fields.gather(1, fields.abs().argmax(1, true));
  fields *= largest.sign();
  return {fields, at::ones({count}, motion.options())};
}

at::Tensor completed(const at::Tensor& drawn, const FaceBasis& seen) {
  constexpr double kElsewhere = 0.02, kDepth = 0.3;    // weights of what the drawing leaves open
  constexpr double kPrior = 3e-5, kLargestGain = 1.5;  // prior in square decimetres
  const at::Tensor size = drawn.view({-1, 3}).norm(2, 1);
  at::Tensor weights = (size / size.max() + kElsewhere).unsqueeze(1).repeat({1, 3});
  weights.select(1, 2) *= kDepth;
  weights = weights.flatten();
  const at::Tensor weighted = seen.fields * weights;
  const std::int64_t count = seen.fields.size(0);
  const at::Tensor normal = at::matmul(weighted, seen.fields.t()) + kPrior * at::eye(count, drawn.options());
  const at::Tensor made =
      at::matmul(at::matmul(at::inverse(normal), at::matmul(weighted, drawn)), seen.fields);
  const at::Tensor known =
      (1 - ((made - drawn).square() * weights).sum() / (drawn.square() * weights).sum()).clamp_min(0);
  const at::Tensor whole = drawn + known * (made - drawn);
  // Regularisation shrinks: one unit stays one full-strength action.
  const at::Tensor gain = (whole * drawn * weights).sum() / (whole.square() * weights).sum();
  return whole * gain.clamp(1, kLargestGain);
}

FaceBasis joined(const FaceBasis& first, const FaceBasis& second) {
  return {at::cat({first.fields, second.fields}), at::cat({first.spread, second.spread})};
}

}  // namespace orator::lab
