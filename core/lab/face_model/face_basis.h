#pragma once

#include <ATen/core/Tensor.h>

namespace orator::lab {

/// Directions of the face and how far faces go along them. f64, N = 3 * 478.
struct FaceBasis {
  at::Tensor fields;  ///< [n, N] decimetre
  at::Tensor spread;  ///< [n] standard deviation of a coefficient, > 0
};

/// A weight for every number of a face.
struct FaceWeights {
  double lips = 1, lids = 1, depth = 1;  ///< other points count 1, and in x and y
  at::Tensor numbers() const;            ///< [N]
};

/// The coefficients of a displacement d [N] are d * projection(...): least squares with the spread as prior,
/// landmarks trusted as face::fitFaceModel() trusts them. [N, n]
at::Tensor projection(const FaceBasis& basis, const at::Tensor& weights);

/// Covariance of what the basis leaves of displacements with the covariance `motion` [N, N].
at::Tensor unexplained(const at::Tensor& motion, const FaceBasis& basis, const at::Tensor& weights);

/// The first `count` principal components of `motion` under the weights, largest first; a unit of a
/// coefficient is its standard deviation. Numbers of weight 0 follow as they are correlated.
FaceBasis principal(const at::Tensor& motion, const at::Tensor& weights, int count);

/// A drawn direction [N] completed to the movement of the whole face that goes with it among the `seen`
/// movements, as far as they know it: what they can't do of it stays as drawn.
at::Tensor completed(const at::Tensor& drawn, const FaceBasis& seen);

FaceBasis joined(const FaceBasis& first, const FaceBasis& second);

}  // namespace orator::lab
