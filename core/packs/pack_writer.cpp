#include "core/packs/pack_writer.h"

#include <nlohmann/json.hpp>

#include "core/base/files.h"

namespace orator::packs {

void writePackJson(const Pack& pack) {
  using nlohmann::ordered_json;
  ordered_json files = ordered_json::array();
  for (const PackFile& file : pack.files) {
    if (file.path.parent_path() != pack.folder)
      throw Error(ErrorCode::invalidArgument, pathText(file.path), "does not lie in the pack's folder");
    files.push_back({{"role", file.role},
                     {"path", pathText(file.path.filename())},
                     {"sha256", file.sha256},
                     {"origin", file.origin},
                     {"licence", file.licence}});
  }
  for (const char* role :
       {"face_detector", "attention_mesh", "canonical_mesh", "person_matte", "face_model", "speech_detector"})
    files.push_back({{"role", role}, {"pack", "studio"}});
  const ordered_json root{{"format", 1},
                          {"id", pack.id},
                          {"title", pack.title},
                          {"motion_model", pack.motionModel},
                          {"renderers", pack.renderers},
                          {"coefficient_basis", pack.coefficientBasis},
                          {"picture_size", pack.pictureSizePx},
                          {"files", files}};
  writeFile(pack.folder / "pack.json", root.dump(2) + "\n");
}

}  // namespace orator::packs
