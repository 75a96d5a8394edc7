#include "core/packs/published_files.h"

#include "core/base/error.h"

namespace orator::packs {
namespace {

using Folders = std::vector<std::string>;

PublishedFile file(std::string role, const std::string& name, std::uint64_t bytes, std::string sha256,
                   const Folders& folders) {
  PublishedFile made{std::move(role), name, bytes, std::move(sha256), {}};
  for (const std::string& folder : folders) made.addresses.push_back(folder + name);
  return made;
}

PublishedPack pack(int sizePx, const std::string& sha256) {
  static const Folders folders{"https://github.com/OpenTalker/SadTalker/releases/download/v0.0.2-rc/",
                               "https://huggingface.co/vinthony/SadTalker-V002rc/resolve/main/"};
  const std::string size = std::to_string(sizePx);
  return {"sadtalker-" + size,
          "SadTalker, " + size + " pixels",
          sizePx,
          {file("sadtalker", "SadTalker_V0.0.2_" + size + ".safetensors", 725'066'984, sha256, folders),
           file("mapping70", "mapping_00229-model.pth.tar", 0,
                "62a1e06006cc963220f6477438518ed86e9788226c62ae382ddc42fbcefb83f1", folders),
           file("mapping73", "mapping_00109-model.pth.tar", 155'779'231,
                "84a8642468a3fcfdd9ab6be955267043116c2bec2284686a5262f1eaf017f64c", folders)},
          {}};
}

std::vector<PublishedFile> separateFiles() {
  const Folders folders{"https://github.com/Winfredy/SadTalker/releases/download/v0.0.2/",
                        "https://huggingface.co/vinthony/SadTalker/resolve/main/"};
  return {file("audio2exp", "auido2exp_00300-model.pth", 0,
               "b7608f0e6b477e50e03ca569ac5b04a841b9217f89d502862fc78fda4e46dec4", folders),
          file("audio2pose", "auido2pose_00140-model.pth", 0,
               "4fba6701852dc57efbed25b1e4276e4ff752941860d69fc4429f08a02326ebce", folders),
          file("face_3drecon", "epoch_20.pth", 0,
               "6d17a6b23457b521801baae583cb6a58f7238fe6721fc3d65d76407460e9149b", folders),
          file("facevid2vid", "facevid2vid_00189-model.pth.tar", 0,
               "fbad01d46f0510276dc4521322dde6824a873a4222cd0740c85762e7067ea71d", folders)};
}

}  // namespace

const Catalogue& publishedPacks() {
  static const Catalogue packs = [] {
    Catalogue made{pack(256, "c211f5d6de003516bf1bbda9f47049a4c9c99133b1ab565c6961e5af16477bff"),
                   pack(512, "0e063f7ff5258240bdb0f7690783a7b1374e6a4a81ce8fa33456f4cd49694340")};
    made[0].separateFiles = separateFiles();
    return made;
  }();
  return packs;
}

const PublishedPack& publishedPack(std::string_view id, const Catalogue& catalogue) {
  std::string known;
  for (const PublishedPack& candidate : catalogue) {
    if (candidate.id == id) return candidate;
    known += (known.empty() ? "" : ", ") + candidate.id;
  }
  throw Error(ErrorCode::invalidArgument, "pack \"" + std::string(id) + "\"", "is not a published pack",
              "Choose one of: " + known);
}

}  // namespace orator::packs
