#pragma once

#include <filesystem>
#include <vector>

#include "core/base/run_context.h"
#include "core/face/face_tracker.h"

namespace orator::lab {

/// The landmarks of one instant.
struct TrackedFrame {
  double seconds = 0;  ///< on the clock of the file's sound; of its picture when it has none
  face::FaceLandmarks face;
};

/// The one face of a video file, frames without it left out.
struct FaceTrack {
  cv::Size size;
  double framesPerSecond = 0;     ///< of the file
  std::int64_t framesInFile = 0;  ///< read, with or without a face
  std::vector<TrackedFrame> frames;
};

/// @param tracker its video state is reset first
/// @throws Error fileNotFound, notAFile, unreadableMedia, cancelled
FaceTrack trackFace(const std::filesystem::path& video, face::FaceTracker& tracker,
                    const RunContext& context);

/// The same from what `orator landmarks` wrote of this video; the video is read for its times alone.
/// @throws Error as trackFace; unreadableMedia when the landmarks are not those of this video
FaceTrack readFaceTrack(const std::filesystem::path& video, const std::filesystem::path& landmarks,
                        const RunContext& context);

/// readFaceTrack() where LANDMARKS/<path of the video below `clips`>.json exists, else trackFace().
/// @param landmarks may be empty
FaceTrack trackOrRead(const std::filesystem::path& video, const std::filesystem::path& clips,
                      const std::filesystem::path& landmarks, face::FaceTracker& tracker,
                      const RunContext& context);

/// Videos of a folder and its subfolders, sorted. @throws Error fileNotFound when there is none
std::vector<std::filesystem::path> videosIn(const std::filesystem::path& folder);

/// At most `limit` of the files, evenly spread; all of them when it is 0.
std::vector<std::filesystem::path> spreadOver(std::vector<std::filesystem::path> files, std::int64_t limit);

/// The samples of `frames` frames from `beginSeconds` on, with silence where the file has none.
std::vector<float> cutVoice(const std::vector<float>& voice16k, double beginSeconds, std::size_t frames);

/// An unbroken stretch at 25 frames a second.
struct FaceStretch {
  double beginSeconds = 0;  ///< frame i is at beginSeconds + i / 25
  std::vector<face::FaceLandmarks> frames;
};

/// Cuts a track where the face was lost for longer than 0.2 s or jumped (another shot), brings every stretch
/// to 25 frames a second by interpolation in time, and takes the tracker's jitter out: a zero-phase
/// Savitzky-Golay filter (window 5, order 2) whose correction fades out where it exceeds the measured noise,
/// so that nothing lags and a lip closure of one frame survives.
/// @return stretches of at least `minimumFrames`, at most `maximumFrames` long
std::vector<FaceStretch> cleanStretches(const FaceTrack& track, int minimumFrames, int maximumFrames);

}  // namespace orator::lab
