// Regularised, robust Gauss-Newton over pose, camera, identity and expression.
#include <algorithm>
#include <cmath>

#include "core/face/camera_distance.h"
#include "core/face/face_mesh.h"
#include "core/face/face_model.h"

namespace orator::face {
namespace {

constexpr double kFromCamera = kCameraDistance;
constexpr int kPoseUnknowns = 6;  // three angles; centre and scale of the camera, or translation
constexpr int kPlacing = 4, kIterations = 30;
constexpr double kConverged = 2e-4;       // of every unknown
constexpr double kPictureSpread = 0.012;  // decimetre, what landmarks are trusted to in x and y
constexpr double kDepthSpread = 0.12;  // the network's depth is a guess: it settles what x and y leave open
constexpr double kRobustLimit = 3;     // spreads beyond which a landmark pulls with constant force (Huber)
constexpr double kTurnScale = 0.5;     // prior spread of the angles in radians

/// The state of a fit and the one place that knows which unknown lies where:
/// [angles 3 | camera or translation 3 | identity K (portrait only) | expression 64].
class Fit {
 public:
  Fit(const FaceModel& model, const FaceLandmarks& landmarks, const FaceFit* known)
      : model_(model), landmarks_(landmarks), portrait_(known == nullptr) {
    fit_.identity.assign(std::size_t(model.identity.rows), 0.f);
    if (known) {
      CV_Assert(known->identity.size() == fit_.identity.size());
      fit_ = *known;
    }
    start();
  }

  FaceFit solve() {
    // The head is placed first: from afar, the shape could pretend to be a turn.
    for (int i = 0; i < kPlacing; ++i) improve(kPoseUnknowns);
    for (int i = 0; i < kIterations; ++i)
      if (improve(unknowns()) < kConverged) break;
    measure();
    return fit_;
  }

 private:
  int identities() const { return portrait_ ? model_.identity.rows : 0; }
  int unknowns() const { return kPoseUnknowns + identities() + kExpressionCount; }
  double pixelsPerDecimetre() const { return fit_.camera.focalPixels / kFromCamera; }

  /// Scale, place and roll from the landmarks' spread around their centre.
  void start() {
    cv::Point3f centre, modelCentre;
    double spread = 0, modelSpread = 0;
    const auto points = model_.shape(fit_.identity, fit_.expression);
    for (int i = 0; i < kLandmarkCount; ++i) {
      centre += landmarks_.points[std::size_t(i)] / kLandmarkCount;
      modelCentre += points[std::size_t(i)] / kLandmarkCount;
    }
    for (int i = 0; i < kLandmarkCount; ++i) {
      const auto d = landmarks_.points[std::size_t(i)] - centre, m = points[std::size_t(i)] - modelCentre;
      spread += d.dot(d);
      modelSpread += m.dot(m);
    }
    const auto &left = landmarks_.points[kLeftEyeOuter], &right = landmarks_.points[kRightEyeOuter];
    const double dx = right.x - left.x, dy = right.y - left.y, dz = right.z - left.z;
    fit_.pose.anglesRadians = {0, float(std::atan2(dz, std::hypot(dx, dy))), float(-std::atan2(dy, dx))};
    const double scale = std::sqrt(spread / modelSpread);
    const cv::Vec3f middle =
        rotationMatrix(fit_.pose.anglesRadians) * cv::Vec3f(modelCentre.x, modelCentre.y, modelCentre.z);
    if (portrait_) {
      fit_.pose.translation = {};
      fit_.camera.focalPixels = float(scale * (kFromCamera - middle[2]));
      fit_.camera.centre = {float(centre.x - scale * middle[0]), float(centre.y + scale * middle[1])};
    } else {
      const double away = fit_.camera.focalPixels / scale;  // from the camera
      fit_.pose.translation = {float((centre.x - fit_.camera.centre.x) / scale) - middle[0],
                               float((fit_.camera.centre.y - centre.y) / scale) - middle[1],
                               float(kFromCamera - away) - middle[2]};
    }
  }

  cv::Vec3f placed(const cv::Matx33f& rotation, const cv::Point3f& p) const {
    return rotation * cv::Vec3f(p.x, p.y, p.z) + fit_.pose.translation;
  }

