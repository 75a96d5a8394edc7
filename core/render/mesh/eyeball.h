#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <vector>

#include "core/face/face_mesh.h"
#include "core/render/mesh/curve.h"

namespace orator::render::mesh {

/// What lies between the lids, as it would be without them: the portrait's own iris and white, continued
/// under the lids. The iris is moved by drawing the white together on one side and out on the other.
/// Immutable.
class Eyeball {
 public:
  Eyeball() = default;
  /// @param frame of the eye's corners @param upper, lower edges of the open lids in it
  /// @param rgb the portrait, CV_8UC3
  Eyeball(const face::EyeLines& eye, const std::vector<cv::Point2f>& pixels, const SlitFrame& frame,
          const Curve& upper, const Curve& lower, const cv::Mat& rgb);

  /// False where the portrait shows no iris: nothing can be moved.
  bool showsIris() const { return radius_ > 0; }

  /// The nearest shift that the eye has room for. @param shift pixels along the eye and down the face
  cv::Point2f possible(cv::Point2f shift) const;

  /// Centre of the iris, pixels along the eye and down the face from the frame's origin, and its radius.
  cv::Point2f iris() const { return iris_; }
  float radius() const { return radius_; }

  /// 0 where a shift goes along the eye .. 1 where it takes the iris up or down from under the lids.
  float lifted(cv::Point2f shift) const;

  /// What the upper lid leaves of the light so many pixels below its edge.
  float shadeUnderLid(float distance) const { return radius_ == 0 ? 1 : underUpper_.at(distance); }

  /// What is seen at a position of the portrait between its lids. @param shift as possible() returned it
  /// @param resting what the portrait shows there
  cv::Vec3f colour(cv::Point2f position, cv::Point2f shift, const cv::Vec3f& resting) const;

 private:
  /// Shadow and lashes of the lids on the eyeball by the distance from their edge: what they leave of the
  /// light.
  struct RimShade {
    static constexpr int kSteps = 10;
    std::array<float, kSteps + 1> left;
    float step = 1;  ///< pixels
    float at(float distance) const;
  };

  float shadeAt(cv::Point2f local) const;
  void measureShade(const cv::Mat3f& colours, const cv::Mat3f& sclera);
  void fitIris(const cv::Mat& rgb);
  bool complete(const cv::Mat& rgb);

  SlitFrame frame_;
  Curve upper_, lower_;  ///< edges of the open lids
  RimShade underUpper_, overLower_;
  cv::Point2f iris_;  ///< centre in pixels along the eye and down the face, from the frame's origin
  float radius_ = 0;  ///< of the iris, pixels; 0: there is none to move
  cv::Rect area_;     ///< of the portrait
  /// CV_8UC3 over area_, in the light that the lids' shadow does not reach: for an iris that goes along the
  /// eye, and for one that goes up or down, which takes no trace of the lids' rims along.
  cv::Mat along_, upDown_;
};

}  // namespace orator::render::mesh
