#pragma once

#include <array>
#include <filesystem>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "core/face/camera_distance.h"
#include "core/face/landmarks.h"

namespace orator::face {

inline constexpr int kExpressionCount = 64;
using ExpressionCoefficients = std::array<float, kExpressionCount>;

/// Head pose in SadTalker's convention (SADTALKER, section 3.1 of the paper; Deep3DFaceReconstruction):
/// p' = Rz(angles[2]) * Ry(angles[1]) * Rx(angles[0]) * p + translation.
struct HeadPose {
  cv::Vec3f anglesRadians;  ///< about x (pitch), y (yaw), z (roll)
  cv::Vec3f translation;    ///< decimetre
};

/// Linear face model (3DMM). Head coordinates: decimetre, x to the right of the picture, y up, z towards the
/// camera, origin between the ears at the height of the nose, where the head turns. V = 478 vertices in the
/// order of FaceLandmarks. Immutable once loaded; shared between threads.
struct FaceModel {
  std::string id;                            ///< the basis name tracks are tagged with, for example "studio"
  cv::Mat1f mean;                            ///< [1, 3V], x y z interleaved; neutral: closed lips, open eyes
  cv::Mat1f identity;                        ///< [K, 3V], coefficients of people have unit variance
  cv::Mat1f expression;                      ///< [64, 3V], 1 = one natural full-strength action
  std::vector<std::string> expressionNames;  ///< 64 names for the curve view, for example "jaw_open"
  ExpressionCoefficients expressionMinimum{};    ///< <= 0, the range a face can do
  ExpressionCoefficients expressionMaximum{};    ///< >= 0
  ExpressionCoefficients expressionDeviation{};  ///< > 0, the spread seen on faces, for regularisation
  ExpressionCoefficients blink{};                ///< what full closure of both lids adds to the expression
  std::vector<cv::Vec3i> triangles;         ///< skin; counter-clockwise seen from the camera; vertices 0..467
  std::vector<cv::Vec3i> openingTriangles;  ///< those that span the mouth opening and the eyes
  std::vector<cv::Vec2f> textureCoordinates;  ///< V entries, 0..1, v downward from the forehead

  /// mean + identity + expression, V points.
  std::vector<cv::Point3f> shape(const std::vector<float>& identityCoefficients,
                                 const ExpressionCoefficients& expressionCoefficients) const;
};

/// Pinhole camera at z = D = kCameraDistance looking along -z: X' = centre.x + focal * x / (D - z),
/// Y' = centre.y - focal * y / (D - z).
struct PortraitCamera {
  float focalPixels = 0;
  cv::Point2f centre;
  cv::Point2f project(const cv::Point3f& head) const {
    const float s = focalPixels / (kCameraDistance - head.z);
    return {centre.x + s * head.x, centre.y - s * head.y};
  }
};

/// The face model fitted to one set of landmarks.
struct FaceFit {
  std::vector<float> identity;          ///< K coefficients
  ExpressionCoefficients expression{};  ///< β0: the expression the portrait shows
  HeadPose pose;
  PortraitCamera camera;
  float residualPixels = 0;  ///< root mean square over the landmarks
};

/// Rotation matrix Rz*Ry*Rx of the angles (pitch, yaw, roll).
cv::Matx33f rotationMatrix(const cv::Vec3f& anglesRadians);

/// Reads the pack's face model file. @throws Error packMissing, packDamaged
FaceModel loadFaceModel(const std::filesystem::path& file);

/// The same model gives the same bytes. @throws Error outputUnwritable
void saveFaceModel(const FaceModel& model, const std::filesystem::path& file);

/// Identity, β0, pose and camera by regularised robust least squares on the landmarks; milliseconds.
/// The camera is placed so that the portrait's own translation is zero; expressions stay within the model's
/// range. With `known` given, identity and camera are kept and expression, angles and translation are fitted
/// (video).
FaceFit fitFaceModel(const FaceModel& model, const FaceLandmarks& landmarks, cv::Size picture,
                     const FaceFit* known = nullptr);

}  // namespace orator::face
