#include "core/face/model_builder/build_face_model.h"

#include <algorithm>
#include <cmath>

#include "core/face/expression_names.h"
#include "core/face/face_regions.h"
#include "core/face/model_builder/action.h"
#include "core/face/model_builder/canonical_mesh.h"
#include "core/face/model_builder/expression_actions.h"

namespace orator::face {
namespace {

using cv::Vec3d;
using Field = SurfaceField::Field;

constexpr double kDecimetrePerCentimetre = 0.1;
constexpr int kIdentityModes = 20;            // each along x, y and z
constexpr double kIdentityCentimetres = 0.6;  // spread of the slowest mode
constexpr double kIrisRadius = 0.58;          // centimetre, nearly the same in everybody

template <std::size_t N>
bool contains(const std::array<int, N>& vertices, int vertex) {
  return std::find(vertices.begin(), vertices.end(), vertex) != vertices.end();
}

bool spansOpening(const cv::Vec3i& t) {
  const auto all = [&](auto&& inside) { return inside(t[0]) && inside(t[1]) && inside(t[2]); };
  if (all([](int v) { return contains(kUpperLip[0], v) || contains(kLowerLip[0], v); })) return true;
  for (const EyeCurves& eye : {kLeftEye, kRightEye})
    if (all([&](int v) {
          return contains(eye.corners, v) || contains(eye.upperLid, v) || contains(eye.lowerLid, v);
        }))
      return true;
  return false;
}

/// The canonical mesh parts its lips a little; the neutral face keeps them closed.
void closeLips(std::vector<Vec3d>& vertices, const std::vector<cv::Vec3i>& skin,
               const std::vector<int>& mirrored) {
  const SurfaceField surface(vertices, skin);
  const Field closing = Action(surface, mirrored)
                            .lips([&](const LipPlace& place) -> std::optional<Vec3d> {
                              if (place.ring > 1 && !place.isCorner()) return std::nullopt;
                              const auto column = std::size_t(std::lround((place.across + 1) * 5));
                              const Vec3d upper = vertices[std::size_t(kUpperLip[0][column])];
                              const Vec3d lower = vertices[std::size_t(kLowerLip[0][column])];
                              const Vec3d half = (lower - upper) * (place.upper ? 0.5 : -0.5);
                              return place.ring == 0 ? half : 0.85 * half;
                            })
                            .within(1.4);
  for (std::size_t i = 0; i < vertices.size(); ++i) vertices[i] += closing[i];
}

Vec3d eyeCentre(const Field& points, const EyeCurves& eye) {
  Vec3d sum;
  for (const int vertex : eye.upperLid) sum += points[std::size_t(vertex)];
  for (const int vertex : eye.lowerLid) sum += points[std::size_t(vertex)];
  for (const int vertex : eye.corners) sum += points[std::size_t(vertex)];
  return sum / 16.;
}

void appendIrises(Field& points) {
  for (const EyeCurves& eye : {kLeftEye, kRightEye}) {
    const Vec3d centre = eyeCentre(points, eye);
    const Vec3d around[5] = {
        {0, 0, 0}, {kIrisRadius, 0, 0}, {0, kIrisRadius, 0}, {-kIrisRadius, 0, 0}, {0, -kIrisRadius, 0}};
    for (const Vec3d& offset : around) points.push_back(centre + offset);
  }
}

cv::Mat1f asRow(const Field& field) {
  cv::Mat1f row(1, 3 * int(field.size()));
  for (int i = 0; i < row.cols; ++i)
    row(0, i) = float(kDecimetrePerCentimetre * field[std::size_t(i / 3)][i % 3]);
  return row;
}

/// Slow modes of the closed surface along each axis; the slower, the larger. Irises move with their eye.
cv::Mat1f identityBasis(const Field& neutral, const std::vector<cv::Vec3i>& triangles) {
  const SurfaceField::Modes modes = SurfaceField(neutral, triangles).modes(kIdentityModes);
  cv::Mat1f basis;
  for (int m = 0; m < kIdentityModes; ++m) {
    const double spread =
        kIdentityCentimetres * std::pow(modes.eigenvalues(0, 0) / modes.eigenvalues(m, 0), 0.6);
    for (int axis = 0; axis < 3; ++axis) {
      Field field(neutral.size());
      for (std::size_t i = 0; i < field.size(); ++i) field[i][axis] = spread * modes.functions(m, int(i));
      for (const EyeCurves& eye : {kLeftEye, kRightEye})
        field.insert(field.end(), eye.iris.size(), eyeCentre(field, eye));
      basis.push_back(asRow(field));
    }
  }
  return basis;
}

/// Low-order polynomials around the mouth under a soft window.
std::vector<Field> mouthModes(const Field& neutral) {
  struct Term {
    int axis, powerAcross, powerUp;
  };
  constexpr Term kTerms[kModeCount] = {{1, 0, 0}, {2, 0, 0}, {1, 1, 0}, {0, 0, 1}, {2, 1, 0},
                                       {2, 0, 1}, {1, 0, 1}, {0, 1, 0}, {1, 2, 0}, {2, 2, 0},
                                       {0, 1, 1}, {1, 1, 1}, {0, 2, 0}, {2, 0, 2}};
  constexpr double kReach = 3.2, kUnit = 2.2, kAmplitude = 0.3;
  const Vec3d centre = (neutral[13] + neutral[14]) / 2.;
  std::vector<Field> fields;
  for (const Term& term : kTerms) {
    Field field(kLandmarkCount);
    for (std::size_t i = 0; i < neutral.size(); ++i) {
      const Vec3d p = neutral[i] - centre;
      const double window = std::exp(-(p[0] * p[0] + p[1] * p[1]) / (kReach * kReach));
      field[i][term.axis] = kAmplitude * window * std::pow(p[0] / kUnit, term.powerAcross) *
                            std::pow(p[1] / kUnit, term.powerUp);
    }
    fields.push_back(std::move(field));
  }
  return fields;
}

void setRanges(FaceModel& model) {
  model.expressionMinimum.fill(-0.2f);
  model.expressionMaximum.fill(1.25f);
  model.expressionDeviation.fill(0.3f);
  const auto range = [&](int index, float minimum, float maximum, float deviation) {
    model.expressionMinimum[std::size_t(index)] = minimum;
    model.expressionMaximum[std::size_t(index)] = maximum;
    model.expressionDeviation[std::size_t(index)] = deviation;
  };
  range(kJawOpen, 0, 1.4f, 0.4f);
  range(kMouthClose, 0, 1, 0.2f);
  range(kGazeHorizontal, -1.3f, 1.3f, 0.5f);
  range(kGazeVertical, -1.3f, 1.3f, 0.4f);
  for (const int blink : {kBlinkLeft, kBlinkRight}) range(blink, -0.3f, 1.1f, 0.4f);
  for (int mode = kFirstMode; mode < kExpressionCount; ++mode) range(mode, -2, 2, 0.5f);
}

}  // namespace

FaceModel buildStudioFaceModel(const std::filesystem::path& canonicalMesh) {
  const CanonicalMesh mesh = readCanonicalMesh(canonicalMesh);
  FaceModel model;
  model.id = "studio";
  for (const cv::Vec3i& t : mesh.triangles)
    (spansOpening(t) ? model.openingTriangles : model.triangles).push_back(t);

  std::vector<int> mirrored = mirroredVertices(mesh);
  Field neutral = mesh.vertices;
  closeLips(neutral, model.triangles, mirrored);
  const SurfaceField surface(neutral, model.triangles);
  model.identity = identityBasis(neutral, mesh.triangles);

  auto actions = expressionActions(surface, mirrored);
  for (auto& mode : mouthModes(neutral)) actions.push_back(std::move(mode));
  for (const Field& action : actions) model.expression.push_back(asRow(action));
  for (int k = 0; k < kExpressionCount; ++k) model.expressionNames.emplace_back(studioExpressionName(k));
  setRanges(model);
  model.blink[kBlinkLeft] = model.blink[kBlinkRight] = 1;

  appendIrises(neutral);
  model.mean = asRow(neutral);
  for (const cv::Vec2f& uv : mesh.texture) model.textureCoordinates.push_back(uv);
  for (const EyeCurves& eye : {kLeftEye, kRightEye}) {
    cv::Vec2f centre;
    for (const int vertex : eye.upperLid) centre += mesh.texture[std::size_t(vertex)];
    for (const int vertex : eye.lowerLid) centre += mesh.texture[std::size_t(vertex)];
    model.textureCoordinates.insert(model.textureCoordinates.end(), eye.iris.size(), centre / 14.f);
  }
  return model;
}

}  // namespace orator::face
