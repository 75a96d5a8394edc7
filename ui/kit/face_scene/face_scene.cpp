#include "ui/kit/face_scene/face_scene.h"

#include <algorithm>
#include <cmath>

#include "core/face/camera_distance.h"
#include "ui/kit/pictures/image.h"
#include "ui/kit/themes/theme.h"

namespace orator::ui {

FaceColours faceColours(FaceStyle style) {
  if (style == FaceStyle::clay) return {QColor("#d9d2c8"), QColor("#f4f1ea"), QColor("#4a3c38")};
  return {colours().accent, Qt::white, QColor("#33151a")};
}

FaceScene::FaceScene(std::shared_ptr<const face::Portrait> portrait)
    : portrait_(std::move(portrait)), texture_(toImage(portrait_->rgb)) {
  for (const cv::Vec3i& t : triangles())
    for (int k = 0; k < 3; ++k)
      edges_.emplace_back(std::min(t[k], t[(k + 1) % 3]), std::max(t[k], t[(k + 1) % 3]));
  std::sort(edges_.begin(), edges_.end());
  edges_.erase(std::unique(edges_.begin(), edges_.end()), edges_.end());

  const FaceShape source = pose(sourceRow());
  // What spans the openings above the tip of the nose (point 1) covers the eyes; the rest is the mouth.
  for (const cv::Vec3i& t : portrait_->model->openingTriangles)
    (source.points[std::size_t(t[0])].y() > source.points[1].y() ? eyeTriangles_ : mouthTriangles_)
        .push_back(t);
  QVector3D low(1e6f, 1e6f, 1e6f), high = -low;
  for (const QVector3D& p : source.points) {
    const QPointF at = inPortrait(p);
    textureCoordinates_.emplace_back(float(at.x() / texture_.width()), float(at.y() / texture_.height()));
    for (int k = 0; k < 3; ++k) low[k] = std::min(low[k], p[k]), high[k] = std::max(high[k], p[k]);
  }
  centre_ = (low + high) / 2;
  radius_ = std::max(0.1f, (high - low).length() / 2);
}

motion::CoefficientRow FaceScene::sourceRow() const {
  motion::CoefficientRow row{};
  const face::FaceFit& fit = portrait_->fit;
  std::copy(fit.expression.begin(), fit.expression.end(), row.begin());
  for (int k = 0; k < 3; ++k) {
    row[motion::kAngleColumn + k] = fit.pose.anglesRadians[k];
    row[motion::kTranslationColumn + k] = fit.pose.translation[k];
  }
  return row;
}

FaceShape FaceScene::pose(const motion::CoefficientRow& row) const {
  face::ExpressionCoefficients expression;
  std::copy_n(row.begin(), face::kExpressionCount, expression.begin());
  const std::vector<cv::Point3f> shape = portrait_->model->shape(portrait_->fit.identity, expression);
  const cv::Matx33f rotation = face::rotationMatrix(
      {row[motion::kAngleColumn], row[motion::kAngleColumn + 1], row[motion::kAngleColumn + 2]});
  const cv::Vec3f translation(row[motion::kTranslationColumn], row[motion::kTranslationColumn + 1],
                              row[motion::kTranslationColumn + 2]);
  FaceShape out;
  out.points.reserve(shape.size());
  for (const cv::Point3f& p : shape) {
    const cv::Vec3f q = rotation * cv::Vec3f(p.x, p.y, p.z) + translation;
    out.points.emplace_back(q[0], q[1], q[2]);
  }
  out.normals.assign(out.points.size(), QVector3D());
  for (const cv::Vec3i& t : triangles()) {
    const QVector3D a = out.points[std::size_t(t[0])], b = out.points[std::size_t(t[1])],
                    c = out.points[std::size_t(t[2])];
    const QVector3D normal = QVector3D::crossProduct(b - a, c - a);  // weighted by the area
    for (int k = 0; k < 3; ++k) out.normals[std::size_t(t[k])] += normal;
  }
  for (QVector3D& normal : out.normals) normal.normalize();
  return out;
}

QPointF FaceScene::inPortrait(const QVector3D& p) const {
  const cv::Point2f at = portrait_->fit.camera.project({p.x(), p.y(), p.z()});
  return {at.x, at.y};
}

QMatrix4x4 FaceScene::portraitProjection() const {
  const face::PortraitCamera& camera = portrait_->fit.camera;
  const auto width = float(texture_.width()), height = float(texture_.height());
  const float cx = 2 * camera.centre.x / width - 1, cy = 1 - 2 * camera.centre.y / height;
  // Homogeneous w is the distance to the camera, 10 - z.
  return QMatrix4x4(2 * camera.focalPixels / width, 0, -cx, cx * face::kCameraDistance,   //
                    0, 2 * camera.focalPixels / height, -cy, cy * face::kCameraDistance,  //
                    0, 0, -1.1f, 1.1f * face::kCameraDistance - 4.f,                      //
                    0, 0, -1, face::kCameraDistance);
}

QMatrix4x4 FaceScene::orbitProjection(float yawDegrees, float pitchDegrees, float zoom, float aspect) const {
  QMatrix4x4 matrix;
  const float half = radius_ * 1.12f / zoom;
  const float distance = face::kCameraDistance - centre_.z();
  const float vertical = aspect >= 1 ? half : half / aspect;
  const float near = 1.f;
  const float top = vertical * near / distance;
  matrix.frustum(-top * aspect, top * aspect, -top, top, near, 4 * face::kCameraDistance);
  matrix.translate(0, 0, -distance);
  matrix.rotate(pitchDegrees, 1, 0, 0);
  matrix.rotate(yawDegrees, 0, 1, 0);
  matrix.translate(-centre_);
  return matrix;
}

}  // namespace orator::ui
