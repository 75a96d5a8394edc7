#include "core/session/parts.h"

#include <algorithm>

#include "core/base/files.h"
#include "core/base/voice_rate.h"
#include "core/motion/gaze.h"
#include "core/pipeline/stage_progress.h"

namespace orator::session {
namespace {

/// What an imported track depends on: no setting of made motion, no edit.
TrackKey importKey(const Inputs& inputs) {
  TrackKey key;
  key.generation.portrait = portraitKey(inputs, stampOf);
  key.generation.voice = voiceKey(inputs, stampOf);
  key.generation.settings.frameRate = inputs.frameRate;
  key.imported = stampOf(inputs.track);
  key.settings.relative = inputs.relative;
  return key;
}

}  // namespace

std::shared_ptr<const motion::MotionModel> Resources::motionModel(const pipeline::Analysed& analysed) {
  const std::lock_guard lock(modelMutex_);
  if (!model_ || modelPack_ != analysed.pack.id || modelFace_ != analysed.portrait->model) {
    model_ = stages_.makeMotionModel(analysed.pack, *analysed.portrait->model);
    modelPack_ = analysed.pack.id;
    modelFace_ = analysed.portrait->model;
  }
  return model_;
}

motion::GeneratedMotion Resources::generate(const pipeline::Analysed& analysed,
                                            const motion::MotionInput& input,
                                            const motion::MotionSettings& settings,
                                            const RunContext& context) {
  const auto model = motionModel(analysed);
  const bool refers = !settings.poseReference.empty() || !settings.blinkReference.empty();
  std::unique_lock lock(referencesMutex_, std::defer_lock);
  if (refers) lock.lock();
  pipeline::References none;
  return pipeline::generateMotion(stages_, analysed.pack, *model, input, settings, *analysed.portrait->model,
                                  refers ? references_ : none, context);
}

Parts::Parts(const Parts& other)
    : resources_(other.resources_),
      portrait_(other.portrait_),
      voice_(other.voice_),
      source_(other.source_),
      generations_(other.generations_),
      given_(other.given_),
      imported_(other.imported_),
      motion_(other.motion_) {}

void Parts::forget() {
  portrait_ = {};
  voice_ = {};
  source_ = {};
  generations_.clear();
  given_ = {};
  imported_ = {};
  motion_ = {};
  renderer_ = {};
}

std::shared_ptr<const pipeline::Analysed> Parts::portrait(const Inputs& inputs, const RunContext& context) {
  const PortraitKey key = portraitKey(inputs, stampOf);
  if (!portrait_.holds(key)) {
    face::PortraitOptions options;
    options.face = inputs.face;
    options.rotation = inputs.rotation;
    options.background = inputs.background;
    portrait_.take(key, std::make_shared<const pipeline::Analysed>(
                            pipeline::analyse(resources_->stages(), inputs.pack, inputs.portrait, options,
                                              inputs.enlarging, nullptr, context)));
  }
  return portrait_.made;
}

std::shared_ptr<const std::vector<float>> Parts::voice(const Inputs& inputs, const RunContext& context) {
  const VoiceKey key = voiceKey(inputs, stampOf);
  if (voice_.holds(key)) return voice_.made;
  std::vector<float> samples;
  if (!inputs.voice.empty()) samples = resources_->stages().readVoice(inputs.voice, inputs.voiceCut, context);
  voice_.take(key, std::make_shared<const std::vector<float>>(std::move(samples)));
  return voice_.made;
}

motion::CoefficientRow Parts::source(const Inputs& inputs, const RunContext& context) {
  const auto analysed = portrait(inputs, context);
  // How the face is cut out counts for some packs only; their rows then differ, and nothing else need know.
  const std::pair key(*portrait_.key, inputs.render.cropMode);
  if (!source_.holds(key))
    source_.take(key, std::make_shared<const motion::CoefficientRow>(resources_->stages().portraitRow(
                          analysed->pack, *analysed->portrait, inputs.render)));
  return *source_.made;
}

std::shared_ptr<const motion::GeneratedMotion> Parts::generation(const Inputs& inputs, std::uint64_t seed,
                                                                 const RunContext& context) {
  const motion::CoefficientRow row = source(inputs, context);
  const auto samples = voice(inputs, context);
  const std::pair key(generationKey(inputs, seed, stampOf), row);
  for (const Generation& known : generations_)
    if (known.holds(key)) return known.made;
  motion::GeneratedMotion made;
  if (samples->empty() && !isIdle(inputs)) {
    made = pipeline::portraitAlone(*portrait_.made->portrait, inputs.frameRate, row);
  } else {
    motion::MotionInput input = pipeline::motionInput(*samples, inputs.idleSeconds, inputs.frameRate, row);
    if (inputs.maximumSeconds > 0) {
      const auto most = std::size_t(inputs.maximumSeconds * kVoiceRateHz);
      input.voice16k = input.voice16k.first(std::min(input.voice16k.size(), most));
      input.frames =
          std::min(input.frames, inputs.frameRate.framesCovering(std::int64_t(most), kVoiceRateHz));
    }
    pipeline::StageProgress progress(context, "motion", input.frames);
    motion::MotionSettings settings = inputs.motion;
    settings.seed = seed;
    made = resources_->generate(*portrait_.made, input, settings, progress.context());
    progress.done(input.frames);
  }
  generations_.emplace_back().take(key, std::make_shared<const motion::GeneratedMotion>(std::move(made)));
  return generations_.back().made;
}

/// As the file or the video has it: a video is captured once, however it is taken.
std::shared_ptr<const motion::MotionTrack> Parts::givenTrack(const Inputs& inputs,
                                                             const RunContext& context) {
  const std::pair key(stampOf(inputs.track), inputs.pack);
  if (!given_.holds(key))
    given_.take(key, std::make_shared<const motion::MotionTrack>(
                         resources_->stages().readTrack(inputs.track, portrait_.made->pack, context)));
  return given_.made;
}

motion::MotionTrack Parts::importedTrack(const Inputs& inputs, const RunContext& context) {
  const motion::CoefficientRow row = source(inputs, context);
  const auto samples = voice(inputs, context);
  const std::pair key(importKey(inputs), row);
  if (!imported_.holds(key))
    imported_.take(key, std::make_shared<const motion::MotionTrack>(pipeline::fitTrack(
                            *portrait_.made, *givenTrack(inputs, context), pathText(inputs.track), row,
                            inputs.relative, inputs.frameRate, std::int64_t(samples->size()), context)));
  return *imported_.made;
}

std::shared_ptr<const ShapedMotion> Parts::motion(const Inputs& inputs, const RunContext& context) {
  const std::pair key(trackKey(inputs, stampOf), source(inputs, context));
  if (motion_.holds(key)) return motion_.made;
  const pipeline::Stages& stages = resources_->stages();
  auto next = std::make_shared<ShapedMotion>();
  next->inputs = inputs;
  std::vector<std::shared_ptr<const motion::GeneratedMotion>> used;
  const auto generated = [&](std::uint64_t seed) {
    used.push_back(generation(inputs, seed, context));
    return used.back();
  };
  if (inputs.track.empty()) {
    next->generated = stages.applySettings(*generated(inputs.motion.seed), inputs.motion);
  } else {
    next->generated = importedTrack(inputs, context);
    motion::turnEyes(next->generated, inputs.motion.gaze, inputs.motion.seed);
  }
  if (inputs.edits.empty()) {
    next->edited = next->generated;
  } else {
    const auto own = generated(inputs.motion.seed);
    std::vector<project::RerolledMotion> rerolled;
    for (const project::RangeReroll& reroll : inputs.edits.rerolls)
      rerolled.push_back({reroll, stages.applySettings(*generated(reroll.seed), inputs.motion)});
    next->edited = project::applyEdits(next->generated, own->blinkDirection, inputs.motion.blinkStrength,
                                       inputs.edits, rerolled);
  }
  keepOnly(used);
  motion_.take(key, std::move(next));
  return motion_.made;
}

void Parts::keepOnly(const std::vector<std::shared_ptr<const motion::GeneratedMotion>>& used) {
  std::erase_if(generations_, [&](const Generation& held) {
    return std::find(used.begin(), used.end(), held.made) == used.end();
  });
}

render::FaceRenderer& Parts::renderer(const Inputs& inputs, const RunContext& context) {
  const auto analysed = portrait(inputs, context);
  const RendererKey key = rendererKey(inputs, stampOf);
  if (!renderer_.holds(key)) {
    render::RenderSettings settings = key.settings.render;
    const cv::Mat& rgb = analysed->portrait->rgb;
    if (std::max(rgb.cols, rgb.rows) > inputs.maximumSide && inputs.maximumSide > 0)
      settings.outputSide = inputs.maximumSide;
    renderer_ = {};  // one at a time: each may hold a gigabyte
    renderer_.take(key, resources_->stages().makeRenderer(inputs.renderer, analysed->pack, analysed->portrait,
                                                          settings, context));
  }
  return *renderer_.made;
}

cv::Mat Parts::frame(const Inputs& inputs, std::int64_t frame, const RunContext& context) {
  return this->frame(inputs, motion(inputs, context)->edited, frame, context);
}

cv::Mat Parts::frame(const Inputs& inputs, const motion::MotionTrack& track, std::int64_t frame,
                     const RunContext& context) {
  if (frame < 0 || frame >= track.frames())
    throw Error(ErrorCode::invalidArgument, "frame", std::to_string(frame) + " is outside the video",
                "Choose a frame from 0 to " + std::to_string(track.frames() - 1));
  cv::Mat picture;
  renderer(inputs, context)
      .render(
          track, {frame, frame + 1}, [&](std::int64_t, cv::Mat rgb) { picture = std::move(rgb); }, context);
  context.throwIfCancelled();
  if (picture.empty()) throw Error(ErrorCode::internal, "renderer", "it delivered no frame");
  return picture;
}

}  // namespace orator::session
