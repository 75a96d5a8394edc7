#include "core/pipeline/preview_session.h"

#include <utility>

#include "core/media/picture.h"

namespace orator::pipeline {
namespace {

bool sameRenderer(const PreviewSettings& a, const PreviewSettings& b) {
  return a.renderer == b.renderer && a.render == b.render;
}

Error notSet(const char* what) {
  return Error(ErrorCode::invalidArgument, what, "none is chosen yet", std::string("Choose a ") + what);
}

}  // namespace

PreviewSession::PreviewSession(std::string packId, const Stages& stages)
    : stages_(stages), packId_(std::move(packId)) {}

void PreviewSession::setPortrait(const std::filesystem::path& picture, std::optional<int> face) {
  if (picture == picturePath_ && face == face_) return;
  picturePath_ = picture;
  face_ = face;
  portrait_.reset();
  row_.reset();
  motion_.reset();
  track_.reset();
  renderer_.reset();
}

void PreviewSession::setVoice(const std::filesystem::path& voice, const media::VoiceCut& cut) {
  if (voice == voicePath_ && cut == cut_) return;
  voicePath_ = voice;
  cut_ = cut;
  voice_.clear();
  motion_.reset();
  track_.reset();
}

void PreviewSession::setSettings(const PreviewSettings& settings) {
  const PreviewSettings before = std::exchange(settings_, settings);
  if (before.render.cropMode != settings.render.cropMode && pack_ && rowDependsOnCrop(*pack_)) {
    row_.reset();
    motion_.reset();
  }
  if (!sameGeneration(before.motion, settings.motion) || !(before.frameRate == settings.frameRate))
    motion_.reset();
  if (!motion_ || !(before.motion == settings.motion)) track_.reset();
  if (!sameRenderer(before, settings)) renderer_.reset();
}

void PreviewSession::setTrack(std::shared_ptr<const motion::MotionTrack> track) {
  shown_ = std::move(track);
}

const packs::Pack& PreviewSession::pack() {
  if (!pack_) pack_ = stages_.openPack(packId_);
  return *pack_;
}

std::shared_ptr<const face::Portrait> PreviewSession::portrait(const RunContext& context) {
  if (portrait_) return portrait_;
  if (picturePath_.empty()) throw notSet("portrait");
  face::PortraitOptions options;
  options.face = face_;
  portrait_ = stages_.analysePortrait(media::readPicture(picturePath_), pack(), options, context);
  ++work_.portraits;
  return portrait_;
}

const std::vector<float>& PreviewSession::voice(const RunContext& context) {
  if (!voice_.empty()) return voice_;
  if (voicePath_.empty()) throw notSet("voice");
  voice_ = media::readVoice16k(voicePath_, context, cut_);
  ++work_.voices;
  return voice_;
}

std::shared_ptr<const motion::GeneratedMotion> PreviewSession::motion(const RunContext& context) {
  if (motion_) return motion_;
  const auto source = portrait(context);
  if (!model_) model_ = stages_.makeMotionModel(pack(), *source->model);
  motion::MotionInput input;
  input.voice16k = voice(context);
  if (!row_) row_ = stages_.portraitRow(pack(), *source, settings_.render);
  input.source = *row_;
  input.frameRate = settings_.frameRate;
  input.frames = settings_.frameRate.framesCovering(std::int64_t(input.voice16k.size()), 16000);
  motion_ = std::make_shared<const motion::GeneratedMotion>(generateMotion(
      stages_, pack(), *model_, input, settings_.motion, *source->model, references_, context));
  ++work_.motions;
  return motion_;
}

std::shared_ptr<const motion::MotionTrack> PreviewSession::track(const RunContext& context) {
  if (shown_) return shown_;
  if (track_) return track_;
  track_ =
      std::make_shared<const motion::MotionTrack>(stages_.applySettings(*motion(context), settings_.motion));
  ++work_.tracks;
  return track_;
}

cv::Mat PreviewSession::renderFrame(std::int64_t frame, const RunContext& context) {
  const auto shown = track(context);
  if (frame < 0 || frame >= shown->frames())
    throw Error(ErrorCode::invalidArgument, "frame", std::to_string(frame) + " is outside the video",
                "Choose a frame from 0 to " + std::to_string(shown->frames() - 1));
  if (!renderer_) {
    renderer_ =
        stages_.makeRenderer(settings_.renderer, pack(), portrait(context), settings_.render, context);
    ++work_.renderers;
  }
  cv::Mat picture;
  renderer_->render(
      *shown, {frame, frame + 1}, [&](std::int64_t, cv::Mat rgb) { picture = std::move(rgb); }, context);
  context.throwIfCancelled();
  if (picture.empty()) throw Error(ErrorCode::internal, "renderer", "it delivered no frame");
  return picture;
}

}  // namespace orator::pipeline
