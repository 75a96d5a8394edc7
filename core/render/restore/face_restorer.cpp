#include "core/render/restore/face_restorer.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/face/face_mesh.h"
#include "core/packs/network_weights.h"
#include "core/packs/pack.h"
#include "core/render/restore/enlarge.h"
#include "core/render/restore/gfpgan.h"
#include "core/render/restore/parse_net.h"
#include "core/tensor/device.h"
#include "core/tensor/weight_store.h"

namespace orator::render::restore {
namespace {

/// Corners and middle of the lids of the picture's left and right eye.
struct LidPoints {
  int outer, inner, upper, lower;
};
constexpr LidPoints kLids[] = {{face::kLeftEyeOuter, face::kLeftEyeInner, 159, 145},
                               {face::kRightEyeOuter, face::kRightEyeInner, 386, 374}};

cv::Point2d pointOf(const face::FaceLandmarks& landmarks, int index) {
  const cv::Point3f& p = landmarks.points[std::size_t(index)];
  return {p.x, p.y};
}

cv::Point2d moved(const cv::Matx23d& m, const cv::Point2d& p) {
  return {m(0, 0) * p.x + m(0, 1) * p.y + m(0, 2), m(1, 0) * p.x + m(1, 1) * p.y + m(1, 2)};
}

}  // namespace

FivePoints fivePoints(const face::FaceLandmarks& landmarks) {
  const auto at = [&](int index) { return pointOf(landmarks, index); };
  return {(at(kLids[0].outer) + at(kLids[0].inner)) / 2, (at(kLids[1].outer) + at(kLids[1].inner)) / 2,
          at(face::kNoseTip), at(face::kLeftMouthCorner), at(face::kRightMouthCorner)};
}

cv::Vec2d lidClosure(const face::FaceLandmarks& landmarks) {
  constexpr double kOpen = 0.2, kShut = 0.1;  // height over width
  cv::Vec2d closure;
  for (int eye = 0; eye < 2; ++eye) {
    const LidPoints& lids = kLids[eye];
    const double width = cv::norm(pointOf(landmarks, lids.outer) - pointOf(landmarks, lids.inner));
    const double height = cv::norm(pointOf(landmarks, lids.upper) - pointOf(landmarks, lids.lower));
    closure[eye] = width > 0 ? std::clamp((kOpen - height / width) / (kOpen - kShut), 0.0, 1.0) : 0;
  }
  return closure;
}

void protectLids(cv::Mat& parts, const face::FaceLandmarks& landmarks, const cv::Matx23d& affine) {
  constexpr double kWide = 0.75, kHigh = 0.45, kSoft = 0.12;  // of the eye's width
  const cv::Vec2d closure = lidClosure(landmarks);
  for (int eye = 0; eye < 2; ++eye) {
    if (closure[eye] <= 0) continue;
    const cv::Point2d a = moved(affine, pointOf(landmarks, kLids[eye].outer)),
                      b = moved(affine, pointOf(landmarks, kLids[eye].inner));
    const double width = cv::norm(a - b);
    cv::Mat1d region(parts.size(), 0.0);
    const double degrees = std::atan2(b.y - a.y, b.x - a.x) * 180 / CV_PI;
    cv::ellipse(region,
                cv::RotatedRect((a + b) / 2, cv::Size2f(float(2 * kWide * width), float(2 * kHigh * width)),
                                float(degrees)),
                closure[eye], cv::FILLED);
    cv::GaussianBlur(region, region, {}, std::max(1.0, kSoft * width));
    cv::Mat1d kept = parts;
    for (int y = 0; y < kept.rows; ++y)
      for (int x = 0; x < kept.cols; ++x) kept(y, x) *= 1 - region(y, x);
  }
}

struct FaceRestorer::State {
  Gfpgan gfpgan;
  ParseNet parser;
  at::Device device = at::kCPU;
};

FaceRestorer::FaceRestorer(const std::string& device) : state_(std::make_unique<State>()) {
  state_->device = tensor::deviceOf(device);
  const packs::Pack pack = packs::packWithRole("gfpgan", "gfpgan");
  packs::openNetworkWeights(pack, "gfpgan").loadInto(state_->gfpgan);
  packs::openNetworkWeights(pack, "parsenet").loadInto(state_->parser);
  for (torch::nn::Module* network :
       {static_cast<torch::nn::Module*>(&state_->gfpgan), static_cast<torch::nn::Module*>(&state_->parser)}) {
    network->eval();
    network->to(state_->device);
  }
}
FaceRestorer::~FaceRestorer() = default;

cv::Mat FaceRestorer::restored(const cv::Mat& rgb, const face::FaceLandmarks& landmarks,
                               double strength) const {
  const c10::NoGradGuard noGradient;
  const cv::Matx23d affine = faceAffine(fivePoints(landmarks));
  const at::Tensor face = planesOf(alignedFace512(rgb, affine)).to(state_->device) * 2 - 1;
  const at::Tensor made = state_->gfpgan.forward(face).clamp(-1, 1);
  const cv::Mat picture = pictureOf((made / 2 + 0.5).cpu());
  // The labels are those of the restored face, as it is stored.
  const at::Tensor stored = planesOf(picture).to(state_->device) * 2 - 1;
  at::Tensor labels = state_->parser.forward(stored).mask[0].argmax(0).to(at::kByte).cpu().contiguous();
  cv::Mat parts =
      partsMask(cv::Mat(int(labels.size(0)), int(labels.size(1)), CV_8U, labels.data_ptr<std::uint8_t>()));
  protectLids(parts, landmarks, affine);
  return pasteFace(rgb, picture, pasteAffine(affine, 1), 1, parts, strength);
}

}  // namespace orator::render::restore
