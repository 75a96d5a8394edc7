#pragma once

#include <filesystem>
#include <string>

#include "core/pipeline/animate.h"
#include "core/project/track_edits.h"
#include "core/words/transcript.h"

namespace orator::project {

/// Newest version of the JSON that this program reads, and the one it writes: 2 counts blinks in seconds, 3
/// knows idle seconds, 4 knows blinks by hand beside generated ones, 5 writes the settings as a request does.
/// Lower ones are read, higher ones are refused.
inline constexpr int kProjectVersion = 5;

/// The document of the studio: everything the user has chosen and done. A plain value; a copy of it is the
/// snapshot that workers receive. Paths are absolute in memory and relative to the project file on disk.
/// `output` may be empty (asked for, or beside the project), `frames` are the in and out point, `idleSeconds`
/// count where there is neither a voice nor a track.
struct Project : pipeline::FilmSettings {
  TrackEdits edits;
  words::Transcript words;  ///< what the voice says, timed; empty where nobody has told
  bool showsWords = false;  ///< they are drawn into the film, in place of the captions of a file
  std::string consent;      ///< who is seen and heard, and who has agreed to it; UTF-8, for the user alone
  bool operator==(const Project&) const = default;
};

/// Bytes of Project::consent.
inline constexpr std::size_t kLongestConsent = 10'000;

/// Whether the project can be saved and opened again. @throws Error invalidArgument naming the value
void checkProject(const Project& project);
/// Moves every value to the nearest one that checkProject() takes.
void confine(Project& project);

/// Whether the person waits without a voice.
inline bool isIdle(const Project& project) {
  return project.idleSeconds > 0 && project.voice.empty() && project.track.empty();
}

/// The film of a project as the pipeline and the command line make it: everything but the edits, which a
/// track carries; with the words where they are to be seen.
pipeline::AnimateRequest toRequest(const Project& project);

/// The file ending, with its dot.
inline constexpr const char* kProjectEnding = ".orator";
/// What the file says it is.
inline constexpr const char* kProjectFormat = "orator-project";

/// JSON text of a project. @param folder paths below or beside it are written relative to it; empty: as they
/// are. @throws Error invalidArgument as checkProject(): nothing is written that could not be read
std::string toJson(const Project& project, const std::filesystem::path& folder);
/// @param subject named in errors. Unknown keys are ignored, missing ones keep their default, values outside
/// their range are refused. @throws Error unreadableProject
Project fromJson(const std::string& text, const std::filesystem::path& folder, const std::string& subject);

}  // namespace orator::project
