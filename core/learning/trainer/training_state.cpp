#include "core/learning/trainer/training_state.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/base/json_value.h"
#include "core/tensor/safetensors.h"

namespace orator::learning {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kFormat = "orator training state 1";
constexpr const char* kElsewhere = "Begin the training again in another folder (--out)";

[[noreturn]] void refuse(const fs::path& file, const std::string& reason) {
  throw Error(ErrorCode::checkpointRefused, pathText(file), reason, kElsewhere);
}

/// The text of a key in the metadata.
std::string text(const tensor::SafetensorsFile& saved, const fs::path& file, const char* key) {
  const auto found = saved.metadata().find(key);
  if (found == saved.metadata().end()) refuse(file, std::string("is no training state: it has no ") + key);
  return found->second;
}

std::int64_t wholeNumber(const std::string& text, const fs::path& file, const char* key) {
  std::int64_t value = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0)
    refuse(file, std::string("its ") + key + " is not a number of steps: \"" + text.substr(0, 40) + "\"");
  return value;
}

template <class Map>
Map object(const tensor::SafetensorsFile& saved, const fs::path& file, const char* key) {
  try {
    return parsedJson(text(saved, file, key)).get<Map>();
  } catch (const json::exception&) {
    refuse(file, std::string("its ") + key + " is damaged");
  } catch (const std::invalid_argument&) {
    refuse(file, std::string("its ") + key + " is damaged");
  }
}

/// "seed 1 (now 2), data set a (now b)"
std::string differences(const TrainingSetup& before, const TrainingSetup& now) {
  std::string list;
  const auto valueIn = [](const TrainingSetup& setup, const std::string& name) {
    const auto found = setup.find(name);
    return found == setup.end() || found->second.empty() ? std::string("none") : found->second;
  };
  TrainingSetup all = before;
  all.insert(now.begin(), now.end());
  for (const auto& [name, unused] : all) {
    const std::string old = valueIn(before, name), other = valueIn(now, name);
    if (old != other)
      list.append(list.empty() ? "" : ", ")
          .append(name)
          .append(" ")
          .append(old)
          .append(" (now ")
          .append(other)
          .append(")");
  }
  return list;
}

void check(const tensor::SafetensorsFile& saved, const fs::path& file, const NamedTensors& tensors) {
  for (const auto& [name, value] : tensors) {
    if (!saved.contains(name)) refuse(file, "has no tensor " + name);
    const at::Tensor kept = saved.view(name);
    if (kept.sizes() != value.sizes() || kept.scalar_type() != value.scalar_type())
      refuse(file, "its tensor " + name + " is of another shape or type");
    if (kept.is_floating_point() && !kept.isfinite().all().item<bool>())
      refuse(file, "its tensor " + name + " holds values that are not finite");
  }
}

}  // namespace

void writeTrainingState(const fs::path& file, const std::string& trainer, const TrainingSetup& setup,
                        const TrainingProgress& progress, const NamedTensors& tensors) {
  NamedTensors detached;
  for (const auto& [name, value] : tensors) detached.emplace_back(name, value.detach());
  tensor::writeSafetensors(file, detached,
                           {{"format", kFormat},
                            {"trainer", trainer},
                            {"step", std::to_string(progress.step)},
                            {"setup", json(setup).dump()},
                            {"numbers", json(progress.numbers).dump()}});
}

TrainingProgress readTrainingState(const fs::path& file, const std::string& trainer,
                                   const TrainingSetup& setup, const NamedTensors& tensors) {
  const auto saved = tensor::SafetensorsFile::open(file);
  if (const std::string format = text(saved, file, "format"); format != kFormat)
    refuse(file, "is of another format: \"" + format.substr(0, 40) + "\"");
  if (const std::string of = text(saved, file, "trainer"); of != trainer)
    throw Error(ErrorCode::invalidArgument, pathText(file), "belongs to a training of " + of.substr(0, 40),
                kElsewhere);
  const auto before = object<TrainingSetup>(saved, file, "setup");
  if (const std::string list = differences(before, setup); !list.empty())
    throw Error(ErrorCode::invalidArgument, pathText(file), "the training was begun with " + list,
                "Go on with what it was begun with, or begin another in another folder (--out)");
  TrainingProgress progress;
  progress.step = wholeNumber(text(saved, file, "step"), file, "step");
  progress.numbers = object<std::map<std::string, double>>(saved, file, "numbers");
  check(saved, file, tensors);
  const c10::NoGradGuard guard;
  for (const auto& [name, value] : tensors) at::Tensor(value).copy_(saved.view(name));
  return progress;
}

}  // namespace orator::learning
