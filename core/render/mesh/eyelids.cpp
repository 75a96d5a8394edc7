#include "core/render/mesh/eyelids.h"

#include <opencv2/imgproc.hpp>

namespace orator::render::mesh {

namespace {
constexpr float kUpperLidShare = 0.92f;
constexpr float kOverlap = 0.10f;  // of the opening: lashes of a closed lid lie over the lower lid's rim

/// 1 at the lid's edge, 0 where the skin rests; flat at both ends, so lashes keep their shape.
float falloff(float t) {
  return 1 - smoothStep(0, 1, t);
}
}  // namespace

Eyelids::Eyelids(const EyeTopology& eye, const std::vector<cv::Point2f>& pixels)
    : frame_(pixels[eye.upper.front()], pixels[eye.upper.back()]) {
  std::vector<cv::Point2f> upper, lower, crease;
  for (std::size_t i = 0; i < eye.upper.size(); ++i) {
    upper.push_back(frame_.local(pixels[eye.upper[i]]));
    lower.push_back(frame_.local(pixels[eye.lower[i]]));
    lower.back().y = std::max(lower.back().y, upper.back().y);
  }
  upper_ = Curve(upper);
  lower_ = Curve(lower);
  for (int vertex : eye.brow) {
    const cv::Point2f brow = frame_.local(pixels[vertex]);
    const float room = upper_(std::clamp(brow.x, -1.f, 1.f)) - brow.y;
    crease.emplace_back(brow.x, std::max(0.9f * room, 0.35f * frame_.halfWidth));
  }
  crease_ = Curve(crease);

  std::vector<cv::Point2f> corners;
  for (const float u : {-1.1f, 1.1f})
    for (const float v : {-1.6f, 1.3f}) corners.push_back(frame_.picture({u, v * frame_.halfWidth}));
  reach_ = cv::boundingRect(corners);
}

Eyelids::Sample Eyelids::sample(cv::Point2f position, float closure) const {
  const cv::Point2f at = frame_.local(position);
  Sample result{position, position, position, 1, 0};
  if (std::abs(at.x) >= 1) return result;
  const float upper = upper_(at.x), lower = lower_(at.x), opening = lower - upper;
  const float overlap = closure > 0 ? closure * closure * (kOverlap * opening + std::min(opening, 1.f)) : 0.f;
  const float movedUpper = upper + closure * kUpperLidShare * opening + overlap;
  const float movedLower = lower - closure * (1 - kUpperLidShare) * opening;

  const float room = crease_(at.x) + std::max(0.f, movedUpper - upper);
  const float above = at.y + (upper - movedUpper) * falloff((movedUpper - at.y) / room);
  const float below = at.y + (lower - movedLower) * falloff((at.y - movedLower) / (0.8f * frame_.halfWidth));
  result.upper = frame_.picture({at.x, above});
  result.lower = frame_.picture({at.x, below});
  result.upperShare = std::clamp(0.5f + movedUpper - at.y, 0.f, 1.f);
  result.lowerShare = (1 - result.upperShare) * std::clamp(0.5f + at.y - movedLower, 0.f, 1.f);
  if (closure < 0 && opening > 0)  // a wider eye shows no more eyeball than the picture has
    result.eyeball =
        frame_.picture({at.x, lower + (at.y - movedLower) * opening / (movedLower - movedUpper)});
  return result;
}

}  // namespace orator::render::mesh
