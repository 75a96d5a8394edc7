#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/frame_rate.h"
#include "core/base/run_context.h"
#include "core/media/audio_reader.h"
#include "core/motion/motion_model.h"
#include "core/pipeline/portrait_row.h"
#include "core/render/face_renderer.h"

namespace orator::pipeline {

/// Stands for the frame rate of the given track.
inline constexpr FrameRate kTrackFrameRate{0, 1};

/// Everything that decides a video. The same request and seed give the same frames, in every program of
/// Orator.
struct AnimateRequest {
  std::filesystem::path portrait;
  std::filesystem::path voice;  ///< may be empty with a track or idle seconds: the video is silent then
  media::VoiceCut voiceCut;     ///< the part of the voice that is spoken
  std::filesystem::path output;
  std::string pack = "studio";
  std::string renderer = render::kDefaultRenderer;
  motion::MotionSettings motion;
  render::RenderSettings render;
  FrameRate frameRate;          ///< 24, 25, 30, 50 or 60: a given track is read at it; or kTrackFrameRate
  int constantRateFactor = 18;  ///< of the H.264 encoder, 0..51
  std::optional<int> face;      ///< 0 = largest
  face::Rotation rotation = face::Rotation::none;  ///< of the portrait, before anything is looked for in it
  cv::Vec3b background{255, 255, 255};             ///< R G B under a transparent portrait
  std::optional<FrameRange> frames;                ///< only these frames (and their sound)
  std::filesystem::path track;                     ///< render these coefficients instead of generating them
  double idleSeconds = 0;                          ///< above 0: the person waits that long, without a voice

  // How the work is done; not part of what decides the video, nor of its JSON form.
  std::optional<bool>
      resume;  ///< keep finished frames in journalFile(); unset: with renderers that are not live
  bool keepFrames = false;  ///< leave that file when the video is finished, for the next edit
  bool overwrite = false;   ///< the output may take the place of a file that is no film
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

/// @throws Error invalidArgument when a value is outside its range (core/pipeline/parameters.h) or a name is
/// unknown; fileNotFound, notAFile for the portrait, the voice and the track
void checkRequest(const AnimateRequest& request);

/// Portrait and voice to an MP4. Stages reported: "analyse" (steps), "motion" and "render" (frames).
/// The video lasts as long as the voice within one frame and the voice is never cut: a given track that ends
/// before the voice is held at its last row. A stop request ends it within one frame. Memory does not grow
/// with the length but for the voice at 16 kHz and the track (300 MB for an hour). Nothing is left behind
/// when it throws, but for the finished frames where AnimateRequest::resume keeps them: the next call with
/// the same portrait, pack and render settings takes them from there, whatever else has changed. A frame is
/// rendered again when one of the rows in the renderer's reach is another. Any thread; several calls may run
/// at once.
/// @throws Error, any code; invalidArgument when the output is an input, or a file that is no film and
/// AnimateRequest::overwrite is not set
AnimateResult animate(const AnimateRequest& request, const RunContext& context);

/// Renders coefficients that are in memory, with the request's voice. Stages as animate().
/// @param portrait already analysed, or null to analyse the request's picture
AnimateResult renderTrack(const AnimateRequest& request, std::shared_ptr<const face::Portrait> portrait,
                          const motion::MotionTrack& track, const RunContext& context);

/// The coefficient track alone. request.output is not used.
motion::MotionTrack makeTrack(const AnimateRequest& request, const RunContext& context);

/// JSON form of a request. Paths inside the file's folder are written relative to it, others absolute.
/// @throws Error outputUnwritable, diskFull
void saveRequest(const AnimateRequest& request, const std::filesystem::path& file);
/// Relative paths are resolved against the file's folder. Missing keys keep their default; unknown keys,
/// wrong types and values out of range are refused by name. @throws Error fileNotFound, notAFile,
/// unreadableProject
AnimateRequest loadRequest(const std::filesystem::path& file);

}  // namespace orator::pipeline
