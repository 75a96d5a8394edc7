#include "core/project/project_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/file_system.h"
#include "core/base/files.h"

namespace orator::project {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kAutosaveEnding = ".autosave";

/// Every file a project refers to.
template <typename AnyProject>
auto mediaOf(AnyProject& p) {
  return std::array{&p.portrait, &p.voice, &p.track, &p.motion.poseReference, &p.motion.blinkReference};
}

fs::path backupPath(const fs::path& file, int number) {
  fs::path path = file;
  path += ".";
  path += std::to_string(number);
  return path;
}

std::string readText(const fs::path& file) {
  const std::vector<std::uint8_t> bytes = readFile(file, ErrorCode::unreadableProject);
  return {bytes.begin(), bytes.end()};
}

/// Moves <file>.1 to <file>.2 and so on, then copies the file itself to <file>.1.
void rotateBackups(const fs::path& file) {
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return;
  fs::remove(backupPath(file, kBackupCount), ignored);
  for (int number = kBackupCount - 1; number >= 1; --number)
    fs::rename(backupPath(file, number), backupPath(file, number + 1), ignored);
  fs::copy_file(file, backupPath(file, 1), fs::copy_options::overwrite_existing, ignored);
}

/// Where each of the media goes in `folder`. Files of one name from different folders do not meet, and none
/// takes the place of another that lies there already.
std::map<fs::path, fs::path> bundleTargets(const Project& project, const fs::path& folder) {
  std::map<fs::path, fs::path> targets;
  std::set<fs::path> taken;
  for (const fs::path* medium : mediaOf(project))
    if (!medium->empty() && medium->parent_path() == folder) {
      targets[*medium] = *medium;
      taken.insert(*medium);
    }
  for (const fs::path* medium : mediaOf(project)) {
    if (medium->empty() || targets.contains(*medium)) continue;
    fs::path target = folder / medium->filename();
    for (int number = 2; taken.contains(target); ++number)
      target =
          folder / (medium->stem().string() + "-" + std::to_string(number) + medium->extension().string());
    taken.insert(target);
    targets[*medium] = target;
  }
  return targets;
}

void copyMedium(const fs::path& medium, const fs::path& target) {
  requireFile(medium);
  std::error_code error;
  if (fs::equivalent(medium, target, error)) return;
  PartialFile copy(target);
  if (!fs::copy_file(medium, copy.path(), fs::copy_options::overwrite_existing, error))
    throw writeError(target, error.value());
  copy.commit();
}

/// Writes the text to <file>.part and to the disk. @return the path written
fs::path writePart(const fs::path& file, const std::string& text) {
  fs::path part = file;
  part += ".part";
  const int handle = ::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (handle < 0) throw writeError(file, errno);
  const auto fail = [&](int error) {
    ::close(handle);
    ::unlink(part.c_str());
    throw writeError(file, error);
  };
  for (std::size_t written = 0; written < text.size();) {
    const ssize_t n = ::write(handle, text.data() + written, text.size() - written);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail(errno);
    written += std::size_t(n);
  }
  if (::fsync(handle) != 0) fail(errno);
  if (::close(handle) != 0) {
    const int error = errno;
    ::unlink(part.c_str());
    throw writeError(file, error);
  }
  return part;
}

void moveInPlace(const fs::path& part, const fs::path& file) {
  if (::rename(part.c_str(), file.c_str()) == 0) return;
  const int error = errno;
  ::unlink(part.c_str());
  throw writeError(file, error);
}

}  // namespace

void writeAtomically(const fs::path& file, const std::string& text) {
  moveInPlace(writePart(file, text), file);
}

void saveProject(const Project& project, const fs::path& file) {
  const fs::path part = writePart(file, toJson(project, file.parent_path()));
  rotateBackups(file);  // only now: a save that fails costs no backup
  moveInPlace(part, file);
}

Project loadProject(const fs::path& file) {
  return fromJson(readText(file), fs::absolute(file).parent_path(), file.string());
}

std::vector<fs::path> backups(const fs::path& file) {
  std::vector<fs::path> found;
  for (int number = 1; number <= kBackupCount; ++number)
    if (std::error_code ignored; fs::exists(backupPath(file, number), ignored))
      found.push_back(backupPath(file, number));
  return found;
}

std::vector<fs::path> missingMedia(const Project& project) {
  std::vector<fs::path> missing;
  for (const fs::path* medium : mediaOf(project))
    if (std::error_code ignored; !medium->empty() && !fs::is_regular_file(*medium, ignored))
      missing.push_back(*medium);
  return missing;
}

int relink(Project& project, const fs::path& folder) {
  int found = 0;
  for (fs::path* medium : mediaOf(project)) {
    std::error_code ignored;
    if (medium->empty() || fs::is_regular_file(*medium, ignored)) continue;
    const fs::path candidate = folder / medium->filename();
    if (!fs::is_regular_file(candidate, ignored)) continue;
    *medium = candidate;
    ++found;
  }
  return found;
}

fs::path bundle(const Project& project, const fs::path& folder, const std::string& name) {
  makeFolder(folder / "media");
  Project copy = project;
  const auto targets = bundleTargets(copy, folder / "media");
  for (const auto& [medium, target] : targets) copyMedium(medium, target);
  for (fs::path* medium : mediaOf(copy))
    if (!medium->empty()) *medium = targets.at(*medium);
  const fs::path file = folder / (name + kProjectEnding);
  saveProject(copy, file);
  return file;
}

void writeAutosave(const fs::path& folder, const std::string& session, const Project& project,
                   const fs::path& original) {
  makeFolder(folder);
  const std::u8string stored = original.generic_u8string();
  const json out = {{"original", std::string(stored.begin(), stored.end())},
                    {"project", json::parse(toJson(project, {}))}};
  writeAtomically(folder / (session + kAutosaveEnding), out.dump());
}

void removeAutosave(const fs::path& folder, const std::string& session) {
  std::error_code ignored;
  fs::remove(folder / (session + kAutosaveEnding), ignored);
  fs::remove(folder / (session + ".png"), ignored);
}

std::vector<Autosave> listAutosaves(const fs::path& folder) {
  std::vector<Autosave> found;
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored)) {
    if (entry.path().extension() != kAutosaveEnding) continue;
    try {
      const json in = json::parse(readText(entry.path()));
      const std::string original = in.value("original", "");
      Autosave state{entry.path(), entry.path(), std::u8string(original.begin(), original.end()), {}};
      state.thumbnail.replace_extension(".png");
      state.project = fromJson(in.at("project").dump(), {}, entry.path().string());
      found.push_back(std::move(state));
    } catch (const json::exception&) {
      continue;  // documented: a damaged state is no state
    } catch (const Error&) {
      continue;
    }
  }
  return found;
}

}  // namespace orator::project
