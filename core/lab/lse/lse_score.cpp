#include "core/lab/lse/lse_score.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <array>

#include "core/tensor/shape.h"

namespace orator::lab::lse {
namespace {

/// Median of nine with zeros outside.
std::vector<float> medianFiltered(const std::vector<float>& values) {
  constexpr std::ptrdiff_t kHalf = 4;
  std::vector<float> filtered;
  for (std::ptrdiff_t i = 0; i < std::ptrdiff_t(values.size()); ++i) {
    std::array<float, 2 * kHalf + 1> window{};
    for (std::ptrdiff_t k = -kHalf; k <= kHalf; ++k)
      if (i + k >= 0 && i + k < std::ptrdiff_t(values.size()))
        window[std::size_t(k + kHalf)] = values[std::size_t(i + k)];
    std::nth_element(window.begin(), window.begin() + kHalf, window.end());
    filtered.push_back(window[kHalf]);
  }
  return filtered;
}

}  // namespace

at::Tensor embeddingDistances(const at::Tensor& lips, const at::Tensor& voice) {
  tensor::expectShape("lip embeddings", lips, {"V", "E"});
  tensor::expectShape("voice embeddings", voice, {lips.size(0), lips.size(1)});
  const at::Tensor none = at::zeros({kLargestShift, voice.size(1)}, voice.options());
  const at::Tensor padded = at::cat({none, voice, none});
  std::vector<at::Tensor> columns;
  for (std::int64_t k = 0; k <= 2 * kLargestShift; ++k)
    columns.push_back((lips - padded.slice(0, k, k + lips.size(0)) + 1e-6).norm(2, 1));
  return at::stack(columns, 1);
}

LseScore scoreOf(const at::Tensor& distances) {
  tensor::expectShape("distances over shifts", distances, {"V", 2 * kLargestShift + 1});
  const at::Tensor mean = distances.to(at::kDouble).mean(0).contiguous();
  std::array<double, 2 * kLargestShift + 1> sorted;
  std::copy_n(mean.data_ptr<double>(), sorted.size(), sorted.begin());
  const auto best = std::min_element(sorted.begin(), sorted.end()) - sorted.begin();
  std::sort(sorted.begin(), sorted.end());
  const double median = sorted[kLargestShift];

  LseScore score;
  score.distance = sorted.front();
  score.confidence = median - sorted.front();
  score.offsetFrames = kLargestShift - int(best);
  const at::Tensor atBest = (median - distances.select(1, best)).to(at::kFloat).contiguous();
  score.frameConfidence =
      medianFiltered({atBest.data_ptr<float>(), atBest.data_ptr<float>() + atBest.numel()});
  return score;
}

}  // namespace orator::lab::lse
