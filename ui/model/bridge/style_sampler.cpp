#include "ui/model/bridge/style_sampler.h"

#include <algorithm>

#include "ui/kit/face_scene/face_scene.h"

namespace orator::ui {
namespace {

/// The part of the portrait that the thumbnails show, in its pixels: head and collar, in their shape.
QRectF headOf(const face::Portrait& portrait) {
  const cv::Rect2f& face = portrait.landmarks.box;
  const double height = std::min(2.1 * double(face.height), double(portrait.rgb.rows));
  const double width =
      std::min(height * StyleSamples::kWidth / StyleSamples::kHeight, double(portrait.rgb.cols));
  const double x = double(face.x + face.width / 2) - width / 2;
  const double y = double(face.y + 0.42f * face.height) - height / 2;
  return {std::clamp(x, 0.0, portrait.rgb.cols - width), std::clamp(y, 0.0, portrait.rgb.rows - height),
          width, height};
}

/// The face model in the style of a portrait, where no photographic renderer is fast enough.
class FaceFrames : public FrameSource {
 public:
  explicit FaceFrames(std::shared_ptr<const face::Portrait> portrait) : scene_(std::move(portrait)) {}
  QImage frame(const motion::MotionTrack& track, std::int64_t index, const RunContext&) override {
    QImage image(StyleSamples::kWidth, StyleSamples::kHeight, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    rasteriseFace(scene_, scene_.pose(track.rows[std::size_t(index)]),
                  scene_.orbitProjection(0, 0, 1.45f, float(StyleSamples::kWidth) / StyleSamples::kHeight),
                  FaceStyle::textured, {0.2f, 0.3f, 1}, faceColours(FaceStyle::textured), image);
    return image;
  }

 private:
  FaceScene scene_;
};

/// Small photographic frames, cut to the head.
class HeadFrames : public FrameSource {
 public:
  HeadFrames(std::unique_ptr<FrameSource> whole, const face::Portrait& portrait)
      : whole_(std::move(whole)), head_(headOf(portrait)), size_(portrait.rgb.cols, portrait.rgb.rows) {}
  QImage frame(const motion::MotionTrack& track, std::int64_t index, const RunContext& context) override {
    const QImage image = whole_->frame(track, index, context);
    const double x = image.width() / size_.width(), y = image.height() / size_.height();
    const QRect part = QRectF(head_.x() * x, head_.y() * y, head_.width() * x, head_.height() * y).toRect();
    return image.copy(part & image.rect())
        .scaled(StyleSamples::kWidth, StyleSamples::kHeight, Qt::KeepAspectRatioByExpanding,
                Qt::SmoothTransformation);
  }

 private:
  std::unique_ptr<FrameSource> whole_;
  QRectF head_;
  QSizeF size_;
};

}  // namespace

void StyleSampler::begin(const std::string& key) {
  if (key == key_) return;
  key_ = key;
  samples_ = {};
  source_.reset();
}

FrameSource& StyleSampler::source(const project::Project& project,
                                  const std::shared_ptr<const face::Portrait>& portrait,
                                  const RunContext& context) {
  if (source_) return *source_;
  if (render::rendererTraits(project.renderer).live) {
    const double whole = std::max(portrait->rgb.cols, portrait->rgb.rows);
    const double side = whole * StyleSamples::kHeight / std::max(1.0, headOf(*portrait).height());
    project::Project small = project;
    small.render = {};
    source_ = std::make_unique<HeadFrames>(
        engine_->openRenderer(small, portrait, std::clamp(int(side), 64, 512), context), *portrait);
  } else {
    source_ = std::make_unique<FaceFrames>(portrait);
  }
  return *source_;
}

void StyleSampler::drawNext(const project::Project& project,
                            const std::shared_ptr<const face::Portrait>& portrait, const VoiceData& voice,
                            const RunContext& context) {
  project::Project styled = project;
  styled.motion = {};
  styled.motion.poseStyle = {{int(samples_.strips.size()), 1.0}};
  VoiceData start;
  const auto length = std::min(voice.samples16k.size(), std::size_t(StyleSamples::kSeconds * 16000));
  start.samples16k.assign(voice.samples16k.begin(), voice.samples16k.begin() + std::ptrdiff_t(length));
  start.seconds = double(length) / 16000;
  const auto generated = engine_->generate(styled, *portrait, start, 0, context);
  const motion::MotionTrack track = engine_->applySettings(*generated, styled.motion);
  FrameSource& frames = source(project, portrait, context);
  std::vector<QImage> strip;
  for (int i = 0; i < StyleSamples::kPictures && track.frames() > 0; ++i)
    strip.push_back(frames.frame(track, i * (track.frames() - 1) / (StyleSamples::kPictures - 1), context));
  samples_.strips.push_back(std::move(strip));
}

}  // namespace orator::ui
