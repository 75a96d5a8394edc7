#pragma once

#include <QColor>
#include <QImage>
#include <QMatrix4x4>
#include <QVector2D>
#include <QVector3D>
#include <memory>
#include <vector>

#include "core/face/portrait.h"
#include "core/motion/motion_track.h"

namespace orator::ui {

enum class FaceStyle { textured, clay, wireframe, landmarks };

/// Colours of the surfaces in a style: the skin (or lines), the eyes where they are not textured, and the
/// inside of the mouth.
struct FaceColours {
  QColor skin, eyes, mouth;
};
/// In the present theme.
FaceColours faceColours(FaceStyle style);

/// One posed face: V points in head coordinates (decimetre) and their unit normals.
struct FaceShape {
  std::vector<QVector3D> points, normals;
};

/// The pack's face model with one portrait's identity, ready to be posed by rows of a track. Plain
/// computation on the CPU, half a millisecond a row; any thread.
class FaceScene {
 public:
  /// @param portrait with its model
  explicit FaceScene(std::shared_ptr<const face::Portrait> portrait);

  FaceShape pose(const motion::CoefficientRow& row) const;
  /// The portrait's own expression and pose.
  motion::CoefficientRow sourceRow() const;
  const std::vector<cv::Vec3i>& triangles() const { return portrait_->model->triangles; }
  /// Those over the eyes, which are shown with the portrait's own eyes.
  const std::vector<cv::Vec3i>& eyeTriangles() const { return eyeTriangles_; }
  /// Those over the opening of the mouth, which are shown dark.
  const std::vector<cv::Vec3i>& mouthTriangles() const { return mouthTriangles_; }
  /// Every edge of the triangles once.
  const std::vector<std::pair<int, int>>& edges() const { return edges_; }
  /// Where the vertices lie in the portrait, 0..1, y down.
  const std::vector<QVector2D>& textureCoordinates() const { return textureCoordinates_; }
  const QImage& texture() const { return texture_; }
  /// Projection that makes the face coincide with the portrait, for a viewport of the portrait's shape.
  QMatrix4x4 portraitProjection() const;
  /// A camera in front of the face that may be turned about it.
  /// @param aspect width / height of the viewport
  QMatrix4x4 orbitProjection(float yawDegrees, float pitchDegrees, float zoom, float aspect) const;
  /// Pixel of the portrait.
  QPointF inPortrait(const QVector3D& point) const;

 private:
  std::shared_ptr<const face::Portrait> portrait_;
  std::vector<std::pair<int, int>> edges_;
  std::vector<cv::Vec3i> eyeTriangles_, mouthTriangles_;
  std::vector<QVector2D> textureCoordinates_;
  QImage texture_;
  QVector3D centre_;
  float radius_ = 1;
};

/// Draws a shape without any graphics hardware, with a depth buffer.
/// @param image where to; transparent pixels stay where no face is
void rasteriseFace(const FaceScene& scene, const FaceShape& shape, const QMatrix4x4& projection,
                   FaceStyle style, const QVector3D& light, const FaceColours& colours, QImage& image);

}  // namespace orator::ui
