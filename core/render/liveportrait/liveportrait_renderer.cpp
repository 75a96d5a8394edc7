#include "core/render/liveportrait/liveportrait_renderer.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <opencv2/imgproc.hpp>

#include "core/base/largest_side.h"
#include "core/face/face_mesh.h"
#include "core/face/network_input.h"
#include "core/packs/forged_network.h"
#include "core/packs/network_weights.h"
#include "core/render/liveportrait/face_crop.h"
#include "core/render/liveportrait/key_points.h"
#include "core/render/liveportrait/retargeting.h"
#include "core/render/liveportrait/warping_module.h"
#include "core/tensor/device.h"
#include "core/tensor/weight_store.h"

namespace orator::render::liveportrait {

struct Networks {
  AppearanceExtractor appearance;
  MotionExtractor motion;
  WarpingModule warping;
  SpadeGenerator generator;
  RetargetingNet stitching = stitchingNet(), lip = lipNet(), eye = eyeNet();

  /// @param weights of the networks by their names in packs
  void load(const std::function<tensor::WeightStore(std::string_view)>& weights) {
    const std::pair<std::string_view, torch::nn::Module*> all[] = {
        {"lp_F", &appearance},        {"lp_M", &motion}, {"lp_W", &warping}, {"lp_G", &generator},
        {"lp_stitching", &stitching}, {"lp_lip", &lip},  {"lp_eye", &eye}};
    for (const auto& [name, network] : all) {
      weights(name).loadInto(*network);
      network->eval();
    }
  }
  void moveTo(at::Device device) {
    for (torch::nn::Module* network : std::initializer_list<torch::nn::Module*>{
             &appearance, &motion, &warping, &generator, &stitching, &lip, &eye})
      network->to(device);
  }
};

namespace {

constexpr int kCropSide = 512, kPublishedSide = 256;

/// The face without its forehead, as LivePortrait's own landmarks outline it.
constexpr int kOutline[] = {127, 234, 93,  132, 58,  172, 136, 150, 149, 176, 148, 152, 377, 400,
                            378, 379, 365, 397, 288, 361, 323, 454, 356, 70,  63,  105, 66,  107,
                            336, 296, 334, 293, 300, 33,  133, 362, 263, 1,   61,  291, 0,   17};

/// Middle and corners of lids and lips, above, below, left, right: how far they are open.
constexpr int kLeftEye[] = {159, 145, face::kLeftEyeOuter, face::kLeftEyeInner};
constexpr int kRightEye[] = {386, 374, face::kRightEyeInner, face::kRightEyeOuter};
constexpr int kLips[] = {face::kUpperLipMiddle, face::kLowerLipMiddle, face::kLeftMouthCorner,
                         face::kRightMouthCorner};

TurnedSquare sourceSquare(const face::FaceLandmarks& landmarks) {
  const auto at = [&](int index) {
    const cv::Point3f& p = landmarks.points[std::size_t(index)];
    return cv::Point2f(p.x, p.y);
  };
  std::vector<cv::Point2f> outline;
  for (const int index : kOutline) outline.push_back(at(index));
  const auto middle = [&](const auto& four) {
    return (at(four[0]) + at(four[1]) + at(four[2]) + at(four[3])) / 4;
  };
  const EyesAndLips axis{(middle(kLeftEye) + middle(kRightEye)) / 2,
                         (at(face::kLeftMouthCorner) + at(face::kRightMouthCorner)) / 2};
  return squareAround(outline, axis, kSourceScale, kSourceUp);
}

OpeningRatios openingsOf(const face::Portrait& portrait, const motion::CoefficientRow& row) {
  face::ExpressionCoefficients expression;
  std::copy_n(row.begin(), expression.size(), expression.begin());
  const std::vector<cv::Point3f> shape = portrait.model->shape(portrait.fit.identity, expression);
  const auto ratio = [&](const auto& four) {
    const auto at = [&](int index) { return shape.at(std::size_t(index)); };
    return cv::norm(at(four[0]) - at(four[1])) / (cv::norm(at(four[2]) - at(four[3])) + 1e-6);
  };
  return {ratio(kLeftEye), ratio(kRightEye), ratio(kLips)};
}

class LivePortraitRenderer : public FaceRenderer {
 public:
  LivePortraitRenderer(std::shared_ptr<const Networks> networks,
                       std::shared_ptr<const face::Portrait> portrait, const RenderSettings& settings,
                       std::unique_ptr<FaceRenderer> driver, cv::Rect shown, int side)
      : networks_(std::move(networks)),
        portrait_(std::move(portrait)),
        settings_(settings),
        driver_(std::move(driver)),
        side_(side),
        device_(networks_->motion.parameters().front().device()),
        toCrop_(liveportrait::toCrop(sourceSquare(portrait_->landmarks), kCropSide)),
        fromCrop_(liveportrait::fromCrop(toCrop_)),
        mask_(pasteMask(fromCrop_, portrait_->rgb.size())),
        shown_(shown) {
    const at::NoGradGuard noGradient;
    size_ = shown_.size();
    if (settings.outputSide > 0) {
      const double scale = double(settings.outputSide) / std::max(shown_.width, shown_.height);
      size_ = {std::max(1, int(std::lround(shown_.width * scale))),
               std::max(1, int(std::lround(shown_.height * scale)))};
    }
    const at::Tensor image = seen(portrait_->rgb);
    feature_ = networks_->appearance.forward(image);
    const FaceMotion motion = networks_->motion.forward(image);
    canonical_ = motion.canonical;
    source_ = pointMotionOf(motion);
    points_ = keyPoints(canonical_, source_);
  }

