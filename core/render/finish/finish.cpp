#include "core/render/finish/finish.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

#include <opencv2/imgproc.hpp>
#include <optional>

#include "core/render/finish/finish_net.h"
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

at::Tensor tensorOf(const cv::Mat& rgb) {
  return at::from_blob(rgb.data, {rgb.rows, rgb.cols, 3}, at::kByte).permute({2, 0, 1}).to(at::kFloat) / 255;
}

cv::Rect boxOf(const cv::Matx23f& m, int side, cv::Size frame) {
  std::vector<cv::Point2f> corners;
  const float end = float(side) - 0.5f;
  for (const float x : {-0.5f, end})
    for (const float y : {-0.5f, end})
      corners.emplace_back(m(0, 0) * x + m(0, 1) * y + m(0, 2), m(1, 0) * x + m(1, 1) * y + m(1, 2));
  return cv::boundingRect(corners) & cv::Rect({}, frame);
}

/// 1 inside, falling to 0 at the square's border.
float window(int i, int side) {
  const float rim = kRim * float(side), in = std::min(float(i), float(side - 1 - i));
  return std::clamp(in / rim, 0.f, 1.f);
}

/// 0 for a picture without colours .. 1: what is painted into one has none either.
float colourfulness(const cv::Mat& rgb) {
  constexpr double kGrey = 4, kColoured = 14;  // mean spread of R G B, 8 bits; noise of a scan is below
  double spread = 0;
  for (int y = 0; y < rgb.rows; ++y)
    for (int x = 0; x < rgb.cols; ++x) {
      const auto& p = rgb.at<cv::Vec3b>(y, x);
      spread += std::max({p[0], p[1], p[2]}) - std::min({p[0], p[1], p[2]});
    }
  return float(std::clamp((spread / double(rgb.total()) - kGrey) / (kColoured - kGrey), 0.0, 1.0));
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
    std::vector<at::Tensor> images, maps;
    for (const Crop* crop : crops) {
      seen.push_back(cutCrop(frame, crop->pictureFromCrop, side));
      images.push_back(at::cat({tensorOf(seen.back()), tensorOf(crop->rest)}));
      maps.push_back(at::from_blob(crop->maps.data, {kMapCount, cells, cells}));
    }
    const Completion completion = of(feature)->forward(at::stack(images), at::stack(maps));
    std::vector<Painted> painted;
    for (std::size_t i = 0; i < crops.size(); ++i) {
      at::Tensor colour = completion.colour[std::int64_t(i)] * 255;
      if (const float colours = colourfulness(crops[i]->rest); colours < 1)
        colour = at::lerp(colour.mean(0, true).expand_as(colour), colour, colours);
      const at::Tensor all =
          at::cat({colour, completion.mask[std::int64_t(i)]}).permute({1, 2, 0}).contiguous();
      const at::Tensor flow = completion.flow[std::int64_t(i)].permute({1, 2, 0}).contiguous();
      Painted one{seen[i], cv::Mat4f(side, side), cv::Mat2f(cells, cells)};
      std::copy_n(all.data_ptr<float>(), all.numel(), reinterpret_cast<float*>(one.colourAndMask.data));
      std::copy_n(flow.data_ptr<float>(), flow.numel(), reinterpret_cast<float*>(one.flow.data));
      for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
          one.colourAndMask(y, x)[3] *= crops[i]->share * window(x, side) * window(y, side);
      for (int y = 0; y < cells; ++y)
        for (int x = 0; x < cells; ++x)
          one.flow(y, x) *= crops[i]->share * window(x, cells) * window(y, cells);
      painted.push_back(std::move(one));
    }
    return painted;
  }
};

Finish::Finish(const Weights& weights) {
  auto networks = std::make_unique<Networks>();
  const auto load = [](const std::filesystem::path& file, std::optional<FinishNet>& net) {
    if (!file.empty()) tensor::WeightStore::open(file).loadInto(net.emplace());
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
