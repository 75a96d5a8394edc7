#pragma once

#include <memory>
#include <opencv2/core.hpp>
#include <string>

#include "core/face/landmarks.h"
#include "core/render/restore/face_paste.h"

namespace orator::render::restore {

/// Eyes, nose and mouth of a face's landmarks, as the published alignment wants them. Eyes are the middle
/// between their corners, so that a glance does not move the face.
FivePoints fivePoints(const face::FaceLandmarks& landmarks);

/// How far the lids of each eye are shut, 0 open .. 1 shut: of the picture's left and right eye.
cv::Vec2d lidClosure(const face::FaceLandmarks& landmarks);

/// Takes shut eyes out of the parts that are restored, softly: GFPGAN opens them.
/// @param parts of partsMask(), is changed @param affine of faceAffine()
void protectLids(cv::Mat& parts, const face::FaceLandmarks& landmarks, const cv::Matx23d& affine);

/// GFPGAN and ParseNet in use. 2 GB of memory on a CPU. Not thread-safe.
class FaceRestorer {
 public:
  /// Of the installed pack that has GFPGAN. @param device "auto", "cpu" or "cuda"
  /// @throws Error packMissing, packDamaged, checkpointRefused, deviceUnavailable
  explicit FaceRestorer(const std::string& device);
  ~FaceRestorer();

  /// The picture with its face restored and pasted back, the face's lids where they are.
  /// @param rgb CV_8UC3 RGB @param landmarks of the face in it @param strength 0..1
  /// @return CV_8UC3 RGB of the same size
  cv::Mat restored(const cv::Mat& rgb, const face::FaceLandmarks& landmarks, double strength) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace orator::render::restore
