#include "core/motion/sadtalker/manner.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <span>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/tensor/safetensors.h"

namespace orator::motion::sadtalker {
namespace {

constexpr const char* kMannerFormat = "orator manner 1";

[[noreturn]] void refuseManner(const std::filesystem::path& file, const std::string& reason) {
  throw Error(ErrorCode::checkpointRefused, pathText(file), reason,
              "Make the pack again with orator personalise");
}

at::Tensor copied(std::span<const float> values) {
  return at::tensor(at::ArrayRef<float>(values.data(), values.size()));
}

/// @param least, most of every number
void take(const tensor::SafetensorsFile& file, const std::filesystem::path& path, const char* name,
          float least, float most, std::span<float> out) {
  if (!file.contains(name)) refuseManner(path, std::string("it has no ") + name);
  const at::Tensor value = file.tensor(name);
  if (value.scalar_type() != at::kFloat || value.dim() != 1 || value.size(0) != std::int64_t(out.size()))
    refuseManner(path, std::string(name) + " has another shape or type");
  std::copy_n(value.data_ptr<float>(), out.size(), out.begin());
  // No number that is not one is within the bounds either.
  if (!std::all_of(out.begin(), out.end(), [&](float v) { return v >= least && v <= most; }))
    refuseManner(path, std::string(name) + " has a number out of range");
}

}  // namespace

void writeManner(const Manner& manner, const std::filesystem::path& file) {
  tensor::writeSafetensors(file,
                           {{"gain", copied(manner.gain)},
                            {"offset", copied(manner.offset)},
                            {"tempo", copied(manner.tempo)},
                            {"lean", copied(manner.lean)},
                            {"extent", copied(manner.extent)}},
                           {{"format", kMannerFormat}});
}

Manner readManner(const std::filesystem::path& path) {
  const auto file = tensor::SafetensorsFile::open(path);
  const auto format = file.metadata().find("format");
  if (format == file.metadata().end() || format->second != kMannerFormat)
    refuseManner(path, "it is not a person's manner of this version");
  constexpr float kMostGain = 4, kMostOffset = 5, kMostLean = 2, kMostExtent = 10;
  Manner manner;
  take(file, path, "gain", 0, kMostGain, manner.gain);
  take(file, path, "offset", -kMostOffset, kMostOffset, manner.offset);
  take(file, path, "tempo", 0, 1, manner.tempo);
  take(file, path, "lean", -kMostLean, kMostLean, manner.lean);
  take(file, path, "extent", 0, kMostExtent, manner.extent);
  return manner;
}

}  // namespace orator::motion::sadtalker
