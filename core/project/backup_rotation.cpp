#include "core/project/backup_rotation.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <string_view>

#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/project/project_file.h"

namespace orator::project {
namespace {

namespace fs = std::filesystem;

fs::path withEnding(const fs::path& file, const std::string& ending) {
  fs::path path = file;
  return path += "." + ending;
}

/// Whether a file is a project, by the name of its format.
bool isProject(const fs::path& file) {
  const std::vector<std::uint8_t> bytes = readFile(file, ErrorCode::unreadableProject);
  const std::string_view format = kProjectFormat;
  return std::search(bytes.begin(), bytes.end(), format.begin(), format.end()) != bytes.end();
}

/// The names of backups, newest first, without those that other files have.
std::vector<fs::path> backupPlaces(const fs::path& file) {
  std::vector<fs::path> places;
  for (int number = 1; number <= kBackupCount; ++number) {
    const fs::path place = withEnding(file, std::to_string(number));
    std::error_code none;
    const fs::file_type type = fs::symlink_status(place, none).type();
    if (type == fs::file_type::not_found || (type == fs::file_type::regular && isProject(place)))
      places.push_back(place);
  }
  return places;
}

/// A second name of the same bytes, which a new file in its place does not change; a copy where the disk
/// knows no second names.
void keepUnder(const fs::path& backup, const fs::path& file) {
  std::error_code failure;
  const fs::path real = fs::canonical(file, failure);
  if (failure) throw writeError(file, failure.value());
  if (::link(real.c_str(), backup.c_str()) == 0) return;
  if (errno != EPERM && errno != EOPNOTSUPP && errno != EMLINK && errno != ENOSYS && errno != EXDEV)
    throw writeError(backup, errno);
  writeFile(backup, readFile(real, ErrorCode::unreadableProject));
}

}  // namespace

std::vector<fs::path> backups(const fs::path& file) {
  std::vector<fs::path> found;
  for (const fs::path& place : backupPlaces(file))
    if (isFile(place)) found.push_back(place);
  return found;
}

BackupRotation::BackupRotation(const fs::path& file) {
  const std::vector<fs::path> places = backupPlaces(file);
  if (!isFile(file) || places.empty()) return;
  const fs::path waiting = withEnding(file, "oldest");
  const bool waits = isThere(waiting) && isProject(waiting);  // of a save that was killed
  if (waits) oldest_ = waiting;
  std::error_code different;
  if (fs::equivalent(file, places.front(), different)) return;  // that save had kept this version
  std::size_t free = 0;
  while (free < places.size() && isFile(places[free])) ++free;
  try {
    if (free == places.size()) {
      if (isThere(waiting) && !waits) throw writeError(waiting, EEXIST);
      move(places[--free], waiting);
      oldest_ = waiting;
    }
    for (; free > 0; --free) move(places[free - 1], places[free]);
    keepUnder(places.front(), file);
    newest_ = places.front();
  } catch (const Error&) {
    putBack();
    throw;
  }
}

BackupRotation::~BackupRotation() {
  putBack();
}

void BackupRotation::move(const fs::path& from, const fs::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) throw writeError(to, errno);
  moves_.emplace_back(from, to);
}

void BackupRotation::putBack() {
  if (!newest_.empty()) ::unlink(newest_.c_str());
  for (; !moves_.empty(); moves_.pop_back())
    ::rename(moves_.back().second.c_str(), moves_.back().first.c_str());
}

void BackupRotation::keep() {
  if (!oldest_.empty()) ::unlink(oldest_.c_str());
  newest_.clear();
  moves_.clear();
}

}  // namespace orator::project
