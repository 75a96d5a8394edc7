#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "core/face/portrait.h"
#include "core/motion/motion_track.h"

namespace orator::render::face_files {

/// The person's face as a mesh of 468 vertices, with what the 64 expression coefficients do to it, and how
/// head and coefficients move: what programs for 3D take. Metres; x to the right of the picture, y up, z
/// towards the camera; the origin is between the ears, where the head turns.
struct AnimatedFace {
  struct Target {
    std::string name;                ///< of the coefficient
    std::vector<cv::Vec3f> offsets;  ///< what 1 adds to the points
    std::vector<cv::Vec3f> normals;  ///< what 1 adds to the normals
  };
  std::vector<cv::Point3f> points;  ///< neutral
  std::vector<cv::Vec3f> normals;   ///< of the neutral face, unit length
  std::vector<cv::Vec2f> texture;   ///< 0..1 of the portrait's width and height, downwards
  std::vector<cv::Vec3i> skin;      ///< counter-clockwise seen from outside; the eyes are closed with it
  std::vector<cv::Vec3i> mouth;     ///< what spans the opening between the lips
  std::vector<Target> targets;      ///< 64
  cv::Mat picture;                  ///< CV_8UC3 RGB: the portrait

  FrameRate frameRate;
  std::vector<std::array<float, face::kExpressionCount>> weights;  ///< of the targets, a frame
  std::vector<cv::Vec4f> rotations;     ///< unit quaternions x y z w, a frame, without jumps of sign
  std::vector<cv::Vec3f> translations;  ///< a frame

  /// The points of one frame before the head is turned and moved.
  std::vector<cv::Point3f> posed(std::size_t frame) const;
};

/// @param track in the basis of the portrait's model
/// @throws Error invalidArgument for another basis, or without a frame
AnimatedFace animatedFace(const face::Portrait& portrait, const motion::MotionTrack& track);

}  // namespace orator::render::face_files
