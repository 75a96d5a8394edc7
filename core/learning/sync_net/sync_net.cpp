#include "core/learning/sync_net/sync_net.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>

#include "core/face/face_mesh.h"

namespace orator::learning {
namespace {

at::Tensor unit(const at::Tensor& rows) {
  return rows / rows.norm(2, 1, true).clamp_min(1e-6);
}

/// 40 points: the inner and the outer ring of both lips, the corners once.
std::vector<std::int64_t> lipVertices() {
  std::vector<std::int64_t> vertices;
  for (const int ring : {0, 3}) {
    for (const int v : face::kUpperLipRings[std::size_t(ring)]) vertices.push_back(v);
    for (std::size_t k = 1; k + 1 < face::kLipColumns; ++k)
      vertices.push_back(face::kLowerLipRings[std::size_t(ring)][k]);
  }
  return vertices;
}

}  // namespace

SyncNet::SyncNet() {
  using tensor::ConvShape;
  const auto add = [this](std::vector<Layer>& layers, const std::string& name, std::int64_t in,
                          std::int64_t out, ConvShape shape) {
    const std::string at = name + "." + std::to_string(layers.size());
    auto conv = tensor::make<tensor::Conv>(*this, at + ".conv", in, out, std::move(shape));
    layers.push_back({conv, tensor::make<tensor::BatchNorm>(*this, at + ".norm", out)});
  };
  add(voice_, "voice", 1, 24, tensor::same2d(3, {2, 1}));
  add(voice_, "voice", 24, 48, tensor::same2d(3, {2, 2}));
  add(voice_, "voice", 48, 96, tensor::same2d(3, {2, 2}));
  add(voice_, "voice", 96, 128, tensor::same2d(3, {2, 2}));
  add(voice_, "voice", 128, 128, {.kernel = {5, 2}});
  voiceOut_ = tensor::make<tensor::Linear>(*this, "voice.out", 128, kSyncEmbedding);
  add(lips_, "lips", kSyncLipNumbers, 96, {.kernel = {3}, .padding = {1}});
  add(lips_, "lips", 96, 128, {.kernel = {3}, .padding = {1}});
  add(lips_, "lips", 128, 128, {.kernel = {kSyncFrames}});
  lipsOut_ = tensor::make<tensor::Linear>(*this, "lips.out", 128, kSyncEmbedding);
}

at::Tensor SyncNet::embedVoice(const at::Tensor& mel) const {
  at::Tensor x = mel;
  for (const Layer& layer : voice_) x = at::relu(layer.norm->forward(layer.conv->forward(x)));
  return unit(voiceOut_->forward(x.flatten(1)));
}

at::Tensor SyncNet::embedLips(const at::Tensor& lips) const {
  at::Tensor x = lips.transpose(1, 2);
  for (const Layer& layer : lips_) x = at::relu(layer.norm->forward(layer.conv->forward(x)));
  return unit(lipsOut_->forward(x.flatten(1)));
}

void initialise(SyncNet& net, std::uint64_t seed) {
  const c10::NoGradGuard guard;
  at::manual_seed(seed);
  for (auto& item : net.named_parameters()) {
    at::Tensor& p = item.value();
    if (p.dim() > 1) p.normal_(0, std::sqrt(2.0 * double(p.size(0)) / double(p.numel())));
  }
}

at::Tensor lipDirections(const face::FaceModel& model) {
  const auto rows = [](const cv::Mat1f& m) {
    return at::from_blob(const_cast<float*>(m.ptr<float>()), {m.rows, face::kLandmarkCount, 3}).clone();
  };
  const at::Tensor mean = rows(model.mean)[0];
  const double height = (mean[face::kForeheadTop] - mean[face::kChin]).norm().item<double>();
  const at::Tensor vertices = at::tensor(lipVertices());
  constexpr double kScale = 10;  // brings a mouth's motion to about one
  return (rows(model.expression).index_select(1, vertices).flatten(1) * (kScale / height)).contiguous();
}

at::Tensor lipMotion(const at::Tensor& expression, const at::Tensor& directions) {
  return at::matmul(expression - expression.mean(0, true), directions);
}

at::Tensor lipWindows(const at::Tensor& motion, const at::Tensor& frames) {
  const at::Tensor around = at::arange(kSyncFrames) - kSyncFrames / 2;
  const at::Tensor index = (frames.unsqueeze(1) + around.unsqueeze(0)).clamp(0, motion.size(0) - 1);
  return motion.index_select(0, index.flatten()).view({frames.size(0), kSyncFrames, kSyncLipNumbers});
}

SyncScore scoreDistances(const at::Tensor& voice, const at::Tensor& lips) {
  const std::int64_t frames = std::min(voice.size(0), lips.size(0));
  std::vector<std::pair<double, int>> distances;
  std::vector<at::Tensor> lanes;  // a lag each: its distance at every frame of the voice, its ends held
  constexpr std::int64_t kAround = 4;
  constexpr int kUnnoticed = 2;  // frames
  for (int lag = -kSyncLags; lag <= kSyncLags; ++lag) {
    const std::int64_t from = std::max(0, -lag), to = frames - std::max(0, lag);
    if (to - from < 5) continue;
    const at::Tensor apart = (voice.slice(0, from, to) - lips.slice(0, from + lag, to + lag)).norm(2, 1);
    distances.emplace_back(apart.mean().item<double>(), lag);
    const at::Tensor held =
        apart.index_select(0, (at::arange(-kAround, frames + kAround) - from).clamp(0, to - from - 1));
    lanes.push_back(at::avg_pool1d(held.view({1, 1, -1}), 2 * kAround + 1, 1).flatten());
  }
  if (distances.empty()) return {};
  const auto best = std::min_element(distances.begin(), distances.end());
  std::size_t together = distances.size() / 2;
  for (std::size_t i = 0; i < distances.size(); ++i)
    if (std::abs(distances[i].second) <= kUnnoticed && distances[i] < distances[together]) together = i;
  const at::Tensor lane =
      (std::get<0>(at::stack(lanes).median(0)) - lanes[together]).to(at::kCPU, at::kFloat).contiguous();
  SyncScore score{best->first, 0, best->second,
                  std::vector<float>(lane.data_ptr<float>(), lane.data_ptr<float>() + lane.numel())};
  std::nth_element(distances.begin(), distances.begin() + std::ptrdiff_t(distances.size() / 2),
                   distances.end());
  score.confidence = distances[distances.size() / 2].first - score.distance;
  return score;
}

}  // namespace orator::learning