  /// One bounded step of the first `count` unknowns. @return the largest change
  double improve(int count) {
    const auto points = model_.shape(fit_.identity, fit_.expression);
    const cv::Matx33f rotation = rotationMatrix(fit_.pose.anglesRadians);
    cv::Matx33f turned[3];
    constexpr float kStep = 1e-3f;
    for (int k = 0; k < 3; ++k) {
      cv::Vec3f more = fit_.pose.anglesRadians, less = more;
      more[k] += kStep, less[k] -= kStep;
      turned[k] = (rotationMatrix(more) - rotationMatrix(less)) * (0.5f / kStep);
    }
    const double unit = pixelsPerDecimetre();
    const double weights[3] = {1 / (unit * kPictureSpread), 1 / (unit * kPictureSpread),
                               1 / (unit * kDepthSpread)};

    cv::Mat1d jacobian = cv::Mat1d::zeros(3 * kLandmarkCount, count), residual(3 * kLandmarkCount, 1);
    for (int i = 0; i < kLandmarkCount; ++i) {
      const cv::Point3f& p = points[std::size_t(i)];
      const cv::Vec3f q = placed(rotation, p);
      const double s = fit_.camera.focalPixels / (kFromCamera - q[2]);
      const cv::Point3f& seen = landmarks_.points[std::size_t(i)];
      const double error[3] = {seen.x - (fit_.camera.centre.x + s * q[0]),
                               seen.y - (fit_.camera.centre.y - s * q[1]), seen.z + unit * q[2]};
      const double length = std::hypot(error[0] * weights[0], error[1] * weights[1]);
      const double trust = length > kRobustLimit ? std::sqrt(kRobustLimit / length) : 1;
      // How the picture moves with a displacement of the point.
      const cv::Matx33d moves(s, 0, s * q[0] / (kFromCamera - q[2]), 0, -s, -s * q[1] / (kFromCamera - q[2]),
                              0, 0, -unit);
      const auto column = [&](int index, const cv::Vec3d& movement, bool already = false) {
        if (index >= count) return;
        const cv::Vec3d m = already ? movement : moves * movement;
        for (int k = 0; k < 3; ++k) jacobian(3 * i + k, index) = trust * weights[k] * m[k];
      };
      for (int k = 0; k < 3; ++k) {
        column(k, cv::Vec3d(turned[k] * cv::Vec3f(p.x, p.y, p.z)));
        residual(3 * i + k, 0) = trust * weights[k] * error[k];
      }
      if (portrait_) {  // centre in decimetres of the picture, logarithm of the focal length
        column(3, {unit, 0, 0}, true);
        column(4, {0, unit, 0}, true);
        column(5, {s * q[0], -s * q[1], 0}, true);
      } else {
        for (int k = 0; k < 3; ++k) column(3 + k, {double(k == 0), double(k == 1), double(k == 2)});
      }
      const auto direction = [&](const cv::Mat1f& basis, int row) {
        const float* d = basis[row] + 3 * i;
        return cv::Vec3d(rotation * cv::Vec3f(d[0], d[1], d[2]));
      };
      for (int k = 0; k < identities(); ++k) column(kPoseUnknowns + k, direction(model_.identity, k));
      for (int k = 0; k < kExpressionCount; ++k)
        column(kPoseUnknowns + identities() + k, direction(model_.expression, k));
    }
    centreDepth(jacobian);
    centreDepth(residual);
    const cv::Mat1d normal = jacobian.t() * jacobian, right = jacobian.t() * residual;
    return step(normal, right, count);
  }

  /// Only depth differences count: the network's depth has no origin.
  static void centreDepth(cv::Mat1d& rows) {
    cv::Mat1d mean = cv::Mat1d::zeros(1, rows.cols);
    for (int i = 2; i < rows.rows; i += 3) mean += rows.row(i) / kLandmarkCount;
    for (int i = 2; i < rows.rows; i += 3) rows.row(i) -= mean;
  }

  struct Unknown {
    float* value;
    double prior, minimum, maximum;
  };
  std::vector<Unknown> shapeUnknowns() {
    std::vector<Unknown> list;
    constexpr double kIdentityLimit = 4;
    for (int k = 0; k < identities(); ++k)
      list.push_back({&fit_.identity[std::size_t(k)], 1, -kIdentityLimit, kIdentityLimit});
    for (std::size_t k = 0; k < kExpressionCount; ++k)
      list.push_back({&fit_.expression[k], model_.expressionDeviation[k], model_.expressionMinimum[k],
                      model_.expressionMaximum[k]});
    return list;
  }

