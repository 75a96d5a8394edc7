#pragma once

#include <filesystem>
#include <vector>

#include "core/face/face_model.h"
#include "core/face/model_builder/canonical_mesh.h"

namespace orator::face {

/// Makes a face model from the canonical mesh alone: smooth identity modes of its surface and expression
/// directions drawn from anatomy (core/face/expression_names.h). It is what people are measured with when a
/// model is learned from them (core/lab/face_model/face_model_trainer.h). Deterministic;
/// takes a second.
/// @param canonicalMesh geometry_pipeline_metadata_landmarks.binarypb
/// @throws Error packMissing, packDamaged
FaceModel buildStudioFaceModel(const std::filesystem::path& canonicalMesh);

/// The same drawn over another neutral face. @param neutral 468 points, centimetre; its lips are closed
FaceModel buildFaceModelOver(const CanonicalMesh& mesh, std::vector<cv::Vec3d> neutral);

/// Moves lips that are a little apart onto each other, half way each, and the skin around them along.
/// @param vertices 468 points, centimetre @param skin triangles without those that span the opening
void closeLips(std::vector<cv::Vec3d>& vertices, const std::vector<cv::Vec3i>& skin,
               const std::vector<int>& mirrored);

}  // namespace orator::face
