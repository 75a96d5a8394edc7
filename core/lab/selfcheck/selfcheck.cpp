#include "core/lab/selfcheck/selfcheck.h"

#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cstring>
#include <new>

#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/lab/selfcheck/parts.h"

namespace orator::lab::selfcheck {
namespace {

namespace fs = std::filesystem;

/// Whose numbers a golden holds. A folder may leave out all parts of a model.
enum class Model { sadTalker, syncNet, wav2Lip, restoration, livePortrait };
constexpr Model kModels[] = {Model::sadTalker, Model::syncNet, Model::wav2Lip, Model::restoration,
                             Model::livePortrait};

/// One part, or all parts of one kind, whose names go on with a length or a size: "posevae_T75".
struct Kind {
  Model model;
  const char* name;
  const char* suffix;
  Lines (*check)(const std::string&, const fs::path&);
  const char* usual = nullptr;  ///< how the name goes on in a folder without any file of the kind
};
constexpr Kind kKinds[] = {
    {Model::sadTalker, "mel", ".safetensors", checkMel},
    {Model::sadTalker, "expnet", ".safetensors", checkExpNet},
    {Model::sadTalker, "posevae_T", ".safetensors", checkPoseVae, "75"},
    {Model::sadTalker, "crop", ".safetensors", checkCrop},
    {Model::sadTalker, "align", ".safetensors", checkAlign},
    {Model::sadTalker, "face_recon", ".safetensors", checkRecon},
    {Model::sadTalker, "semantics", ".safetensors", checkSemantics},
    {Model::sadTalker, "mapping70", ".safetensors", checkMapping},
    {Model::sadTalker, "mapping73", ".safetensors", checkMapping},
    {Model::sadTalker, "render_", ".safetensors", checkRender, "128"},
    {Model::sadTalker, "small_zip.pth", "", checkTorchSave},
    {Model::sadTalker, "small_legacy.pth.tar", "", checkTorchSave},
    {Model::sadTalker, "sadtalker_checkpoint_keys.json", "", checkPackageKeys},
    {Model::sadTalker, "mapping_checkpoint_keys.json", "", checkMappingKeys},
    {Model::syncNet, "syncnet_mfcc", ".safetensors", checkMfcc},
    {Model::syncNet, "syncnet", ".safetensors", checkSyncNet},
    {Model::syncNet, "syncnet_lse", ".safetensors", checkLse},
    {Model::syncNet, "syncnet_crop", ".safetensors", checkSyncCrop},
    {Model::syncNet, "syncnet_checkpoint_keys.json", "", checkSyncKeys},
    {Model::wav2Lip, "wav2lip_mel", ".safetensors", checkWav2LipMel},
    {Model::wav2Lip, "wav2lip", ".safetensors", checkWav2Lip},
    {Model::wav2Lip, "wav2lip_expert", ".safetensors", checkLipExpert},
    {Model::wav2Lip, "wav2lip_checkpoint_keys.json", "", checkWav2LipKeys},
    {Model::restoration, "gfpgan", ".safetensors", checkGfpgan},
    {Model::restoration, "parsenet", ".safetensors", checkParseNet},
    {Model::restoration, "pasteback", ".safetensors", checkPasteBack},
    {Model::restoration, "realesrgan", ".safetensors", checkRealEsrgan},
    {Model::restoration, "restoration_checkpoint_keys.json", "", checkRestorationKeys},
    {Model::livePortrait, "liveportrait_extract", ".safetensors", checkLivePortraitExtract},
    {Model::livePortrait, "liveportrait_motion", ".safetensors", checkLivePortraitMotion},
    {Model::livePortrait, "liveportrait_warp_", ".safetensors", checkLivePortraitWarp, "32"},
    {Model::livePortrait, "liveportrait_generate_", ".safetensors", checkLivePortraitGenerate, "32"},
    {Model::livePortrait, "liveportrait_crop", ".safetensors", checkLivePortraitCrop},
    {Model::livePortrait, "liveportrait_whole", ".safetensors", checkLivePortraitWhole},
    {Model::livePortrait, "liveportrait_checkpoint_keys.json", "", checkLivePortraitKeys}};

bool isOfKind(const std::string& part, const Kind& kind) {
  return kind.usual ? part.starts_with(kind.name) && part.size() > std::strlen(kind.name) : part == kind.name;
}

/// The files of one kind in the folder.
std::vector<std::string> filesOfKind(const Kind& kind, const fs::path& goldens) {
  std::vector<std::string> names;
  if (!kind.usual) {
    if (isThere(goldens / (std::string(kind.name) + kind.suffix))) names.push_back(kind.name);
    return names;
  }
  for (const fs::path& entry : entriesOf(goldens))
    if (const fs::path file = entry.filename();
        file.extension() == kind.suffix && isOfKind(file.stem().string(), kind))
      names.push_back(file.stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

/// Every part of a model, also those whose file is missing.
std::vector<std::string> partsOf(Model model, const fs::path& goldens) {
  std::vector<std::string> names;
  for (const Kind& kind : kKinds) {
    if (kind.model != model) continue;
    auto files = filesOfKind(kind, goldens);
    if (files.empty()) files.push_back(std::string(kind.name) + (kind.usual ? kind.usual : ""));
    names.insert(names.end(), files.begin(), files.end());
  }
  return names;
}

bool hasFilesOf(Model model, const fs::path& goldens) {
  return std::any_of(std::begin(kKinds), std::end(kKinds), [&](const Kind& kind) {
    return kind.model == model && !filesOfKind(kind, goldens).empty();
  });
}

/// What the part's code finds wrong with tensors of another form, as an error about the file.
Error refused(const std::string& part, const Kind& kind, const fs::path& goldens, const std::string& reason) {
  return Error(ErrorCode::checkpointRefused, pathText(goldens / (part + kind.suffix)),
               "it is not a golden of the part " + part + ": " + reason.substr(0, reason.find('\n')),
               "Restore the file");
}

}  // namespace

const CheckLine* PartResult::worst() const {
  const auto share = [](const CheckLine& line) {
    return line.tolerance > 0 ? line.error / line.tolerance : line.error;
  };
  const auto less = [&](const CheckLine& a, const CheckLine& b) {
    return a.ok != b.ok ? a.ok : share(a) < share(b);
  };
  const auto found = std::max_element(lines.begin(), lines.end(), less);
  return found == lines.end() ? nullptr : &*found;
}

bool PartResult::ok() const {
  return !refused && !lines.empty() &&
         std::all_of(lines.begin(), lines.end(), [](const CheckLine& line) { return line.ok; });
}

std::vector<std::string> parts(const fs::path& goldens) {
  std::vector<std::string> names;
  for (const Model model : kModels)
    if (hasFilesOf(model, goldens))
      for (std::string& name : partsOf(model, goldens)) names.push_back(std::move(name));
  return names.empty() ? partsOf(Model::sadTalker, goldens) : names;
}

std::vector<CheckLine> runPart(const std::string& part, const fs::path& goldens) {
  const at::NoGradGuard noGradient;
  const auto kind = std::find_if(std::begin(kKinds), std::end(kKinds),
                                 [&](const Kind& candidate) { return isOfKind(part, candidate); });
  if (kind == std::end(kKinds))
    throw Error(ErrorCode::invalidArgument, part, "there is no such part of the self-check");
  try {
    return kind->check(part, goldens);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::internal) throw;
    throw refused(part, *kind, goldens, error.reason());
  } catch (const std::bad_alloc&) {
    throw Error(ErrorCode::outOfMemory, "self-check", "there is not enough memory", "Close other programs");
  } catch (const std::exception& failure) {
    throw refused(part, *kind, goldens, failure.what());
  }
}

std::vector<PartResult> run(const fs::path& goldens, const RunContext& context) {
  if (!isThere(goldens))
    throw Error(ErrorCode::fileNotFound, pathText(goldens), "there is no such folder", "Check the path");
  if (!isFolder(goldens))
    throw Error(ErrorCode::invalidArgument, pathText(goldens), "it is not a folder",
                "Give the folder that holds the golden files");
  const std::vector<std::string> names = parts(goldens);
  std::vector<PartResult> results;
  for (const std::string& name : names) {
    context.throwIfCancelled();
    context.progress("selfcheck", std::int64_t(results.size()), std::int64_t(names.size()));
    PartResult result{name, {}, {}};
    try {
      result.lines = runPart(name, goldens);
    } catch (const Error& error) {
      result.refused = error;
    }
    results.push_back(std::move(result));
  }
  context.progress("selfcheck", std::int64_t(results.size()), std::int64_t(names.size()));
  return results;
}

}  // namespace orator::lab::selfcheck
