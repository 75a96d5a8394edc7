#include <ATen/ATen.h>

#include "core/lab/selfcheck/filled.h"
#include "core/lab/selfcheck/key_lists.h"
#include "core/lab/selfcheck/parts.h"
#include "core/lab/selfcheck/pictures.h"
#include "core/render/liveportrait/face_crop.h"
#include "core/render/liveportrait/key_points.h"
#include "core/render/liveportrait/retargeting.h"
#include "core/render/liveportrait/warping_module.h"
#include "core/tensor/formula_weights.h"
#include "core/tensor/shape.h"

namespace orator::lab::selfcheck {

namespace fs = std::filesystem;
namespace lp = render::liveportrait;

namespace {

constexpr float kInputScale = 1.7f;  // of the inputs that are formulas
constexpr double kPointTolerance = 1e-5, kDegreeTolerance = 1e-3, kMatrixTolerance = 1e-3;
constexpr double kWholeTolerance = 1e-3;  // of the spread, through all networks
constexpr char kSpectralPart[] = "liveportrait_generate_32";

/// [N, 3, 256, 256] in 0..1.
at::Tensor imagePlanes(const at::Tensor& images) {
  tensor::expectShape("pictures", images, {"N", 256, 256, 3});
  return images.permute({0, 3, 1, 2}).to(at::kFloat).contiguous() / 255;
}

/// The map's side at the end of the part's name: 32 or 64.
std::int64_t sideOf(const std::string& part) {
  return std::stoll(part.substr(part.rfind('_') + 1));
}

lp::SpadeGenerator filledGenerator(const Golden& golden, const fs::path& folder) {
  auto network = filled<lp::SpadeGenerator>(golden, "lp_G.");
  const auto state = tensor::namedState(network);
  if (golden.names("lp_G.").empty())
    Golden(kSpectralPart, folder).loadStoredState("lp_G.", state);
  else
    golden.loadStoredState("lp_G.", state);
  return network;
}

lp::FaceMotion motionFrom(const Golden& golden, const std::string& who) {
  const auto named = [&](const char* name) { return golden[who + "." + name]; };
  return {named("kp"), named("exp"), named("t"), named("scale"), named("pitch"), named("yaw"), named("roll")};
}

std::vector<cv::Point2f> landmarksFrom(const at::Tensor& tensor) {
  tensor::expectShape("landmarks", tensor, {"N", 2});
  const at::Tensor points = tensor.to(at::kFloat).contiguous();
  std::vector<cv::Point2f> landmarks;
  for (std::int64_t i = 0; i < points.size(0); ++i)
    landmarks.emplace_back(points.data_ptr<float>()[2 * i], points.data_ptr<float>()[2 * i + 1]);
  return landmarks;
}

at::Tensor squareMatrix(const cv::Matx23d& m) {
  return at::tensor({m(0, 0), m(0, 1), m(0, 2), m(1, 0), m(1, 1), m(1, 2), 0.0, 0.0, 1.0}, at::kDouble)
      .reshape({3, 3});
}

/// What goes through G: the whole picture in three looks.
void comparePictures(Golden& golden, const at::Tensor& out, double tolerance) {
  golden.compareRelative("out_every_4th", everyNth(out, 4, 2), tolerance);
  golden.compareRelative("out_patch_200_264", out.slice(2, 200, 264).slice(3, 200, 264), tolerance);
  golden.compareRelative("out_block16_mean", blockMeans(out), tolerance);
}

}  // namespace

Lines checkLivePortraitExtract(const std::string& part, const fs::path& folder) {
  Golden golden(part, folder);
  const at::Tensor images = imagePlanes(golden["images_rgb"]);
  const at::Tensor feature = filled<lp::AppearanceExtractor>(golden, "lp_F.").forward(images.slice(0, 0, 1));
  golden.compareRelative("feature_every_4th", everyNth(feature, 4, 3), kNetworkTolerance);
  golden.compareRelative("feature_block16_mean", blockMeans(feature), kNetworkTolerance);

  const lp::FaceMotion motion = filled<lp::MotionExtractor>(golden, "lp_M.").forward(images);
  const auto relative = [&](const char* name, const at::Tensor& found) {
    golden.compareRelative(name, found, kNetworkTolerance);
  };
  relative("M_pitch", motion.pitch);
  relative("M_yaw", motion.yaw);
  relative("M_roll", motion.roll);
  relative("M_t", motion.translation);
  relative("M_exp", motion.expression.flatten(1));
  relative("M_kp", motion.canonical.flatten(1));
  golden.compareAbsolute("M_scale", motion.scale, kPointTolerance);
  golden.compareAbsolute("degrees_pitch", lp::degreesOf(motion.pitch).squeeze(1), kDegreeTolerance);
  golden.compareAbsolute("degrees_yaw", lp::degreesOf(motion.yaw).squeeze(1), kDegreeTolerance);
  golden.compareAbsolute("degrees_roll", lp::degreesOf(motion.roll).squeeze(1), kDegreeTolerance);
  return golden.lines;
}

Lines checkLivePortraitMotion(const std::string& part, const fs::path& folder) {
  Golden golden(part, folder);
  const auto points = [&](const std::string& name, const at::Tensor& found) {
    golden.compareAbsolute(name, found, kPointTolerance);
  };
  std::map<std::string, lp::PointMotion> moved;
  for (const std::string who : {"src", "drv0", "drv1"}) {
    const lp::FaceMotion motion = motionFrom(golden, who);
    golden.compareAbsolute(who + ".degrees_pitch", lp::degreesOf(motion.pitch), kDegreeTolerance);
    golden.compareAbsolute(who + ".degrees_yaw", lp::degreesOf(motion.yaw), kDegreeTolerance);
    golden.compareAbsolute(who + ".degrees_roll", lp::degreesOf(motion.roll), kDegreeTolerance);
    moved[who] = lp::pointMotionOf(motion);
    points(who + ".R", moved[who].rotation);
    points(who + ".x", lp::keyPoints(motion.canonical, moved[who]));
  }
  const at::Tensor canonical = golden["src.kp"], source = lp::keyPoints(canonical, moved["src"]);
  const at::Tensor relative =
      lp::keyPoints(canonical, lp::relativeMotion(moved["src"], moved["drv0"], moved["drv1"]));
  points("x_relative", relative);
  points("x_relative_frame0",
         lp::keyPoints(canonical, lp::relativeMotion(moved["src"], moved["drv0"], moved["drv0"])));
  points("x_absolute", lp::keyPoints(canonical, lp::absoluteMotion(moved["src"], moved["drv1"])));
  golden.compareAbsolute("motion_multiplier_src_drv0",
                         at::tensor({lp::motionMultiplier(source, golden["drv0.x"])}, at::kDouble),
                         kPointTolerance);

  const auto net = [&](const char* name, lp::RetargetingNet network) {
    tensor::fillByFormula(golden.salt(), std::string("lp_S.") + name + ".", network);
    return network;
  };
  const lp::RetargetingNet stitching = net("stitching", lp::stitchingNet()), lip = net("lip", lp::lipNet()),
                           eye = net("eye", lp::eyeNet());
  const at::Tensor delta = lp::stitchDelta(stitching, source, relative);
  const at::Tensor stitched = lp::stitched(relative, delta);
  golden.compareRelative("stitch_delta", delta, kNetworkTolerance);
  points("x_stitched", stitched);
  points("x_stitched_multiplier_1.5", source + 1.5 * (stitched - source));

  const auto ratios = lp::openingRatios(landmarksFrom(golden["landmarks203"]));
  const auto row = [](std::initializer_list<double> values) {
    return at::tensor(at::ArrayRef<double>(values), at::kDouble).to(at::kFloat).unsqueeze(0);
  };
  points("eye_ratio", row({ratios.leftEye, ratios.rightEye}));
  points("lip_ratio", row({ratios.lips}));
  const at::Tensor eyeCondition = row({ratios.leftEye, ratios.rightEye, 0.25}),
                   lipCondition = row({ratios.lips, 0.1});
  points("eye_condition", eyeCondition);
  points("lip_condition", lipCondition);
  golden.compareRelative("eye_delta", lp::eyeDelta(eye, source, eyeCondition), kNetworkTolerance);
  golden.compareRelative("lip_delta", lp::lipDelta(lip, source, lipCondition), kNetworkTolerance);
  return golden.lines;
}

Lines checkLivePortraitWarp(const std::string& part, const fs::path& folder) {
  Golden golden(part, folder);
  const std::int64_t side = sideOf(part);
  const auto network = filled<lp::WarpingModule>(golden, "lp_W.");
  const at::Tensor feature = tensor::formulaInput(golden.salt(), "lp.feature" + std::to_string(side),
                                                  {1, 32, 16, side, side}, kInputScale);
  const lp::WarpedFeature made = network.forward(feature, golden["kp_driving"], golden["kp_source"]);
  golden.compareRelative("occlusion_map", made.motion.occlusionMap, kNetworkTolerance);
  if (golden.contains("out")) {
    golden.compareRelative("deformation", made.motion.deformation, kNetworkTolerance);
    golden.compareRelative("out", made.feature.slice(1, 0, c10::nullopt, 2), kNetworkTolerance);
  } else {
    golden.compareRelative("deformation_every_4th", everyNth(made.motion.deformation, 4, 2),
                           kNetworkTolerance);
    golden.compareRelative("out_every_4th", everyNth(made.feature, 4, 2), kNetworkTolerance);
    golden.compareRelative("out_block16_mean", blockMeans(made.feature), kNetworkTolerance);
  }
  return golden.lines;
}

Lines checkLivePortraitGenerate(const std::string& part, const fs::path& folder) {
  Golden golden(part, folder);
  const std::int64_t side = sideOf(part);
  const at::Tensor feature = tensor::formulaInput(golden.salt(), "lp.spade" + std::to_string(side),
                                                  {1, 256, side, side}, kInputScale);
  const at::Tensor out = filledGenerator(golden, folder).forward(feature);
  if (golden.contains("out"))
    golden.compareRelative("out", out, kNetworkTolerance);
  else
    comparePictures(golden, out, kNetworkTolerance);
  return golden.lines;
}

Lines checkLivePortraitCrop(const std::string& part, const fs::path& folder) {
  constexpr double kMean = 0.5, kLargest = 3;
  Golden golden(part, folder);
  const cv::Mat picture = pictureFrom(golden["image_rgb"]);
  const auto matrix = [&](const std::string& name, const cv::Matx23d& found) {
    golden.compareAbsolute(name, squareMatrix(found), kMatrixTolerance);
  };
  for (const std::string count : {"106", "203"}) {
    const auto landmarks = landmarksFrom(golden["landmarks" + count]);
    const lp::EyesAndLips axis = lp::eyesAndLips(landmarks);
    const lp::TurnedSquare square = lp::squareAround(landmarks, axis, lp::kSourceScale, lp::kSourceUp);
    golden.compareAbsolute(
        "rect" + count,
        at::tensor({square.centre.x, square.centre.y, square.side, square.side, square.angle}, at::kDouble),
        kMatrixTolerance);
    const cv::Matx23d crop = lp::toCrop(square, 512);
    matrix("M_o2c_" + count, crop);
    matrix("M_c2o_" + count, lp::fromCrop(crop));
    const cv::Mat source = lp::croppedSource(picture, crop);
    golden.comparePicture("crop256_" + count + "_every_2nd", everyNth(tensorFrom(lp::halved(source)), 2, 0),
                          kMean, kLargest);
    matrix("M_o2c_landmark224_" + count,
           lp::toCrop(lp::squareAround(landmarks, axis, lp::kLandmarkScale, lp::kLandmarkUp), 224));
    const lp::TurnedSquare driving = lp::squareAround(landmarks, axis, lp::kDrivingScale, lp::kDrivingUp);
    const cv::Point2d half(driving.side / 2, driving.side / 2);
    const cv::Point2d low = driving.centre - half, high = driving.centre + half;
    golden.compareAbsolute("driving_bbox_" + count, at::tensor({low.x, low.y, high.x, high.y}, at::kDouble),
                           kMatrixTolerance);
    if (count != "203") continue;
    matrix("driving_M_o2c_203", lp::toCrop(driving, 512, false));
    const cv::Mat mask = lp::pasteMask(lp::fromCrop(crop), picture.size());
    golden.compareAbsolute("pasteback_mask_every_2nd", everyNth(tensorFrom(mask), 2, 0), 0.01);
    cv::Mat rendered = source.clone();
    for (int y = 0; y < rendered.rows; ++y)
      for (int x = 0; x < 3 * rendered.cols; ++x) {
        std::uint8_t& value = rendered.ptr<std::uint8_t>(y)[x];
        value = std::uint8_t(255 - 3 * int(value) / 5);
      }
    golden.comparePicture(
        "pasted_rgb_every_2nd",
        everyNth(tensorFrom(lp::pastedBack(rendered, lp::fromCrop(crop), picture, mask)), 2, 0), kMean,
        kLargest);
  }
  return golden.lines;
}

Lines checkLivePortraitWhole(const std::string& part, const fs::path& folder) {
  constexpr double kShare = 0.3;
  Golden golden(part, folder);
  const at::Tensor images = imagePlanes(golden["images_rgb"]);
  const lp::FaceMotion motion = filled<lp::MotionExtractor>(golden, "lp_M.").forward(images);
  const at::Tensor own = lp::keyPoints(motion.canonical, lp::pointMotionOf(motion));
  const at::Tensor source = own.slice(0, 0, 1), other = own.slice(0, 1, 2);
  golden.compareRelative("x_source", source, kNetworkTolerance);
  golden.compareRelative("x_driving_own", other, kNetworkTolerance);
  lp::RetargetingNet stitching = lp::stitchingNet();
  tensor::fillByFormula(golden.salt(), "lp_S.stitching.", stitching);
  const at::Tensor unstitched = source + kShare * (other - source);
  const at::Tensor driving = lp::stitched(unstitched, lp::stitchDelta(stitching, source, unstitched));
  golden.compareRelative("x_driving", driving, kNetworkTolerance);

  const at::Tensor feature = filled<lp::AppearanceExtractor>(golden, "lp_F.").forward(images.slice(0, 0, 1));
  const lp::WarpedFeature warped =
      filled<lp::WarpingModule>(golden, "lp_W.").forward(feature, driving, source);
  golden.compareRelative("deformation_every_4th",
                         everyNth(warped.motion.deformation.slice(1, 0, 16, 2), 4, 2), kWholeTolerance);
  golden.compareRelative("occlusion_map", warped.motion.occlusionMap, kWholeTolerance);
  const at::Tensor out = filledGenerator(golden, folder).forward(warped.feature);
  comparePictures(golden, out, kWholeTolerance);
  const at::Tensor bytes = (out[0].clamp(0, 1) * 255).to(at::kByte).permute({1, 2, 0});
  golden.compareRounded("u8_rgb_every_4th", everyNth(bytes, 4, 0), 1e-2);
  return golden.lines;
}

Lines checkLivePortraitKeys(const std::string& part, const fs::path& folder) {
  Keys appearance, motion, warping, generator, stitching, lip, eye;
  addKeys(appearance, "", lp::AppearanceExtractor());
  addKeys(motion, "", lp::MotionExtractor());
  addKeys(warping, "", lp::WarpingModule());
  addKeys(generator, "", lp::SpadeGenerator());
  addKeys(stitching, "", lp::stitchingNet());
  addKeys(lip, "", lp::lipNet());
  addKeys(eye, "", lp::eyeNet());
  return compareKeyLists(part, folder,
                         {{"appearance_feature_extractor.pth", appearance},
                          {"motion_extractor.pth", motion},
                          {"warping_module.pth", warping},
                          {"spade_generator.pth", generator},
                          {"retarget_shoulder", stitching},
                          {"retarget_mouth", lip},
                          {"retarget_eye", eye}});
}

}  // namespace orator::lab::selfcheck
