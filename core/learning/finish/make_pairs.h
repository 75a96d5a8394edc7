#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "core/base/run_context.h"
#include "core/face/face_model.h"
#include "core/learning/finish/finish_pairs.h"

namespace orator::learning {

struct FilmedFrame {
  cv::Mat rgb;  ///< CV_8UC3, all of one size
  face::FaceLandmarks landmarks;
  face::ExpressionCoefficients expression{};
  face::HeadPose pose;
};

/// A person in front of a camera that stands still.
struct FilmedPerson {
  std::string name, speaker, licence;
  face::FaceFit fit;  ///< identity and camera
  std::vector<FilmedFrame> frames;
};

struct PairOptions {
  int sources = 2;   ///< frames that serve as portraits: the calmest, and others at random
  int targets = 32;  ///< frames each is warped to: wide and shut mouths, shut eyes, and some between
  std::uint64_t seed = 1;
  int portrait = -1;  ///< place of the frame that serves as the first portrait; -1: the calmest
  float octaves = 0;  ///< by how much the pictures were reduced: maps are those of pictures that were not
};

/// Each source warped by the mesh renderer to what the person did in the targets. What was filmed is moved
/// onto the warp by up to four crop pixels and its light is adapted, by the skin around the feature; pairs
/// that do not fit even then are left out. @throws Error cancelled
FinishPairs makePairs(const FilmedPerson& person, std::shared_ptr<const face::FaceModel> model,
                      const PairOptions& options, const RunContext& context);

}  // namespace orator::learning
