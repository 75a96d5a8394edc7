#include "core/render/mesh/face_field.h"

#include <algorithm>
#include <array>
#include <opencv2/core/hal/intrin.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/parallel.h"
#include "core/face/camera_distance.h"
#include "core/face/face_mesh.h"
#include "core/render/mesh/inverse_field.h"
#include "core/render/mesh/thin_plate.h"
#include "core/render/mesh/tuning.h"

namespace orator::render::mesh {

namespace {

/// Farthest-point choice: vertices that cover the face evenly.
void addEvenly(const std::vector<cv::Point2f>& pixels, const std::vector<int>& candidates, std::size_t count,
               std::vector<int>& chosen) {
  std::vector<float> distance(candidates.size(), 1e9f);
  const auto update = [&](int vertex) {
    for (std::size_t i = 0; i < candidates.size(); ++i)
      distance[i] = std::min(distance[i], float(cv::norm(pixels[candidates[i]] - pixels[vertex])));
  };
  for (int vertex : chosen) update(vertex);
  while (chosen.size() < count) {
    const auto farthest = std::max_element(distance.begin(), distance.end());
    if (farthest == distance.end() || *farthest <= 0) break;
    chosen.push_back(candidates[farthest - distance.begin()]);
    update(chosen.back());
  }
}

/// Raises what falls off more steeply than `slope` per node: the smallest such surface above `depth`, by two
/// sweeps.
void limitSlope(cv::Mat1f& depth, float slope) {
  const auto raise = [&](int y, int x, int dy, int dx) {
    if (y + dy < 0 || y + dy >= depth.rows || x + dx < 0 || x + dx >= depth.cols) return;
    const float distance = dy && dx ? 1.4142f : 1.f;
    depth(y, x) = std::max(depth(y, x), depth(y + dy, x + dx) - slope * distance);
  };
  for (int y = 0; y < depth.rows; ++y)
    for (int x = 0; x < depth.cols; ++x)
      for (auto [dy, dx] : {std::pair{-1, -1}, {-1, 0}, {-1, 1}, {0, -1}}) raise(y, x, dy, dx);
  for (int y = depth.rows - 1; y >= 0; --y)
    for (int x = depth.cols - 1; x >= 0; --x)
      for (auto [dy, dx] : {std::pair{1, 1}, {1, 0}, {1, -1}, {0, 1}}) raise(y, x, dy, dx);
}

/// Sum over the three middle pairs of lid points, decimetre.
float eyeOpening(const std::vector<cv::Point3f>& shape, const face::EyeLines& eye) {
  float opening = 0;
  for (const int i : {3, 4, 5}) opening += shape[eye.upper[i]].y - shape[eye.lower[i]].y;
  return opening;
}

/// @param matrix [rows, columns] @param controls [3, columns], columns a multiple of 4
/// @return matrix * controls', row by row
std::vector<cv::Point3f> applied(const cv::Mat1f& matrix, const cv::Mat1f& controls) {
  std::vector<cv::Point3f> result(std::size_t(matrix.rows));
  parallelFor(0, matrix.rows, 64, [&](std::int64_t first, std::int64_t last) {
    for (int row = int(first); row < int(last); ++row) {
      const float* m = matrix[row];
      cv::v_float32x4 x = cv::v_setzero_f32(), y = x, z = x;
      for (int k = 0; k < matrix.cols; k += 4) {
        const cv::v_float32x4 weight = cv::v_load(m + k);
        x += weight * cv::v_load(controls[0] + k);
        y += weight * cv::v_load(controls[1] + k);
        z += weight * cv::v_load(controls[2] + k);
      }
      result[std::size_t(row)] = {cv::v_reduce_sum(x), cv::v_reduce_sum(y), cv::v_reduce_sum(z)};
    }
  });
  return result;
}

/// The motion of the head as one solid: it turns about a point and is shifted.
struct HeadMotion {
  cv::Matx33f turn;
  cv::Vec3f pivot, shift;
  face::PortraitCamera camera;

