#include "core/render/face_files/animated_face.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/face/face_mesh.h"
#include "core/render/face3d/surface.h"

namespace orator::render::face_files {
namespace {

constexpr float kMetresPerDecimetre = 0.1f;
constexpr auto kVertices = std::size_t(face::kMeshVertexCount);

bool isInnerLip(int vertex) {
  const auto in = [vertex](const auto& line) {
    return std::find(line.begin(), line.end(), vertex) != line.end();
  };
  return in(face::kInnerUpperLip) || in(face::kInnerLowerLip);
}

std::vector<cv::Vec3f> differences(const std::vector<cv::Vec3f>& of, const std::vector<cv::Vec3f>& from) {
  std::vector<cv::Vec3f> made(of.size());
  for (std::size_t i = 0; i < of.size(); ++i) made[i] = of[i] - from[i];
  return made;
}

/// Of a rotation (Shepperd, "Quaternion from rotation matrix", 1978, for turns below half a circle).
cv::Vec4f quaternion(const cv::Matx33f& r) {
  const float w = 0.5f * std::sqrt(std::max(1e-6f, 1 + r(0, 0) + r(1, 1) + r(2, 2)));
  const cv::Vec4f q((r(2, 1) - r(1, 2)) / (4 * w), (r(0, 2) - r(2, 0)) / (4 * w),
                    (r(1, 0) - r(0, 1)) / (4 * w), w);
  return q / float(cv::norm(q));
}

void addMotion(const motion::MotionTrack& track, AnimatedFace& face) {
  face.frameRate = track.frameRate;
  for (const motion::CoefficientRow& row : track.rows) {
    std::copy_n(row.begin(), face::kExpressionCount, face.weights.emplace_back().begin());
    const cv::Vec3f angles(row[motion::kAngleColumn], row[motion::kAngleColumn + 1],
                           row[motion::kAngleColumn + 2]);
    cv::Vec4f rotation = quaternion(face::rotationMatrix(angles));
    if (!face.rotations.empty() && rotation.dot(face.rotations.back()) < 0) rotation = -rotation;
    face.rotations.push_back(rotation);
    face.translations.push_back(kMetresPerDecimetre * cv::Vec3f(row[motion::kTranslationColumn],
                                                                row[motion::kTranslationColumn + 1],
                                                                row[motion::kTranslationColumn + 2]));
  }
}

}  // namespace

std::vector<cv::Point3f> AnimatedFace::posed(std::size_t frame) const {
  std::vector<cv::Point3f> made = points;
  for (std::size_t k = 0; k < targets.size(); ++k)
    for (std::size_t i = 0; i < made.size(); ++i)
      made[i] += cv::Point3f(weights[frame][k] * targets[k].offsets[i]);
  return made;
}

AnimatedFace animatedFace(const face::Portrait& portrait, const motion::MotionTrack& track) {
  const face::FaceModel& model = *portrait.model;
  if (track.basis != model.id)
    throw Error(
        ErrorCode::invalidArgument, "track", "its coefficients are of the basis \"" + track.basis + "\"",
        "Choose a pack whose face model is \"" + model.id + "\", or a track that was made with this one");
  if (track.rows.empty())
    throw Error(ErrorCode::invalidArgument, "track", "it has no frames",
                "Give a track with one row at least");

  AnimatedFace made;
  made.skin = model.triangles;
  for (const cv::Vec3i& t : model.openingTriangles)
    (isInnerLip(t[0]) && isInnerLip(t[1]) && isInnerLip(t[2]) ? made.mouth : made.skin).push_back(t);

  std::vector<cv::Point3f> neutral = model.shape(portrait.fit.identity, {});
  neutral.resize(kVertices);
  for (cv::Point3f& p : neutral) p *= kMetresPerDecimetre;
  made.points = neutral;
  made.normals = face3d::normalsOf(neutral, made.skin);
  for (std::size_t k = 0; k < std::size_t(face::kExpressionCount); ++k) {
    AnimatedFace::Target target{model.expressionNames[k], {}, {}};
    std::vector<cv::Point3f> moved = neutral;
    for (std::size_t i = 0; i < kVertices; ++i) {
      const float* offset = model.expression[int(k)] + 3 * i;
      target.offsets.push_back(kMetresPerDecimetre * cv::Vec3f(offset[0], offset[1], offset[2]));
      moved[i] += cv::Point3f(target.offsets.back());
    }
    target.normals = differences(face3d::normalsOf(moved, made.skin), made.normals);
    made.targets.push_back(std::move(target));
  }
  for (std::size_t i = 0; i < kVertices; ++i) {
    const cv::Point3f& p = portrait.landmarks.points[i];
    made.texture.emplace_back(p.x / float(portrait.rgb.cols), p.y / float(portrait.rgb.rows));
  }
  made.picture = portrait.rgb;
  addMotion(track, made);
  return made;
}

}  // namespace orator::render::face_files
