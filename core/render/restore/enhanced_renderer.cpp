#include "core/render/restore/enhanced_renderer.h"

#include "core/face/face_tracker.h"
#include "core/render/restore/face_restorer.h"

namespace orator::render::restore {
namespace {

class EnhancedRenderer : public FaceRenderer {
 public:
  EnhancedRenderer(std::unique_ptr<FaceRenderer> inner, const packs::Pack& pack,
                   const RenderSettings& settings)
      : inner_(std::move(inner)),
        tracker_({pack.file("face_detector"), pack.file("attention_mesh")}),
        restorer_(settings.device),
        strength_(settings.enhanceFace.strength) {}

  cv::Size frameSize() const override { return inner_->frameSize(); }

  void render(const motion::MotionTrack& track, FrameRange range, const FrameSink& sink,
              const RunContext& context) override {
    inner_->render(
        track, range,
        [&](std::int64_t frame, const cv::Mat& rgb) {
          context.throwIfCancelled();
          const auto faces = tracker_.detect(rgb);
          sink(frame, faces.empty() ? rgb : restorer_.restored(rgb, faces.front(), strength_));
        },
        context);
  }

 private:
  std::unique_ptr<FaceRenderer> inner_;
  face::FaceTracker tracker_;
  FaceRestorer restorer_;
  double strength_;
};

}  // namespace

std::unique_ptr<FaceRenderer> withRestoredFaces(std::unique_ptr<FaceRenderer> inner, const packs::Pack& pack,
                                                const RenderSettings& settings) {
  return std::make_unique<EnhancedRenderer>(std::move(inner), pack, settings);
}

}  // namespace orator::render::restore
