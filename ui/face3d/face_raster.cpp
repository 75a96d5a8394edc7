#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/face3d/face_scene.h"

namespace orator::ui {
namespace {

struct Corner {
  float x, y, z, shade;
  QVector2D uv;
};

float shadeOf(const QVector3D& normal, const QVector3D& light) {
  return 0.32f + 0.72f * std::max(0.f, QVector3D::dotProduct(normal, light));
}

void fillTriangle(const Corner corners[3], bool textured, const QImage& texture, const QColor& colour,
                  std::vector<float>& depth, QImage& image) {
  const Corner &a = corners[0], &b = corners[1], &c = corners[2];
  const float area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
  if (std::abs(area) < 1e-4f) return;
  const int left = std::max(0, int(std::floor(std::min({a.x, b.x, c.x}))));
  const int right = std::min(image.width() - 1, int(std::ceil(std::max({a.x, b.x, c.x}))));
  const int top = std::max(0, int(std::floor(std::min({a.y, b.y, c.y}))));
  const int bottom = std::min(image.height() - 1, int(std::ceil(std::max({a.y, b.y, c.y}))));
  for (int y = top; y <= bottom; ++y) {
    auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
    for (int x = left; x <= right; ++x) {
      const float px = float(x) + 0.5f, py = float(y) + 0.5f;
      const float wa = ((b.x - px) * (c.y - py) - (b.y - py) * (c.x - px)) / area;
      const float wb = ((c.x - px) * (a.y - py) - (c.y - py) * (a.x - px)) / area;
      const float wc = 1 - wa - wb;
      if (wa < 0 || wb < 0 || wc < 0) continue;
      const float z = wa * a.z + wb * b.z + wc * c.z;
      float& nearest = depth[std::size_t(y) * std::size_t(image.width()) + std::size_t(x)];
      if (z >= nearest) continue;
      nearest = z;
      if (textured) {
        const QVector2D uv = wa * a.uv + wb * b.uv + wc * c.uv;
        const int u = std::clamp(int(uv.x() * float(texture.width())), 0, texture.width() - 1);
        const int v = std::clamp(int(uv.y() * float(texture.height())), 0, texture.height() - 1);
        line[x] = texture.pixel(u, v) | 0xff000000u;
      } else {
        const float shade = wa * a.shade + wb * b.shade + wc * c.shade;
        const auto channel = [&](int value) { return std::clamp(int(float(value) * shade), 0, 255); };
        line[x] = qRgb(channel(colour.red()), channel(colour.green()), channel(colour.blue()));
      }
    }
  }
}

}  // namespace

void rasteriseFace(const FaceScene& scene, const FaceShape& shape, const QMatrix4x4& projection,
                   FaceStyle style, const QVector3D& light, const QColor& colour, QImage& image) {
  if (image.format() != QImage::Format_ARGB32_Premultiplied) {
    image = image.convertToFormat(QImage::Format_ARGB32_Premultiplied);
  }
  std::vector<Corner> corners(shape.points.size());
  const QVector3D direction = light.normalized();
  for (std::size_t i = 0; i < corners.size(); ++i) {
    const QVector4D clip = projection * QVector4D(shape.points[i], 1);
    const float w = std::max(0.01f, clip.w());
    corners[i] = {(clip.x() / w * 0.5f + 0.5f) * float(image.width()),
                  (0.5f - clip.y() / w * 0.5f) * float(image.height()), clip.z() / w,
                  shadeOf(shape.normals[i], direction), scene.textureCoordinates()[i]};
  }
  if (style == FaceStyle::textured || style == FaceStyle::clay) {
    std::vector<float> depth(std::size_t(image.width()) * std::size_t(image.height()), 1e9f);
    for (const cv::Vec3i& t : scene.triangles()) {
      const Corner three[] = {corners[std::size_t(t[0])], corners[std::size_t(t[1])],
                              corners[std::size_t(t[2])]};
      fillTriangle(three, style == FaceStyle::textured, scene.texture(), colour, depth, image);
    }
    if (style == FaceStyle::textured)
      for (const cv::Vec3i& t : scene.eyeTriangles()) {
        const Corner three[] = {corners[std::size_t(t[0])], corners[std::size_t(t[1])],
                                corners[std::size_t(t[2])]};
        fillTriangle(three, true, scene.texture(), colour, depth, image);
      }
    return;
  }
  QPainter painter(&image);
  painter.setRenderHint(QPainter::Antialiasing);
  if (style == FaceStyle::wireframe) {
    painter.setPen(QPen(colour, 0.8));
    for (const auto& [a, b] : scene.edges())
      painter.drawLine(QPointF(corners[std::size_t(a)].x, corners[std::size_t(a)].y),
                       QPointF(corners[std::size_t(b)].x, corners[std::size_t(b)].y));
  } else {
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    for (const Corner& corner : corners) painter.drawEllipse(QPointF(corner.x, corner.y), 1.7, 1.7);
  }
}

}  // namespace orator::ui
