#pragma once

#include <QString>
#include <filesystem>

#include "core/motion/motion_track.h"
#include "core/project/project.h"

namespace orator::ui {

/// A command of `orator` that renders the same film as the studio does: the same frames and the same sound.
struct CommandLine {
  QString text;
  std::filesystem::path request;  ///< file that the command reads and that has to be written first; or empty
  std::filesystem::path track;    ///< coefficients that the request reads; empty: they are generated
  std::filesystem::path words;    ///< that the request draws into the film; empty: none, or those of a file
};

/// The command for a project whose output is set. Settings become options of `orator animate`; edits, words
/// in the film, an imported track and names of files that are not UTF-8 need `orator render --request`.
CommandLine commandLineOf(const project::Project& project);

/// Writes the files that the command reads, beside the film. @param edited what the studio shows; needed when
/// command.track is set. @throws Error outputUnwritable, diskFull
void writeRequestFiles(const CommandLine& command, const project::Project& project,
                       const motion::MotionTrack* edited);

}  // namespace orator::ui
