#include "core/lab/lse/lse_judge.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/lab/lse/face_cropper.h"
#include "core/lab/lse/mfcc.h"
#include "core/lab/lse/sync_net_v2.h"
#include "core/packs/network_weights.h"
#include "core/tensor/weight_store.h"

namespace orator::lab::lse {
namespace {

constexpr std::int64_t kWindow = 5, kSamplesPerFrame = 640, kMfccPerFrame = 4, kAtOnce = 8;

/// [13, columns] of the voice.
at::Tensor coefficientsOf(std::span<const float> voice16k) {
  std::vector<double> samples(voice16k.size());
  std::transform(voice16k.begin(), voice16k.end(), samples.begin(),
                 [](float v) { return std::clamp(std::nearbyint(double(v) * 32768), -32768.0, 32767.0); });
  const cv::Mat1d rows = mfcc(samples);
  return at::from_blob(rows.data, {rows.rows, kMfccCount}, at::kDouble).t().to(at::kFloat).contiguous();
}

/// [3, 224, 224], blue, green, red, 0..255.
at::Tensor planesOf(const cv::Mat& rgb) {
  const cv::Mat whole = rgb.isContinuous() ? rgb : rgb.clone();
  return at::from_blob(whole.data, {kCropSide, kCropSide, 3}, at::kByte)
      .permute({2, 0, 1})
      .flip(0)
      .to(at::kFloat)
      .contiguous();
}

}  // namespace

struct LseJudge::State {
  SyncNetV2 net;
};

LseJudge::LseJudge(const packs::Pack& pack) : state_(std::make_unique<State>()) {
  packs::openNetworkWeights(pack, "syncnet").loadInto(state_->net);
  state_->net.eval();
}
LseJudge::~LseJudge() = default;
LseJudge::LseJudge(LseJudge&&) noexcept = default;

cv::Vec4d faceBox(const face::FaceLandmarks& landmarks) {
  cv::Vec4d box(1e9, 1e9, -1e9, -1e9);
  for (const auto& point : landmarks.points) {
    box[0] = std::min<double>(box[0], point.x), box[1] = std::min<double>(box[1], point.y);
    box[2] = std::max<double>(box[2], point.x), box[3] = std::max<double>(box[3], point.y);
  }
  return box;
}

LseScore LseJudge::judge(std::span<const cv::Mat> crops, std::span<const float> voice16k) const {
  const c10::NoGradGuard guard;
  const std::int64_t frames =
      std::min(std::int64_t(crops.size()), std::int64_t(voice16k.size()) / kSamplesPerFrame);
  if (frames < kFewestFrames)
    throw Error(ErrorCode::invalidArgument, "LSE",
                "there are " + std::to_string(frames) + " frames with a voice; at least " +
                    std::to_string(kFewestFrames) + " are judged",
                "Give a longer film");
  const at::Tensor coefficients = coefficientsOf(voice16k.first(std::size_t(frames * kSamplesPerFrame)));
  // One position fewer than would fit, as published.
  const std::int64_t positions = frames - kWindow;
  std::vector<at::Tensor> lips, voice, planes;
  for (std::int64_t i = 0; i < frames; ++i) planes.push_back(planesOf(crops[std::size_t(i)]));
  for (std::int64_t begin = 0; begin < positions; begin += kAtOnce) {
    std::vector<at::Tensor> lipWindows, voiceWindows;
    for (std::int64_t v = begin; v < std::min(positions, begin + kAtOnce); ++v) {
      lipWindows.push_back(at::stack(at::ArrayRef<at::Tensor>(planes).slice(std::size_t(v), kWindow), 1));
      voiceWindows.push_back(
          coefficients.slice(1, kMfccPerFrame * v, kMfccPerFrame * (v + kWindow)).unsqueeze(0));
    }
    lips.push_back(state_->net.embedLips(state_->net.lipFeature(at::stack(lipWindows))));
    voice.push_back(state_->net.embedVoice(at::stack(voiceWindows)));
  }
  return scoreOf(embeddingDistances(at::cat(lips), at::cat(voice)));
}

}  // namespace orator::lab::lse
