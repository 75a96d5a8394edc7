#pragma once

#include <filesystem>
#include <opencv2/core.hpp>
#include <vector>

namespace orator::face {

/// The 468 vertices of the canonical face mesh.
struct CanonicalMesh {
  std::vector<cv::Vec3d> vertices;   ///< centimetre, x right, y up, z towards the camera
  std::vector<cv::Vec2f> texture;    ///< 0..1, v downward
  std::vector<cv::Vec3i> triangles;  ///< counter-clockwise seen from the front
};

/// Reads geometry_pipeline_metadata_landmarks.binarypb (protocol buffers: field 1 is the mesh, whose field 3
/// holds x y z u v and field 4 the triangle indices). @throws Error packMissing, packDamaged
CanonicalMesh readCanonicalMesh(const std::filesystem::path& file);

/// Index of the vertex at the mirrored place (x -> -x) for each vertex.
std::vector<int> mirroredVertices(const CanonicalMesh& mesh);

}  // namespace orator::face
