#include "core/face/sadtalker/portrait_coefficients.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "core/face/sadtalker/alignment.h"
#include "core/face/sadtalker/recon_net.h"
#include "core/packs/network_weights.h"
#include "core/tensor/weight_store.h"

namespace orator::face::sadtalker {

PortraitCoefficients motionOf(const FaceCoefficients& all) {
  PortraitCoefficients row;
  std::copy_n(all.begin() + 80, 64, row.begin());
  std::copy_n(all.begin() + 224, 3, row.begin() + 64);
  std::copy_n(all.begin() + 254, 3, row.begin() + 67);
  return row;
}

FaceReader::FaceReader(const packs::Pack& pack) {
  const at::NoGradGuard noGradient;
  const auto network = std::make_shared<ReconNet>();
  packs::openNetworkWeights(pack, "face_3drecon").loadInto(*network);
  network->eval();
  network_ = network;
}

FaceCoefficients FaceReader::read(const cv::Mat& rgb, const Landmarks68& landmarks) const {
  const cv::Mat face = alignedFace(rgb, alignment(landmarks, rgb.size()));
  const at::NoGradGuard noGradient;
  const at::Tensor pixels = at::from_blob(face.data, {1, face.rows, face.cols, 3}, at::kByte);
  const at::Tensor found =
      network_->forward(pixels.permute({0, 3, 1, 2}).to(at::kFloat).div(255).contiguous());
  FaceCoefficients all;
  std::copy_n(found.data_ptr<float>(), all.size(), all.begin());
  return all;
}

FaceCoefficients faceCoefficients(const packs::Pack& pack, const cv::Mat& rgb, const FaceLandmarks& landmarks,
                                  Framing framing, int side) {
  const FramedFace seen = frameFace(rgb, landmarks68(landmarks), framing, side);
  return FaceReader(pack).read(seen.rgb, seen.landmarks);
}

}  // namespace orator::face::sadtalker
