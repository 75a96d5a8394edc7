#include "core/base/output_guard.h"

#include <system_error>

#include "core/base/file_system.h"
#include "core/base/files.h"

namespace orator {
namespace {

namespace fs = std::filesystem;

/// Without links, as far as it exists.
fs::path placeOf(const fs::path& path) {
  std::error_code failure;
  const fs::path place = fs::weakly_canonical(absolutePath(path), failure);
  return failure ? absolutePath(path) : place;
}

bool areSame(const fs::path& a, const fs::path& b) {
  std::error_code oneIsMissing;
  return fs::equivalent(a, b, oneIsMissing) || placeOf(a) == placeOf(b);
}

bool liesIn(const fs::path& file, const fs::path& folder) {
  if (!isFolder(folder) || !isFile(file)) return false;
  const fs::path inside = placeOf(file).lexically_relative(placeOf(folder));
  return !inside.empty() && *inside.begin() != "..";
}

}  // namespace

void requireSeparateFiles(const std::vector<fs::path>& outputs, const std::vector<fs::path>& inputs) {
  const auto refuse = [](const fs::path& output, const std::string& reason) {
    throw Error(ErrorCode::invalidArgument, pathText(output), reason, "Choose another name for the output");
  };
  for (auto output = outputs.begin(); output != outputs.end(); ++output) {
    if (output->empty()) continue;
    for (const fs::path& input : inputs) {
      if (input.empty()) continue;
      if (areSame(*output, input)) refuse(*output, "it would overwrite an input, " + pathText(input));
      if (liesIn(*output, input))
        refuse(*output, "it would overwrite a file of the input folder " + pathText(input));
    }
    for (auto other = outputs.begin(); other != output; ++other)
      if (!other->empty() && areSame(*output, *other)) refuse(*output, "two outputs have this name");
  }
}

}  // namespace orator
