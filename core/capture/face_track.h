#pragma once

#include <filesystem>
#include <limits>
#include <vector>

#include "core/base/frame_rate.h"
#include "core/base/run_context.h"
#include "core/face/face_tracker.h"

namespace orator::capture {

/// The landmarks of one picture of a video.
struct TrackedFrame {
  double seconds = 0;  ///< on the clock of the file's sound; of its picture when it has none
  face::FaceLandmarks face;
  float sharpness = 0;  ///< variance of the Laplacian of the face at 160 x 160, 8 bits; 0 unmeasured
  bool cut = false;     ///< the picture changed as a whole just before
};

/// The one face of a video file, pictures without it left out.
struct FaceTrack {
  cv::Size size;                             ///< of the pictures as displayed
  double framesPerSecond = 0;                ///< of the file, by its header
  std::int64_t framesInFile = 0;             ///< read, with or without a face
  double beginSeconds = 0;                   ///< of the part that was asked for
  double firstSeconds = 0, lastSeconds = 0;  ///< of the pictures read, on the clock of TrackedFrame
  std::vector<TrackedFrame> frames;          ///< in the order of time
  int faces = 0;                             ///< most faces that were seen at once where one was searched
  double facesSeconds = 0;                   ///< where that was
};

/// The part of a video that is read.
struct TrackRange {
  double beginSeconds = 0, endSeconds = std::numeric_limits<double>::infinity();  ///< of the pictures' clock
};

/// Follows one face of a video: the largest and most central one where several are, the same one as long as
/// it is seen, and another only after a cut or a loss. Pictures are decoded ahead on a thread of their own; a
/// detector runs where the face is not known, else the landmarks lead from picture to picture. Stage "track"
/// counts pictures.
/// @throws Error fileNotFound, notAFile, unreadableMedia, cancelled
FaceTrack trackFace(const std::filesystem::path& video, face::FaceTracker& tracker, const RunContext& context,
                    const TrackRange& range = {});

/// An unbroken stretch of a track at 25 frames a second.
struct SteadyStretch {
  std::int64_t begin = 0;                   ///< frame i is at the track's origin + (begin + i) / 25 s
  std::vector<face::FaceLandmarks> frames;  ///< steadied
  std::vector<float> sharpness;             ///< of the nearest pictures
  bool cut = false;                         ///< begins behind a cut, not behind a loss
};

/// The instant of frame 0 of all stretches: at most half a frame from the begin of the part that was asked
/// for, on the clock of the sound, so that the pictures of a video of 25 frames a second are taken as they
/// are.
double originSeconds(const FaceTrack& track);

/// Cuts a track where the face was lost for longer than 0.2 s, where it jumped or where the picture was cut,
/// brings every stretch to 25 frames a second by the pictures' times (whatever the rate, constant or not),
/// and takes the tracker's jitter out without lag: a local parabola over 0.16 s (at 25 pictures a second the
/// Savitzky-Golay filter of window 5 and order 2) whose correction fades out where it exceeds the measured
/// noise, so that a lip closure of one frame survives.
/// @return stretches of at least `minimumFrames`
std::vector<SteadyStretch> steadyStretches(const FaceTrack& track, int minimumFrames);

}  // namespace orator::capture
