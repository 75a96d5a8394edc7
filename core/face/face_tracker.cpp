#include "core/face/face_tracker.h"

#include <cmath>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "core/face/face_detector.h"
#include "core/face/face_mesh.h"
#include "core/face/network_input.h"

namespace orator::face {

namespace {

constexpr int kCropSide = 192, kStillPasses = 2;
constexpr float kPresenceThreshold = 0.5f, kEnlarge = 1.5f;

constexpr std::array<int, 80> kRefinedLips{
    61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 185, 40, 39, 37, 0,  267, 269, 270, 409,
    78, 95,  88, 178, 87, 14, 317, 402, 318, 324, 308, 191, 80, 81, 82, 13, 312, 311, 310, 415,
    76, 77,  90, 180, 85, 16, 315, 404, 320, 307, 306, 184, 74, 73, 72, 11, 302, 303, 304, 408,
    62, 96,  89, 179, 86, 15, 316, 403, 319, 325, 292, 183, 42, 41, 38, 12, 268, 271, 272, 407};
constexpr std::array<int, 71> kRefinedLeftEye{
    33,  7,   163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173, 130, 25,
    110, 24,  23,  22,  26,  112, 243, 247, 30,  29,  27,  28,  56,  190, 226, 31,  228, 229,
    230, 231, 232, 233, 244, 113, 225, 224, 223, 222, 221, 189, 35,  124, 46,  53,  52,  65,
    143, 111, 117, 118, 119, 120, 121, 128, 245, 156, 70,  63,  105, 66,  107, 55,  193};
constexpr std::array<int, 71> kRefinedRightEye{
    263, 249, 390, 373, 374, 380, 381, 382, 362, 466, 388, 387, 386, 385, 384, 398, 359, 255,
    339, 254, 253, 252, 256, 341, 463, 467, 260, 259, 257, 258, 286, 414, 446, 261, 448, 449,
    450, 451, 452, 453, 464, 342, 445, 444, 443, 442, 441, 413, 265, 353, 276, 283, 282, 295,
    372, 340, 346, 347, 348, 349, 350, 357, 465, 383, 300, 293, 334, 296, 336, 285, 417};

/// A rotated square in the picture.
struct Region {
  cv::Point2f centre;
  float side = 0;
  float rotation = 0;  ///< radians, positive turns the eye line clockwise in the picture
};

float angle(cv::Point2f from, cv::Point2f to) {
  return std::atan2(to.y - from.y, to.x - from.x);
}

Region regionOf(const FaceDetection& face) {
  const cv::Point2f centre = (face.box.tl() + face.box.br()) * 0.5f;
  return {centre, kEnlarge * std::max(face.box.width, face.box.height), angle(face.leftEye, face.rightEye)};
}

cv::Rect2f boundsOf(const FaceLandmarks& face) {
  float left = 1e9f, top = 1e9f, right = -1e9f, bottom = -1e9f;
  for (int i = 0; i < kMeshVertexCount; ++i) {
    left = std::min(left, face.points[i].x), right = std::max(right, face.points[i].x);
    top = std::min(top, face.points[i].y), bottom = std::max(bottom, face.points[i].y);
  }
  return {left, top, right - left, bottom - top};
}

Region regionOf(const FaceLandmarks& face) {
  const cv::Rect2f box = boundsOf(face);
  const auto& a = face.points[kLeftEyeOuter];
  const auto& b = face.points[kRightEyeOuter];
  return {(box.tl() + box.br()) * 0.5f, kEnlarge * std::max(box.width, box.height),
          angle({a.x, a.y}, {b.x, b.y})};
}

}  // namespace

struct FaceTracker::State {
  FaceDetector detector;
  graph::TfliteGraph mesh;
  std::optional<FaceLandmarks> last;

  explicit State(const FaceNetworkFiles& files) : detector(files.detector), mesh(files.attentionMesh) {}

