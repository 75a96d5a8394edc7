#include "core/packs/pack_writer.h"

#include <nlohmann/json.hpp>
#include <vector>

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
  ordered_json root{{"format", 1}, {"id", pack.id}, {"title", pack.title}};
  if (pack.animates()) {
    std::vector<const char*> shared{"face_detector", "attention_mesh", "canonical_mesh",
                                    "person_matte",  "face_model",     "speech_detector"};
    if (pack.motionModel == "studio")
      shared.insert(shared.end(), {"audio2exp", "head_motion", "expression_map", "finish_eye"});
    for (const char* role : shared) files.push_back({{"role", role}, {"pack", "studio"}});
    root["motion_model"] = pack.motionModel;
    root["renderers"] = pack.renderers;
    root["coefficient_basis"] = pack.coefficientBasis;
    root["picture_size"] = pack.pictureSizePx;
  } else {
    root["purpose"] = pack.purpose;
  }
  root["files"] = files;
  writeFile(pack.folder / "pack.json", root.dump(2) + "\n");
}

}  // namespace orator::packs
