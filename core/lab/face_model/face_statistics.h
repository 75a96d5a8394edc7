#pragma once

#include <ATen/core/Tensor.h>

#include <map>
#include <string>
#include <vector>

#include "core/face/face_model.h"
#include "core/learning/clips/data_set.h"

namespace orator::lab {

inline constexpr std::int64_t kNumbers = 3 * face::kLandmarkCount;  ///< of a face

/// What clips of many people show of faces: sums from which every basis is judged. All f64, decimetre, N =
/// 3 * 478. People count by the square root of their frames.
class FaceStatistics {
 public:
  /// @param measuredWith the face model that the clips' coefficients are of; must outlive this object
  explicit FaceStatistics(const face::FaceModel& measuredWith);

  /// Adds one clip: what its points do about their own mean, after the rigid motion that the fit left in them
  /// is taken out, and the neutral face under it.
  /// @param clips how many clips this speaker has
  void add(const learning::Clip& clip, int clips);
  /// A still: a neutral face alone. @param head [1, 478, 3] @param expression [1, 64]
  void addStill(const std::string& person, const at::Tensor& head, const at::Tensor& expression);

  // One row a person, in the order of their names. @throws Error invalidArgument when there is nobody
  at::Tensor neutralFaces() const;     ///< [people, N] the expression taken out but for the set of lids and
                                       ///< brows that a person has for life
  at::Tensor meanFaces() const;        ///< [people, N] as they were
  at::Tensor meanExpressions() const;  ///< [people, 64] the coefficients of that
  std::size_t people() const { return people_.size(); }

  at::Tensor motion() const;        ///< [N, N] mean of d^T d
  at::Tensor together() const;      ///< [64, N] mean of e^T d; e: the coefficients about their own mean
  at::Tensor coefficients() const;  ///< [64, 64] mean of e^T e
  double frames() const { return frames_; }

 private:
  struct Person {
    at::Tensor neutral, face, expression;  // sums
    double frames = 0;
  };
  at::Tensor meanOf(at::Tensor Person::*sum) const;
  void addNeutral(const std::string& person, const at::Tensor& head, const at::Tensor& expression);

  at::Tensor expression_;
  at::Tensor motion_, together_, coefficients_;
  double frames_ = 0, weight_ = 0;
  std::map<std::string, Person> people_;
};

/// Takes out what is left of the head's own motion: turn, shift and size, by robust least squares on points
/// of the skull (eye corners, bridge of the nose, forehead, temples). @param head f64 [T, 478, 3] @return the
/// same
at::Tensor withoutRigidMotion(const at::Tensor& head);

/// The picture of a face in the mirror: x turned about and left and right points exchanged.
/// @param vertices neutral [478, 3] of a symmetric face
class Mirror {
 public:
  explicit Mirror(const at::Tensor& vertices);
  at::Tensor fields(const at::Tensor& rows) const;        ///< [n, N]
  at::Tensor covariance(const at::Tensor& motion) const;  ///< [N, N]

 private:
  at::Tensor index_, sign_;
};

}  // namespace orator::lab
