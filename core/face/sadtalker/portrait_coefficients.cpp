#include "core/face/sadtalker/portrait_coefficients.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "core/face/sadtalker/alignment.h"
#include "core/face/sadtalker/recon_net.h"
#include "core/packs/network_weights.h"
#include "core/tensor/weight_store.h"

namespace orator::face::sadtalker {

PortraitCoefficients portraitCoefficients(const packs::Pack& pack, const cv::Mat& rgb,
                                          const FaceLandmarks& landmarks, Framing framing, int side) {
  const FramedFace seen = frameFace(rgb, landmarks68(landmarks), framing, side);
  const cv::Mat face = alignedFace(seen.rgb, alignment(seen.landmarks, seen.rgb.size()));
  const at::NoGradGuard noGradient;
  ReconNet network;
  packs::openNetworkWeights(pack, "face_3drecon").loadInto(network);
  network.eval();
  const at::Tensor pixels = at::from_blob(face.data, {1, face.rows, face.cols, 3}, at::kByte);
  const at::Tensor found = network.forward(pixels.permute({0, 3, 1, 2}).to(at::kFloat).div(255).contiguous());
  const float* values = found.data_ptr<float>();
  // Of the 257: 80 identity, 64 expression, 80 texture, 3 angles, 27 light, 3 translation.
  PortraitCoefficients row;
  std::copy_n(values + 80, 64, row.begin());
  std::copy_n(values + 224, 3, row.begin() + 64);
  std::copy_n(values + 254, 3, row.begin() + 67);
  return row;
}

}  // namespace orator::face::sadtalker
