#include "core/render/face3d/face3d_renderer.h"

#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>
#include <string>

#include "core/base/error.h"
#include "core/face/camera_distance.h"
#include "core/face/face_mesh.h"
#include "core/render/face3d/studio_face.h"
#include "core/render/framing.h"

namespace orator::render::face3d {
namespace {

constexpr int kLeastSide = 64;
constexpr float kLargestTurnDegrees = 60;
constexpr float kFaceShare = 0.68f;  // of the picture's height

/// A camera that shows the neutral face, upright in the middle.
View framing(const StudioFace& face, const Face3dSettings& settings) {
  const float huge = std::numeric_limits<float>::max();
  cv::Vec3f low(huge, huge, huge), high = -low;
  for (const cv::Point3f& p : face.points({}))
    for (int k = 0; k < 3; ++k) {
      const cv::Vec3f at(p);
      low[k] = std::min(low[k], at[k]);
      high[k] = std::max(high[k], at[k]);
    }
  const auto side = float(settings.sidePixels);
  View view;
  view.size = {settings.sidePixels, settings.sidePixels};
  view.pivot = 0.5f * (low + high);
  const float distance = face::kCameraDistance - view.pivot[2];
  view.focalPixels = kFaceShare * side * distance / (high[1] - low[1]);
  view.centre = {0.5f * side - view.focalPixels * view.pivot[0] / distance,
                 0.5f * side + view.focalPixels * view.pivot[1] / distance};
  view.turn = face::rotationMatrix({0, settings.turnDegrees * float(CV_PI) / 180, 0});
  return view;
}

/// The portrait as the face's texture, with about one pixel for each of the picture: more would sparkle.
struct Texture {
  cv::Mat rgb;
  face::FaceLandmarks landmarks;
};

Texture textureOf(const face::Portrait& portrait, int sidePixels) {
  constexpr float kDetail = 1.3f;
  Texture texture{portrait.rgb, portrait.landmarks};
  const auto& points = texture.landmarks.points;
  const cv::Point3f across = points[face::kForeheadTop] - points[face::kChin];
  const float wanted =
      kDetail * kFaceShare * float(sidePixels) / std::max(1.f, std::hypot(across.x, across.y));
  if (wanted >= 1) return texture;
  const cv::Size size(std::max(2, cvRound(wanted * float(portrait.rgb.cols))),
                      std::max(2, cvRound(wanted * float(portrait.rgb.rows))));
  cv::resize(portrait.rgb, texture.rgb, size, 0, 0, cv::INTER_AREA);
  for (cv::Point3f& p : texture.landmarks.points) {
    p.x *= float(size.width) / float(portrait.rgb.cols);
    p.y *= float(size.height) / float(portrait.rgb.rows);
  }
  return texture;
}

class StudioFaceRenderer : public FaceRenderer {
 public:
  StudioFaceRenderer(const face::Portrait& portrait, const Texture& texture, const Face3dSettings& settings)
      : settings_(settings),
        face_(portrait.model, portrait.fit.identity, &texture.landmarks),
        painter_(framing(face_, settings), settings.look, texture.rgb) {}

  cv::Size frameSize() const override { return {settings_.sidePixels, settings_.sidePixels}; }

  void render(const motion::MotionTrack& track, FrameRange range, const FrameSink& sink,
              const RunContext& context) override {
    for (std::int64_t i = range.begin; i < range.end; ++i) {
      context.throwIfCancelled();
      const motion::CoefficientRow& row = track.rows[std::size_t(i)];
      cv::Mat picture = painter_.paint(face_.pose(row));
      if (settings_.landmarks) {
        const auto points = face_.points(row);
        painter_.mark(points, face_.pointNormals(points), picture);
      }
      sink(i, picture);
    }
  }

 private:
  const Face3dSettings settings_;
  const StudioFace face_;
  const FacePainter painter_;
};

}  // namespace

void checkFace3dSettings(const Face3dSettings& settings) {
  if (settings.sidePixels < kLeastSide || settings.sidePixels > kLargestSide)
    throw Error(ErrorCode::invalidArgument, "size",
                std::to_string(settings.sidePixels) + " pixels is out of range",
                "Choose " + std::to_string(kLeastSide) + " to " + std::to_string(kLargestSide));
  if (!(std::abs(settings.turnDegrees) <= kLargestTurnDegrees))
    throw Error(ErrorCode::invalidArgument, "turn", "the view is turned too far", "Choose -60 to 60 degrees");
}

std::unique_ptr<FaceRenderer> makeFace3dRenderer(std::shared_ptr<const face::Portrait> portrait,
                                                 const Face3dSettings& settings) {
  checkFace3dSettings(settings);
  return std::make_unique<StudioFaceRenderer>(*portrait, textureOf(*portrait, settings.sidePixels), settings);
}

}  // namespace orator::render::face3d
