#include "core/render/restore/esrgan_net.h"

#include <ATen/ATen.h>

#include <cstring>

#include "core/base/error.h"
#include "core/tensor/mapped_file.h"
#include "core/tensor/shape.h"

namespace orator::render::restore {
namespace {
constexpr int kResidualBlocks = 10;
constexpr std::int64_t kMaps = 64;
}  // namespace

EsrganNet::EsrganNet(int scale) : scale_(scale) {
  const auto add = [this](const std::string& name, std::int64_t in, std::int64_t out, std::int64_t kernel) {
    layers_[name] = tensor::make<tensor::Conv>(*this, name, in, out, tensor::same2d(kernel));
  };
  const std::int64_t shuffled = 3 * scale * scale;
  add("F_m1", 3, kMaps, 3);
  add("F_0", kMaps, kMaps, 3);
  for (int i = 1; i <= kResidualBlocks; ++i) {
    add("F_" + std::to_string(i) + "_1", kMaps, kMaps, 3);
    add("LFF_" + std::to_string(i), 2 * kMaps, kMaps, 1);
  }
  add("GFF_1", kResidualBlocks * kMaps, kMaps, 1);
  add("GFF_2", kMaps, kMaps, 3);
  add("UPN1", kMaps, kMaps, 5);
  add("UPN2", kMaps, kMaps / 2, 3);
  add("UPN3", kMaps / 2, shuffled, 3);
  add("SR", shuffled, 3, 3);
}

at::Tensor EsrganNet::forward(const at::Tensor& picture) const {
  tensor::expectShape("picture", picture, {"B", 3, "H", "W"});
  const at::Tensor shallow = layer("F_m1").forward(picture);
  at::Tensor x = layer("F_0").forward(shallow);
  std::vector<at::Tensor> blocks;
  for (int i = 1; i <= kResidualBlocks; ++i) {
    const std::string number = std::to_string(i);
    const at::Tensor y = at::relu(layer("F_" + number + "_1").forward(x));
    x = layer("LFF_" + number).forward(at::cat({x, y}, 1)) + x;
    blocks.push_back(x);
  }
  x = layer("GFF_2").forward(layer("GFF_1").forward(at::cat(blocks, 1))) + shallow;
  x = at::relu(layer("UPN1").forward(x));
  x = layer("UPN3").forward(at::relu(layer("UPN2").forward(x)));
  return layer("SR").forward(
      at::upsample_nearest2d(x, at::IntArrayRef({scale_ * x.size(2), scale_ * x.size(3)})));
}

void EsrganNet::loadPublished(const std::filesystem::path& file) {
  const at::NoGradGuard noGradient;
  const tensor::Bytes bytes = tensor::mapFile(file);
  std::uint64_t wanted = 0;
  for (const auto& [name, conv] : layers_) wanted += conv->weight.nbytes() + conv->bias.nbytes();
  if (bytes.data.size() != wanted)
    throw Error(ErrorCode::checkpointRefused, bytes.subject,
                "it has " + std::to_string(bytes.data.size()) + " bytes; the network for x" +
                    std::to_string(scale_) + " has " + std::to_string(wanted),
                "Run installer/fetch-models to fetch it again");
  std::size_t at = 0;
  const auto next = [&](at::IntArrayRef shape) {
    at::Tensor values = at::empty(shape, at::kFloat);
    std::memcpy(values.data_ptr<float>(), bytes.data.data() + at, values.nbytes());
    at += values.nbytes();
    if (!at::isfinite(values).all().item<bool>())
      throw Error(ErrorCode::checkpointRefused, bytes.subject, "it has values that are not numbers",
                  "Run installer/fetch-models to fetch it again");
    return values;
  };
  for (const auto& [name, conv] : layers_) {
    const at::Tensor& weight = conv->weight;
    const at::Tensor kernel = next({weight.size(2), weight.size(3), weight.size(1), weight.size(0)});
    weight.detach().copy_(kernel.permute({3, 2, 0, 1}));
    conv->bias.detach().copy_(next(conv->bias.sizes()));
  }
  bytes.checkStillWhole();
}

}  // namespace orator::render::restore
