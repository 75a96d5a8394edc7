#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/largest_side.h"
#include "core/base/run_context.h"
#include "core/face/face_model.h"
#include "core/face/landmarks.h"
#include "core/face/portrait_quality.h"
#include "core/media/picture.h"
#include "core/packs/pack.h"

namespace orator::face {

/// Everything a renderer and a motion model need to know of a portrait. Immutable once made; shared between
/// threads.
struct Portrait {
  cv::Mat rgb;                          ///< CV_8UC3 RGB at the working resolution, laid over the background
  cv::Mat alpha;                        ///< CV_8UC1 or empty: the file's own transparency
  cv::Vec3b background{255, 255, 255};  ///< R G B that rgb is laid over where there is alpha
  cv::Mat matte;                        ///< CV_8UC1: person in front of the background
  std::vector<FaceLandmarks> faces;     ///< all that were found, largest first
  int chosenFace = 0;                   ///< index into faces
  FaceLandmarks landmarks;              ///< of the chosen face
  FaceFit fit;
  std::shared_ptr<const FaceModel> model;
  PortraitQuality quality;
};

struct PortraitOptions {
  std::optional<int> face;         ///< which face, 0 = largest
  int maximumSide = kLargestSide;  ///< larger pictures are reduced to this, with a note
  Rotation rotation = Rotation::none;
  cv::Vec3b background{255, 255, 255};  ///< R G B under what is transparent
};

/// Detection, landmarks, matte and fit of one picture.
/// Notes go to the context: a reduced picture, and what findingsOf() its quality tells.
/// @throws Error noFace, faceCutOff (over a tenth of the points outside the picture), invalidArgument (face
/// index)
std::shared_ptr<const Portrait> analysePortrait(const media::Picture& picture, const packs::Pack& pack,
                                                const PortraitOptions& options, const RunContext& context);

}  // namespace orator::face
