#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace orator::render::face3d {

enum class Material { skin, eye, tooth, cavity };

/// One part of a face in space: decimetre, x right, y up, z to the camera. Vectors have an entry for every
/// point or are empty where that is said.
struct Surface {
  Material material = Material::skin;
  std::vector<cv::Vec3i> triangles;
  std::vector<cv::Point3f> points;
  std::vector<cv::Vec3f> normals;  ///< unit length, outward
  std::vector<float> openness;     ///< 0..1, how much of the surrounding light reaches the point
  std::vector<cv::Vec2f> texture;  ///< pixels of the portrait; empty without one
  std::vector<cv::Vec2f> iris;     ///< of an eye: place from the middle of the iris, in its radii; or empty
  std::vector<cv::Vec3f>
      colours;  ///< R G B 0..1, linear light, of a model with a colour at every vertex; or empty
};

/// Unit normals, every face counted by its area.
std::vector<cv::Vec3f> normalsOf(const std::vector<cv::Point3f>& points,
                                 const std::vector<cv::Vec3i>& triangles);

/// How deep every point lies below its surroundings, as a share of the light it still gets.
/// @param neighbours of every point @param depth decimetre below the smoothed surface that loses half of it
std::vector<float> opennessOf(const std::vector<cv::Point3f>& points, const std::vector<cv::Vec3f>& normals,
                              const std::vector<std::vector<int>>& neighbours, float depth);

/// The points joined to every point by an edge.
std::vector<std::vector<int>> neighboursOf(const std::vector<cv::Vec3i>& triangles, std::size_t points);

/// The closed rows of points along edges of only one triangle, in the triangles' own direction.
std::vector<std::vector<int>> borderLoops(const std::vector<cv::Vec3i>& triangles);

}  // namespace orator::render::face3d
