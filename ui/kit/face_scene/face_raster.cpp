#include <QPainter>
#include <algorithm>
#include <cmath>

#include "core/render/face3d/rasteriser.h"
#include "ui/kit/face_scene/face_scene.h"

namespace orator::ui {
namespace {

float shadeOf(const QVector3D& normal, const QVector3D& light) {
  return 0.32f + 0.72f * std::max(0.f, QVector3D::dotProduct(normal, light));
}

QRgb shaded(const QColor& colour, float shade) {
  const auto channel = [&](int value) { return std::clamp(int(float(value) * shade), 0, 255); };
  return qRgb(channel(colour.red()), channel(colour.green()), channel(colour.blue()));
}

QRgb sampled(const QImage& texture, const QVector2D& at) {
  const int u = std::clamp(int(at.x() * float(texture.width())), 0, texture.width() - 1);
  const int v = std::clamp(int(at.y() * float(texture.height())), 0, texture.height() - 1);
  return texture.pixel(u, v) | 0xff000000u;
}

}  // namespace

void rasteriseFace(const FaceScene& scene, const FaceShape& shape, const QMatrix4x4& projection,
                   FaceStyle style, const QVector3D& light, const FaceColours& colours, QImage& image) {
  if (image.format() != QImage::Format_ARGB32_Premultiplied) {
    image = image.convertToFormat(QImage::Format_ARGB32_Premultiplied);
  }
  std::vector<cv::Point3f> corners(shape.points.size());
  std::vector<float> shades(shape.points.size());
  const QVector3D direction = light.normalized();
  for (std::size_t i = 0; i < corners.size(); ++i) {
    const QVector4D clip = projection * QVector4D(shape.points[i], 1);
    const float w = std::max(0.01f, clip.w());
    corners[i] = {(clip.x() / w * 0.5f + 0.5f) * float(image.width()),
                  (0.5f - clip.y() / w * 0.5f) * float(image.height()), clip.z() / w};
    shades[i] = shadeOf(shape.normals[i], direction);
  }
  if (style == FaceStyle::textured || style == FaceStyle::clay) {
    const bool textured = style == FaceStyle::textured;
    cv::Mat1f depth = render::face3d::emptyDepth({image.width(), image.height()});
    auto* const pixels = reinterpret_cast<QRgb*>(image.bits());
    const auto stride = std::ptrdiff_t(image.bytesPerLine()) / std::ptrdiff_t(sizeof(QRgb));
    const auto fill = [&](const std::vector<cv::Vec3i>& triangles, bool picture, const QColor& colour) {
      render::face3d::rasterise(corners, triangles, depth, [&](const render::face3d::Coverage& at) {
        pixels[at.y * stride + at.x] = picture ? sampled(scene.texture(), at.mix(scene.textureCoordinates()))
                                               : shaded(colour, at.mix(shades));
      });
    };
    fill(scene.triangles(), textured, colours.skin);
    fill(scene.eyeTriangles(), textured, colours.eyes);
    fill(scene.mouthTriangles(), false, colours.mouth);
    return;
  }
  QPainter painter(&image);
  painter.setRenderHint(QPainter::Antialiasing);
  if (style == FaceStyle::wireframe) {
    painter.setPen(QPen(colours.skin, 0.8));
    for (const auto& [a, b] : scene.edges())
      painter.drawLine(QPointF(corners[std::size_t(a)].x, corners[std::size_t(a)].y),
                       QPointF(corners[std::size_t(b)].x, corners[std::size_t(b)].y));
  } else {
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours.skin);
    for (const cv::Point3f& corner : corners) painter.drawEllipse(QPointF(corner.x, corner.y), 1.7, 1.7);
  }
}

}  // namespace orator::ui
