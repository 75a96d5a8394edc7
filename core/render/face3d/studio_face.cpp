#include "core/render/face3d/studio_face.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/face/face_mesh.h"

namespace orator::render::face3d {
namespace {

constexpr int kSkinLevels = 2, kOpeningLevels = 3;
constexpr int kRimRings = 6;
constexpr float kRimRadius = 0.07f, kRimDepth = 0.12f;  // decimetre
constexpr float kStudioCreaseDepth = 0.03f;

enum class Opening { leftEye, rightEye, mouth };

/// What spans an opening above the tip of the nose covers an eye.
std::vector<cv::Vec3i> trianglesOf(const face::FaceModel& model, Opening wanted) {
  const auto at = [&](int vertex) {
    return cv::Point3f(model.mean(0, 3 * vertex), model.mean(0, 3 * vertex + 1),
                       model.mean(0, 3 * vertex + 2));
  };
  std::vector<cv::Vec3i> triangles;
  for (const cv::Vec3i& t : model.openingTriangles) {
    const cv::Point3f p = at(t[0]);
    const Opening opening = p.y < at(face::kNoseTip).y ? Opening::mouth
                            : p.x < 0                  ? Opening::leftEye
                                                       : Opening::rightEye;
    if (opening == wanted) triangles.push_back(t);
  }
  return triangles;
}

std::vector<int> longest(std::vector<std::vector<int>> loops) {
  return *std::max_element(loops.begin(), loops.end(),
                           [](const auto& a, const auto& b) { return a.size() < b.size(); });
}

std::vector<int> flat(const std::vector<std::vector<int>>& loops) {
  std::vector<int> all;
  for (const auto& loop : loops) all.insert(all.end(), loop.begin(), loop.end());
  return all;
}

float distanceTo(const cv::Point3f& p, const std::vector<cv::Point3f>& points,
                 const std::vector<int>& chosen) {
  float least = std::numeric_limits<float>::max();
  for (const int i : chosen) {
    const cv::Point3f d = points[std::size_t(i)] - p;
    least = std::min(least, d.dot(d));
  }
  return std::sqrt(least);
}

std::vector<cv::Vec3i> rimTriangles(const std::vector<int>& loop, int fine) {
  std::vector<cv::Vec3i> triangles;
  const int n = int(loop.size());
  const auto at = [&](int ring, int i) {
    return ring == 0 ? loop[std::size_t(i % n)] : fine + (ring - 1) * n + i % n;
  };
  for (int ring = 0; ring < kRimRings; ++ring)
    for (int i = 0; i < n; ++i) {
      // The border runs with the skin on its left; outside of it the order turns round.
      triangles.emplace_back(at(ring, i + 1), at(ring, i), at(ring + 1, i));
      triangles.emplace_back(at(ring, i + 1), at(ring + 1, i), at(ring + 1, i + 1));
    }
  return triangles;
}

/// Rounds the mask off: a quarter circle outwards and back, then straight back.
void addRim(const std::vector<int>& loop, const std::vector<cv::Vec3i>& triangles,
            std::vector<cv::Point3f>& points) {
  const std::vector<cv::Vec3f> normals = normalsOf(points, triangles);
  const std::size_t n = loop.size();
  const auto at = [&](std::size_t i) { return points[std::size_t(loop[i % n])]; };
  std::vector<cv::Vec3f> outward(n), back(n);
  for (std::size_t i = 0; i < n; ++i) {
    const cv::Vec3f along(at(i + 1) - at(i + n - 1));
    const cv::Vec3f& normal = normals[std::size_t(loop[i])];
    outward[i] = cv::normalize(along.cross(normal));
    back[i] = -normal;
  }
  for (int pass = 0; pass < 8; ++pass)
    for (auto* field : {&outward, &back}) {
      const std::vector<cv::Vec3f> was = *field;
      for (std::size_t i = 0; i < n; ++i)
        (*field)[i] = cv::normalize(was[(i + n - 1) % n] + 2 * was[i] + was[(i + 1) % n]);
    }
  for (int ring = 1; ring <= kRimRings; ++ring)
    for (std::size_t i = 0; i < n; ++i) {
      const float angle = std::min(1.f, float(ring) / (kRimRings - 1)) * float(CV_PI) / 2;
      const float straight = ring == kRimRings ? kRimDepth : 0;
      const cv::Vec3f offset = kRimRadius * std::sin(angle) * outward[i] +
                               (kRimRadius * (1 - std::cos(angle)) + straight) * back[i];
      points.push_back(at(i) + cv::Point3f(offset));
    }
}

}  // namespace

struct StudioFace::Posed {
  std::vector<cv::Point3f> atRest;  ///< with the expression, head at rest
  cv::Matx33f rotation;
  cv::Vec3f translation;

