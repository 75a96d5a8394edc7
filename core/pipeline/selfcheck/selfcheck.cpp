#include "core/pipeline/selfcheck/selfcheck.h"

#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <new>

#include "core/base/files.h"
#include "core/pipeline/selfcheck/parts.h"

namespace orator::selfcheck {
namespace {

namespace fs = std::filesystem;

struct Part {
  const char* name;
  const char* suffix;
  Lines (*check)(const std::string&, const fs::path&);
};
constexpr Part kParts[] = {{"mel", ".safetensors", checkMel},
                           {"expnet", ".safetensors", checkExpNet},
                           {"posevae_T75", ".safetensors", checkPoseVae},
                           {"posevae_T20", ".safetensors", checkPoseVae},
                           {"crop", ".safetensors", checkCrop},
                           {"align", ".safetensors", checkAlign},
                           {"face_recon", ".safetensors", checkRecon},
                           {"semantics", ".safetensors", checkSemantics},
                           {"mapping70", ".safetensors", checkMapping},
                           {"mapping73", ".safetensors", checkMapping},
                           {"render_128", ".safetensors", checkRender},
                           {"small_zip.pth", "", checkTorchSave},
                           {"small_legacy.pth.tar", "", checkTorchSave},
                           {"sadtalker_checkpoint_keys.json", "", checkPackageKeys},
                           {"mapping_checkpoint_keys.json", "", checkMappingKeys}};

/// What the part's code finds wrong with tensors of another form, as an error about the file.
Error refused(const Part& part, const fs::path& goldens, const std::string& reason) {
  return Error(
      ErrorCode::checkpointRefused, pathText(goldens / (std::string(part.name) + part.suffix)),
      "it is not a golden of the part " + std::string(part.name) + ": " + reason.substr(0, reason.find('\n')),
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

std::vector<std::string> parts() {
  std::vector<std::string> names;
  for (const Part& part : kParts) names.emplace_back(part.name);
  return names;
}

std::vector<CheckLine> runPart(const std::string& name, const fs::path& goldens) {
  const at::NoGradGuard noGradient;
  const auto part =
      std::find_if(std::begin(kParts), std::end(kParts), [&](const Part& p) { return name == p.name; });
  if (part == std::end(kParts))
    throw Error(ErrorCode::invalidArgument, name, "there is no such part of the self-check");
  try {
    return part->check(name, goldens);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::internal) throw;
    throw refused(*part, goldens, error.reason());
  } catch (const std::bad_alloc&) {
    throw Error(ErrorCode::outOfMemory, "self-check", "there is not enough memory", "Close other programs");
  } catch (const std::exception& failure) {
    throw refused(*part, goldens, failure.what());
  }
}

std::vector<PartResult> run(const fs::path& goldens, const RunContext& context) {
  if (!fs::exists(goldens))
    throw Error(ErrorCode::fileNotFound, pathText(goldens), "there is no such folder", "Check the path");
  if (!fs::is_directory(goldens))
    throw Error(ErrorCode::invalidArgument, pathText(goldens), "it is not a folder",
                "Give the folder that holds the golden files");
  std::vector<PartResult> results;
  for (const Part& part : kParts) {
    context.throwIfCancelled();
    context.progress("selfcheck", std::int64_t(results.size()), std::size(kParts));
    PartResult result{part.name, {}, {}};
    try {
      result.lines = runPart(part.name, goldens);
    } catch (const Error& error) {
      result.refused = error;
    }
    results.push_back(std::move(result));
  }
  context.progress("selfcheck", std::int64_t(results.size()), std::size(kParts));
  return results;
}

}  // namespace orator::selfcheck
