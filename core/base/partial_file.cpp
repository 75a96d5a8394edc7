#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <random>
#include <system_error>

#include "core/base/files.h"
#include "core/base/output_claim.h"

namespace orator {
namespace {

namespace fs = std::filesystem;

constexpr const char* kHiddenPrefix = ".orator-";
constexpr const char* kHiddenEnding = ".part";
constexpr std::size_t kHiddenLength = 8 + 16 + 5;

/// Where a file of that name will lie: links are followed, also one that points to nothing yet.
fs::path followed(const fs::path& target) {
  constexpr int kMaximumLinks = 40;
  fs::path place = target;
  for (int links = 0; links < kMaximumLinks; ++links) {
    std::error_code none;
    const fs::path next = fs::read_symlink(place, none);
    if (none) return place;
    place = place.parent_path() / next;  // an absolute one replaces the folder
  }
  throw writeError(target, ELOOP);
}

/// Refuses what a file must not take the place of.
void requireReplaceable(const fs::path& target) {
  if (!target.has_filename()) throw writeError(target, EISDIR);
  struct stat status {};
  if (::stat(target.c_str(), &status) != 0) {
    if (errno == ENOENT) return;
    throw writeError(target, errno);
  }
  if (S_ISDIR(status.st_mode)) throw writeError(target, EISDIR);
  if (!S_ISREG(status.st_mode))
    throw Error(ErrorCode::outputUnwritable, pathText(target), "this is a device or a pipe, not a file",
                "Choose the name of a file");
  if (::faccessat(AT_FDCWD, target.c_str(), W_OK, AT_EACCESS) != 0) throw writeError(target, errno);
}

fs::path folderOf(const fs::path& place) {
  return place.has_parent_path() ? place.parent_path() : fs::path(".");
}

/// A name nobody else uses, whatever the length of the target's.
fs::path unusedName(const fs::path& folder) {
  static thread_local std::mt19937_64 random{std::random_device{}()};
  std::array<char, 40> name{};
  std::snprintf(name.data(), name.size(), "%s%016llx%s", kHiddenPrefix,
                static_cast<unsigned long long>(random()), kHiddenEnding);
  return folder / name.data();
}

/// For the living program that writes it, under whatever name. Disks that know no locks keep what was
/// abandoned.
bool lock(int file) {
  return ::flock(file, LOCK_EX | LOCK_NB) == 0;
}

bool hasName(int file) {
  struct stat status {};
  return ::fstat(file, &status) != 0 || status.st_nlink > 0;
}

/// Removes what programs left that were killed before they gave the file its name.
void removeAbandoned(const fs::path& folder) {
  std::error_code unreadable;
  fs::directory_iterator at(folder, unreadable);
  for (; !unreadable && at != fs::directory_iterator(); at.increment(unreadable)) {
    const std::string name = at->path().filename();
    if (name.size() != kHiddenLength || !name.starts_with(kHiddenPrefix) || !name.ends_with(kHiddenEnding))
      continue;
    const Descriptor file(::open(at->path().c_str(), O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (file && lock(file.value())) ::unlink(at->path().c_str());
  }
}

/// Calls again with new names until there is no file of that name. @return -1 and errno, or what `make` gave
template <typename Make>
int withUnusedName(const fs::path& folder, fs::path& name, const Make& make) {
  for (;;) {
    name = unusedName(folder);
    const int made = make(name);
    if (made >= 0 || errno != EEXIST) return made;
  }
}

}  // namespace

PartialFile::PartialFile(fs::path target, std::chrono::milliseconds patience) : target_(std::move(target)) {
  requireReplaceable(target_);
  place_ = followed(target_);
  const fs::path folder = folderOf(place_);
  std::optional<Descriptor> claim = claimOutput(folder, place_.filename(), patience);
  if (!claim)
    throw Error(ErrorCode::outputUnwritable, pathText(target_),
                "another program is writing this file right now",
                "Choose another name, or wait until it has finished");
  claim_ = std::move(*claim);
  create(folder);
}

void PartialFile::create(const fs::path& folder) {
  file_ = Descriptor(::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0666));
  if (file_) {
    lock(file_.value());
    path_ = "/proc/self/fd/" + std::to_string(file_.value());
    if (::access(path_.c_str(), W_OK) == 0) return;
  } else if (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL && errno != ENOENT) {
    throw writeError(target_, errno);
  }
  removeAbandoned(folder);
  do {
    file_ = Descriptor(withUnusedName(folder, named_, [](const fs::path& name) {
      return ::open(name.c_str(), O_CREAT | O_EXCL | O_NOFOLLOW | O_RDWR | O_CLOEXEC, 0666);
    }));
    if (!file_) {
      const int error = errno;
      named_.clear();
      throw writeError(target_, error);
    }
    lock(file_.value());
  } while (!hasName(file_.value()));  // taken for an abandoned one before it was locked
  path_ = named_;
}

PartialFile::~PartialFile() {
  if (!named_.empty()) ::unlink(named_.c_str());  // nothing more can be done about one that does not go away
}

void PartialFile::write(std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(file_.value(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw writeError(target_, errno);
    if (count == 0) throw writeError(target_, ENOSPC);
    bytes = bytes.subspan(std::size_t(count));
  }
}

/// A new file must not be open to more people than the one it replaces.
void PartialFile::keepRights() const {
  struct stat old {
  }, own{};
  if (::stat(place_.c_str(), &old) != 0 || ::fstat(file_.value(), &own) != 0) return;
  mode_t mode = old.st_mode & 0777;
  const bool otherOwner = own.st_uid != old.st_uid || own.st_gid != old.st_gid;
  if (otherOwner && ::fchown(file_.value(), old.st_uid, old.st_gid) != 0 &&
      ::fchown(file_.value(), uid_t(-1), old.st_gid) != 0)
    mode = (mode & 0707) | (mode & 0007)
                               << 3;  // its group is another one now: no more than everybody's rights
  if (::fchmod(file_.value(), mode) != 0) throw writeError(target_, errno);
}

void PartialFile::putInPlace() {
  if (named_.empty()) {
    const auto giveName = [this](const fs::path& name) {
      return ::linkat(AT_FDCWD, path_.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW);
    };
    if (giveName(place_) == 0) return;
    if (errno != EEXIST) throw writeError(target_, errno);
    removeAbandoned(folderOf(place_));
    if (withUnusedName(folderOf(place_), named_, giveName) != 0) {
      const int error = errno;
      named_.clear();
      throw writeError(target_, error);
    }
  }
  if (::rename(named_.c_str(), place_.c_str()) != 0) throw writeError(target_, errno);
  named_.clear();
}

void PartialFile::commit() {
  keepRights();
  // Some network disks have nothing to synchronise.
  if (::fsync(file_.value()) != 0 && errno != EINVAL && errno != ENOTSUP) throw writeError(target_, errno);
  putInPlace();
  const Descriptor folder(::open(folderOf(place_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder)
    ::fsync(folder.value());  // the file is whole and in place; how soon its name is on the disk is a detail
  file_.close();
  claim_.close();
}

}  // namespace orator
