#include "core/learning/motion_nets/voice_alignment.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/learning/measures/series.h"
#include "core/learning/measures/speech_measures.h"

namespace orator::learning {
namespace {

constexpr int kReach = 6;  // frames to either side
constexpr std::int64_t kFewestCompared = 60;
constexpr double kClear = 0.4;  // correlation
constexpr double kColumnsPerFrame = 3.2;

using Curve = std::array<double, 2 * kReach + 1>;

/// Peak of the curve between the lags, by a parabola.
double peak(const Curve& curve) {
  const std::size_t best = std::size_t(std::max_element(curve.begin(), curve.end()) - curve.begin());
  if (best == 0 || best + 1 == curve.size()) return double(best) - kReach;
  const double left = curve[best - 1], right = curve[best + 1], bend = left - 2 * curve[best] + right;
  return double(best) - kReach + (bend < 0 ? 0.5 * (left - right) / bend : 0);
}

std::string collectionOf(const Clip& clip) {
  return clip.name.substr(0, clip.name.find('/'));
}

}  // namespace

std::map<std::string, double> measureOffsets(const motion::sadtalker::ExpNet& net,
                                             const std::vector<Clip>& clips, const LipGeometry& geometry,
                                             const std::string& anchor) {
  const c10::NoGradGuard guard;
  std::map<std::string, Curve> collections, own;
  Curve all{};
  for (const Clip& clip : clips) {
    const std::int64_t frames = clip.frames();
    const at::Tensor made = at::matmul(net.forward(melWindows(clip.mel, {0, frames}),
                                                   clip.expression.slice(0, 0, 1), at::zeros({frames, 1})),
                                       geometry.opening);
    const at::Tensor real = clip.lipOpening.contiguous();
    Curve curve;
    for (int lag = -kReach; lag <= kReach; ++lag)
      curve[std::size_t(lag + kReach)] =
          frames > 2 * kReach ? correlationAt(series(real), series(made), lag) : 0;
    Curve& collection = collections[collectionOf(clip)];
    for (std::size_t i = 0; i < curve.size(); ++i) {
      collection[i] += curve[i] * double(frames);
      all[i] += curve[i] * double(frames);
    }
    if (frames >= kFewestCompared && *std::max_element(curve.begin(), curve.end()) > kClear)
      own[clip.name] = curve;
  }
  const auto known = collections.find(anchor);
  const double exact = peak(known == collections.end() ? all : known->second);
  std::map<std::string, double> offsets;
  for (const Clip& clip : clips) {
    const auto found = own.find(clip.name);
    const std::string collection = collectionOf(clip);
    offsets[clip.name] =
        peak(found != own.end() && collection != anchor ? found->second : collections[collection]) - exact;
  }
  return offsets;
}

void moveVoice(Clip& clip, double frames) {
  const std::int64_t columns = std::lround(frames * kColumnsPerFrame), count = clip.mel.size(1);
  if (columns != 0)
    clip.mel =
        clip.mel.index_select(1, (at::arange(count, at::kLong) + columns).clamp(0, count - 1)).contiguous();
}

}  // namespace orator::learning
