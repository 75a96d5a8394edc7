#pragma once

#include <filesystem>

#include "core/face/face_model.h"

namespace orator::face {

/// Makes the studio pack's face model from the canonical mesh alone: smooth identity modes of its surface and
/// expression directions drawn from anatomy (core/face/expression_names.h). Deterministic; takes a second.
/// @param canonicalMesh geometry_pipeline_metadata_landmarks.binarypb
/// @throws Error packMissing, packDamaged
FaceModel buildStudioFaceModel(const std::filesystem::path& canonicalMesh);

}  // namespace orator::face
