#include <ATen/ATen.h>

#include <algorithm>
#include <memory>
#include <opencv2/imgproc.hpp>

#include "core/packs/network_weights.h"
#include "core/packs/pack.h"
#include "core/render/enlarging.h"
#include "core/render/restore/enlarge.h"
#include "core/render/restore/esrgan_net.h"
#include "core/render/restore/rrdb_net.h"
#include "core/tensor/weight_store.h"

namespace orator::render {
namespace {

namespace rs = restore;

/// What the small network sees around a pixel is 18 pixels wide, so its tiles meet without a seam.
constexpr rs::EnlargeOptions kEsrganTiles{.tile = 256, .tilePad = 20, .prePad = 0};
/// Mirrored around the picture for it, which has only seen the inside of pictures.
constexpr int kEsrganBorder = 20;
/// As GFPGAN's program enlarges backgrounds.
constexpr rs::EnlargeOptions kRealEsrganTiles{.tile = 400, .tilePad = 10, .prePad = 0};

rs::EnlargingNet esrgan(int scale) {
  auto net = std::make_shared<rs::EsrganNet>(scale);
  net->loadPublished(packs::openPack("studio").file("esrgan_x" + std::to_string(scale)));
  return {scale, 1, [net](const at::Tensor& picture) { return net->forward(picture * 255) / 255; }};
}

rs::EnlargingNet realEsrgan() {
  for (const int scale : {2, 4})
    for (const packs::Pack& pack : packs::listPacks()) {
      const std::string network = "realesrgan_x" + std::to_string(scale);
      if (!packs::hasNetwork(pack, network)) continue;
      auto net = std::make_shared<rs::RrdbNet>(scale);
      packs::openNetworkWeights(pack, network).loadInto(*net);
      net->eval();
      return {scale, scale == 2 ? 2 : 1, [net](const at::Tensor& picture) { return net->forward(picture); }};
    }
  throw Error(ErrorCode::packMissing, "Real-ESRGAN", "no pack of it is installed",
              "orator packs download realesrgan-x2 fetches it; esrgan needs no pack");
}

cv::Mat enlargedByEsrgan(const cv::Mat& rgb, int factor, const RunContext& context) {
  const int border = std::min({kEsrganBorder, rgb.cols - 1, rgb.rows - 1});
  cv::Mat bordered;
  cv::copyMakeBorder(rgb, bordered, border, border, border, border, cv::BORDER_REFLECT_101);
  const cv::Mat large = rs::enlarged(esrgan(factor), bordered, kEsrganTiles, context);
  return large(cv::Rect(cv::Point(border, border) * factor, rgb.size() * factor)).clone();
}

}  // namespace

int enlargingFactor(Enlarging method) {
  switch (method) {
    case Enlarging::off:
      return 1;
    case Enlarging::esrganX3:
      return 3;
    case Enlarging::esrganX4:
      return 4;
    default:
      return 2;
  }
}

cv::Mat enlargedPicture(const cv::Mat& rgb, Enlarging method, const RunContext& context) {
  if (method == Enlarging::off) return rgb;
  const int factor = enlargingFactor(method);
  if (method != Enlarging::realEsrgan) return enlargedByEsrgan(rgb, factor, context);
  const cv::Mat large = rs::enlarged(realEsrgan(), rgb, kRealEsrganTiles, context);
  const cv::Size wanted = rgb.size() * factor;
  if (large.size() == wanted) return large;
  cv::Mat reduced;
  cv::resize(large, reduced, wanted, 0, 0, cv::INTER_LANCZOS4);
  return reduced;
}

}  // namespace orator::render
