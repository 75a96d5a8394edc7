#include "core/learning/finish/finish_pairs.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/tensor/safetensors.h"

namespace orator::learning {
namespace {

namespace fs = std::filesystem;
using render::finish::Feature;

constexpr const char* kFormat = "orator finish pairs 1";
constexpr const char* kEnding = ".safetensors";

const char* nameOf(Feature feature) {
  return feature == Feature::mouth ? "mouth" : "eye";
}

[[noreturn]] void refuse(const fs::path& file, const std::string& reason) {
  throw Error(ErrorCode::checkpointRefused, pathText(file), reason,
              "Make the set again with orator-lab dataset finish");
}

FeaturePairs readFeature(const tensor::SafetensorsFile& file, Feature feature, const fs::path& path) {
  const std::string prefix = std::string(nameOf(feature)) + ".";
  const auto get = [&](const char* name, at::ScalarType type, std::vector<std::int64_t> shape) {
    const at::Tensor value = file.view(prefix + name);
    if (shape.front() < 0) shape.front() = value.dim() ? value.size(0) : 0;
    if (value.scalar_type() != type || value.sizes() != at::IntArrayRef(shape))
      refuse(path, prefix + name + " has another shape or type");
    return value;
  };
  const std::int64_t side = render::finish::cropSide(feature), cells = side / render::finish::kMapStep;
  FeaturePairs pairs;
  pairs.share = get("share", at::kFloat, {-1});
  const std::int64_t count = pairs.share.size(0);
  pairs.moved = get("moved", at::kFloat, {count});
  pairs.warped = get("warped", at::kByte, {count, 3, side, side});
  pairs.rest = get("rest", at::kByte, {count, 3, side, side});
  pairs.real = get("real", at::kByte, {count, 3, side, side});
  pairs.maps = get("maps", at::kHalf, {count, render::finish::kMapCount, cells, cells});
  return pairs;
}

}  // namespace

void writePairs(const fs::path& set, const FinishPairs& pairs) {
  std::vector<std::pair<std::string, at::Tensor>> tensors;
  std::string features;
  for (const auto& [feature, some] : pairs.features) {
    if (some.size() == 0) continue;
    const std::string prefix = std::string(nameOf(feature)) + ".";
    features += nameOf(feature) + std::string(" ");
    for (const auto& [name, value] : {std::pair{"warped", some.warped},
                                      {"rest", some.rest},
                                      {"real", some.real},
                                      {"maps", some.maps},
                                      {"share", some.share},
                                      {"moved", some.moved}})
      tensors.emplace_back(prefix + name, value);
  }
  const fs::path file = set / (pairs.name + kEnding);
  makeFolder(file.parent_path());
  tensor::writeSafetensors(
      file, tensors,
      {{"format", kFormat}, {"speaker", pairs.speaker}, {"licence", pairs.licence}, {"features", features}});
}

FinishPairs readPairs(const fs::path& path) {
  const auto file = tensor::SafetensorsFile::open(path);
  const auto& metadata = file.metadata();
  const auto entry = [&](const char* key) {
    const auto found = metadata.find(key);
    if (found == metadata.end()) refuse(path, std::string("it has no ") + key);
    return found->second;
  };
  if (entry("format") != kFormat) refuse(path, "it is not a file of pairs of this version");
  FinishPairs pairs{path.stem().string(), entry("speaker"), entry("licence"), {}};
  for (const Feature feature : {Feature::mouth, Feature::eye})
    if (file.contains(std::string(nameOf(feature)) + ".share"))
      pairs.features[feature] = readFeature(file, feature, path);
  return pairs;
}

std::vector<fs::path> pairFiles(const fs::path& set) {
  std::vector<fs::path> files;
  std::error_code failed;
  for (fs::recursive_directory_iterator item(set, failed), end; !failed && item != end;
       item.increment(failed))
    if (item->path().extension() == kEnding) files.push_back(item->path());
  if (failed || files.empty())
    throw Error(ErrorCode::fileNotFound, pathText(set), "there are no pairs in this folder",
                "Make a set with orator-lab dataset finish");
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace orator::learning
