#pragma once

#include <array>
#include <memory>
#include <opencv2/core.hpp>

#include "core/face/sadtalker/portrait_crop.h"
#include "core/packs/pack.h"

namespace orator::face::sadtalker {

/// 64 expression, 3 angles (radians), 3 translation of a portrait in the basis of the BFM.
using PortraitCoefficients = std::array<float, 70>;

/// All that the network says: 80 identity, 64 expression, 80 texture, 3 angles, 27 light, 3 translation.
using FaceCoefficients = std::array<float, 257>;

/// Those of them that move.
PortraitCoefficients motionOf(const FaceCoefficients& all);

class ReconNet;

/// A pack's network face_3drecon, loaded once for many pictures. A tenth of a second a picture on a CPU.
class FaceReader {
 public:
  /// @throws Error packMissing, packDamaged, checkpointRefused
  explicit FaceReader(const packs::Pack& pack);
  /// Aligns the face and reads it. @param rgb CV_8UC3 RGB @throws Error pictureTooSmall, noFace
  FaceCoefficients read(const cv::Mat& rgb, const Landmarks68& landmarks) const;

 private:
  std::shared_ptr<const ReconNet> network_;
};

/// Cuts and aligns the face and reads it with the pack's network face_3drecon (section 3.1). A second on a
/// CPU. @param rgb CV_8UC3 RGB @param side of the networks' picture, 256 or 512
/// @throws Error packMissing, packDamaged, checkpointRefused, faceCutOff, pictureTooSmall, noFace
FaceCoefficients faceCoefficients(const packs::Pack& pack, const cv::Mat& rgb, const FaceLandmarks& landmarks,
                                  Framing framing, int side);

}  // namespace orator::face::sadtalker
