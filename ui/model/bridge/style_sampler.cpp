#include "ui/model/bridge/style_sampler.h"

#include <algorithm>
#include <cmath>

#include "ui/kit/pictures/image.h"

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

}  // namespace

StyleGroup styleGroup(const motion::MotionTrack& track) {
  // Two thirds of the 46 styles of the studio pack lie on one side or the other; people in films: 9
  // degrees/s.
  constexpr double kCalm = 4, kLively = 9;  // degrees a second
  constexpr int kPitch = face::kExpressionCount;
  cv::Vec3d sum, squares;
  double path = 0;
  cv::Vec3d before;
  for (std::size_t i = 0; i < track.rows.size(); ++i) {
    const auto& row = track.rows[i];
    const cv::Vec3d degrees = cv::Vec3d(row[kPitch], row[kPitch + 1], row[kPitch + 2]) * (180 / CV_PI);
    if (i > 0) path += cv::norm(degrees - before);
    before = degrees;
    sum += degrees;
    squares += degrees.mul(degrees);
  }
  const double count = double(track.rows.size());
  const double speed = path / std::max(1.0, count - 1) * track.frameRate.perSecond();
  if (speed < kCalm) return StyleGroup::calm;
  if (speed > kLively) return StyleGroup::lively;
  const cv::Vec3d spread = squares / count - (sum / count).mul(sum / count);
  return spread[0] > std::max(spread[1], spread[2]) ? StyleGroup::nodding : StyleGroup::swaying;
}

void StyleSampler::begin(const session::Inputs& inputs, const session::Parts& parts) {
  const Key key{session::portraitKey(inputs, session::stampOf), session::voiceKey(inputs, session::stampOf),
                inputs.renderer};
  if (key == key_) return;
  key_ = key;
  samples_ = {};
  scene_.reset();
  inputs_ = inputs;
  inputs_.motion = {};
  inputs_.edits = {};
  inputs_.track.clear();
  inputs_.render = {};
  inputs_.maximumSeconds = StyleSamples::kSeconds;
  parts_.emplace(parts);
}

void StyleSampler::drawNext(const RunContext& context) {
  inputs_.motion.poseStyle = {{int(samples_.strips.size()), 1.0}};
  const motion::MotionTrack& track = parts_->motion(inputs_, context)->edited;
  std::vector<QImage> strip;
  for (int i = 0; i < StyleSamples::kPictures && track.frames() > 0; ++i) {
    const std::int64_t frame = i * (track.frames() - 1) / (StyleSamples::kPictures - 1);
    strip.push_back(render::rendererTraits(inputs_.renderer).live
                        ? photograph(track, frame, context)
                        : faceOnly(track.rows[std::size_t(frame)], context));
  }
  samples_.strips.push_back(std::move(strip));
  samples_.groups.push_back(track.frames() > 1 ? styleGroup(track) : StyleGroup::calm);
}

QImage StyleSampler::photograph(const motion::MotionTrack& track, std::int64_t frame,
                                const RunContext& context) {
  const face::Portrait& portrait = *parts_->portrait(inputs_, context)->portrait;
  const QRectF head = headOf(portrait);
  const double whole = std::max(portrait.rgb.cols, portrait.rgb.rows);
  inputs_.maximumSide =
      std::clamp(int(whole * StyleSamples::kHeight / std::max(1.0, head.height())), 64, 512);
  const QImage image = toImage(parts_->frame(inputs_, track, frame, context));
  const double x = double(image.width()) / portrait.rgb.cols, y = double(image.height()) / portrait.rgb.rows;
  const QRect part = QRectF(head.x() * x, head.y() * y, head.width() * x, head.height() * y).toRect();
  return image.copy(part & image.rect())
      .scaled(StyleSamples::kWidth, StyleSamples::kHeight, Qt::KeepAspectRatioByExpanding,
              Qt::SmoothTransformation);
}

QImage StyleSampler::faceOnly(const motion::CoefficientRow& row, const RunContext& context) {
  if (!scene_) scene_.emplace(parts_->portrait(inputs_, context)->portrait);
  QImage image(StyleSamples::kWidth, StyleSamples::kHeight, QImage::Format_ARGB32_Premultiplied);
  image.fill(Qt::transparent);
  rasteriseFace(*scene_, scene_->pose(row),
                scene_->orbitProjection(0, 0, 1.45f, float(StyleSamples::kWidth) / StyleSamples::kHeight),
                FaceStyle::textured, {0.2f, 0.3f, 1}, faceColours(FaceStyle::textured), image);
  return image;
}

}  // namespace orator::ui
