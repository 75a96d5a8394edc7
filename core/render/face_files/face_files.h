#pragma once

#include <filesystem>
#include <span>
#include <string_view>

#include "core/base/run_context.h"
#include "core/render/face_files/animated_face.h"

namespace orator::render::face_files {

/// A form in which other programs take an animated face.
struct FaceFileForm {
  std::string_view ending;  ///< ".glb"
  std::string_view what;    ///< for the help
  bool isFolder = false;    ///< more files than one, in a folder of that name
};

/// .glb, .gltf, .usda, .obj
std::span<const FaceFileForm> faceFileForms();

/// By the ending, in small or capital letters; null for any other.
const FaceFileForm* faceFileForm(const std::filesystem::path& file);

/// Writes the face in the form that the ending tells; nothing is left where it fails.
/// Stage reported: "write" (frames, of a folder with a file a frame).
/// @throws Error invalidArgument (another ending), outputUnwritable, diskFull
void writeFaceFile(const AnimatedFace& face, const std::filesystem::path& file, const RunContext& context);

}  // namespace orator::render::face_files
