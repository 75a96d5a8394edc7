#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/run_context.h"
#include "core/learning/measures/speech_measures.h"
#include "core/learning/sync_net/sync_judge.h"

namespace orator::quality {

struct JudgeOptions {
  std::filesystem::path portrait;  ///< whom the film shall show; empty: the film's own calmest picture
  std::string pack = "studio";     ///< whose networks judge; it needs a file of the role "syncnet"
};

/// How well each part of a film is done, 0..100: 0 is what a viewer cannot overlook, 100 what filmed people
/// reach. The ranges stand at the head of film_report.cpp.
struct FilmScores {
  double sync = 0;                 ///< voice and lips: the sync lane, and openingCorrelation
  double closures = 0;             ///< lips that shut where the voice asks for it
  std::optional<double> identity;  ///< where the network for it is installed
  double sharpness = 0;
  double flicker = 0;
  double film = 0;  ///< of all: their weighted geometric mean, so that nothing makes up for a part that fails
};

/// What a finished film is worth, whoever made it: measured on its pictures and its sound.
struct FilmReport {
  std::filesystem::path film;
  double seconds = 0;        ///< in which the person is seen
  double unseenSeconds = 0;  ///< in which nobody is
  double syncLane = 0;       ///< mean of the sync lane: sync.frameConfidence
  learning::SyncScore sync;  ///< frameConfidence: the sync lane, 25 a second, of the seen frames in order
  double openingCorrelation = 0;        ///< of the lips' opening with what the voice lets expect
  learning::ClosureMatch closures;      ///< truth: what the voice lets expect; made: what the film shows
  std::optional<double> identity;       ///< median distance to the portrait (face::FaceDescriptor)
  std::optional<double> worstIdentity;  ///< of the frame that is least like it
  double sharpness = 0;                 ///< of the face (face::faceSharpness), mean
  double portraitSharpness = 0;         ///< of the portrait, at the film's size
  double flicker = 0;  ///< mean jump of the face's brightness against its neighbours in time, % of white
  FilmScores scores;
};

/// Follows the person of a film (stage "judge") and measures it.
/// @throws Error what capture::captureVideo() and reading portrait and sound throw; noSound, voiceTooShort
/// (less than 0.8 s with a face and a voice), packMissing (a pack without "syncnet"), cancelled
FilmReport judgeFilm(const std::filesystem::path& film, const JudgeOptions& options,
                     const RunContext& context);

}  // namespace orator::quality
