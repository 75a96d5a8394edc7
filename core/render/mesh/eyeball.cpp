#include "core/render/mesh/eyeball.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/render/mesh/tuning.h"
#include "core/render/sampling.h"

namespace orator::render::mesh {
namespace {

/// The median colour of the visible iris by its distance from the centre: reflections are left out.
class IrisProfile {
 public:
  void add(float radii, const cv::Vec3b& colour) {
    auto& ring = rings_[std::size_t(std::clamp(int(radii * kPerRadius), 0, kRings - 1))];
    for (std::size_t c = 0; c < 3; ++c) ring[c].push_back(colour[int(c)]);
  }
  bool finish() {
    int known = -1;
    for (int i = 0; i < kRings; ++i) {
      auto& ring = rings_[std::size_t(i)];
      if (ring[0].empty()) continue;
      for (std::size_t c = 0; c < 3; ++c) {
        const auto middle = ring[c].begin() + std::ptrdiff_t(ring[c].size() / 2);
        std::nth_element(ring[c].begin(), middle, ring[c].end());
        colours_[std::size_t(i)][int(c)] = *middle;
      }
      for (int gap = known + 1; gap < i; ++gap)
        colours_[std::size_t(gap)] = colours_[std::size_t(known < 0 ? i : known)];
      known = i;
    }
    for (int gap = std::max(known, 0) + 1; gap < kRings; ++gap)
      colours_[std::size_t(gap)] = colours_[std::size_t(std::max(known, 0))];
    return known >= 0;
  }
  cv::Vec3f at(float radii) const {
    const float position = std::clamp(radii * kPerRadius - 0.5f, 0.f, float(kRings - 1));
    const int i = std::min(int(position), kRings - 2);
    const float share = position - float(i);
    return colours_[std::size_t(i)] * (1 - share) + colours_[std::size_t(i) + 1] * share;
  }

