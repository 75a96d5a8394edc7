#include "core/face/model_builder/build_face_model.h"

#include <algorithm>
#include <cmath>

#include "core/face/expression_names.h"
#include "core/face/face_mesh.h"
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
constexpr double kIrisLift = 0.15;      // centimetre above the middle of the opening: the lid hides the top
constexpr double kFeatureSpread = 0.6;  // of the action that changes the same part of the face

template <std::size_t N>
bool contains(const std::array<int, N>& vertices, int vertex) {
  return std::find(vertices.begin(), vertices.end(), vertex) != vertices.end();
}

bool spansOpening(const cv::Vec3i& t) {
  const auto all = [&](auto&& inside) { return inside(t[0]) && inside(t[1]) && inside(t[2]); };
  if (all([](int v) { return contains(kUpperLipRings[0], v) || contains(kLowerLipRings[0], v); }))
    return true;
  for (const EyeCurves& eye : {kLeftEye, kRightEye})
    if (all([&](int v) {
          return contains(eye.corners, v) || contains(eye.upperLid, v) || contains(eye.lowerLid, v);
        }))
      return true;
  return false;
}

FaceModel skinOf(const CanonicalMesh& mesh) {
  FaceModel model;
  model.id = "studio";
  for (const cv::Vec3i& t : mesh.triangles)
    (spansOpening(t) ? model.openingTriangles : model.triangles).push_back(t);
  return model;
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
    const Vec3d centre = eyeCentre(points, eye) + Vec3d(0, kIrisLift, 0);
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
std::vector<Field> surfaceModes(const Field& neutral, const std::vector<cv::Vec3i>& triangles) {
  const SurfaceField::Modes modes = SurfaceField(neutral, triangles).modes(kIdentityModes);
  std::vector<Field> fields;
  for (int m = 0; m < kIdentityModes; ++m) {
    const double spread =
        kIdentityCentimetres * std::pow(modes.eigenvalues(0, 0) / modes.eigenvalues(m, 0), 0.6);
    for (int axis = 0; axis < 3; ++axis) {
      Field field(neutral.size());
      for (std::size_t i = 0; i < field.size(); ++i) field[i][axis] = spread * modes.functions(m, int(i));
      for (const EyeCurves& eye : {kLeftEye, kRightEye})
        field.insert(field.end(), eye.iris.size(), eyeCentre(field, eye));
      fields.push_back(std::move(field));
    }
  }
  return fields;
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
  const Vec3d centre = (neutral[kUpperLipMiddle] + neutral[kLowerLipMiddle]) / 2.;
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

using Mix = std::vector<std::pair<int, double>>;  // expression index and weight

/// Features people differ in for life that look like an action of the same part of the face.
std::vector<Mix> lastingFeatures() {
  std::vector<Mix> features = {
      {{kJawOpen, 0.6}, {kMouthClose, 0.6}},
      {{kNostrilFlare, 1}},
      {{kBrowInnerRaiseLeft, 0.7},
       {kBrowInnerRaiseRight, 0.7},
       {kBrowOuterRaiseLeft, 1},
       {kBrowOuterRaiseRight, 1}},
      {{kBrowOuterRaiseLeft, 1}, {kBrowOuterRaiseRight, 1}},
      {{kBrowTogether, 1}},
      {{kLipOutUpper, 1}},
      {{kLipOutLower, 1}},
      {{kMouthFrownLeft, 0.7}, {kMouthFrownRight, 0.7}},
      {{kCheekPuffLeft, 1}, {kCheekPuffRight, 1}},
  };
  for (int mode = kFirstMode; mode < kExpressionCount; ++mode) features.push_back({{mode, 1}});
  return features;
}

Field mixed(const std::vector<Field>& fields, const Mix& mix, double scale) {
  Field sum(fields.front().size());
  for (const auto& [index, weight] : mix)
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += scale * weight * fields[std::size_t(index)][i];
  return sum;
}

/// Fields over a neutral face.
struct Directions {
  std::vector<Field> identity, expression;
};

Directions directionsOf(const Field& neutral, const FaceModel& model, const std::vector<cv::Vec3i>& all,
                        const std::vector<int>& mirrored) {
  Directions directions;
  directions.expression = expressionActions(SurfaceField(neutral, model.triangles), mirrored);
  for (auto& mode : mouthModes(neutral)) directions.expression.push_back(std::move(mode));
  directions.identity = surfaceModes(neutral, all);
  for (const Mix& feature : lastingFeatures())
    directions.identity.push_back(mixed(directions.expression, feature, kFeatureSpread));
  return directions;
}

/// Where the landmarks of people lie on average, seen from the canonical mesh: means of the coefficients
/// fitted to the landmarks of 64 portraits, symmetric ones only.
const Mix kAverageIdentity = {{0, 0.58},   {4, 1.49},   {5, -0.39}, {8, -0.49}, {9, -0.14},  {13, -0.92},
                              {14, -0.34}, {15, -0.25}, {19, 0.21}, {20, 0.15}, {21, -0.19}, {27, 0.16},
                              {31, -1.03}, {32, -0.15}, {34, 0.25}, {35, 0.18}, {41, 0.12},  {46, 0.42},
                              {48, 0.31},  {53, 0.2},   {58, 0.5},  {59, 0.5}};
const Mix kAverageExpression = {
    {kJawOpen, 0.15},           {kMouthClose, 0.15},         {kMouthPucker, 0.15},    {kNostrilFlare, 0.5},
    {kNoseWrinkleLeft, -0.1},   {kNoseWrinkleRight, -0.1},   {kEyeWideLeft, 1.4},     {kEyeWideRight, 1.4},
    {kBrowOuterRaiseLeft, 0.2}, {kBrowOuterRaiseRight, 0.2}, {kFirstMode + 0, -0.28}, {kFirstMode + 6, 1},
    {kFirstMode + 7, 1.75},     {kFirstMode + 8, -0.38},     {kFirstMode + 10, 1.45}};

void setRanges(FaceModel& model) {
  model.expressionMinimum.fill(-0.2f);
  model.expressionMaximum.fill(1.25f);
  model.expressionDeviation.fill(0.3f);
  const auto range = [&](int index, float minimum, float maximum, float deviation) {
    model.expressionMinimum[std::size_t(index)] = minimum;
    model.expressionMaximum[std::size_t(index)] = maximum;
    model.expressionDeviation[std::size_t(index)] = deviation;
  };
  range(kJawOpen, 0, 1.4f, 0.3f);
  range(kMouthClose, 0, 1, 0.1f);
  range(kNostrilFlare, -0.2f, 1.25f, 0.15f);
  for (const int wide : {kEyeWideLeft, kEyeWideRight}) range(wide, -0.3f, 1.25f, 0.25f);
  for (int brow = kBrowInnerRaiseLeft; brow <= kBrowTogether; ++brow) range(brow, -0.3f, 1.25f, 0.25f);
  range(kGazeHorizontal, -1.3f, 1.3f, 0.5f);
  range(kGazeVertical, -1.3f, 1.3f, 0.3f);
  for (const int blink : {kBlinkLeft, kBlinkRight}) range(blink, -0.3f, 1.1f, 0.4f);
  for (int mode = kFirstMode; mode < kExpressionCount; ++mode) range(mode, -2, 2, 0.25f);
}

}  // namespace

void closeLips(std::vector<Vec3d>& vertices, const std::vector<cv::Vec3i>& skin,
               const std::vector<int>& mirrored) {
  const SurfaceField surface(vertices, skin);
  const Field closing = Action(surface, mirrored)
                            .lips([&](const LipPlace& place) -> std::optional<Vec3d> {
                              if (place.ring > 1 && !place.isCorner()) return std::nullopt;
                              const auto column = std::size_t(std::lround((place.across + 1) * 5));
                              const Vec3d upper = vertices[std::size_t(kUpperLipRings[0][column])];
                              const Vec3d lower = vertices[std::size_t(kLowerLipRings[0][column])];
                              const Vec3d half = (lower - upper) * (place.upper ? 0.5 : -0.5);
                              return place.ring == 0 ? half : 0.85 * half;
                            })
                            .within(1.4);
  for (std::size_t i = 0; i < vertices.size(); ++i) vertices[i] += closing[i];
}

FaceModel buildFaceModelOver(const CanonicalMesh& mesh, std::vector<cv::Vec3d> neutral) {
  CV_Assert(neutral.size() == mesh.vertices.size());
  FaceModel model = skinOf(mesh);
  const std::vector<int> mirrored = mirroredVertices(mesh);
  closeLips(neutral, model.triangles, mirrored);
  const Directions directions = directionsOf(neutral, model, mesh.triangles, mirrored);
  for (const Field& field : directions.identity) model.identity.push_back(asRow(field));
  for (const Field& field : directions.expression) model.expression.push_back(asRow(field));
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

FaceModel buildStudioFaceModel(const std::filesystem::path& canonicalMesh) {
  const CanonicalMesh mesh = readCanonicalMesh(canonicalMesh);
  const FaceModel skin = skinOf(mesh);
  const std::vector<int> mirrored = mirroredVertices(mesh);
  Field neutral = mesh.vertices;
  closeLips(neutral, skin.triangles, mirrored);
  const Directions canonical = directionsOf(neutral, skin, mesh.triangles, mirrored);
  const Field identityShift = mixed(canonical.identity, kAverageIdentity, 1);
  const Field expressionShift = mixed(canonical.expression, kAverageExpression, 1);
  for (std::size_t i = 0; i < neutral.size(); ++i) neutral[i] += identityShift[i] + expressionShift[i];
  return buildFaceModelOver(mesh, std::move(neutral));
}

}  // namespace orator::face
