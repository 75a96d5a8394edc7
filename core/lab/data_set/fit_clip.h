#pragma once

#include <span>
#include <vector>

#include "core/base/run_context.h"
#include "core/face/face_model.h"
#include "core/lab/data_set/face_track.h"
#include "core/learning/measures/face_measures.h"

namespace orator::lab {

/// Identity and camera of one person in one file, from several frames: every coefficient is the median of
/// separate fits, so that single bad frames do not count. The frames are those spread over the file that look
/// most towards the camera.
/// @param frames at least one
face::FaceFit fitPerson(const face::FaceModel& model, std::span<const face::FaceLandmarks> frames,
                        cv::Size picture);

/// One frame of a known person.
struct FittedFrame {
  face::ExpressionCoefficients expression{};
  face::HeadPose pose;
  float residual = 0;  ///< root mean square, over the height of the face
  /// 478 points in head coordinates: the picture's x and y carried back at the depth of the fitted model, so
  /// that they hold what the tracker saw and not what the model can say.
  std::vector<cv::Point3f> head;
};

/// Expression, pose and head coordinates; about 8 ms. @param height of the neutral face, decimetre
FittedFrame fitFrame(const face::FaceModel& model, const face::FaceFit& person, float height,
                     const face::FaceLandmarks& landmarks, cv::Size picture);

/// One stretch, fitted and measured.
struct FittedStretch {
  double beginSeconds = 0;
  std::vector<FittedFrame> frames;
  std::vector<learning::FaceMeasures> measures;

  std::vector<float> lipOpening() const;
  double residual() const;   ///< root mean square over the frames, over the height of the face
  float medianTurn() const;  ///< radians away from the camera, pitch and yaw together
};

struct FittedPerson {
  face::FaceFit fit;
  float height = 0;  ///< of the neutral face, decimetre
  std::vector<FittedStretch> stretches;
};

/// fitPerson() over all stretches of one file, then fitFrame() of each. @throws Error cancelled
FittedPerson fitStretches(const face::FaceModel& model, std::span<const FaceStretch> stretches,
                          cv::Size picture, const RunContext& context);

}  // namespace orator::lab
