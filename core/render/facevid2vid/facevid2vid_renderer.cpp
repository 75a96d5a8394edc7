#include "core/render/facevid2vid/facevid2vid_renderer.h"

#include <ATen/ATen.h>

#include <future>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "core/face/network_input.h"
#include "core/face/sadtalker/alignment.h"
#include "core/packs/network_weights.h"
#include "core/render/facevid2vid/coefficient_windows.h"
#include "core/render/facevid2vid/frame_layout.h"
#include "core/render/facevid2vid/neural_face.h"
#include "core/tensor/device.h"
#include "core/tensor/weight_store.h"

namespace orator::render::facevid2vid {
namespace {

/// Frames whose key points are found together, a multiple of every batch size. Stretches begin at multiples
/// of it, so that the same numbers are computed whatever the range.
constexpr std::int64_t kStretch = 32;

bool isWhole(CropMode mode) {
  return mode == CropMode::full || mode == CropMode::extfull;
}

NeuralFace openFace(const packs::Pack& pack, const RenderSettings& settings) {
  const at::Device device = tensor::deviceOf(settings.device);
  requireDevice(device, settings.precision);  // before hundreds of megabytes are read
  return NeuralFace(
      NeuralFaceNetworks::load(
          packs::openNetworkWeights(pack, "kp_extractor"),
          packs::openNetworkWeights(pack, isWhole(settings.cropMode) ? "mapping73" : "mapping70"),
          packs::openNetworkWeights(pack, "generator")),
      device, settings.precision);
}

class NeuralRenderer : public FaceRenderer {
 public:
  NeuralRenderer(NeuralFace face, const face::Portrait& portrait, const RenderSettings& settings, int side,
                 bool ahead)
      : face_(std::move(face)), batch_(face_.batchSize(side)), ahead_(ahead) {
    const auto seen = face::sadtalker::frameFace(
        portrait.rgb, face::sadtalker::landmarks68(portrait.landmarks), framingOf(settings.cropMode), side);
    image_ = face::networkInput(seen.rgb, 1.f / 255, 0).contiguous();
    if (isWhole(settings.cropMode)) {
      const auto aligned = face::sadtalker::alignment(seen.landmarks, seen.rgb.size());
      cropParameters_ =
          at::tensor({float(aligned.scale), float(aligned.translation.x), float(aligned.translation.y)});
    }
    layout_ = makeFrameLayout(portrait, seen.box, settings, side);
  }

  cv::Size frameSize() const override { return layout_->size(); }

  void render(const motion::MotionTrack& track, FrameRange range, const FrameSink& sink,
              const RunContext& context) override {
    if (range.begin < 0 || range.end > track.frames() || range.begin > range.end)
      throw Error(ErrorCode::invalidArgument, "frame range", "it leaves the track",
                  "Choose frames between 0 and " + std::to_string(track.frames()));
    const at::NoGradGuard noGradient;
    useSource(track.source);
    stretch_ = {};
    std::future<at::Tensor> ahead;
    for (std::int64_t begin = range.begin - range.begin % batch_; begin < range.end; begin += batch_) {
      context.throwIfCancelled();
      const at::Tensor pictures = ahead.valid() ? ahead.get() : picturesOf(track, begin);
      if (const std::int64_t next = begin + batch_; ahead_ && next < range.end)
        ahead = std::async(std::launch::async, [&, next] { return picturesOf(track, next); });
      for (std::int64_t k = 0; k < pictures.size(0); ++k) {
        const std::int64_t frame = begin + k;
        if (frame < range.begin || frame >= range.end) continue;
        context.throwIfCancelled();
        const at::Tensor picture = pictures[k];
        sink(frame, layout_->compose(cv::Mat(int(picture.size(0)), int(picture.size(1)), CV_8UC3,
                                             picture.data_ptr<std::uint8_t>())));
      }
    }
  }

 private:
  void useSource(const motion::CoefficientRow& row) {
    if (source_ == row) return;
    face_.prepareSource(image_, sourceWindow(row, cropParameters_));
    source_ = row;
  }

  /// The batch of frames from `begin` on; one call at a time. @return [batch, side, side, 3] uint8
  at::Tensor picturesOf(const motion::MotionTrack& track, std::int64_t begin) {
    const std::int64_t first = begin - begin % kStretch;
    if (!stretch_.keyPoints.defined() || stretch_.first != first) {
      const TrackStretch stretch = stretchOf(track, first, kStretch, cropParameters_);
      stretch_ = {first, face_.keyPoints(stretch.columns, stretch.pose)};
    }
    return asPictures(face_.render(stretch_.keyPoints.slice(0, begin - first, begin - first + batch_)));
  }

  NeuralFace face_;
  const std::int64_t batch_;
  const bool ahead_;
  at::Tensor image_;           ///< [1, 3, side, side]
  at::Tensor cropParameters_;  ///< [3] s, tx, ty; undefined for crop, extcrop, resize
  std::unique_ptr<const FrameLayout> layout_;
  std::optional<motion::CoefficientRow> source_;  ///< what the face is prepared for
  struct {
    std::int64_t first = 0;
    at::Tensor keyPoints;
  } stretch_;  ///< of the track that is being rendered
};

}  // namespace

std::unique_ptr<FaceRenderer> makeNeuralRenderer(const packs::Pack& pack,
                                                 std::shared_ptr<const face::Portrait> portrait,
                                                 const RenderSettings& settings, const RunContext& context) {
  constexpr int kUsualSide = 256;
  context.throwIfCancelled();
  return makeNeuralRenderer(openFace(pack, settings), *portrait, settings,
                            pack.pictureSizePx > 0 ? pack.pictureSizePx : kUsualSide);
}

std::unique_ptr<FaceRenderer> makeNeuralRenderer(NeuralFace face, const face::Portrait& portrait,
                                                 const RenderSettings& settings, int side,
                                                 std::optional<bool> ahead) {
  const bool usual = face.device().is_cuda();
  return std::make_unique<NeuralRenderer>(std::move(face), portrait, settings, side, ahead.value_or(usual));
}

}  // namespace orator::render::facevid2vid
