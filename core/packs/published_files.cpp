#include "core/packs/published_files.h"

#include <algorithm>

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

constexpr char kResearchOnly[] = "LicenseRef-Wav2Lip-Research";

PublishedPack tool(const std::string& id, const std::string& title, std::vector<PublishedFile> files,
                   const std::string& licence, const std::string& origin, const std::string& purpose) {
  return {id, title, 0, std::move(files), {}, licence, origin, {purpose, "", {}, "studio"}};
}

PublishedPack syncnet() {
  return tool("syncnet", "SyncNet, the judge of lip sync (LSE-C, LSE-D)",
              {file("syncnet_v2", "syncnet_v2.model", 54'573'114,
                    "961e8696f888fce4f3f3a6c3d5b3267cf5b343100b238e79b2659bff2c605442",
                    {"http://www.robots.ox.ac.uk/~vgg/software/lipsync/data/"})},
              "MIT", "SyncNet (Chung and Zisserman), syncnet_python", "judge");
}

std::vector<PublishedPack> wav2lip() {
  const std::string origin = "Wav2Lip (Prajwal et al.); research and personal use only";
  return {tool("wav2lip", "Wav2Lip, lips from a voice",
               {file("wav2lip", "wav2lip.pth", 435'807'851,
                     "b78b681b68ad9fe6c6fb1debc6ff43ad05834a8af8a62ffc4167b7b34ef63c37",
                     {"https://huggingface.co/vinthony/SadTalker/resolve/main/"})},
               kResearchOnly, origin, "teach"),
          tool("wav2lip-gan", "Wav2Lip with a picture critic, lips from a voice",
               {file("wav2lip", "wav2lip_gan.pth", 435'801'865,
                     "ca9ab7b7b812c0e80a6e70a5977c545a1e8a365a6c49d5e533023c034d7ac3d8", {})},
               kResearchOnly, origin, "teach"),
          tool("lipsync-expert", "Wav2Lip's expert of lip sync",
               {file("lipsync_expert", "lipsync_expert.pth", 0, "", {})}, kResearchOnly, origin, "teach")};
}

std::vector<PublishedPack> restoration() {
  const Folders esrgan2{"https://github.com/xinntao/Real-ESRGAN/releases/download/v0.2.1/"},
      esrgan4{"https://github.com/xinntao/Real-ESRGAN/releases/download/v0.1.0/"};
  return {tool("gfpgan", "GFPGAN v1.4, restores faces",
               {file("gfpgan", "GFPGANv1.4.pth", 348'632'874,
                     "e2cd4703ab14f4d01fd1383a8a8b266f9a5833dacee8e6a79d3bf21a1b6be5ad",
                     {"https://github.com/TencentARC/GFPGAN/releases/download/v1.3.0/"}),
                file("parsenet", "parsing_parsenet.pth", 85'331'193,
                     "3d558d8d0e42c20224f13cf5a29c79eba2d59913419f945545d8cf7b72920de2",
                     {"https://github.com/xinntao/facexlib/releases/download/v0.2.2/"})},
               "Apache-2.0 AND MIT", "GFPGAN (Wang et al.) v1.4; facexlib (ParseNet)", "enhance"),
          tool("realesrgan-x2", "Real-ESRGAN x2plus, enlarges pictures",
               {file("realesrgan_x2", "RealESRGAN_x2plus.pth", 67'061'725,
                     "49fafd45f8fd7aa8d31ab2a22d14d91b536c34494a5cfe31eb5d89c2fa266abb", esrgan2)},
               "BSD-3-Clause", "Real-ESRGAN (Wang et al.) v0.2.1", "enhance"),
          tool("realesrgan-x4", "Real-ESRGAN x4plus, enlarges pictures",
               {file("realesrgan_x4", "RealESRGAN_x4plus.pth", 67'040'989,
                     "4fa0d38905f75ac06eb49a7951b426670021be3018265fd191d2125df9d682f1", esrgan4)},
               "BSD-3-Clause", "Real-ESRGAN (Wang et al.) v0.1.0", "enhance")};
}

PublishedPack livePortrait() {
  const std::string folder = "https://huggingface.co/KwaiVGI/LivePortrait/resolve/main/liveportrait/";
  const Folders base{folder + "base_models/"}, retargeting{folder + "retargeting_models/"};
  PublishedPack made{"liveportrait",
                     "LivePortrait",
                     512,
                     {file("liveportrait_appearance", "appearance_feature_extractor.pth", 3'387'959,
                           "5279bb8654293dbdf327030b397f107237dd9212fb11dd75b83dfb635211ceb5", base),
                      file("liveportrait_motion", "motion_extractor.pth", 112'545'506,
                           "251e6a94ad667a1d0c69526d292677165110ef7f0cf0f6d199f0e414e8aa0ca5", base),
                      file("liveportrait_warping", "warping_module.pth", 182'180'086,
                           "2f61a6f265fe344f14132364859a78bdbbc2068577170693da57fb96d636e282", base),
                      file("liveportrait_generator", "spade_generator.pth", 221'813'590,
                           "4780afc7909a9f84e24c01d73b31a555ef651521a1fe3b2429bd04534d992aee", base),
                      file("liveportrait_retargeting", "stitching_retargeting_module.pth", 2'393'098,
                           "3652d5a3f95099141a56986aaddec92fadf0a73c87a20fac9a2c07c32b28b611", retargeting)},
                     {},
                     "MIT",
                     "LivePortrait (Guo et al., Kuaishou)",
                     {"", "studio", {"liveportrait"}, "studio"}};
  return made;
}

}  // namespace

bool PublishedPack::canBeFetched() const {
  return std::none_of(files.begin(), files.end(), [](const PublishedFile& f) { return f.sha256.empty(); });
}

const Catalogue& publishedPacks() {
  static const Catalogue packs = [] {
    Catalogue made{pack(256, "c211f5d6de003516bf1bbda9f47049a4c9c99133b1ab565c6961e5af16477bff"),
                   pack(512, "0e063f7ff5258240bdb0f7690783a7b1374e6a4a81ce8fa33456f4cd49694340")};
    made[0].separateFiles = separateFiles();
    made.push_back(syncnet());
    for (const auto& more : {wav2lip(), restoration()}) made.insert(made.end(), more.begin(), more.end());
    made.push_back(livePortrait());
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
