#pragma once

#include <array>
#include <opencv2/core.hpp>

#include "core/render/face3d/surface.h"

namespace orator::render::face3d {

/// Grey levels to linear light, 0..1, and back.
float linearOf(uchar level);
cv::Vec3f linearOf(const cv::Vec3b& rgb);
cv::Vec3b levelsOf(const cv::Vec3f& linear);

/// What meets the eye at one point.
struct Fragment {
  cv::Vec3f normal;      ///< unit length, towards the viewer
  cv::Vec3f toViewer;    ///< unit length
  float openness = 1;    ///< of the surroundings
  float keyLight = 1;    ///< 0 in the shadow of the key light
  cv::Vec3f albedo;      ///< linear
  float gloss = 0.1f;    ///< strength of the highlight
  float sharpness = 28;  ///< of the highlight
};

/// A portrait studio: a warm key light from the upper left, a cool fill from the right, a light from behind
/// for the outline, and the room.
extern const cv::Vec3f kKeyDirection;
/// Linear light towards the viewer.
cv::Vec3f studioLight(const Fragment& fragment);

/// Second-order spherical harmonics, 9 factors a channel, as Deep3DFaceReconstruction lights its faces
/// (Ramamoorthi and Hanrahan, "An efficient representation for irradiance environment maps", 2001).
struct HarmonicLight {
  std::array<cv::Vec3f, 9> factors{};
  /// @param gamma 27 coefficients, 9 a channel; 0.8 is added to the first of each
  static HarmonicLight fromCoefficients(const std::array<float, 27>& gamma);
  /// A light like studioLight(), for faces whose own light is not known.
  static HarmonicLight studio();
  /// Factor of the colour. @param normal unit length, z to the camera
  cv::Vec3f at(const cv::Vec3f& normal) const;
};

}  // namespace orator::render::face3d
