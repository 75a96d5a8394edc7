#pragma once

#include <memory>
#include <opencv2/core.hpp>
#include <vector>

#include "core/face/camera_distance.h"
#include "core/render/face3d/lighting.h"
#include "core/render/face3d/surface.h"

namespace orator::render::face3d {

enum class Look {
  clay,     ///< plain material in studio light
  textured  ///< the portrait's or the model's own colours
};

/// Pinhole camera as face::PortraitCamera, turned about a pivot.
struct View {
  cv::Size size;
  float focalPixels = 0;
  cv::Point2f centre;
  cv::Vec3f pivot;
  cv::Matx33f turn = cv::Matx33f::eye();

  cv::Vec3f turned(const cv::Point3f& p) const { return turn * (cv::Vec3f(p) - pivot) + pivot; }
  /// Pixels, and minus the inverse distance, which is linear in the picture.
  cv::Point3f project(const cv::Vec3f& p) const {
    const float near = 1 / (face::kCameraDistance - p[2]);
    return {centre.x + focalPixels * p[0] * near, centre.y - focalPixels * p[1] * near, -near};
  }
};

/// Draws faces in software: depth buffer, smooth normals, nine samples a pixel, shadow of the key light, a
/// studio backdrop. Immutable; any thread; uses all cores.
class FacePainter {
 public:
  /// @param portrait CV_8UC3 RGB that Surface::texture refers to; may be empty
  FacePainter(const View& view, Look look, cv::Mat portrait = {});
  ~FacePainter();
  /// @param light of surfaces with colours of their own
  /// @return CV_8UC3 RGB of the view's size, a new Mat
  cv::Mat paint(const std::vector<Surface>& surfaces,
                const HarmonicLight& light = HarmonicLight::studio()) const;
  /// Marks points that face the viewer. @param normals as many as points
  void mark(const std::vector<cv::Point3f>& points, const std::vector<cv::Vec3f>& normals,
            cv::Mat& picture) const;

 private:
  struct State;
  std::unique_ptr<const State> state_;
};

}  // namespace orator::render::face3d