  cv::Point2f operator()(const cv::Point3f& p) const {
    cv::Point2f result;
    project(&p, 1, &result);
    return result;
  }
  /// @param result where the camera sees the points afterwards
  void project(const cv::Point3f* points, std::size_t count, cv::Point2f* result) const {
    constexpr std::size_t kLanes = 4;
    const auto all = [](float value) { return cv::v_setall_f32(value); };
    for (std::size_t i = 0; i < count; i += kLanes) {
      std::array<cv::Point3f, kLanes> some;
      std::array<cv::Point2f, kLanes> seen;
      const std::size_t here = std::min(kLanes, count - i);
      std::copy_n(points + i, here, some.begin());
      cv::v_float32x4 x, y, z;
      cv::v_load_deinterleave(&some[0].x, x, y, z);
      x -= all(pivot[0]), y -= all(pivot[1]), z -= all(pivot[2]);
      const auto turned = [&](int row) {
        return all(turn(row, 0)) * x + all(turn(row, 1)) * y + all(turn(row, 2)) * z + all(shift[row]);
      };
      const cv::v_float32x4 away =
          all(face::kCameraDistance) - cv::v_min(turned(2), all(face::kCameraDistance / 2));
      const cv::v_float32x4 scale = all(camera.focalPixels) / away;
      cv::v_store_interleave(&seen[0].x, all(camera.centre.x) + scale * turned(0),
                             all(camera.centre.y) - scale * turned(1));
      std::copy_n(seen.begin(), here, result + i);
    }
  }
};

/// Beyond an inner frame lies another picture, which does not move.
cv::Rect visiblePart(const face::Portrait& portrait) {
  const cv::Rect whole({}, portrait.rgb.size()), inner = portrait.quality.innerFrame & whole;
  return inner.empty() ? whole : inner;
}

bool contains(std::span<const int> set, int vertex) {
  return std::find(set.begin(), set.end(), vertex) != set.end();
}

}  // namespace

FaceField::FaceField(const face::Portrait& portrait, bool layered)
    : model_(portrait.model),
      fit_(portrait.fit),
      limits_(portrait.quality),
      gazeColumns_(face::gazeColumns(portrait.model->expressionNames)) {
  const auto posed = model_->shape(fit_.identity, fit_.expression);
  const cv::Matx33f rotation = face::rotationMatrix(fit_.pose.anglesRadians);
  pixels_.reserve(face::kLandmarkCount);
  rest_.reserve(face::kLandmarkCount);
  for (int i = 0; i < face::kLandmarkCount; ++i) {
    const auto& p = portrait.landmarks.points[i];
    pixels_.emplace_back(p.x, p.y);
    const cv::Vec3f camera = rotation * cv::Vec3f(posed[i].x, posed[i].y, posed[i].z) + fit_.pose.translation;
    rest_.push_back(unproject(pixels_.back(), camera[2]));
  }
  const cv::Point2f down = pixels_[face::kChin] - pixels_[face::kForeheadTop];
  faceHeight_ = float(cv::norm(down));
  faceUp_ = down * (-1 / faceHeight_);
  faceRight_ = {-faceUp_.y, faceUp_.x};

  mouth_ = SlitFrame(pixels_[face::kInnerUpperLip.front()], pixels_[face::kInnerUpperLip.back()]);
  std::vector<cv::Point2f> upper, lower;
  for (std::size_t i = 0; i < face::kInnerUpperLip.size(); ++i) {
    upper.push_back(mouth_.local(pixels_[face::kInnerUpperLip[i]]));
    lower.push_back(mouth_.local(pixels_[face::kInnerLowerLip[i]]));
    if (lower.back().y < upper.back().y)
      lower.back().y = upper.back().y = (lower.back().y + upper.back().y) / 2;
    restGap_[i] = lower.back().y - upper.back().y;
  }
  upperLip_ = Curve(upper);
  lowerLip_ = Curve(lower);
  for (std::size_t eye = 0; eye < face::kEyes.size(); ++eye)
    eyes_[eye] = SlitFrame(pixels_[face::kEyes[eye].upper.front()], pixels_[face::kEyes[eye].upper.back()]);

  face::ExpressionCoefficients shut = fit_.expression;
  for (std::size_t i = 0; i < shut.size(); ++i) shut[i] += model_->blink[i];
  const auto blinking = model_->shape(fit_.identity, shut);
  for (std::size_t eye = 0; eye < face::kEyes.size(); ++eye)
    blinkTravel_[eye] = eyeOpening(posed, face::kEyes[eye]) - eyeOpening(blinking, face::kEyes[eye]);

  const cv::Rect shown = visiblePart(portrait);
  placeLattice(shown);
  weighNodes(layered);
  holdAtBorders(portrait.matte, shown);
  holdOthers(portrait);
  interpolateDepth();
  interpolateExpression();
}

cv::Point3f FaceField::unproject(cv::Point2f pixel, float z) const {
  const float s = (face::kCameraDistance - z) / fit_.camera.focalPixels;
  return {(pixel.x - fit_.camera.centre.x) * s, (fit_.camera.centre.y - pixel.y) * s, z};
}

cv::Point2f FaceField::nodePosition(int index) const {
  const int column = index % nodes_.width, row = index / nodes_.width;
  return {roi_.x + (column + 0.5f) * step_ - 0.5f, roi_.y + (row + 0.5f) * step_ - 0.5f};
}

void FaceField::placeLattice(cv::Rect shown) {
  std::vector<cv::Point2f> reach;
  const cv::Point2f chin = pixels_[face::kChin];
  for (const float side : {-field::kBeside, field::kBeside})
    for (const float v : {field::kBelowToAbove.from, field::kBelowToAbove.to})
      reach.push_back(chin + (faceRight_ * side - faceUp_ * v) * faceHeight_);
  roi_ = cv::boundingRect(reach) & shown;

  const float faceWidth = float(cv::norm(pixels_[face::kFaceRight] - pixels_[face::kFaceLeft]));
  step_ = std::max(
      2, cvRound(std::max(faceWidth, field::kNarrowestFace * faceHeight_) / field::kNodesAcrossFace));
  nodes_ = {(roi_.width + step_ - 1) / step_, (roi_.height + step_ - 1) / step_};

  std::vector<cv::Point2f> lips;
  const float half = mouth_.halfWidth;
  for (const float u : {-field::kMouthBeside, field::kMouthBeside})
    for (const float v : {field::kMouthAboveToBelow.from, field::kMouthAboveToBelow.to})
      lips.push_back(mouth_.picture({u, v * half}));
  const cv::Rect around = cv::boundingRect(lips) & roi_;
  mouthCells_ = cv::Rect((around.tl() - roi_.tl()) / step_,
                         cv::Point((around.br() - roi_.tl()) / step_) + cv::Point(1, 1)) &
                cv::Rect({0, 0}, nodes_);
}

void FaceField::interpolateDepth() {
  std::vector<int> centresOf;
  std::vector<int> all(face::kMeshVertexCount);
  for (int i = 0; i < face::kMeshVertexCount; ++i) all[i] = i;
  centresOf.assign(face::kFaceOval.begin(), face::kFaceOval.end());
  centresOf.push_back(face::kNoseTip);
  addEvenly(pixels_, all, field::kDepthVertices, centresOf);
  std::vector<cv::Point2f> centres;
  cv::Mat1f z(int(centresOf.size()), 1);
  for (std::size_t i = 0; i < centresOf.size(); ++i) {
    centres.push_back(pixels_[centresOf[i]]);
    z(int(i)) = rest_[centresOf[i]].z;
  }
  std::vector<cv::Point2f> oval;
  for (int vertex : face::kFaceOval) oval.push_back(pixels_[vertex]);
  std::vector<cv::Point2f> positions(nodes_.area());
  for (int i = 0; i < nodes_.area(); ++i) positions[i] = nodePosition(i);
  const cv::Mat1f spline = thinPlateMatrix(centres, positions) * z;

  // Beyond the face the skull recedes from the nearest part of the outline, hair and ears included.
  const float decimetrePerPixel = (face::kCameraDistance - rest_[face::kNoseTip].z) / fit_.camera.focalPixels;
  float farthest = 0;
  for (int vertex : face::kFaceOval) farthest = std::min(farthest, rest_[vertex].z);
  cv::Mat1f depth(nodes_);
  for (int i = 0; i < nodes_.area(); ++i) {
    const float outside = -float(cv::pointPolygonTest(oval, positions[i], true)) * decimetrePerPixel;
    float nearestZ = 0, weight = 0;
    for (int vertex : face::kFaceOval) {
      const cv::Point2f d = (positions[i] - pixels_[vertex]) * decimetrePerPixel;
      const float w = 1 / (d.dot(d) * d.dot(d) + field::kNearestOutline);
      nearestZ += w * rest_[vertex].z;
      weight += w;
    }
    const float skull = std::max(nearestZ / weight - field::kSkullSlope * std::max(outside, 0.f),
                                 farthest - field::kSkullDepth);
    const float beyond = smoothStep(-field::kOutlineBlend, field::kOutlineBlend, outside);
    depth(i / nodes_.width, i % nodes_.width) = spline(i) * (1 - beyond) + skull * beyond;
  }
  limitSlope(depth, field::kSteepest * step_ * decimetrePerPixel);
  cv::GaussianBlur(depth, depth, {}, field::kDepthBlurNodes, field::kDepthBlurNodes, cv::BORDER_REPLICATE);
  nodeRest_.resize(nodes_.area());
  for (int i = 0; i < nodes_.area(); ++i)
    nodeRest_[i] = unproject(positions[i], depth(i / nodes_.width, i % nodes_.width));
}

void FaceField::interpolateExpression() {
  // Lips that are not seen steer nothing: what hides them goes along with the skin around.
  if (opensMouth()) {
    controls_.assign(face::kUpperLipVertices.begin(), face::kUpperLipVertices.end());
    controls_.insert(controls_.end(), face::kLowerLipVertices.begin(), face::kLowerLipVertices.end());
    controls_.insert(controls_.end(), face::kLipCorners.begin(), face::kLipCorners.end());
  }
  std::vector<int> skin;
  for (int vertex = 0; vertex < face::kMeshVertexCount; ++vertex)
    if (!contains(face::kLidRegion, vertex) && !contains(face::kUpperLipVertices, vertex) &&
        !contains(face::kLowerLipVertices, vertex) && (opensMouth() || !contains(face::kLipCorners, vertex)))
      skin.push_back(vertex);
  addEvenly(pixels_, skin, controls_.size() + field::kSkinVertices, controls_);

  // Rings of rest around the face keep hair, ears and neck out of the expression.
  std::vector<cv::Point2f> anchors;
  cv::Point2f centre(0, 0);
  for (int vertex : face::kFaceOval) centre += pixels_[vertex] * (1.f / face::kFaceOval.size());
  for (int vertex : face::kFaceOval) {
    const cv::Point2f out = pixels_[vertex] - centre;
    const float below = std::max(0.f, -out.dot(faceUp_) / float(cv::norm(out)));
    anchors.push_back(centre + out * (field::kStillRing + field::kStillRingBelow * below));
  }

  const auto without = [&](std::span<const int> left) {
    std::vector<int> kept;
    for (std::size_t i = 0; i < controls_.size(); ++i)
      if (!contains(left, controls_[i])) kept.push_back(int(i));
    return kept;
  };
  std::vector<cv::Point2f> positions;
  std::vector<float> reach;
  for (int i = 0; i < nodes_.area(); ++i) {
    const cv::Point2f p = nodePosition(i);
    const float inside = float(cv::pointPolygonTest(anchors, p, true)) / faceHeight_;
    if (inside <= 0) continue;
    faceNodes_.push_back(i);
    positions.push_back(p);
    reach.push_back(smoothStep(0, field::kStillFade, inside) * ownShare_[std::size_t(i)]);
  }
  const auto matrix = [&](const std::vector<int>& kept) {
    std::vector<cv::Point2f> centres;
    for (int i : kept) centres.push_back(pixels_[controls_[i]]);
    centres.insert(centres.end(), anchors.begin(), anchors.end());
    const cv::Mat1f dense = thinPlateMatrix(centres, positions);
    // Rows of whole vectors: what is added is zero.
    cv::Mat1f full(int(positions.size()), cv::alignSize(controls_.size(), 4), 0.f);
    for (int row = 0; row < full.rows; ++row)
      for (std::size_t k = 0; k < kept.size(); ++k) full(row, kept[k]) = dense(row, int(k)) * reach[row];
    return full;
  };
  upperMatrix_ = matrix(without(face::kLowerLipVertices));
  const cv::Mat1f lower = matrix(without(face::kUpperLipVertices));
  // Away from the lips one field serves both sides.
  std::vector<cv::Mat> rows;
  for (std::size_t k = 0; k < faceNodes_.size(); ++k) {
    const cv::Point cell(faceNodes_[k] % nodes_.width, faceNodes_[k] / nodes_.width);
    if (!opensMouth() || !mouthCells_.contains(cell)) continue;
    const cv::Point in = cell - mouthCells_.tl(), out = mouthCells_.br() - cell;
    const float share =
        smoothStep(0, field::kMouthFadeCells, float(std::min({in.x, in.y, out.x - 1, out.y - 1})));
    mouthNodes_.push_back(faceNodes_[k]);
    rows.push_back(lower.row(int(k)) * share + upperMatrix_.row(int(k)) * (1 - share));
  }
  if (!rows.empty()) cv::vconcat(rows, lowerMatrix_);
}

float FaceField::upperShare(cv::Point2f local) const {
  const float middle = (upperLip_(local.x) + lowerLip_(local.x)) / 2;
  const float beyond = std::max(0.f, std::abs(local.x) - 1);
  const float width = field::kSeamPixels + beyond * mouth_.halfWidth;
  return smoothStep(-width, width, middle - local.y);
}

std::array<float, 11> FaceField::modelLipGap(const std::vector<cv::Point3f>& shape) const {
  std::array<float, 11> gap{};
  const float pixelsPerDecimetre =
      fit_.camera.focalPixels / (face::kCameraDistance - rest_[face::kUpperLipMiddle].z);
  for (std::size_t i = 0; i < gap.size(); ++i)
    gap[i] = (shape[face::kInnerUpperLip[i]].y - shape[face::kInnerLowerLip[i]].y) * pixelsPerDecimetre;
  return gap;
}

// Lips meet but never pass through each other: where the face model closes them, the portrait's own lips
// close, whatever gap the fit has left between them.
void FaceField::closeLips(std::vector<cv::Point3f>& displacement, std::array<float, 11>& gap,
                          const std::array<float, 11>& modelGap) const {
  const float decimetrePerPixel =
      (face::kCameraDistance - rest_[face::kUpperLipMiddle].z) / fit_.camera.focalPixels;
  std::array<float, 11> correction{};
  for (std::size_t i = 1; i + 1 < gap.size(); ++i) {
    const int up = face::kInnerUpperLip[i], low = face::kInnerLowerLip[i];
    const float moved = (displacement[up] - displacement[low]).y / decimetrePerPixel;
    float wanted = restGap_[i] + moved;
    if (moved < 0 && modelGap[i] + moved < restGap_[i])
      wanted = std::min(wanted, std::max(0.f, modelGap[i] + moved));
    wanted = std::max(wanted, 0.f);
    correction[i] = wanted - (restGap_[i] + moved);
    gap[i] = wanted;
  }
  for (std::size_t i = 1; i + 1 < gap.size(); ++i) {
    const float half = correction[i] * decimetrePerPixel / 2;
    displacement[face::kInnerUpperLip[i]].y += half;
    displacement[face::kInnerLowerLip[i]].y -= half;
  }
}

void FaceField::moveEyes(const std::vector<cv::Point3f>& shapeFrom, const std::vector<cv::Point3f>& shapeTo,
                         const face::ExpressionCoefficients& from, const face::ExpressionCoefficients& to,
                         FieldFrame& frame) const {
  frame.lidClosure = frame.gazeClosure = frame.lidRaise = {0, 0};
  frame.gaze = {};
  for (std::size_t eye = 0; eye < face::kEyes.size(); ++eye) {
    if (!limits_.blinks(int(eye))) continue;
    const face::EyeLines& lines = face::kEyes[eye];
    const float rest = eyeOpening(shapeFrom, lines);
    // The model's blink closes any eye, also one wider than it closes to the last.
    const float whole = std::max(std::min(rest, std::max(blinkTravel_[eye], field::kLeastBlinkTravel * rest)),
                                 field::kAllButClosed);
    const cv::Vec2f withGaze = lidsWithGaze(lines, from, to) / whole;
    const float all = (rest - eyeOpening(shapeTo, lines)) / whole, byGaze = withGaze[0];
    float risen = 0;
    for (const int i : {3, 4, 5}) risen += (shapeTo[lines.lower[i]].y - shapeFrom[lines.lower[i]].y) / whole;
    frame.lidRaise[eye] = std::clamp(risen - withGaze[1], field::kLidRaise.from, field::kLidRaise.to);
    const float beyond = std::copysign(std::max(0.f, std::abs(byGaze) - field::kLidsRest), byGaze);
    const float held = field::kMostLidGaze * std::tanh(beyond / field::kMostLidGaze);
    frame.gazeClosure[eye] = std::max(held, field::kLidClosure.from);
    frame.lidClosure[eye] = std::clamp(all - byGaze + held, field::kLidClosure.from, field::kLidClosure.to);
    frame.gaze[eye] = irisShift(lines, eyes_[eye], from, to);
  }
}

void FaceField::evaluate(const motion::CoefficientRow& source, const motion::CoefficientRow& wanted,
                         FieldFrame& frame) const {
  const motion::CoefficientRow row = limits_.applied(source, wanted);
  frame.moves = row != source;
  frame.lipGap = restGap_;
  frame.jawShift = {0, 0};

  // Expression of the face model, relative to the portrait's.
  face::ExpressionCoefficients from, to;
  std::copy_n(source.begin(), from.size(), from.begin());
  std::copy_n(row.begin(), to.size(), to.begin());
  const auto shapeFrom = model_->shape(fit_.identity, from), shapeTo = model_->shape(fit_.identity, to);
  const cv::Matx33f portraitRotation = face::rotationMatrix(fit_.pose.anglesRadians);
  std::vector<cv::Point3f> displacement(shapeTo.size());
  for (std::size_t i = 0; i < displacement.size(); ++i) displacement[i] = shapeTo[i] - shapeFrom[i];
  if (const float share = limits_.expression(); share < 1)
    for (auto& d : displacement) d *= share;
  closeLips(displacement, frame.lipGap, modelLipGap(shapeFrom));
  moveEyes(shapeFrom, shapeTo, from, to, frame);
  if (!opensMouth()) frame.lipGap = restGap_;
  for (auto& d : displacement) {
    const cv::Vec3f turned = portraitRotation * cv::Vec3f(d.x, d.y, d.z);
    d = {turned[0], turned[1], turned[2]};
  }
  const auto meanShift = [&](std::span<const int> vertices) {
    cv::Point2f sum(0, 0);
    for (int vertex : vertices)
      sum += fit_.camera.project(rest_[vertex] + displacement[vertex]) - fit_.camera.project(rest_[vertex]);
    return sum * (1.f / vertices.size());
  };
  frame.jawShift =
      meanShift(face::kJaw) * field::kChinShare + meanShift(face::kLowerLipFront) * (1 - field::kChinShare);

  cv::Mat1f controls(3, upperMatrix_.cols, 0.f);
  for (std::size_t i = 0; i < controls_.size(); ++i) {
    const auto& d = displacement[controls_[i]];
    controls(0, int(i)) = d.x, controls(1, int(i)) = d.y, controls(2, int(i)) = d.z;
  }
  const auto upperMotion = applied(upperMatrix_, controls), lowerMotion = applied(lowerMatrix_, controls);

  // The head turns as one solid, relative to the pose the track starts from.
  const auto angles = [](const motion::CoefficientRow& r) { return cv::Vec3f(r[64], r[65], r[66]); };
  const auto translation = [](const motion::CoefficientRow& r) { return cv::Vec3f(r[67], r[68], r[69]); };
  const cv::Matx33f turn = face::rotationMatrix(angles(row)) * face::rotationMatrix(angles(source)).t();
  const cv::Vec3f pivot = fit_.pose.translation, shift = pivot + translation(row) - translation(source);
  const HeadMotion turned{turn, pivot, shift, fit_.camera};

  std::vector<cv::Point2f> rigid(nodeRest_.size());
  turned.project(nodeRest_.data(), nodeRest_.size(), rigid.data());
  cv::Mat2f forwardUpper(nodes_);
  for (int y = 0, i = 0; y < nodes_.height; ++y)
    for (int x = 0; x < nodes_.width; ++x, ++i) {
      const cv::Point2f d = rigid[i] - nodePosition(i), weight = headWeight_[i];
      forwardUpper(y, x) = {d.x * weight.x, d.y * weight.y};
    }
  cv::Mat2f forwardLower = forwardUpper.clone();
  std::vector<cv::Point3f> expressive;
  std::vector<cv::Point2f> seen;
  const auto add = [&](const std::vector<int>& nodes, const std::vector<cv::Point3f>& motion,
                       cv::Mat2f& field) {
    expressive.resize(nodes.size()), seen.resize(nodes.size());
    for (std::size_t k = 0; k < nodes.size(); ++k) expressive[k] = nodeRest_[nodes[k]] + motion[k];
    turned.project(expressive.data(), expressive.size(), seen.data());
    for (std::size_t k = 0; k < nodes.size(); ++k) {
      const cv::Point2f d = seen[k] - rigid[nodes[k]];
      field(nodes[k] / nodes_.width, nodes[k] % nodes_.width) += cv::Vec2f(d.x, d.y);
    }
  };
  add(faceNodes_, upperMotion, forwardUpper);
  add(mouthNodes_, lowerMotion, forwardLower);
  cv::Mat2f aroundMouth = forwardUpper.clone();
  forwardLower(mouthCells_).copyTo(aroundMouth(mouthCells_));

  const cv::Mat2f upper = inverseField(forwardUpper, step_, {{0, 0}, nodes_}, {});
  const cv::Mat2f lower = inverseField(aroundMouth, step_, mouthCells_, upper);
  cv::Mat2f joined = upper.clone();
  for (int y = 0; y < mouthCells_.height; ++y)
    for (int x = 0; x < mouthCells_.width; ++x) {
      const cv::Point cell = mouthCells_.tl() + cv::Point(x, y);
      const cv::Vec2f &a = upper(cell), &b = lower(y, x);
      const cv::Point2f p = nodePosition(cell.y * nodes_.width + cell.x);
      const cv::Point2f middle(p.x + (a[0] + b[0]) / 2, p.y + (a[1] + b[1]) / 2);
      const float share = upperShare(mouth_.local(middle));
      joined(cell) = a * share + b * (1 - share);
    }
  frame.base = Lattice(joined, step_, roi_.tl());
  frame.upper = Lattice(upper, step_, roi_.tl());
  frame.lower = Lattice(lower, step_, roi_.tl() + mouthCells_.tl() * step_);
  frame.mouth = lipArea(upper, lower);

  // Teeth lie a little behind the lips.
  frame.sourceFromOutputSkull =
      sourceOf(mouth_, rest_[face::kUpperLipMiddle].z - field::kTeethBehindLips, turned);
  for (std::size_t eye = 0; eye < face::kEyes.size(); ++eye) {
    const float z = (rest_[face::kEyes[eye].upper.front()].z + rest_[face::kEyes[eye].upper.back()].z) / 2;
    frame.sourceFromOutputEye[eye] = sourceOf(eyes_[eye], z, turned);
  }
}

cv::Matx23f FaceField::sourceOf(const SlitFrame& slit, float z,
                                const std::function<cv::Point2f(cv::Point3f)>& turned) const {
  const std::array<cv::Point2f, 3> corners{cv::Point2f(-1, 0), cv::Point2f(1, 0),
                                           cv::Point2f(0, slit.halfWidth)};
  std::array<cv::Point2f, 3> output, input;
  for (int i = 0; i < 3; ++i) {
    input[i] = slit.picture(corners[i]);
    output[i] = turned(unproject(input[i], z));
  }
  return cv::Mat1f(cv::getAffineTransform(output.data(), input.data()));
}

cv::Rect FaceField::lipArea(const cv::Mat2f& upper, const cv::Mat2f& lower) const {
  const float near = field::kLipAreaCells * float(step_);
  cv::Rect cells;
  for (int y = 0; y < mouthCells_.height; ++y)
    for (int x = 0; x < mouthCells_.width; ++x) {
      const cv::Point cell = mouthCells_.tl() + cv::Point(x, y);
      const cv::Point2f p = nodePosition(cell.y * nodes_.width + cell.x);
      const cv::Point2f up = mouth_.local(p + cv::Point2f(upper(cell))),
                        low = mouth_.local(p + cv::Point2f(lower(y, x)));
      if (std::abs(up.x + low.x) / 2 > field::kPastCorners + near / mouth_.halfWidth ||
          upperLip_(up.x) - up.y > near || low.y - lowerLip_(low.x) > near)
        continue;
      cells |= cv::Rect(cell, cv::Size(1, 1));
    }
  const cv::Rect inCells = cells & mouthCells_;
  return (cv::Rect(inCells.tl() * step_, inCells.size() * step_) + roi_.tl()) & roi_;
}

}  // namespace orator::render::mesh
