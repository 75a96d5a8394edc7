#include <ATen/ATen.h>

#include <opencv2/imgproc.hpp>

#include "core/lab/selfcheck/filled.h"
#include "core/lab/selfcheck/key_lists.h"
#include "core/lab/selfcheck/parts.h"
#include "core/lab/selfcheck/pictures.h"
#include "core/render/restore/enlarge.h"
#include "core/render/restore/face_paste.h"
#include "core/render/restore/gfpgan.h"
#include "core/render/restore/parse_net.h"
#include "core/render/restore/rrdb_net.h"
#include "core/tensor/shape.h"

namespace orator::lab::selfcheck {

namespace fs = std::filesystem;

namespace {

constexpr double kRoundedShare = 1e-3;  // of bytes that may be one step away

/// Mean and standard deviation over everything.
at::Tensor spread(const at::Tensor& values) {
  const at::Tensor v = values.to(at::kDouble);
  return at::stack({v.mean(), v.std(false)});
}

at::Tensor matrixTensor(const cv::Matx23d& m) {
  return tensorFrom(cv::Mat(m));
}

/// 255 - floor(3 v / 5), the test's restored face.
cv::Mat restoredStandIn(const cv::Mat& face) {
  cv::Mat made(face.size(), face.type());
  for (int y = 0; y < face.rows; ++y)
    for (int x = 0; x < face.cols * 3; ++x)
      made.ptr<std::uint8_t>(y)[x] = std::uint8_t(255 - 3 * int(face.ptr<std::uint8_t>(y)[x]) / 5);
  return made;
}

}  // namespace

Lines checkGfpgan(const std::string& part, const fs::path& folder) {
  Golden golden(part, folder);
  const auto network = filled<render::restore::Gfpgan>(golden, "gfpgan.");
  const at::Tensor face = unitPlanes(golden["image_rgb"]) * 2 - 1;
  render::restore::GfpganTrace trace;
  const at::Tensor out = network.forward(face, &trace);
  const auto relative = [&](const std::string& name, const at::Tensor& found) {
    golden.compareRelative(name, found, kNetworkTolerance);
  };
  relative("style_code", trace.styleCode);
  relative("unet_rgb_8x8", network.smallestPicture(face));
  for (std::size_t l = 0; l < 2; ++l) {
    const std::string side = std::to_string(8 << l);
    relative("scale_" + side, trace.scale[l]);
    relative("shift_" + side, trace.shift[l]);
  }
  for (std::size_t l = 0; l < 4; ++l) relative("rgb_" + std::to_string(8 << l), trace.rgb[l]);
  std::vector<at::Tensor> levels;
  for (std::size_t l = 0; l < trace.rgb.size(); ++l)
    levels.push_back(at::stack({spread(trace.scale[l]), spread(trace.shift[l]), spread(trace.rgb[l])}));
  relative("mean_std_scale_shift_rgb_by_level", at::stack(levels));
  relative("out_every_4th", everyNth(out, 4, 2));
  relative("out_patch_200_264", out.slice(2, 200, 264).slice(3, 200, 264));
  relative("out_block16_mean", blockMeans(out));
  const at::Tensor bytes = tensorFrom(render::restore::pictureOf(out / 2 + 0.5));
  golden.compareRounded("out_u8_every_8th", everyNth(bytes, 8, 0), kRoundedShare);
  return golden.lines;
}

Lines checkParseNet(const std::string& part, const fs::path& folder) {
  constexpr double kClear = 0.01;
  Golden golden(part, folder);
  const auto network = filled<render::restore::ParseNet>(golden, "parsenet.");
  const auto parsed = network.forward(unitPlanes(golden["image_rgb"]) * 2 - 1);
  golden.compareRelative("mask_every_4th", everyNth(parsed.mask, 4, 2), kNetworkTolerance);
  golden.compareRelative("image_out_every_4th", everyNth(parsed.picture, 4, 2), kNetworkTolerance);
  const at::Tensor best = std::get<0>(parsed.mask[0].topk(2, 0));
  golden.compareRelative("margin_every_2nd", everyNth(best[0] - best[1], 2, 0), kNetworkTolerance);
  // Only where the golden knows that no rounding decides between two labels.
  const at::Tensor ours = everyNth(parsed.mask[0].argmax(0), 2, 0);
  at::Tensor labels = golden["labels"].to(at::kLong).clone();
  tensor::expectShape("labels", labels, {parsed.mask.size(2), parsed.mask.size(3)});
  at::Tensor known = everyNth(labels, 2, 0);
  known.copy_(at::where(golden["margin_every_2nd"] > kClear, ours, known));
  golden.compareAbsolute("labels", labels, 0);
  return golden.lines;
}

Lines checkPasteBack(const std::string& part, const fs::path& folder) {
  namespace rs = render::restore;
  constexpr double kMean = 0.5, kLargest = 3;
  Golden golden(part, folder);
  const cv::Mat picture = pictureFrom(golden["image_bgr"]);
  const at::Tensor points = golden["landmarks5"];
  tensor::expectShape("landmarks", points, {5, 2});
  rs::FivePoints five;
  for (std::size_t i = 0; i < five.size(); ++i)
    five[i] = {points[std::int64_t(i)][0].item<double>(), points[std::int64_t(i)][1].item<double>()};
  const cv::Matx23d affine = rs::faceAffine(five);
  golden.compareAbsolute("affine", matrixTensor(affine), 1e-4);

  // Our pictures are RGB, and so is the grey beyond them.
  cv::Mat rgb, own;
  cv::cvtColor(picture, rgb, cv::COLOR_BGR2RGB);
  cv::cvtColor(rs::alignedFace512(rgb, affine), own, cv::COLOR_RGB2BGR);
  golden.comparePicture("face_bgr_every_2nd", everyNth(tensorFrom(own), 2, 0), kMean, kLargest);
  const cv::Mat restored = restoredStandIn(own);
  const at::Tensor labels = golden["labels"].to(at::kByte).contiguous();
  tensor::expectShape("labels", labels, {512, 512});
  const cv::Mat parts = rs::partsMask(cv::Mat(512, 512, CV_8U, labels.data_ptr<std::uint8_t>()));
  const std::string kResult = "result_bgr_x";
  std::vector<std::string> results = golden.names(kResult);
  if (results.empty()) results.push_back(kResult + "1_parse");  // is refused by name
  for (const std::string& name : results) {
    const int upscale = std::stoi(name.substr(kResult.size()));
    cv::Mat background = picture;
    if (upscale > 1) cv::resize(picture, background, picture.size() * upscale, 0, 0, cv::INTER_LANCZOS4);
    const cv::Matx23d paste = rs::pasteAffine(affine, upscale);
    cv::Matx23d plain = paste;  // before the offset
    for (int row = 0; row < 2; ++row) plain(row, 2) -= upscale > 1 ? 0.5 * upscale : 0;
    golden.compareAbsolute("inverse_affine_x" + std::to_string(upscale), matrixTensor(plain), 1e-4 * upscale);
    const at::Tensor result = tensorFrom(
        rs::pasteFace(background, restored, paste, upscale, name.ends_with("_parse") ? parts : cv::Mat()));
    golden.comparePicture(name, upscale == 1 ? result : everyNth(result, 2, 0), kMean, kLargest);
  }
  return golden.lines;
}

Lines checkRealEsrgan(const std::string& part, const fs::path& folder) {
  namespace rs = render::restore;
  Golden golden(part, folder);
  const at::Tensor image = golden["image_rgb"];
  const cv::Mat corner = pictureFrom(image)(cv::Rect(0, 0, 45, 39)).clone();
  for (const auto& [scale, x] : {std::pair<int, std::string>(2, "x2"), {4, "x4"}}) {
    const auto network = filled<rs::RrdbNet>(golden, "realesrgan_" + x + ".", scale);
    golden.compareRelative("out_" + x, network.forward(unitPlanes(image)), kNetworkTolerance);
    const auto bytes = [&, scale = scale](const rs::EnlargeOptions& options) {
      const rs::EnlargingNet net{scale, scale == 2 ? 2 : 1,
                                 [&](const at::Tensor& picture) { return network.forward(picture); }};
      return tensorFrom(rs::enlarged(net, corner, options, {}));
    };
    golden.compareRounded("u8_rgb_45x39_whole_" + x, bytes({.tile = 0, .tilePad = 10, .prePad = 0}),
                          kRoundedShare);
    golden.compareRounded("u8_rgb_45x39_tile32_pad10_prepad10_" + x,
                          bytes({.tile = 32, .tilePad = 10, .prePad = 10}), kRoundedShare);
  }
  return golden.lines;
}

Lines checkRestorationKeys(const std::string& part, const fs::path& folder) {
  Keys gfpgan, parsenet, x2, x4;
  addKeys(gfpgan, "", render::restore::Gfpgan());
  addKeys(parsenet, "", render::restore::ParseNet());
  addKeys(x2, "", render::restore::RrdbNet(2));
  addKeys(x4, "", render::restore::RrdbNet(4));
  return compareKeyLists(part, folder,
                         {{"GFPGANv1.4.pth", gfpgan},
                          {"parsing_parsenet.pth", parsenet},
                          {"RealESRGAN_x2plus.pth", x2},
                          {"RealESRGAN_x4plus.pth", x4}});
}

}  // namespace orator::lab::selfcheck
