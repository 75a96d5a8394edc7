#include "core/pipeline/scene/layout.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "core/base/largest_side.h"
#include "core/face/face_mesh.h"
#include "core/render/framing.h"

namespace orator::pipeline {
namespace {

// The head around the outline of the face, in its height or width: hair above, ears beside, the chin below.
constexpr double kHair = 0.45, kEars = 0.2, kBelowChin = 0.12;
// Distances from the edges, of the frame's sides, within which a head stays. What phones lay over the lower
// end of a tall film covers more than that of a wide one.
constexpr double kSafeBeside = 0.05, kSafeAbove = 0.06, kSafeBelow = 0.1, kSafeBelowTall = 0.2;
constexpr double kTallRatio = 0.75;
constexpr double kHeadHeight = 0.44;  // where the middle of the head comes to lie, from above

/// The speaker's head as far as the shown part has it, in that part's pixels.
cv::Rect2d headIn(const face::Portrait& portrait, cv::Rect shown) {
  double left = shown.br().x, right = shown.x, top = shown.br().y, bottom = shown.y;
  for (const cv::Point3f& p : portrait.landmarks.points) {
    left = std::min(left, double(p.x));
    right = std::max(right, double(p.x));
    top = std::min(top, double(p.y));
    bottom = std::max(bottom, double(p.y));
  }
  const double width = right - left, height = bottom - top;
  const cv::Rect2d head(cv::Point2d(left - kEars * width, top - kHair * height),
                        cv::Point2d(right + kEars * width, bottom + kBelowChin * height));
  return (head & cv::Rect2d(shown)) - cv::Point2d(shown.tl());
}

/// Moves a stretch of `length` around `middle` into 0..whole; where it is longer, the whole lies in its
/// middle.
double placed(double middle, double length, double whole) {
  if (length >= whole) return (whole - length) / 2;
  return std::clamp(middle - length / 2, 0.0, whole - length);
}

cv::Rect2d windowOf(const SceneSettings& scene, cv::Size2d shown, cv::Rect2d head) {
  const double ratio = scene.aspect.ratio();
  const bool crops = scene.fit == Fit::crop;
  // The largest window inside the picture, or the smallest one around it.
  const bool byHeight = (shown.width / shown.height > ratio) == crops;
  double width = byHeight ? shown.height * ratio : shown.width;
  if (!crops) {
    const double height = width / ratio;
    return {(shown.width - width) / 2, (shown.height - height) / 2, width, height};
  }
  const double below = ratio < kTallRatio ? kSafeBelowTall : kSafeBelow;
  const double safeWidth = 1 - 2 * kSafeBeside, safeHeight = 1 - kSafeAbove - below;
  width = std::max({width, head.width / safeWidth, head.height / safeHeight * ratio});
  const double height = width / ratio;
  double top = placed(head.y + head.height / 2 + (0.5 - kHeadHeight) * height, height, shown.height);
  if (height < shown.height) {  // the head's distance counts for more than where its middle is
    top = std::min(top, head.y - kSafeAbove * height);
    top = std::max(top, head.br().y - (1 - below) * height);
    top = std::clamp(top, 0.0, shown.height - height);
  }
  return {placed(head.x + head.width / 2, width, shown.width), top, width, height};
}

int evenRounded(double length) {
  return std::max(2, 2 * int(std::lround(length / 2)));
}

}  // namespace

Layout layoutOf(const SceneSettings& scene, const face::Portrait& portrait, cv::Rect shown, int side,
                FrameRate rate) {
  Layout layout;
  layout.window = cv::Rect2d({0, 0}, cv::Size2d(shown.size()));
  layout.isWhole = scene.aspect.isOwn();
  if (layout.isWhole) {
    layout.renderSide = side != 0 ? side : render::defaultFilmSide(shown.size(), rate);
    const double scale =
        layout.renderSide == 0 ? 1 : double(layout.renderSide) / std::max(shown.width, shown.height);
    layout.frame = {std::max(1, cvRound(shown.width * scale)), std::max(1, cvRound(shown.height * scale))};
    return layout;
  }
  layout.window = windowOf(scene, shown.size(), headIn(portrait, shown));
  const cv::Size native(evenRounded(layout.window.width), evenRounded(layout.window.height));
  if (side == 0) side = render::defaultFilmSide(native, rate);
  if (side == 0) side = std::min(kLargestSide, std::max(native.width, native.height));
  const double ratio = scene.aspect.ratio();
  layout.frame =
      ratio >= 1 ? cv::Size(side, evenRounded(side / ratio)) : cv::Size(evenRounded(side * ratio), side);
  const double scale = side / std::max(layout.window.width, layout.window.height);
  layout.renderSide = std::clamp(cvRound(scale * std::max(shown.width, shown.height)), 64, kLargestSide);
  return layout;
}

cv::Rect mouthIn(const Layout& layout, const face::Portrait& portrait, cv::Rect shown, cv::Size frame) {
  const double scale = frame.width / layout.window.width;
  const cv::Point2d corner = cv::Point2d(shown.tl()) + layout.window.tl();
  std::vector<cv::Point2f> lips;
  for (const auto* rim : {&face::kUpperLipRings.back(), &face::kLowerLipRings.back()})
    for (const int vertex : *rim) {
      const cv::Point3f& p = portrait.landmarks.points[std::size_t(vertex)];
      lips.emplace_back(float((p.x - corner.x) * scale), float((p.y - corner.y) * scale));
    }
  const cv::Rect2f mouth = cv::boundingRect(lips);
  return mouth.width > 1 ? cv::Rect(mouth) : cv::Rect();
}

}  // namespace orator::pipeline
