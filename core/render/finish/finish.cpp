#include "core/render/finish/finish.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <array>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <vector>

#include "core/render/finish/finish_net.h"
#include "core/tensor/parallel.h"
#include "core/tensor/weight_store.h"

namespace orator::render::finish {
namespace {

constexpr float kRim = 0.08f;  // of the square's side, over which a crop fades into the frame

/// What the network says of one crop, as pictures.
struct Painted {
  cv::Mat3b seen;           ///< the warped crop that it was told of [side, side]
  cv::Mat4f colourAndMask;  ///< 0..255 and 0..1 [side, side]
  cv::Mat2f flow;           ///< crop pixels [side / kMapStep, side / kMapStep]
};

/// What the network reads of a crop. @param out [cells, cells, kFolded]
void fold(const cv::Mat& seen, const Crop& crop, float* out) {
  static const std::array<float, 256> centred = [] {
    std::array<float, 256> values{};
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = float(i) / 255 - 0.5f;
    return values;
  }();
  const int cells = crop.maps.cols;
  for (int j = 0; j < cells; ++j)
    for (int i = 0; i < cells; ++i) {
      for (const cv::Mat* picture : {&seen, &crop.rest})
        for (int c = 0; c < 3; ++c)
          for (int y = 0; y < kMapStep; ++y) {
            const auto* line = picture->ptr<cv::Vec3b>(kMapStep * j + y) + kMapStep * i;
            for (int x = 0; x < kMapStep; ++x) *out++ = centred[line[x][c]];
          }
      for (int map = 0; map < kMapCount; ++map) *out++ = crop.maps(map * cells + j, i);
    }
}

cv::Rect boxOf(const cv::Matx23f& m, int side, cv::Size frame) {
  std::vector<cv::Point2f> corners;
  const float end = float(side) - 0.5f;
  for (const float x : {-0.5f, end})
    for (const float y : {-0.5f, end})
      corners.emplace_back(m(0, 0) * x + m(0, 1) * y + m(0, 2), m(1, 0) * x + m(1, 1) * y + m(1, 2));
  return cv::boundingRect(corners) & cv::Rect({}, frame);
}

/// Along a side: 1 inside, falling to 0 at the square's border.
std::vector<float> window(int side) {
  std::vector<float> result;
  const float rim = kRim * float(side);
  for (int i = 0; i < side; ++i)
    result.push_back(std::clamp(std::min(float(i), float(side - 1 - i)) / rim, 0.f, 1.f));
  return result;
}

/// A crop of what the network said. @param i its number in the batch
Painted paintedOf(const Completion& completion, std::int64_t i, const Crop& crop, const cv::Mat3b& seen) {
  const int side = seen.cols, cells = crop.maps.cols;
  const std::int64_t plane = std::int64_t(side) * side, cellPlane = std::int64_t(cells) * cells;
  const float *colour = completion.colour.data_ptr<float>() + i * 3 * plane,
              *mask = completion.mask.data_ptr<float>() + i * plane,
              *flow = completion.flow.data_ptr<float>() + i * 2 * cellPlane;
  Painted painted{seen, cv::Mat4f(side, side), cv::Mat2f(cells, cells)};
  const std::vector<float> across = window(side), acrossCells = window(cells);
  for (int y = 0; y < side; ++y) {
    const float down = crop.share * across[std::size_t(y)];
    cv::Vec4f* line = painted.colourAndMask[y];
    for (int x = 0; x < side; ++x, ++colour, ++mask) {
      const float r = colour[0], g = colour[plane], b = colour[2 * plane], grey = (r + g + b) / 3;
      line[x] = {255 * (grey + (r - grey) * crop.colours), 255 * (grey + (g - grey) * crop.colours),
                 255 * (grey + (b - grey) * crop.colours), *mask * down * across[std::size_t(x)]};
    }
  }
  for (int y = 0; y < cells; ++y) {
    const float down = crop.share * acrossCells[std::size_t(y)];
    cv::Vec2f* line = painted.flow[y];
    for (int x = 0; x < cells; ++x, ++flow) {
      const float share = down * acrossCells[std::size_t(x)];
      line[x] = {flow[0] * share, flow[cellPlane] * share};
    }
  }
  return painted;
}

void paint(cv::Mat& frame, const Crop& crop, const Painted& painted) {
  const int side = cropSide(crop.feature);
  const cv::Rect box = boxOf(crop.pictureFromCrop, side, frame.size());
  if (box.empty()) return;
  cv::Matx23f fromCrop = crop.pictureFromCrop;
  fromCrop(0, 2) -= float(box.x), fromCrop(1, 2) -= float(box.y);
  cv::Mat4f colour;
  cv::warpAffine(painted.colourAndMask, colour, fromCrop, box.size(), cv::INTER_CUBIC, cv::BORDER_CONSTANT);
  // Cells to crop pixels: x = kMapStep * (cell + 0.5) - 0.5.
  cv::Matx23f fromCells = fromCrop;
  constexpr float kOffset = 0.5f * kMapStep - 0.5f;
  for (int row = 0; row < 2; ++row) {
    fromCells(row, 2) += (fromCrop(row, 0) + fromCrop(row, 1)) * kOffset;
    fromCells(row, 0) *= kMapStep, fromCells(row, 1) *= kMapStep;
  }
  cv::Mat2f flow;
  cv::warpAffine(painted.flow, flow, fromCells, box.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT);
  for (int y = 0; y < flow.rows; ++y)
    for (int x = 0; x < flow.cols; ++x) {
      const cv::Vec2f d = flow(y, x);
      flow(y, x) = {float(box.x + x) + fromCrop(0, 0) * d[0] + fromCrop(0, 1) * d[1],
                    float(box.y + y) + fromCrop(1, 0) * d[0] + fromCrop(1, 1) * d[1]};
    }
  cv::Mat3b coarse, taken;
  cv::warpAffine(painted.seen, coarse, fromCrop, box.size(), cv::INTER_CUBIC, cv::BORDER_REPLICATE);
  cv::remap(frame, taken, flow, {}, cv::INTER_CUBIC, cv::BORDER_REPLICATE);
  for (int y = 0; y < box.height; ++y) {
    auto* out = frame.ptr<cv::Vec3b>(box.y + y) + box.x;
    for (int x = 0; x < box.width; ++x) {
      const cv::Vec4f& c = colour(y, x);
      const float mask = std::clamp(c[3], 0.f, 1.f);
      for (int k = 0; k < 3; ++k) {
        // What is finer than a pixel of the crop the network has neither seen nor painted: it stays as
        // warped.
        const float fine = float(out[x][k]) - float(coarse(y, x)[k]);
        out[x][k] = cv::saturate_cast<uchar>(float(taken(y, x)[k]) * (1 - mask) +
                                             (std::clamp(c[k], 0.f, 255.f) + fine) * mask);
      }
    }
  }
}

}  // namespace

struct Finish::Networks {
  std::optional<FinishNet> mouth, eye;

