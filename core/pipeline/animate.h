#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/frame_rate.h"
#include "core/base/run_context.h"
#include "core/motion/motion_model.h"
#include "core/pipeline/film_settings.h"
#include "core/pipeline/portrait_row.h"
#include "core/render/face_renderer.h"
#include "core/words/transcript.h"

namespace orator::pipeline {

/// What decides a film, and how the work on it is done. Only the former is in its JSON form.
struct AnimateRequest : FilmSettings {
  std::optional<bool>
      resume;  ///< keep finished frames in journalFile(); unset: with renderers that are not live
  bool keepFrames = false;                 ///< leave that file when the video is finished, for the next edit
  bool overwrite = false;                  ///< the output may take the place of a file that is no film
  std::optional<words::Transcript> words;  ///< timed; drawn in place of those of SceneSettings::captions
  std::filesystem::path captionsOutput;    ///< the film's captions are written there as well; empty: nowhere
  std::string motionOfFilm;  ///< motionDigest() of a film that is made again: a note tells of other motion
  bool operator==(const AnimateRequest&) const = default;
};

struct AnimateResult {
  std::filesystem::path output;
  std::int64_t frames = 0;
  cv::Size size;
  double durationSeconds = 0;
  double analyseSeconds = 0, motionSeconds = 0, renderSeconds = 0;  ///< wall clock
};

/// Where the finished frames of an unfinished video are kept: "<output>.frames".
std::filesystem::path journalFile(const std::filesystem::path& output);
/// Deletes the frames that are kept for an output. A file of that name that is no journal stays.
void removeJournal(const std::filesystem::path& output);

/// Every file the request reads; empty paths where it names none.
std::vector<std::filesystem::path> inputsOf(const AnimateRequest& request);

/// checkSettings() (core/pipeline/parameters.h), whether the settings make a film together, and the files.
/// @throws Error invalidArgument when a value is outside its range or a name is unknown; deviceUnavailable;
/// fileNotFound, notAFile for the portrait, the voice and the track
void checkRequest(const AnimateRequest& request);

/// Portrait and voice to a film. Stages reported: "analyse" (steps), "motion" and "render" (frames).
/// The video lasts as long as the voice within one frame and the voice is never cut: a given track that ends
/// before the voice is held at its last row. A stop request ends it within one frame. Memory does not grow
/// with the length but for the voice at 16 kHz and the track (300 MB for an hour). Nothing is left behind
/// when it throws, but for the finished frames where AnimateRequest::resume keeps them: the next call with
/// the same portrait, pack and render settings takes them from there, whatever else has changed. A frame is
/// rendered again when one of the rows in the renderer's reach is another. Any thread; several calls may run
/// at once.
/// @throws Error, any code; invalidArgument when the output is an input, a file that is no film and
/// AnimateRequest::overwrite is not set, or in a form that does not hold what is asked for: before any work
AnimateResult animate(const AnimateRequest& request, const RunContext& context);

/// Renders coefficients that are in memory, with the request's voice. Stages as animate().
/// @param portrait already analysed, or null to analyse the request's picture
AnimateResult renderTrack(const AnimateRequest& request, std::shared_ptr<const face::Portrait> portrait,
                          const motion::MotionTrack& track, const RunContext& context);

/// What a film is drawn from.
struct FilmMaterial {
  std::shared_ptr<const face::Portrait> portrait;
  motion::MotionTrack track;
};

/// Portrait and track of a film without drawing it; a track that is given is fitted to the portrait.
/// request.output is not used. Stages, threads and errors as animate().
FilmMaterial makeMaterial(const AnimateRequest& request, const RunContext& context);

/// The coefficient track alone. request.output is not used.
motion::MotionTrack makeTrack(const AnimateRequest& request, const RunContext& context);

/// JSON form of a request. Paths inside the file's folder are written relative to it, others absolute.
/// Whatever it writes can be read back. @throws Error invalidArgument (values out of range),
/// outputUnwritable, diskFull
void saveRequest(const AnimateRequest& request, const std::filesystem::path& file);
/// Relative paths are resolved against the file's folder. Missing keys keep their default; unknown keys,
/// wrong types and values out of range are refused by name. @throws Error fileNotFound, notAFile,
/// unreadableProject
AnimateRequest loadRequest(const std::filesystem::path& file);

}  // namespace orator::pipeline