  cv::Size frameSize() const override { return size_; }

  void render(const motion::MotionTrack& track, FrameRange range, const FrameSink& sink,
              const RunContext& context) override {
    driver_->render(
        track, range,
        [&](std::int64_t frame, const cv::Mat& rgb) {
          context.throwIfCancelled();
          const at::NoGradGuard noGradient;
          sink(frame,
               composed(settings_.retargeting == Retargeting::off ? driven(rgb) : retargeted(track, frame)));
        },
        context);
  }

 private:
  at::Tensor seen(const cv::Mat& picture) const {
    cv::Mat small = halved(croppedSource(picture, toCrop_));
    if (side_ != kPublishedSide) cv::resize(small, small, {side_, side_}, 0, 0, cv::INTER_AREA);
    return face::networkInput(small, 1.f / 255, 0).contiguous().to(device_);
  }

  at::Tensor driven(const cv::Mat& rgb) const {
    const PointMotion driving = pointMotionOf(networks_->motion.forward(seen(rgb)));
    return keyPoints(canonical_, relativeMotion(source_, source_, driving));
  }

  at::Tensor retargeted(const motion::MotionTrack& track, std::int64_t frame) const {
    const OpeningRatios own = openingsOf(*portrait_, track.source),
                        wanted = openingsOf(*portrait_, track.rows[std::size_t(frame)]);
    const auto condition = [&](const std::vector<double>& values) {
      return at::tensor(values, at::kDouble).to(points_.options()).unsqueeze(0);
    };
    at::Tensor points = points_;
    if (settings_.retargeting != Retargeting::lips)
      points =
          points + eyeDelta(networks_->eye, points_, condition({own.leftEye, own.rightEye, wanted.leftEye}));
    if (settings_.retargeting != Retargeting::eyes)
      points = points + lipDelta(networks_->lip, points_, condition({own.lips, wanted.lips}));
    return points;
  }

  cv::Mat composed(const at::Tensor& points) const {
    const at::Tensor driving = stitched(points, stitchDelta(networks_->stitching, points_, points));
    const at::Tensor made =
        networks_->generator.forward(networks_->warping.forward(feature_, driving, points_).feature);
    const at::Tensor bytes = (made[0].clamp(0, 1) * 255).to(at::kByte).permute({1, 2, 0}).cpu().contiguous();
    cv::Mat crop(int(bytes.size(0)), int(bytes.size(1)), CV_8UC3, bytes.data_ptr<std::uint8_t>());
    if (crop.cols != kCropSide) cv::resize(crop, crop, {kCropSide, kCropSide}, 0, 0, cv::INTER_LINEAR);
    const cv::Mat whole = pastedBack(crop, fromCrop_, portrait_->rgb, mask_)(shown_);
    if (size_ == whole.size()) return whole.clone();
    cv::Mat frame;
    cv::resize(whole, frame, size_, 0, 0, size_.width < whole.cols ? cv::INTER_AREA : cv::INTER_CUBIC);
    return frame;
  }

  std::shared_ptr<const Networks> networks_;
  std::shared_ptr<const face::Portrait> portrait_;
  RenderSettings settings_;
  std::unique_ptr<FaceRenderer> driver_;
  int side_;
  at::Device device_;
  cv::Matx23d toCrop_, fromCrop_;
  cv::Mat mask_;
  cv::Rect shown_;
  cv::Size size_;
  at::Tensor feature_, canonical_, points_;  ///< of the portrait; the last where its key points lie
  PointMotion source_;
};

}  // namespace

std::shared_ptr<Networks> forgedNetworks(std::uint64_t seed) {
  auto networks = std::make_shared<Networks>();
  networks->load([&](std::string_view name) { return packs::forgeNetwork(name, seed); });
  return networks;
}

std::unique_ptr<FaceRenderer> makeLivePortraitRenderer(const packs::Pack& pack,
                                                       std::shared_ptr<const face::Portrait> portrait,
                                                       const RenderSettings& settings,
                                                       std::unique_ptr<FaceRenderer> driver, cv::Rect shown) {
  const at::Device device = tensor::deviceOf(settings.device);
  auto networks = std::make_shared<Networks>();
  networks->load([&](std::string_view name) { return packs::openNetworkWeights(pack, name); });
  networks->moveTo(device);
  return makeLivePortraitRenderer(std::move(networks), std::move(portrait), settings, std::move(driver),
                                  shown, kPublishedSide);
}

std::unique_ptr<FaceRenderer> makeLivePortraitRenderer(std::shared_ptr<const Networks> networks,
                                                       std::shared_ptr<const face::Portrait> portrait,
                                                       const RenderSettings& settings,
                                                       std::unique_ptr<FaceRenderer> driver, cv::Rect shown,
                                                       int side) {
  if (settings.outputSide < 0 || settings.outputSide > kLargestSide)
    throw Error(ErrorCode::invalidArgument, "size",
                std::to_string(settings.outputSide) + " pixels is out of range",
                "Choose 0 for the portrait's own size, or up to " + std::to_string(kLargestSide));
  return std::make_unique<LivePortraitRenderer>(std::move(networks), std::move(portrait), settings,
                                                std::move(driver), shown, side);
}

}  // namespace orator::render::liveportrait
