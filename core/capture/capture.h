#pragma once

#include <filesystem>
#include <functional>
#include <opencv2/core.hpp>
#include <span>
#include <string>
#include <vector>

#include "core/base/frame_rate.h"
#include "core/base/run_context.h"
#include "core/capture/face_track.h"
#include "core/face/face_measures.h"
#include "core/face/face_model.h"
#include "core/motion/motion_track.h"
#include "core/packs/pack.h"

namespace orator::capture {

inline constexpr int kFramesPerSecond = 25;  ///< of every capture

/// Why a frame shows nothing of the person.
enum class Unseen {
  seen,           ///< it does
  noFace,         ///< nobody in the picture, or too short between two cuts
  turnedAway,     ///< a profile: over 57 degrees to the side
  anotherPerson,  ///< behind a cut the film shows somebody else
};

/// One frame of a performance. Where the person is not seen everything but `unseen` is held: the last values
/// seen, which lead over to the next ones seen in the last 0.4 s of the gap.
struct CapturedFrame {
  Unseen unseen = Unseen::noFace;
  int shot = -1;                  ///< index into Capture::shots; -1 where not seen
  face::FaceLandmarks landmarks;  ///< 478 points, pixels of the picture as displayed; steadied, without lag
  face::ExpressionCoefficients expression{};  ///< 64, absolute, basis of the pack's face model
  face::HeadPose pose;          ///< of the shot's camera: angles in radians, translation in decimetre
  float residual = 0;           ///< root mean square of the fit over the height of the face
  face::FaceMeasures measures;  ///< from the landmarks in head coordinates
  float closure = 0;            ///< of the lids: 0 this person's open eyes .. 1 shut
  cv::Vec2f gaze{};  ///< of both eyes in the head: the irises' way from the middle between the corners over
                     ///< the width of the eye, to the right of the picture and up; about -0.3..0.3
  float sharpness = 0;  ///< of the face, as in TrackedFrame; compares frames of one film

  bool seen() const { return unseen == Unseen::seen; }
};

/// What lies between two cuts: one camera.
struct Shot {
  FrameRange frames;            ///< of the capture
  face::PortraitCamera camera;  ///< the pose's translation is about 0 in the middle of the shot's places
};

/// Frames in which the person is not seen, for one reason.
struct Gap {
  FrameRange frames;
  Unseen reason = Unseen::noFace;
};

/// What one person does in a video. Frame i is the instant beginSeconds + i / 25 s on the clock of the file's
/// sound (of its picture, where it has none). Plain value: 12 kB a frame, nothing of the pictures.
struct Capture {
  std::string basis;  ///< FaceModel::id
  cv::Size picture;   ///< as displayed, pixels
  double sourceFramesPerSecond = 0;
  double beginSeconds = 0;
  std::vector<float> identity;        ///< K coefficients, from all frames of the person
  float faceHeight = 0;               ///< of the neutral face, forehead (10) to chin (152), decimetre
  std::vector<Shot> shots;            ///< of this person, in the order of time; empty where nobody was found
  std::vector<CapturedFrame> frames;  ///< T
  motion::CoefficientRow neutral{};   ///< the performer at rest: what all motion is relative to
  std::int64_t calmest =
      0;          ///< the frame to take as a portrait: eyes open, mouth shut, frontal, sharp, still
  int faces = 0;  ///< most faces that were seen at once; above 1 the main one was followed
  double facesSeconds = 0;

  /// Identity, camera, expression and pose of frame i.
  face::FaceFit fit(std::int64_t frame) const;
  motion::CoefficientRow row(std::int64_t frame) const;
  double seconds(std::int64_t frame) const { return beginSeconds + double(frame) / kFramesPerSecond; }
  std::vector<Gap> gaps() const;
  /// Unbroken runs of one shot in which the person is seen, at least `minimum` frames long; longer ones than
  /// `maximum` are divided.
  std::vector<FrameRange> stretches(std::int64_t minimum, std::int64_t maximum) const;
  /// Height of the face in the picture, pixels; 0 where nobody was found.
  float facePixels() const;
  /// For a renderer: 25 frames a second, `source` is the neutral row, `blink` the closure of the lids, `gaze`
  /// what the rows say of it.
  motion::MotionTrack track() const;
};

/// Of the frames of a range in which the person is seen the one to take as a portrait, as Capture::calmest.
std::int64_t calmestOf(const Capture& capture, FrameRange range);

/// What was tracked, as a performance. Identity is fitted over all frames of the person, expression and pose
/// frame by frame on all cores, then steadied without lag. Another person behind a cut is left out. The
/// result has no shots where nobody is seen for `minimumFrames` at a stretch. Stage "fit" counts frames.
/// @throws Error cancelled
Capture captureTrack(const face::FaceModel& model, const FaceTrack& track, const RunContext& context,
                     int minimumFrames = 5);

/// From a video to a performance: the one way in Orator. Frame rates of any kind become 25 a second by the
/// pictures' times; rotation metadata is followed. Notes tell of several faces, and of every gap. Not
/// thread-safe: two captures at once need two packs' trackers, which this call makes for itself.
/// @param range of the pictures' clock
/// @throws Error fileNotFound, notAFile, unreadableMedia; noFace (nobody, seen for less than 0.4 s, turned
/// away all along), pictureTooSmall (a face under 48 pixels high), packMissing, packDamaged, cancelled
Capture captureVideo(const std::filesystem::path& video, const packs::Pack& pack, const RunContext& context,
                     const TrackRange& range = {});

/// The picture of a frame: the one of the video that is nearest in time, CV_8UC3 RGB.
/// @throws Error what reading throws
cv::Mat pictureOf(const std::filesystem::path& video, const Capture& capture, std::int64_t frame);

/// The pictures of several frames, in one pass through the video: each the one that is nearest in time.
/// @param frames ascending
/// @param visit gets the place in `frames` and the picture, CV_8UC3 RGB, which is valid during the call
/// @throws Error what reading throws, cancelled
void visitPictures(const std::filesystem::path& video, const Capture& capture,
                   std::span<const std::int64_t> frames,
                   const std::function<void(std::size_t, const cv::Mat&)>& visit, const RunContext& context);

}  // namespace orator::capture
