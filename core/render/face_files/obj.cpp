#include "core/render/face_files/obj.h"

#include <cstdio>

#include "core/render/face3d/surface.h"

namespace orator::render::face_files {
namespace {

cv::Vec3f turned(const cv::Vec4f& q, const cv::Vec3f& p) {
  const cv::Vec3f axis(q[0], q[1], q[2]);
  const cv::Vec3f across = 2 * axis.cross(p);
  return p + q[3] * across + axis.cross(across);
}

std::string line(const char* format, const cv::Vec3f& v) {
  char text[96];
  std::snprintf(text, sizeof text, format, double(v[0]), double(v[1]), double(v[2]));
  return text;
}

std::string faces(const std::vector<cv::Vec3i>& triangles) {
  std::string text;
  for (const cv::Vec3i& t : triangles) {
    text += "f";
    for (int k = 0; k < 3; ++k) {
      const std::string index = std::to_string(t[k] + 1);
      text.append(" ").append(index).append("/").append(index).append("/").append(index);
    }
    text += "\n";
  }
  return text;
}

}  // namespace

std::string obj(const AnimatedFace& face, std::size_t frame, const std::string& materialFile) {
  std::vector<cv::Point3f> points = face.posed(frame);
  for (cv::Point3f& p : points) p = turned(face.rotations[frame], p) + face.translations[frame];
  std::string text = "mtllib " + materialFile + "\no face\n";
  for (const cv::Point3f& p : points) text += line("v %.6f %.6f %.6f\n", p);
  for (const cv::Vec2f& t : face.texture) text += line("vt %.6f %.6f\n", {t[0], 1 - t[1], 0});
  for (const cv::Vec3f& n : face3d::normalsOf(points, face.skin)) text += line("vn %.4f %.4f %.4f\n", n);
  return text + "usemtl skin\n" + faces(face.skin) + "usemtl mouth\n" + faces(face.mouth);
}

std::string objMaterials(const std::string& texture) {
  return "newmtl skin\nKd 1 1 1\nKs 0 0 0\nmap_Kd " + texture +
         "\n\nnewmtl mouth\nKd 0.06 0.015 0.015\nKs 0 0 0\n";
}

}  // namespace orator::render::face_files
