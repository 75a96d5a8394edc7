#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/project/project.h"

namespace orator::project {

/// Backups kept beside a project, newest first numbers: "NAME.orator.1" is the version before the last
/// save.
inline constexpr int kBackupCount = 10;

/// Writes through a temporary file and a rename, and keeps the version before as a numbered backup.
/// The old file stays as it was when anything fails. @throws Error outputUnwritable, diskFull
void saveProject(const Project& project, const std::filesystem::path& file);

/// @throws Error fileNotFound, notAFile, unreadableProject
Project loadProject(const std::filesystem::path& file);

/// Existing backups of a project file, newest first.
std::vector<std::filesystem::path> backups(const std::filesystem::path& file);

/// Media files of the project that do not exist.
std::vector<std::filesystem::path> missingMedia(const Project& project);

/// Points every missing medium to the file of the same name in `folder` where there is one; returns how many.
int relink(Project& project, const std::filesystem::path& folder);

/// Copies portrait and voice into `folder`/media and writes `folder`/NAME.orator, which then needs nothing
/// else.
/// @return the project file written. @throws Error fileNotFound, outputUnwritable, diskFull
std::filesystem::path bundle(const Project& project, const std::filesystem::path& folder,
                             const std::string& name);

/// Writes `text` to `file` so that a reader sees the old or the new content, never a part of it.
/// @throws Error outputUnwritable, diskFull
void writeAtomically(const std::filesystem::path& file, const std::string& text);

/// One unsaved state of a crashed or running studio.
struct Autosave {
  std::filesystem::path file;       ///< of the saved state
  std::filesystem::path thumbnail;  ///< picture beside it; may not exist
  std::filesystem::path original;   ///< project file it belongs to; empty: never saved
  Project project;
};

/// Saves the state of one running studio under `folder`/SESSION.autosave. @throws Error outputUnwritable,
/// diskFull
void writeAutosave(const std::filesystem::path& folder, const std::string& session, const Project& project,
                   const std::filesystem::path& original);
/// Removes the state of a session, after a save or a regular end. Nothing happens when there is none.
void removeAutosave(const std::filesystem::path& folder, const std::string& session);
/// States left in `folder`; damaged ones are skipped.
std::vector<Autosave> listAutosaves(const std::filesystem::path& folder);

}  // namespace orator::project
