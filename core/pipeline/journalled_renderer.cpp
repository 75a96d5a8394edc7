#include "core/pipeline/journalled_renderer.h"

#include <algorithm>

namespace orator::pipeline {
namespace {

constexpr int kFormOfPixels = 2;        // rises when a renderer changes what it draws
constexpr std::int64_t kStretch = 256;  // frames whose fingerprints are held at once

Fingerprint fingerprintOf(const motion::CoefficientRow& row) {
  Fingerprint fingerprint;
  fingerprint.add(std::span(reinterpret_cast<const std::uint8_t*>(row.data()), sizeof row));
  return fingerprint;
}

/// Everything the track says of one frame. @param frame held within the track
Fingerprint::Value fingerprintOf(const motion::MotionTrack& track, std::int64_t frame) {
  const auto i = std::size_t(std::clamp<std::int64_t>(frame, 0, track.frames() - 1));
  Fingerprint fingerprint = fingerprintOf(track.rows[i]);
  for (std::size_t axis = 0; axis < track.replacedAngles.size(); ++axis)
    if (!track.replacedAngles[axis].empty()) {
      fingerprint.add(axis);
      fingerprint.add(track.replacedAngles[axis][i]);
    }
  return fingerprint.value();
}

/// One value a frame of the range.
std::vector<Fingerprint::Value> fingerprintsOf(const motion::MotionTrack& track, FrameRange range,
                                               std::int64_t rowReach) {
  const Fingerprint::Value source = fingerprintOf(track.source).value();
  std::vector<Fingerprint::Value> rows;
  for (std::int64_t i = range.begin - rowReach; i < range.end + rowReach; ++i)
    rows.push_back(fingerprintOf(track, i));
  std::vector<Fingerprint::Value> frames;
  for (std::size_t i = 0; i < std::size_t(range.size()); ++i) {
    Fingerprint fingerprint;
    fingerprint.add(source);
    for (std::size_t k = 0; k <= std::size_t(2 * rowReach); ++k) fingerprint.add(rows[i + k]);
    frames.push_back(fingerprint.value());
  }
  return frames;
}

}  // namespace

Fingerprint::Value rendererFingerprint(const std::string& renderer, const packs::Pack& pack,
                                       const face::Portrait& portrait,
                                       const render::RenderSettings& settings) {
  Fingerprint fingerprint;
  fingerprint.add(kFormOfPixels);
  fingerprint.add(std::string_view(renderer));
  fingerprint.add(std::string_view(pack.id));
  fingerprint.add(pack.pictureSizePx);
  for (const packs::PackFile& file : pack.files) {
    fingerprint.add(std::string_view(file.role));
    fingerprint.add(std::string_view(file.sha256));
  }
  fingerprint.add(portrait.rgb);
  fingerprint.add(portrait.matte);
  for (const cv::Point3f& p : portrait.landmarks.points) {
    fingerprint.add(p.x);
    fingerprint.add(p.y);
    fingerprint.add(p.z);
  }
  fingerprint.add(int(settings.cropMode));
  fingerprint.add(settings.outputSide);
  fingerprint.add(std::string_view(settings.device));
  fingerprint.add(int(settings.precision));
  fingerprint.add(int(settings.finish));
  if (settings.retargeting != render::Retargeting::off) fingerprint.add(int(settings.retargeting));
  if (settings.enhanceFace.on) fingerprint.add(settings.enhanceFace.strength);
  if (settings.transparency != render::Transparency::off) {
    fingerprint.add(int(settings.transparency));
    fingerprint.add(portrait.alpha);
    for (const uchar part : portrait.background.val) fingerprint.add(int(part));
  }
  return fingerprint.value();
}

bool JournalledRenderer::isKnown(const Fingerprint::Value& frame) const {
  return (own_ && own_->contains(frame)) ||
         std::any_of(others_.begin(), others_.end(),
                     [&](const auto& other) { return other.contains(frame); });
}

/// An intact one of this size from the first journal that has it, or an empty picture.
cv::Mat JournalledRenderer::read(const Fingerprint::Value& frame) {
  const auto from = [&](FrameJournal& journal) {
    cv::Mat rgb = journal.read(frame);
    return rgb.size() == frameSize() ? rgb : cv::Mat();
  };
  cv::Mat rgb = own_ ? from(*own_) : cv::Mat();
  for (FrameJournal& other : others_) {
    if (!rgb.empty()) break;
    rgb = from(other);
  }
  return rgb;
}

void JournalledRenderer::keep(const Fingerprint::Value& frame, const cv::Mat& rgb,
                              const RunContext& context) {
  if (!own_ || !writable_ || own_->append(frame, rgb)) return;
  writable_ = false;
  context.note("finished frames cannot be kept on this disk; the work cannot be resumed");
}

void JournalledRenderer::render(const motion::MotionTrack& track, FrameRange range,
                                const render::FrameSink& sink, const RunContext& context) {
  const auto renderAndAdd = [&](FrameRange part, const std::vector<Fingerprint::Value>& frames,
                                std::int64_t first) {
    inner_.render(track, part,
                  [&](std::int64_t frame, cv::Mat rgb) {
                    keep(frames[std::size_t(frame - first)], rgb, context);
                    sink(frame, std::move(rgb));
                  },
                  {context.stop, nullptr});
  };
  for (std::int64_t begin = range.begin; begin < range.end; begin += kStretch) {
    const FrameRange stretch{begin, std::min(begin + kStretch, range.end)};
    const auto frames = fingerprintsOf(track, stretch, rowReach_);
    for (std::int64_t i = stretch.begin; i < stretch.end;) {
      context.throwIfCancelled();
      FrameRange missing{i, i};
      while (missing.end < stretch.end && !isKnown(frames[std::size_t(missing.end - begin)])) ++missing.end;
      if (missing.size() == 0) {
        if (cv::Mat rgb = read(frames[std::size_t(i - begin)]); !rgb.empty()) {
          sink(i++, std::move(rgb));
          continue;
        }
        missing.end = i + 1;  // damaged on the disk
      }
      renderAndAdd(missing, frames, begin);
      i = missing.end;
    }
  }
}

std::int64_t JournalledRenderer::known(const motion::MotionTrack& track, FrameRange range) const {
  std::int64_t count = 0;
  for (std::int64_t begin = range.begin; begin < range.end; begin += kStretch)
    for (const auto& frame : fingerprintsOf(track, {begin, std::min(begin + kStretch, range.end)}, rowReach_))
      count += isKnown(frame);
  return count;
}

}  // namespace orator::pipeline
