#include "core/project/project_file.h"

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <span>

#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/base/json_value.h"
#include "core/project/backup_rotation.h"

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

std::string readText(const fs::path& file) {
  const std::vector<std::uint8_t> bytes = readFile(file, ErrorCode::unreadableProject);
  return {bytes.begin(), bytes.end()};
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

/// None where there is no such folder, or it is closed to us.
std::vector<fs::path> readableEntries(const fs::path& folder) {
  try {
    return entriesOf(folder);
  } catch (const Error&) {
    return {};
  }
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

}  // namespace

void writeAtomically(const fs::path& file, const std::string& text) {
  writeFile(file, text);
}

void saveProject(const Project& project, const fs::path& file) {
  const std::string text = toJson(project, file.parent_path());
  PartialFile complete(file);
  complete.write(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
  BackupRotation rotation(file);  // only now: a save that fails costs no backup
  complete.commit();
  rotation.keep();
}

Project loadProject(const fs::path& file) {
  return fromJson(readText(file), absolutePath(file).parent_path(), file.string());
}

std::vector<fs::path> missingMedia(const Project& project) {
  std::vector<fs::path> missing;
  for (const fs::path* medium : mediaOf(project))
    if (!medium->empty() && !isFile(*medium)) missing.push_back(*medium);
  return missing;
}

int relink(Project& project, const fs::path& folder) {
  int found = 0;
  for (fs::path* medium : mediaOf(project)) {
    if (medium->empty() || isFile(*medium)) continue;
    const fs::path candidate = folder / medium->filename();
    if (!isFile(candidate)) continue;
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
  const json out = {{"original", pathJson(original)}, {"project", json::parse(toJson(project, {}))}};
  writeAtomically(folder / (session + kAutosaveEnding), out.dump());
}

void removeAutosave(const fs::path& folder, const std::string& session) {
  std::error_code ignored;
  fs::remove(folder / (session + kAutosaveEnding), ignored);
  fs::remove(folder / (session + ".png"), ignored);
}

std::vector<Autosave> listAutosaves(const fs::path& folder) {
  std::vector<Autosave> found;
  for (const fs::path& entry : readableEntries(folder)) {
    if (entry.extension() != kAutosaveEnding) continue;
    try {
      const json in = parsedJson(readText(entry));
      Autosave state{entry, entry, pathFrom(in.at("original"), "original"), {}};
      state.thumbnail.replace_extension(".png");
      state.project = fromJson(in.at("project").dump(), {}, entry.string());
      found.push_back(std::move(state));
    } catch (const json::exception&) {
      continue;  // documented: a damaged state is no state
    } catch (const std::invalid_argument&) {
      continue;
    } catch (const Error&) {
      continue;
    }
  }
  return found;
}

}  // namespace orator::project
