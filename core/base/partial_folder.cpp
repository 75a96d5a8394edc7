#include "core/base/partial_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <random>
#include <string>
#include <system_error>
#include <vector>

#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/base/output_claim.h"

namespace orator {
namespace {

namespace fs = std::filesystem;

constexpr const char* kNew = ".part";     ///< what is being filled, and after the exchange what was there
constexpr const char* kBefore = ".old";   ///< what was there, on disks that cannot exchange
constexpr const char* kLocked = ".lock";  ///< locked by the living maker; holds the name of the target
constexpr std::string_view kPrefix = ".orator-";
constexpr std::size_t kLongestName = 255;

fs::path withEnding(fs::path path, const char* ending) {
  return path.replace_extension(ending);
}

/// Nothing more can be done about what does not go away; it keeps its lock file, so that the next maker
/// tries.
bool removeTree(const fs::path& folder) {
  if (!isThere(folder)) return true;
  std::error_code failure;
  fs::remove_all(folder, failure);
  return !failure;
}

bool isStillNamed(const Descriptor& file, const fs::path& name) {
  struct stat own {
  }, named{};
  return ::fstat(file.value(), &own) == 0 && ::lstat(name.c_str(), &named) == 0 &&
         own.st_dev == named.st_dev && own.st_ino == named.st_ino;
}

std::string contentOf(const Descriptor& file) {
  std::string text(kLongestName, '\0');
  const ssize_t length = ::pread(file.value(), text.data(), text.size(), 0);
  text.resize(length > 0 ? std::size_t(length) : 0);
  return text;
}

/// What a maker left that no longer lives: the folder that was there is put back if its place is empty.
void tidyOne(const fs::path& lockFile) {
  const Descriptor lock(::open(lockFile.c_str(), O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!lock || ::flock(lock.value(), LOCK_EX | LOCK_NB) != 0 || !isStillNamed(lock, lockFile)) return;
  const fs::path before = withEnding(lockFile, kBefore), name = contentOf(lock);
  if (isFolder(before) && name.has_filename() && name == name.filename()) {
    const fs::path place = lockFile.parent_path() / name;
    if (!isThere(place)) ::rename(before.c_str(), place.c_str());
  }
  if (removeTree(withEnding(lockFile, kNew)) && removeTree(before)) ::unlink(lockFile.c_str());
}

/// A lock file that nobody else has. @throws Error
Descriptor lockNew(const fs::path& parent, const fs::path& target, fs::path& name) {
  std::mt19937_64 random{std::random_device{}()};
  for (;;) {
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%s%016llx%s", kPrefix.data(),
                  static_cast<unsigned long long>(random()), kLocked);
    name = parent / text.data();
    Descriptor lock(::open(name.c_str(), O_CREAT | O_EXCL | O_NOFOLLOW | O_RDWR | O_CLOEXEC, 0600));
    if (!lock && errno == EEXIST) continue;
    if (!lock) throw writeError(target, errno);
    const std::string content = target.filename().native();
    const bool locked = ::flock(lock.value(), LOCK_EX | LOCK_NB) == 0 && isStillNamed(lock, name);
    if (!locked) continue;  // tidied up by another one before it was locked
    if (::pwrite(lock.value(), content.data(), content.size(), 0) == ssize_t(content.size())) return lock;
    const int error = errno;
    ::unlink(name.c_str());
    throw writeError(target, error);
  }
}

}  // namespace

PartialFolder::PartialFolder(const fs::path& target) : target_(absolutePath(target)) {
  if (!target_.has_filename()) target_ = target_.parent_path();  // "folder/"
  const fs::path parent = target_.parent_path();
  makeFolder(parent);
  if (isThere(target_) && !isFolder(target_)) throw writeError(target_, ENOTDIR);
  std::optional<Descriptor> claim = claimOutput(parent, target_.filename(), {});
  if (!claim)
    throw Error(ErrorCode::outputUnwritable, pathText(target_),
                "another program is making this folder right now", "Wait until it has finished");
  claim_ = std::move(*claim);
  tidy(parent);
  lock_ = lockNew(parent, target_, lockFile_);
  path_ = withEnding(lockFile_, kNew);
  if (::mkdir(path_.c_str(), 0777) == 0) return;
  const int error = errno;
  ::unlink(lockFile_.c_str());
  throw writeError(target_, error);
}

void PartialFolder::tidy(const fs::path& parent) {
  std::error_code unreadable;
  std::vector<fs::path> locks;
  fs::directory_iterator at(parent, unreadable);
  for (; !unreadable && at != fs::directory_iterator(); at.increment(unreadable))
    if (at->path().extension() == kLocked && at->path().filename().native().starts_with(kPrefix))
      locks.push_back(at->path());
  for (const fs::path& lock : locks) tidyOne(lock);
}

PartialFolder::~PartialFolder() {
  if (removeTree(path_) && removeTree(withEnding(lockFile_, kBefore))) ::unlink(lockFile_.c_str());
}

/// Two steps where the disk cannot do it in one; the lock file tells the next maker what to put back.
void PartialFolder::exchange() {
  if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, target_.c_str(), RENAME_EXCHANGE) == 0) return;
  if (errno != EINVAL && errno != ENOSYS) throw writeError(target_, errno);
  const fs::path before = withEnding(lockFile_, kBefore);
  if (::rename(target_.c_str(), before.c_str()) != 0) throw writeError(target_, errno);
  if (::rename(path_.c_str(), target_.c_str()) == 0) return;
  const int error = errno;
  ::rename(before.c_str(), target_.c_str());
  throw writeError(target_, error);
}

void PartialFolder::commit() {
  if (isThere(target_))
    exchange();
  else if (::rename(path_.c_str(), target_.c_str()) != 0)
    throw writeError(target_, errno);
  const Descriptor folder(::open(target_.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder) ::fsync(folder.value());  // how soon its name is on the disk is a detail
}

}  // namespace orator
