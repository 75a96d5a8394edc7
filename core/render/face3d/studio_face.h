#pragma once

#include <memory>
#include <opencv2/core.hpp>
#include <vector>

#include "core/face/face_model.h"
#include "core/face/landmarks.h"
#include "core/motion/motion_track.h"
#include "core/render/face3d/mouth_parts.h"
#include "core/render/face3d/subdivision.h"
#include "core/render/face3d/surface.h"

namespace orator::render::face3d {

/// The studio pack's face as something to look at: the 468-point mesh as a smooth mask with a rounded rim,
/// eyeballs with irises, teeth and the dark behind them. Immutable; any thread.
class StudioFace {
 public:
  /// @param landmarks of the portrait, for its texture; may be null
  StudioFace(std::shared_ptr<const face::FaceModel> model, std::vector<float> identity,
             const face::FaceLandmarks* landmarks);

  /// Everything that is to be drawn, posed by a row of a track.
  std::vector<Surface> pose(const motion::CoefficientRow& row) const;
  /// The 478 points of the model, posed.
  std::vector<cv::Point3f> points(const motion::CoefficientRow& row) const;
  /// Normals of the first 468 of them; those of the irises look forward.
  std::vector<cv::Vec3f> pointNormals(const std::vector<cv::Point3f>& points) const;

 private:
  struct Posed;
  struct Eye {
    std::size_t iris;  ///< vertex in its middle; four on its edge follow
    SubdivisionSurface surface;
    std::vector<int> border;
  };
  Posed posedBy(const motion::CoefficientRow& row) const;
  Surface skin(const Posed& posed) const;
  Surface eye(const Eye& eye, const Posed& posed) const;
  Surface cavity(const Posed& posed) const;

  std::shared_ptr<const face::FaceModel> model_;
  std::vector<float> identity_;
  std::vector<cv::Point3f> neutral_;
  SubdivisionSurface skinSurface_, mouthSurface_;
  std::vector<std::vector<int>> skinNeighbours_;  ///< of the fine mask with its rim
  std::vector<cv::Vec3i> skinTriangles_;          ///< the same
  std::vector<int> rim_;                          ///< the fine mask's outer border
  std::vector<int> mouthBorder_;
  std::vector<Eye> eyes_;
  MouthParts mouthParts_;
  std::vector<cv::Vec2f> coarseTexture_;
};

}  // namespace orator::render::face3d