  /// Solves with priors; an unknown that would leave its range is set to the bound and the others are solved
  /// again.
  double step(cv::Mat1d normal, cv::Mat1d right, int count) {
    const auto shape = shapeUnknowns();
    for (int k = 0; k < 3; ++k) {
      normal(k, k) += 1 / (kTurnScale * kTurnScale);
      right(k, 0) -= fit_.pose.anglesRadians[k] / (kTurnScale * kTurnScale);
    }
    for (int k = 3; k < kPoseUnknowns; ++k) normal(k, k) += 1e-3;
    for (int j = kPoseUnknowns; j < count; ++j) {
      const Unknown& u = shape[std::size_t(j - kPoseUnknowns)];
      normal(j, j) += 1 / (u.prior * u.prior);
      right(j, 0) -= *u.value / (u.prior * u.prior);
    }
    std::vector<char> bound(std::size_t(count), 0);
    cv::Mat1d change;
    for (int round = 0; round < 8; ++round) {
      cv::solve(normal, right, change, cv::DECOMP_CHOLESKY);
      bool left = false;
      for (int j = kPoseUnknowns; j < count; ++j) {
        const Unknown& u = shape[std::size_t(j - kPoseUnknowns)];
        const double wanted = *u.value + change(j, 0), allowed = std::clamp(wanted, u.minimum, u.maximum);
        if (bound[std::size_t(j)] || std::abs(wanted - allowed) < 1e-9) continue;
        bound[std::size_t(j)] = 1;
        left = true;
        const double fixed = allowed - *u.value;
        right -= normal.col(j) * fixed;
        normal.row(j).setTo(0);
        normal.col(j).setTo(0);
        normal(j, j) = 1;
        right(j, 0) = fixed;
      }
      if (!left) break;
    }
    apply(change, shape, count);
    return cv::norm(change, cv::NORM_INF);
  }

  void apply(const cv::Mat1d& change, const std::vector<Unknown>& shape, int count) {
    for (int k = 0; k < 3; ++k) fit_.pose.anglesRadians[k] += float(std::clamp(change(k, 0), -0.4, 0.4));
    if (portrait_) {
      const double unit = pixelsPerDecimetre();
      fit_.camera.centre += cv::Point2f(float(unit * change(3, 0)), float(unit * change(4, 0)));
      fit_.camera.focalPixels *= float(std::exp(std::clamp(change(5, 0), -0.4, 0.4)));
    } else {
      for (int k = 0; k < 3; ++k) fit_.pose.translation[k] += float(change(3 + k, 0));
    }
    for (int j = kPoseUnknowns; j < count; ++j) {
      const Unknown& u = shape[std::size_t(j - kPoseUnknowns)];
      *u.value = float(std::clamp(*u.value + change(j, 0), u.minimum, u.maximum));
    }
  }

  void measure() {
    const auto points = model_.shape(fit_.identity, fit_.expression);
    const cv::Matx33f rotation = rotationMatrix(fit_.pose.anglesRadians);
    double sum = 0;
    for (int i = 0; i < kLandmarkCount; ++i) {
      const cv::Vec3f q = placed(rotation, points[std::size_t(i)]);
      const cv::Point2f at = fit_.camera.project({q[0], q[1], q[2]});
      const cv::Point3f& seen = landmarks_.points[std::size_t(i)];
      sum += (at.x - seen.x) * (at.x - seen.x) + (at.y - seen.y) * (at.y - seen.y);
    }
    fit_.residualPixels = float(std::sqrt(sum / kLandmarkCount));
  }

  const FaceModel& model_;
  const FaceLandmarks& landmarks_;
  const bool portrait_;
  FaceFit fit_;
};

}  // namespace

FaceFit fitFaceModel(const FaceModel& model, const FaceLandmarks& landmarks, cv::Size picture,
                     const FaceFit* known) {
  CV_Assert(picture.area() > 0);
  return Fit(model, landmarks, known).solve();
}

}  // namespace orator::face