  FaceLandmarks landmarksIn(const cv::Mat& rgb, const Region& region) const {
    const float scale = region.side / kCropSide, c = std::cos(region.rotation) * scale,
                s = std::sin(region.rotation) * scale;
    // Crop pixel (u, v) to picture: the square's middle is (kCropSide / 2, kCropSide / 2) in pixel edges.
    const float half = kCropSide / 2.f;
    const auto toPicture = [&](float u, float v) {
      return cv::Point2f(region.centre.x + c * (u - half) - s * (v - half),
                         region.centre.y + s * (u - half) + c * (v - half));
    };
    // warpAffine speaks of pixel centres, the regions of pixel edges.
    const cv::Point2f origin = toPicture(0.5f, 0.5f) - cv::Point2f(0.5f, 0.5f);
    cv::Mat crop;
    cv::warpAffine(rgb, crop, cv::Matx23f(c, -s, origin.x, s, c, origin.y), {kCropSide, kCropSide},
                   cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
    const auto outputs = mesh.run(networkInput(crop, 1.f / 255, 0));
    const auto values = [&](const char* name) { return outputs.at(name).data_ptr<float>(); };

    FaceLandmarks face;
    face.presence = 1 / (1 + std::exp(-*values("conv_faceflag")));
    const float* points = values("output_mesh_identity");
    for (int i = 0; i < kMeshVertexCount; ++i)
      face.points[i] = {points[3 * i], points[3 * i + 1], points[3 * i + 2]};
    const auto refine = [&](const auto& indices, const float* refined) {
      for (std::size_t i = 0; i < indices.size(); ++i) {
        face.points[std::size_t(indices[i])].x = refined[2 * i];
        face.points[std::size_t(indices[i])].y = refined[2 * i + 1];
      }
    };
    refine(kRefinedLips, values("output_lips"));
    refine(kRefinedLeftEye, values("output_left_eye"));
    refine(kRefinedRightEye, values("output_right_eye"));
    const auto iris = [&](int first, const auto& eye, const float* refined) {
      float z = 0;
      for (int i = 0; i < 16; ++i) z += face.points[std::size_t(eye[std::size_t(i)])].z / 16;
      for (int i = 0; i < 5; ++i)
        face.points[std::size_t(first + i)] = {refined[2 * i], refined[2 * i + 1], z};
    };
    iris(kLeftIris, kRefinedLeftEye, values("output_left_iris"));
    iris(kRightIris, kRefinedRightEye, values("output_right_iris"));
    for (auto& p : face.points) {
      const cv::Point2f at = toPicture(p.x, p.y);
      p = {at.x, at.y, p.z * scale};
    }
    return face;
  }
};

FaceTracker::FaceTracker(const FaceNetworkFiles& files) : state_(std::make_unique<State>(files)) {}
FaceTracker::~FaceTracker() = default;
FaceTracker::FaceTracker(FaceTracker&&) noexcept = default;

std::vector<FaceLandmarks> FaceTracker::detect(const cv::Mat& rgb) {
  std::vector<FaceLandmarks> faces;
  for (const auto& found : state_->detector.detect(rgb)) {
    FaceLandmarks face = state_->landmarksIn(rgb, regionOf(found));
    // The detector's box is coarse; the landmarks' own region settles within a few passes.
    for (int pass = 0; pass < kStillPasses && face.presence >= kPresenceThreshold; ++pass)
      face = state_->landmarksIn(rgb, regionOf(face));
    if (face.presence < kPresenceThreshold) continue;
    face.box = found.box;
    face.score = found.score;
    faces.push_back(face);
  }
  return faces;
}

std::optional<FaceLandmarks> FaceTracker::follow(const cv::Mat& rgb, const FaceLandmarks& last) const {
  FaceLandmarks face = state_->landmarksIn(rgb, regionOf(last));
  if (face.presence < kPresenceThreshold) return std::nullopt;
  face.box = boundsOf(face);
  return face;
}

std::vector<FaceLandmarks> FaceTracker::track(const cv::Mat& rgb) {
  if (state_->last) {
    if (const auto face = follow(rgb, *state_->last)) {
      state_->last = face;
      return {*face};
    }
  }
  auto faces = detect(rgb);
  if (faces.empty()) {
    state_->last.reset();
    return {};
  }
  faces.resize(1);
  state_->last = faces[0];
  return faces;
}

void FaceTracker::reset() {
  state_->last.reset();
}

}  // namespace orator::face
