#include <dlfcn.h>

#include <algorithm>
#include <cstdlib>

#include "core/base/error.h"
#include "core/base/file_system.h"
#include "core/packs/pack.h"
#include "core/packs/pack_import.h"

namespace orator::packs {
namespace {

namespace fs = std::filesystem;

fs::path environmentPath(const char* name) {
  const char* value = std::getenv(name);
  return value ? fs::path(value) : fs::path();
}

fs::path userDataFolder() {
  if (fs::path xdg = environmentPath("XDG_DATA_HOME"); xdg.is_absolute()) return xdg;
  if (const fs::path home = environmentPath("HOME"); !home.empty()) return home / ".local/share";
  return {};
}

/// The file of the library that this code is in, where another program has loaded one; else that program's.
fs::path loadedFile() {
  Dl_info info{};
  const bool known = dladdr(reinterpret_cast<const void*>(&modelFolders), &info) && info.dli_fname;
  const fs::path file = known ? info.dli_fname : "";
  return file.is_absolute() ? file : fs::path();  // a relative one is as it was named in another folder
}

}  // namespace

fs::path userModelsFolder() {
  const fs::path data = userDataFolder();
  if (data.empty())
    throw Error(ErrorCode::outputUnwritable, "", "there is no home folder to keep models in",
                "Set HOME or XDG_DATA_HOME to a folder that you may write to");
  return data / "orator/models";
}

std::vector<fs::path> modelFolders() {
  std::vector<fs::path> folders;
  std::error_code ignored;  // an unreadable candidate is no candidate
  const auto add = [&](const fs::path& folder) {
    if (!isFolder(folder / "packs")) return;
    const fs::path real = fs::weakly_canonical(folder, ignored);
    if (std::find(folders.begin(), folders.end(), real) == folders.end()) folders.push_back(real);
  };

  if (const fs::path chosen = environmentPath("ORATOR_MODELS"); !chosen.empty()) add(chosen);
  // Source tree: build/<preset>/libexec/orator/orator -> models/. Installed: <prefix>/libexec/orator/orator
  // -> <prefix>/share/orator/models/. The other programs lie in bin/, the library in lib/.
  constexpr int kLevels = 5;
  for (const fs::path& file : {fs::read_symlink("/proc/self/exe", ignored), loadedFile()}) {
    fs::path above = file.parent_path();
    for (int level = 0; level < kLevels && above.has_relative_path(); ++level, above = above.parent_path()) {
      add(above / "models");
      add(above / "share/orator/models");
    }
  }
  if (const fs::path data = userDataFolder(); !data.empty()) add(data / "orator/models");
  return folders;
}

}  // namespace orator::packs
