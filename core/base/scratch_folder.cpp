#include "core/base/scratch_folder.h"

#include <stdlib.h>

#include <cerrno>

#include "core/base/files.h"

namespace orator {

namespace fs = std::filesystem;

ScratchFolder::ScratchFolder(const std::string& purpose) {
  std::error_code unknown;  // then it is made in the current folder
  std::string name = (fs::temp_directory_path(unknown) / ("orator-" + purpose + "-XXXXXX")).string();
  if (!::mkdtemp(name.data())) throw writeError(name, errno);
  path_ = name;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;  // the system clears away what stays
  fs::remove_all(path_, ignored);
}

}  // namespace orator
