#include "ui/model/bridge/pipeline_engine.h"

#include <QImageReader>
#include <cmath>
#include <mutex>

#include "core/media/picture.h"
#include "core/motion/track_io.h"
#include "core/packs/pack.h"
#include "core/pipeline/make_motion.h"
#include "ui/kit/pictures/image.h"
#include "ui/kit/text/path.h"
#include "ui/model/estimate/render_estimate.h"

namespace orator::ui {
namespace {

class RendererFrames : public FrameSource {
 public:
  explicit RendererFrames(std::unique_ptr<render::FaceRenderer> renderer) : renderer_(std::move(renderer)) {}
  QImage frame(const motion::MotionTrack& track, std::int64_t index, const RunContext& context) override {
    QImage image;
    renderer_->render(
        track, {index, index + 1}, [&](std::int64_t, cv::Mat rgb) { image = toImage(rgb); }, context);
    return image;
  }

 private:
  std::unique_ptr<render::FaceRenderer> renderer_;
};

class PipelineEngine : public Engine {
 public:
  explicit PipelineEngine(KeepFrames keepFrames) : keepFrames_(std::move(keepFrames)) {}

  std::shared_ptr<const face::Portrait> analysePortrait(const project::Project& project,
                                                        const RunContext& context) override {
    face::PortraitOptions options;
    options.face = project.face;
    return face::analysePortrait(media::readPicture(project.portrait), packs::openPack(project.pack), options,
                                 context);
  }

  std::shared_ptr<const VoiceData> readVoice(const project::Project& project,
                                             const RunContext& context) override {
    return readVoiceData(project.voice, project.voiceEdit, context);
  }

  std::shared_ptr<const motion::GeneratedMotion> generate(const project::Project& project,
                                                          const face::Portrait& portrait,
                                                          const VoiceData& voice, std::uint64_t seed,
                                                          const RunContext& context) override {
    motion::MotionInput input;
    input.voice16k = voice.samples16k;
    input.frameRate = project.frameRate;
    const bool waits = voice.samples16k.empty();
    const auto samples =
        waits ? std::llround(project.idleSeconds * 16000) : std::int64_t(voice.samples16k.size());
    input.frames = project.frameRate.framesCovering(samples, 16000);
    input.source = pipeline::portraitRow(packs::openPack(project.pack), portrait, project.render);
    motion::MotionSettings settings = project.motion;
    settings.seed = seed;
    const auto model = motionModel(project.pack, portrait);
    // Videos are followed once; only a motion that needs one waits for another that does.
    const bool refers = !settings.poseReference.empty() || !settings.blinkReference.empty();
    std::unique_lock lock(referencesMutex_, std::defer_lock);
    if (refers) lock.lock();
    pipeline::References none;
    return std::make_shared<const motion::GeneratedMotion>(
        pipeline::generateMotion(pipeline::libraryStages(), packs::openPack(project.pack), *model, input,
                                 settings, *portrait.model, refers ? references_ : none, context));
  }

  motion::MotionTrack applySettings(const motion::GeneratedMotion& motion,
                                    const motion::MotionSettings& settings) override {
    return motion::applySettings(motion, settings);
  }

  motion::MotionTrack readTrack(const std::filesystem::path& file) override {
    return motion::readTrack(file);
  }
  void writeTrack(const std::filesystem::path& file, const motion::MotionTrack& track) override {
    motion::writeTrack(track, file);
  }

  std::unique_ptr<FrameSource> openRenderer(const project::Project& project,
                                            std::shared_ptr<const face::Portrait> portrait, int maximumSide,
                                            const RunContext& context) override {
    render::RenderSettings settings = project.render;
    const int own = std::max(portrait->rgb.cols, portrait->rgb.rows);
    settings.outputSide = own > maximumSide ? maximumSide : 0;
    return std::make_unique<RendererFrames>(render::makeRenderer(
        project.renderer, packs::openPack(project.pack), std::move(portrait), settings, context));
  }

  pipeline::AnimateResult render(const project::Project& project, const motion::MotionTrack& track,
                                 const RunContext& context) override {
    pipeline::AnimateRequest request = project::toRequest(project);
    request.track.clear();  // it is in `track` already
    if (request.voice.empty()) request.idleSeconds = track.frameRate.secondsAt(track.frames());
    request.resume = keepFrames_(project, track);
    return pipeline::renderTrack(request, nullptr, track, context);
  }

 private:
  /// The motion model of a pack, opened once. Preview and jobs ask from their own threads.
  std::shared_ptr<const motion::MotionModel> motionModel(const std::string& pack,
                                                         const face::Portrait& portrait) {
    const std::lock_guard lock(mutex_);
    if (!model_ || modelPack_ != pack) {
      model_ = motion::makeMotionModel(packs::openPack(pack), *portrait.model);
      modelPack_ = pack;
    }
    return model_;
  }

  KeepFrames keepFrames_;
  std::mutex mutex_, referencesMutex_;
  pipeline::References references_;
  std::string modelPack_;
  std::shared_ptr<const motion::MotionModel> model_;
};

}  // namespace

bool keepsFramesOfLongFilms(const project::Project& project, const motion::MotionTrack& track) {
  QSize size = QImageReader(toQString(project.portrait)).size();
  if (!size.isValid()) return true;  // a form that only the core reads
  return worthResuming(project.renderer, filmSize(size, project.render.outputSide),
                       project.range ? project.range->size() : track.frames());
}

std::shared_ptr<Engine> makePipelineEngine(KeepFrames keepFrames) {
  return std::make_shared<PipelineEngine>(std::move(keepFrames));
}

}  // namespace orator::ui
