#include <ATen/ATen.h>

#include <algorithm>
#include <string>

#include "core/face/sadtalker/alignment.h"
#include "core/face/sadtalker/portrait_crop.h"
#include "core/lab/selfcheck/parts.h"
#include "core/motion/motion_model.h"
#include "core/render/facevid2vid/coefficient_windows.h"
#include "core/tensor/shape.h"

namespace orator::lab::selfcheck {

namespace fs = std::filesystem;
namespace fv = render::facevid2vid;

namespace {

constexpr double kPixelTolerance = 1e-3;  // of positions, which the goldens round to float32
constexpr double kPictureTolerance = 2;   // grey levels, mean

face::sadtalker::Landmarks68 landmarksOf(const at::Tensor& tensor) {
  tensor::expectShape("landmarks", tensor, {68, 2});
  const at::Tensor points = tensor.contiguous();
  const float* values = points.data_ptr<float>();
  face::sadtalker::Landmarks68 landmarks;
  for (std::size_t i = 0; i < landmarks.size(); ++i) landmarks[i] = {values[2 * i], values[2 * i + 1]};
  return landmarks;
}

at::Tensor tensorOf(std::initializer_list<double> values) {
  return at::tensor(at::ArrayRef<double>(values), at::kDouble);
}

cv::Size sizeOf(const at::Tensor& tensor) {
  tensor::expectShape("size", tensor, {2});
  return {tensor[0].item<int>(), tensor[1].item<int>()};
}

}  // namespace

Lines checkCrop(const std::string& part, const fs::path& folder) {
  Golden golden(part, folder);
  for (int i = 0; i == 0 || golden.contains("size" + std::to_string(i)); ++i) {
    const std::string number = std::to_string(i);
    const auto crop = face::sadtalker::portraitCrop(landmarksOf(golden["landmarks" + number]),
                                                    sizeOf(golden["size" + number]));
    const cv::Rect& box = crop.extended;
    const cv::Vec4d& inner = crop.inner;
    golden.compareAbsolute("rsize" + number,
                           tensorOf({double(crop.picture.width), double(crop.picture.height)}), 0);
    golden.compareAbsolute(
        "crop" + number, tensorOf({double(box.x), double(box.y), double(box.br().x), double(box.br().y)}), 0);
    golden.compareAbsolute("quad" + number, tensorOf({inner[0], inner[1], inner[2], inner[3]}),
                           kPixelTolerance);
  }
  return golden.lines;
}

Lines checkAlign(const std::string& part, const fs::path& folder) {
  Golden golden(part, folder);
  const at::Tensor image = golden["image"].contiguous();
  tensor::expectShape("image", image, {"H", "W", 3});
  const cv::Mat rgb(int(image.size(0)), int(image.size(1)), CV_8UC3, image.data_ptr<std::uint8_t>());
  auto landmarks = landmarksOf(golden["landmarks68"]);
  for (cv::Point2f& p : landmarks) p.y = float(rgb.rows - 1) - p.y;  // stored y upward
  const auto aligned = face::sadtalker::alignment(landmarks, rgb.size());

  std::vector<double> standard;
  for (const cv::Point3d& p : face::sadtalker::kStandardFace)
    standard.insert(standard.end(), {p.x, p.y, p.z});
  golden.compareAbsolute("lm3d_std", at::tensor(standard, at::kDouble).reshape({5, 3}), 1e-6);
  golden.compareAbsolute("trans_params",
                         tensorOf({double(rgb.cols), double(rgb.rows), aligned.scale, aligned.translation.x,
                                   aligned.translation.y}),
                         kPixelTolerance);
  const auto moved = face::sadtalker::alignedLandmarks(landmarks, aligned);
  std::vector<double> points;
  for (const cv::Point2f& p : moved) points.insert(points.end(), {p.x, p.y});
  golden.compareAbsolute("landmarks_aligned", at::tensor(points, at::kDouble).reshape({68, 2}),
                         kPixelTolerance);
  cv::Mat picture = face::sadtalker::alignedFace(rgb, aligned);
  golden.compareMeanAbsolute(
      "aligned", at::from_blob(picture.data, {picture.rows, picture.cols, 3}, at::kByte), kPictureTolerance);
  return golden.lines;
}

Lines checkSemantics(const std::string& part, const fs::path& folder) {
  Golden golden(part, folder);
  const at::Tensor made = golden["coeff"].contiguous(), portrait = golden["first"].contiguous();
  tensor::expectShape("coeff", made, {"T", motion::kCoefficientCount});
  tensor::expectShape("first", portrait, {1, motion::kCoefficientCount + 3});
  const auto rowAt = [](const at::Tensor& rows, std::int64_t i) {
    motion::CoefficientRow row;
    std::copy_n(rows[i].data_ptr<float>(), row.size(), row.begin());
    return row;
  };
  motion::GeneratedMotion motion;
  motion.source = rowAt(portrait, 0);
  for (std::int64_t i = 0; i < made.size(0); ++i) motion.rows.push_back(rowAt(made, i));
  const auto windows = [&](bool full, double expressionScale) {
    motion::MotionSettings settings;
    settings.compat = true;
    settings.blinkStrength = 0;
    settings.expressionScale = expressionScale;
    settings.still = full;
    const motion::MotionTrack track = motion::applySettings(motion, settings);
    const at::Tensor cropParameters = full ? portrait[0].slice(0, motion::kCoefficientCount) : at::Tensor();
    return fv::coefficientWindows(fv::stretchOf(track, 0, track.frames(), cropParameters).columns);
  };
  for (const std::string kind : {"crop_scale", "full_still_scale"}) {
    auto names = golden.names(kind);
    if (names.empty()) names.push_back(kind + "1.3");  // is refused by name
    for (const std::string& name : names)
      golden.compareAbsolute(name, windows(kind.starts_with("full"), std::stod(name.substr(kind.size()))),
                             1e-6);
  }
  return golden.lines;
}

}  // namespace orator::lab::selfcheck