  const std::optional<FinishNet>& of(Feature feature) const {
    return feature == Feature::mouth ? mouth : eye;
  }

  /// @param crops of one feature
  std::vector<Painted> run(Feature feature, const cv::Mat& frame, std::span<const Crop* const> crops) const {
    const int side = cropSide(feature), cells = side / kMapStep;
    std::vector<cv::Mat3b> seen;
    const at::Tensor in = at::empty({std::int64_t(crops.size()), cells, cells, kFolded}, at::kFloat);
    float* folded = in.data_ptr<float>();
    for (const Crop* crop : crops) {
      seen.push_back(cutCrop(frame, crop->pictureFromCrop, side));
      fold(seen.back(), *crop, folded);
      folded += kFolded * cells * cells;
    }
    Completion completion = of(feature)->forward(in.permute({0, 3, 1, 2}));
    for (at::Tensor* result : {&completion.colour, &completion.mask, &completion.flow})
      *result = result->contiguous();
    std::vector<Painted> painted;
    for (std::size_t i = 0; i < crops.size(); ++i)
      painted.push_back(paintedOf(completion, std::int64_t(i), *crops[i], seen[i]));
    return painted;
  }
};

Finish::Finish(const Weights& weights) {
  auto networks = std::make_unique<Networks>();
  const auto load = [](const std::filesystem::path& file, std::optional<FinishNet>& net) {
    if (file.empty()) return;
    tensor::WeightStore::open(file).loadInto(net.emplace());
    // As the pictures lie: so their kernels take less time to be brought into their order.
    for (at::Tensor& weight : net->parameters())
      if (weight.dim() == 4) weight.set_data(weight.contiguous(at::MemoryFormat::ChannelsLast));
  };
  load(weights.mouth, networks->mouth);
  load(weights.eye, networks->eye);
  networks_ = std::move(networks);
}

Finish::~Finish() = default;

bool Finish::completes(Feature feature) const {
  return networks_->of(feature).has_value();
}

void Finish::apply(cv::Mat& frame, std::span<const Crop> crops) const {
  const c10::InferenceMode guard;
  const tensor::OneThread here;  // of a few milliseconds, in which threads would wait more than they work
  for (const Feature feature : {Feature::eye, Feature::mouth}) {
    std::vector<const Crop*> some;
    for (const Crop& crop : crops)
      if (crop.feature == feature && crop.share > 0) some.push_back(&crop);
    if (some.empty() || !completes(feature)) continue;
    const std::vector<Painted> painted = networks_->run(feature, frame, some);
    for (std::size_t i = 0; i < some.size(); ++i) paint(frame, *some[i], painted[i]);
  }
}

}  // namespace orator::render::finish