 private:
  static constexpr int kPerRadius = 10, kRings = 12;
  std::array<std::array<std::vector<uchar>, 3>, kRings> rings_;
  std::array<cv::Vec3f, kRings> colours_{};
};

/// What is known, continued over what is not by ever wider means of it.
cv::Mat3f continuedWhite(const cv::Mat3f& colours, const cv::Mat1f& known, float width) {
  cv::Mat3f result(colours.size(), cv::Vec3f()), weighted = colours.clone();
  for (int y = 0; y < weighted.rows; ++y)
    for (int x = 0; x < weighted.cols; ++x) weighted(y, x) *= known(y, x);
  cv::Mat1f reached(colours.size(), 0.f);
  for (const float sigma : eyeball::kContinuedSigmas) {
    cv::Mat3f sum;
    cv::Mat1f total;
    const double pixels = std::max(1.f, sigma * width);
    cv::GaussianBlur(weighted, sum, {}, pixels, pixels, cv::BORDER_CONSTANT);
    cv::GaussianBlur(known, total, {}, pixels, pixels, cv::BORDER_CONSTANT);
    for (int y = 0; y < result.rows; ++y)
      for (int x = 0; x < result.cols; ++x) {
        if (total(y, x) < 1e-6f) continue;
        const float share = (1 - reached(y, x)) * smoothStep(eyeball::kContinuedWeight, total(y, x));
        result(y, x) += sum(y, x) * (share / total(y, x));
        reached(y, x) += share;
      }
  }
  for (int y = 0; y < result.rows; ++y)
    for (int x = 0; x < result.cols; ++x)
      if (reached(y, x) > 1e-3f) result(y, x) *= 1 / reached(y, x);
  return result;
}

}  // namespace

Eyeball::Eyeball(const face::EyeLines& eye, const std::vector<cv::Point2f>& pixels, const SlitFrame& frame,
                 const Curve& upper, const Curve& lower, const cv::Mat& rgb)
    : frame_(frame) {
  const cv::Point2f centre = pixels[std::size_t(eye.iris)];
  const cv::Point2f local = frame_.local(centre);
  iris_ = {local.x * frame_.halfWidth, local.y};
  float radius = 0;
  for (int i = 1; i <= 4; ++i) radius += float(cv::norm(pixels[std::size_t(eye.iris + i)] - centre)) / 4;
  radius =
      std::clamp(radius, eyeball::kRadius.from * frame_.halfWidth, eyeball::kRadius.to * frame_.halfWidth);
  if (std::abs(local.x) >= eyeball::kInEye) return;  // the fit has lost it
  std::vector<cv::Point2f> corners;
  for (const float u : {-1.f, 1.f})
    for (const float v : {-eyeball::kReach, eyeball::kReach})
      corners.push_back(frame_.picture({u, v * frame_.halfWidth}));
  area_ = cv::boundingRect(corners) & cv::Rect({}, rgb.size());
  if (area_.empty()) return;
  radius_ = radius;
  if (!complete(rgb, upper, lower)) radius_ = 0;
}

/// @return false where the eye is shut or has no iris, as a statue's: there is nothing to move
bool Eyeball::complete(const cv::Mat& rgb, const Curve& upper, const Curve& lower) {
  const float width = frame_.halfWidth;
  cv::Mat3f colours;
  rgb(area_).convertTo(colours, CV_32FC3);
  cv::Mat1f inside(area_.size()), radii(area_.size()), white(area_.size());
  IrisProfile profile;
  for (int y = 0; y < area_.height; ++y)
    for (int x = 0; x < area_.width; ++x) {
      const cv::Point2f at(float(area_.x + x), float(area_.y + y)), local = frame_.local(at);
      inside(y, x) =
          std::abs(local.x) < 1 ? std::min(local.y - upper(local.x), lower(local.x) - local.y) : -width;
      radii(y, x) = std::hypot(local.x * width - iris_.x, local.y - iris_.y) / radius_;
      const bool seen = inside(y, x) > eyeball::kLearnInside * width;
      white(y, x) =
          seen && radii(y, x) > eyeball::kWhiteFrom && std::abs(local.x) < eyeball::kWhiteAcross ? 1.f : 0.f;
      if (seen && radii(y, x) < eyeball::kIrisTo)
        profile.add(radii(y, x), rgb.at<cv::Vec3b>(area_.y + y, area_.x + x));
    }
  if (!profile.finish() || cv::countNonZero(white) < eyeball::kLeastWhite) return false;
  const cv::Scalar mean = cv::mean(colours, white > 0);
  const cv::Vec3f beside{float(mean[0]), float(mean[1]), float(mean[2])};
  double contrast = 0;
  for (const float ring : eyeball::kIrisRings)
    contrast = std::max(contrast, cv::norm(beside - profile.at(ring)));
  if (contrast < eyeball::kLeastContrast) return false;
  const cv::Mat3f sclera = continuedWhite(colours, white, width);
  for (const auto& [rim, picture] :
       {std::pair(eyeball::kRimAlong, &along_), {eyeball::kRimUpDown, &upDown_}}) {
    *picture = rgb(area_).clone();
    for (int y = 0; y < area_.height; ++y)
      for (int x = 0; x < area_.width; ++x) {
        const float shown = smoothStep(rim.from * width, rim.to * width, inside(y, x));
        if (shown >= 1) continue;
        const float disc = 1 - smoothStep(eyeball::kIrisEdge, radii(y, x));
        const cv::Vec3f hidden = profile.at(radii(y, x)) * disc + sclera(y, x) * (1 - disc);
        const cv::Vec3f mixed = colours(y, x) * shown + hidden * (1 - shown);
        for (int c = 0; c < 3; ++c) picture->at<cv::Vec3b>(y, x)[c] = cv::saturate_cast<uchar>(mixed[c]);
      }
  }
  return true;
}

cv::Point2f Eyeball::possible(cv::Point2f shift) const {
  if (radius_ == 0) return {0, 0};
  const float disc = eyeball::kDisc * radius_, room = eyeball::kMostRoom;
  const float left = std::max(0.f, frame_.halfWidth + iris_.x - disc) * room,
              right = std::max(0.f, frame_.halfWidth - iris_.x - disc) * room;
  const float most = eyeball::kMostUpDown * radius_;
  return {std::clamp(shift.x, -left, right), std::clamp(shift.y, -most, most)};
}

cv::Vec3f Eyeball::colour(cv::Point2f position, cv::Point2f shift) const {
  const cv::Point2f local = frame_.local(position);
  const float along = local.x * frame_.halfWidth, disc = eyeball::kDisc * radius_, centre = iris_.x + shift.x;
  // The iris and what is above and below it moves as one, the white on both sides gives way.
  const float beside = std::abs(along - centre) - disc,
              room = (along > centre ? frame_.halfWidth - centre : frame_.halfWidth + centre) - disc;
  const float share = beside <= 0 ? 1.f : std::clamp(1 - beside / std::max(room, 1e-3f), 0.f, 1.f);
  const cv::Point2f from = position - (frame_.x * shift.x + frame_.y * shift.y) * share;
  const cv::Point2f at = from - cv::Point2f(area_.tl());
  const float lifted = smoothStep(0, eyeball::kLifted * radius_, std::abs(shift.y));
  if (lifted == 0) return sampleCubic(along_, at);
  const cv::Vec3f without = sampleCubic(upDown_, at);
  return lifted == 1 ? without : sampleCubic(along_, at) * (1 - lifted) + without * lifted;
}

}  // namespace orator::render::mesh
