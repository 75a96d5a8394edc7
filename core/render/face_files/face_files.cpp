#include "core/render/face_files/face_files.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>

#include "core/base/files.h"
#include "core/base/partial_folder.h"
#include "core/render/face_files/gltf.h"
#include "core/render/face_files/obj.h"
#include "core/render/face_files/texture.h"
#include "core/render/face_files/usd.h"

namespace orator::render::face_files {
namespace {

namespace fs = std::filesystem;

constexpr std::array<FaceFileForm, 4> kForms{
    {{".glb", "glTF with morph targets in one file"},
     {".gltf", "the same as JSON"},
     {".usda", "a folder with a scene of USD and the portrait", true},
     {".obj", "a folder with an OBJ for each frame", true}}};

constexpr const char *kTexture = "portrait.png", *kMaterials = "face.mtl";

void writeObjFolder(const AnimatedFace& face, const fs::path& folder, const RunContext& context) {
  writeFile(folder / kMaterials, objMaterials(kTexture));
  for (std::size_t i = 0; i < face.weights.size(); ++i) {
    context.throwIfCancelled();
    char name[32];
    std::snprintf(name, sizeof name, "face_%06zu.obj", i);
    writeFile(folder / name, obj(face, i, kMaterials));
    context.progress("write", std::int64_t(i) + 1, std::int64_t(face.weights.size()));
  }
}

}  // namespace

std::span<const FaceFileForm> faceFileForms() {
  return kForms;
}

const FaceFileForm* faceFileForm(const fs::path& file) {
  std::string ending = file.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  const auto found =
      std::find_if(kForms.begin(), kForms.end(), [&](const auto& form) { return form.ending == ending; });
  return found == kForms.end() ? nullptr : &*found;
}

void writeFaceFile(const AnimatedFace& face, const fs::path& file, const RunContext& context) {
  const FaceFileForm* form = faceFileForm(file);
  if (!form)
    throw Error(ErrorCode::invalidArgument, pathText(file), "is no file of an animated face",
                "Choose the ending .glb, .gltf, .usda or .obj");
  if (!form->isFolder) return writeFile(file, gltf(face, form->ending == ".glb"));
  PartialFolder folder(file);
  writeFile(folder.path() / kTexture, pngOf(face.picture));
  if (form->ending == ".usda")
    writeFile(folder.path() / "face.usda", usd(face, std::string("./") + kTexture));
  else
    writeObjFolder(face, folder.path(), context);
  folder.commit();
}

}  // namespace orator::render::face_files
