#include "core/lab/face_model/face_statistics.h"

#include <ATen/ATen.h>

#include <array>
#include <cmath>

#include "core/base/error.h"
#include "core/face/expression_names.h"

namespace orator::lab {
namespace {

constexpr std::int64_t kVertices = face::kLandmarkCount;
constexpr std::int64_t kLongClip = 60;  // frames; of longer ones every second is enough

/// Points that only the skull moves.
constexpr std::array<std::int64_t, 37> kSkull{33,  133, 263, 362, 168, 6,   197, 195, 5,   4,   1,   8,   9,
                                              151, 10,  109, 338, 67,  297, 103, 332, 127, 356, 162, 389, 21,
                                              251, 234, 454, 193, 417, 122, 351, 174, 399, 54,  284};

at::Tensor about(const at::Tensor& rows) {
  return rows - rows.mean(0, true);
}

/// How x and y of points change with a small turn about x, y, z, a shift along x, y, and size: [n, 2, 6].
at::Tensor rigidMotions(const at::Tensor& p) {
  const at::Tensor x = p.select(1, 0), y = p.select(1, 1), z = p.select(1, 2), one = at::ones_like(x),
                   none = at::zeros_like(x);
  return at::stack({at::stack({none, z, -y, one, none, x}, 1), at::stack({-z, none, x, none, one, y}, 1)}, 1);
}

}  // namespace

at::Tensor withoutRigidMotion(const at::Tensor& head) {
  constexpr int kRounds = 4;
  constexpr double kRobust = 1.5, kLeastTurn = 1e-6;
  const at::Tensor rest = std::get<0>(head.median(0));
  const at::Tensor skull = at::tensor(std::vector<std::int64_t>(kSkull.begin(), kSkull.end()));
  const at::Tensor motions = rigidMotions(rest.index_select(0, skull)).contiguous();  // [n, 2, 6]
  const at::Tensor moved =
      (head.index_select(1, skull) - rest.index_select(0, skull)).slice(2, 0, 2).contiguous();  // [T, n, 2]
  const std::int64_t points = motions.size(0);
  // [n, 36] and [n, 2, 6]: normal equations of one point
  const at::Tensor squares = at::matmul(motions.transpose(1, 2), motions).view({points, 36});
  at::Tensor trust = at::ones({head.size(0), points}, head.options()), rigid;
  const at::Tensor prior =
      at::diag(at::tensor({1., 1., 1., 0., 0., 1.}, head.options())) * (kLeastTurn * double(points));
  for (int round = 0; round < kRounds; ++round) {
    const at::Tensor normal = at::matmul(trust, squares).view({-1, 6, 6}) + prior;
    const at::Tensor right =
        at::matmul((moved * trust.unsqueeze(2)).flatten(1), motions.reshape({points * 2, 6}));
    rigid = at::matmul(at::inverse(normal), right.unsqueeze(2)).squeeze(2);  // [T, 6]
    const at::Tensor rest2 =
        moved - at::matmul(rigid, motions.reshape({points * 2, 6}).t()).view(moved.sizes());
    const at::Tensor length = rest2.norm(2, 2);
    const at::Tensor scale = kRobust * std::get<0>(length.median(1, true)) + 1e-6;
    trust = (scale / length.clamp_min(1e-9)).clamp_max(1);
  }
  at::Tensor result = head.clone();
  result.slice(2, 0, 2) -= at::matmul(rigid, rigidMotions(rest).reshape({kVertices * 2, 6}).t())
                               .view({head.size(0), kVertices, 2});
  return result;
}

FaceStatistics::FaceStatistics(const face::FaceModel& measuredWith)
    : expression_(at::from_blob(const_cast<float*>(measuredWith.expression.ptr<float>()),
                                {face::kExpressionCount, kNumbers})
                      .to(at::kDouble)),
      motion_(at::zeros({kNumbers, kNumbers}, at::kDouble)),
      together_(at::zeros({face::kExpressionCount, kNumbers}, at::kDouble)),
      coefficients_(at::zeros({face::kExpressionCount, face::kExpressionCount}, at::kDouble)) {}

void FaceStatistics::add(const learning::Clip& clip, int clips) {
  const at::Tensor head = clip.points.to(at::kDouble), expression = clip.expression.to(at::kDouble);
  addNeutral(clip.speaker, head.flatten(1), expression);
  const std::int64_t step = clip.frames() > kLongClip ? 2 : 1;
  const at::Tensor d =
      about(withoutRigidMotion(head).flatten(1)).slice(0, 0, clip.frames(), step).contiguous();
  const at::Tensor e = about(expression).slice(0, 0, clip.frames(), step).contiguous();
  const double weight = 1 / std::sqrt(double(d.size(0)) * clips);
  motion_.addmm_(d.t(), d, 1, weight);
  together_.addmm_(e.t(), d, 1, weight);
  coefficients_.addmm_(e.t(), e, 1, weight);
  weight_ += weight * double(d.size(0));
  frames_ += double(clip.frames());
}

void FaceStatistics::addStill(const std::string& person, const at::Tensor& head,
                              const at::Tensor& expression) {
  addNeutral(person, head.to(at::kDouble).flatten(1), expression.to(at::kDouble));
}

void FaceStatistics::addNeutral(const std::string& person, const at::Tensor& head,
                                const at::Tensor& expression) {
  at::Tensor shown = expression.clone();
  at::Tensor lasting = shown.slice(1, face::kBlinkLeft, face::kGazeHorizontal);
  lasting -= std::get<0>(lasting.clone().median(0, true));
  Person& sums = people_[person];
  if (!sums.neutral.defined()) {
    sums.neutral = at::zeros({kNumbers}, at::kDouble);
    sums.face = at::zeros({kNumbers}, at::kDouble);
    sums.expression = at::zeros({face::kExpressionCount}, at::kDouble);
  }
  sums.neutral += (head - at::matmul(shown, expression_)).sum(0);
  sums.face += head.sum(0);
  sums.expression += expression.sum(0);
  sums.frames += double(head.size(0));
}

at::Tensor FaceStatistics::meanOf(at::Tensor Person::*sum) const {
  std::vector<at::Tensor> rows;
  for (const auto& [name, person] : people_) rows.push_back(person.*sum / person.frames);
  if (rows.empty()) throw Error(ErrorCode::invalidArgument, "data set", "there is nobody to learn from");
  return at::stack(rows);
}
at::Tensor FaceStatistics::neutralFaces() const {
  return meanOf(&Person::neutral);
}
at::Tensor FaceStatistics::meanFaces() const {
  return meanOf(&Person::face);
}
at::Tensor FaceStatistics::meanExpressions() const {
  return meanOf(&Person::expression);
}

at::Tensor FaceStatistics::motion() const {
  return motion_ / weight_;
}
at::Tensor FaceStatistics::together() const {
  return together_ / weight_;
}
at::Tensor FaceStatistics::coefficients() const {
  return coefficients_ / weight_;
}

Mirror::Mirror(const at::Tensor& vertices) {
  const at::Tensor turned = vertices * at::tensor({-1., 1., 1.}, vertices.options());
  const at::Tensor partner = at::cdist(turned.contiguous(), vertices.contiguous()).argmin(1);  // [478]
  index_ = (3 * partner.unsqueeze(1) + at::arange(3, at::kLong)).flatten();
  sign_ = at::tensor({-1., 1., 1.}, vertices.options()).repeat({vertices.size(0)});
}

at::Tensor Mirror::fields(const at::Tensor& rows) const {
  return rows.index_select(1, index_) * sign_;
}

at::Tensor Mirror::covariance(const at::Tensor& motion) const {
  return motion.index_select(0, index_).index_select(1, index_) * sign_ * sign_.unsqueeze(1);
}

}  // namespace orator::lab