  cv::Vec3f moved(const cv::Point3f& p) const { return rotation * cv::Vec3f(p) + translation; }
};

StudioFace::StudioFace(std::shared_ptr<const face::FaceModel> model, std::vector<float> identity,
                       const face::FaceLandmarks* landmarks)
    : model_(std::move(model)),
      identity_(std::move(identity)),
      neutral_(model_->shape(identity_, {})),
      skinSurface_(model_->triangles, face::kMeshVertexCount, kSkinLevels),
      mouthSurface_(trianglesOf(*model_, Opening::mouth), face::kMeshVertexCount, kOpeningLevels),
      mouthParts_(neutral_) {
  const auto& fine = skinSurface_.triangles();
  rim_ = longest(borderLoops(fine));
  skinTriangles_ = fine;
  const auto around = rimTriangles(rim_, skinSurface_.vertexCount());
  skinTriangles_.insert(skinTriangles_.end(), around.begin(), around.end());
  skinNeighbours_ =
      neighboursOf(skinTriangles_, std::size_t(skinSurface_.vertexCount()) + kRimRings * rim_.size());
  mouthBorder_ = flat(borderLoops(mouthSurface_.triangles()));
  for (const Opening opening : {Opening::leftEye, Opening::rightEye}) {
    SubdivisionSurface surface(trianglesOf(*model_, opening), face::kMeshVertexCount, kOpeningLevels);
    std::vector<int> border = flat(borderLoops(surface.triangles()));
    eyes_.push_back({unsigned(opening == Opening::leftEye ? face::kLeftIris : face::kRightIris),
                     std::move(surface), std::move(border)});
  }
  if (landmarks)
    for (const cv::Point3f& p : landmarks->points) coarseTexture_.emplace_back(p.x, p.y);
}

StudioFace::Posed StudioFace::posedBy(const motion::CoefficientRow& row) const {
  face::ExpressionCoefficients expression;
  std::copy_n(row.begin(), face::kExpressionCount, expression.begin());
  return {model_->shape(identity_, expression),
          face::rotationMatrix(
              {row[motion::kAngleColumn], row[motion::kAngleColumn + 1], row[motion::kAngleColumn + 2]}),
          {row[motion::kTranslationColumn], row[motion::kTranslationColumn + 1],
           row[motion::kTranslationColumn + 2]}};
}

std::vector<cv::Point3f> StudioFace::points(const motion::CoefficientRow& row) const {
  const Posed all = posedBy(row);
  std::vector<cv::Point3f> points;
  for (const cv::Point3f& p : all.atRest) points.emplace_back(all.moved(p));
  return points;
}

std::vector<cv::Vec3f> StudioFace::pointNormals(const std::vector<cv::Point3f>& points) const {
  std::vector<cv::Vec3f> normals = normalsOf(points, model_->triangles);
  for (std::size_t i = face::kMeshVertexCount; i < normals.size(); ++i) normals[i] = normals[face::kNoseTip];
  return normals;
}

std::vector<Surface> StudioFace::pose(const motion::CoefficientRow& row) const {
  const Posed all = posedBy(row);
  std::vector<Surface> surfaces{skin(all)};
  for (const Eye& one : eyes_) surfaces.push_back(eye(one, all));
  surfaces.push_back(cavity(all));
  for (Surface& part : mouthParts_.pose(all.atRest)) surfaces.push_back(std::move(part));
  for (Surface& surface : surfaces) {
    for (cv::Point3f& p : surface.points) p = all.moved(p);
    for (cv::Vec3f& n : surface.normals) n = all.rotation * n;
  }
  return surfaces;
}

Surface StudioFace::skin(const Posed& posed) const {
  Surface out;
  out.points = skinSurface_.apply(posed.atRest);
  addRim(rim_, skinSurface_.triangles(), out.points);
  out.triangles = skinTriangles_;
  out.normals = normalsOf(out.points, out.triangles);
  out.openness = opennessOf(out.points, out.normals, skinNeighbours_, kStudioCreaseDepth);
  if (!coarseTexture_.empty()) {
    out.texture = skinSurface_.apply(coarseTexture_);
    for (int ring = 0; ring < kRimRings; ++ring)
      for (const int i : rim_) out.texture.push_back(out.texture[std::size_t(i)]);
  }
  return out;
}

Surface StudioFace::eye(const Eye& eye, const Posed& posed) const {
  constexpr float kBallRadii = 2.4f;    // of the eyeball, in radii of the iris
  constexpr float kLidShadow = 0.022f;  // decimetre from the lid's edge to half the light
  Surface out;
  out.material = Material::eye;
  out.triangles = eye.surface.triangles();
  out.points = eye.surface.apply(posed.atRest);
  const cv::Point3f middle = posed.atRest[eye.iris];
  float radius = 0;
  for (std::size_t i = 1; i <= 4; ++i) radius += 0.25f * float(cv::norm(posed.atRest[eye.iris + i] - middle));
  const cv::Point3f restMiddle = neutral_[eye.iris];
  const cv::Point3f ball(restMiddle.x, restMiddle.y, restMiddle.z - kBallRadii * radius);
  for (const cv::Point3f& p : out.points) {
    out.normals.push_back(cv::normalize(cv::Vec3f(p - ball)));
    out.iris.emplace_back((p.x - middle.x) / radius, (p.y - middle.y) / radius);
    const float lid = distanceTo(p, out.points, eye.border) / kLidShadow;
    out.openness.push_back(0.35f + 0.65f * lid / (1 + lid));
  }
  if (!coarseTexture_.empty()) {
    // The portrait's own eye stays where it is while the lids move over it; the iris takes it along.
    cv::Vec2f inPicture = coarseTexture_[eye.iris];
    cv::Point2f scale;
    const auto right = coarseTexture_[eye.iris + 1], left = coarseTexture_[eye.iris + 3];
    scale.x = float(cv::norm(right - left)) / (2 * radius);
    const cv::Vec2f across = cv::normalize(left[0] < right[0] ? right - left : left - right);
    for (const cv::Vec2f& iris : out.iris) {
      const float x = iris[0] * radius * scale.x, y = -iris[1] * radius * scale.x;
      out.texture.emplace_back(inPicture[0] + x * across[0] - y * across[1],
                               inPicture[1] + x * across[1] + y * across[0]);
    }
  }
  return out;
}

Surface StudioFace::cavity(const Posed& posed) const {
  constexpr float kDeepest = 0.4f;
  Surface out;
  out.material = Material::cavity;
  out.triangles = mouthSurface_.triangles();
  const std::vector<cv::Point3f> lips = mouthSurface_.apply(posed.atRest);
  for (const cv::Point3f& p : lips) {
    const float depth = std::min(kDeepest, 7 * distanceTo(p, lips, mouthBorder_));
    out.points.push_back(p - cv::Point3f(0, 0, depth));
    out.openness.push_back(0.1f + 0.7f * std::exp(-depth / 0.07f));
    out.colours.emplace_back(0.2f, 0.055f, 0.05f);
  }
  out.normals.assign(out.points.size(), cv::Vec3f(0, 0, 1));
  return out;
}

}  // namespace orator::render::face3d
