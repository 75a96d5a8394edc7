#include <ATen/ATen.h>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/face/sadtalker/recon_net.h"
#include "core/lab/selfcheck/key_lists.h"
#include "core/lab/selfcheck/parts.h"
#include "core/motion/sadtalker/exp_net.h"
#include "core/motion/sadtalker/pose_vae.h"
#include "core/render/facevid2vid/generator.h"
#include "core/tensor/torch_save_reader.h"
#include "core/tensor/weight_store.h"

namespace orator::lab::selfcheck {

namespace fs = std::filesystem;
namespace fv = render::facevid2vid;

namespace {

Keys published(const nlohmann::json& list) {
  Keys keys;
  for (const auto& [name, entry] : list.items())
    keys[name] = {entry.at("shape").get<std::vector<std::int64_t>>(), entry.at("dtype").get<std::string>()};
  return keys;
}

/// How many names are missing, extra or of another shape or type.
CheckLine compareKeys(const std::string& part, const std::string& quantity, const Keys& ours,
                      const Keys& theirs) {
  std::size_t alike = 0;
  for (const auto& entry : ours)
    alike += theirs.contains(entry.first) && theirs.at(entry.first) == entry.second;
  const double differing = double(ours.size() - alike + theirs.size() - alike);
  return {part, quantity, differing, 0, false, differing == 0};
}

nlohmann::json readJson(const fs::path& file) {
  const auto bytes = readFile(file, ErrorCode::checkpointRefused);
  const auto json = nlohmann::json::parse(bytes, nullptr, false);
  if (!json.is_object()) throw Error(ErrorCode::checkpointRefused, pathText(file), "it is not a JSON object");
  return json;
}

}  // namespace

void addKeys(Keys& keys, const std::string& prefix, torch::nn::Module&& module) {
  for (const auto& [name, value] : tensor::namedState(module, prefix))
    keys[name] = {value.sizes().vec(), value.scalar_type() == at::kLong ? "int64" : "float32"};
}

Lines compareKeyLists(const std::string& part, const fs::path& folder,
                      const std::vector<std::pair<std::string, Keys>>& ours) {
  const nlohmann::json lists = readJson(folder / part);
  Lines lines;
  for (const auto& [file, keys] : ours)
    for (const auto& [title, list] : lists.items()) {
      if (title.find(file) == std::string::npos) continue;
      Keys theirs;
      for (auto& [name, entry] : published(list))
        theirs[name.starts_with("module.") ? name.substr(7) : name] = entry;
      lines.push_back(compareKeys(part, title, keys, theirs));
    }
  if (lines.size() != ours.size())
    throw Error(ErrorCode::checkpointRefused, pathText(folder / part),
                "it does not list the " + std::to_string(ours.size()) + " files of this part");
  return lines;
}

Lines checkTorchSave(const std::string& part, const fs::path& folder) {
  Golden golden("small_pth_expected", folder);
  const auto tensors = tensor::readTorchSave(folder / part);
  for (const std::string& name : golden.names()) {
    const auto found = tensors.find("mapping." + name);
    golden.compareAbsolute(name, found == tensors.end() ? at::empty({0}) : found->second, 0);
  }
  for (CheckLine& line : golden.lines) line.part = part;
  return golden.lines;
}

Lines checkPackageKeys(const std::string& part, const fs::path& folder) {
  Keys ours;
  addKeys(ours, "audio2exp.", motion::sadtalker::ExpNet());
  addKeys(ours, "audio2pose.", motion::sadtalker::PoseVae());
  addKeys(ours, "face_3drecon.", face::sadtalker::ReconNet());
  addKeys(ours, "kp_extractor.", fv::KeyPointDetector());
  addKeys(ours, "generator.", fv::Generator());
  return {compareKeys(part, "names", ours, published(readJson(folder / part)))};
}

Lines checkMappingKeys(const std::string& part, const fs::path& folder) {
  const nlohmann::json lists = readJson(folder / part);
  Lines lines;
  for (const auto& [title, list] : lists.items()) {
    Keys ours;
    addKeys(ours, "", fv::MappingNet(title.find("73") == std::string::npos ? 70 : 73));
    lines.push_back(compareKeys(part, title, ours, published(list)));
  }
  if (lines.size() != 2)
    throw Error(ErrorCode::checkpointRefused, pathText(folder / part), "it does not list two mapping files");
  return lines;
}

}  // namespace orator::lab::selfcheck
