#include "core/render/mesh/eyeball.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <tuple>

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

float lumaOf(const cv::Vec3f& colour) {
  return colour.dot(kLumaWeights);
}

/// Lashes, shadow and the rim of the iris are no white: what is as bright as the brighter part of it counts.
/// @param sides 1 and 2 beside the iris, each in its own light @param white weights, 1 there
void keepBright(const cv::Mat3f& colours, const cv::Mat1b& sides, cv::Mat1f& white) {
  std::array<std::vector<float>, 3> luma;
  std::array<float, 3> bright{};
  for (int y = 0; y < white.rows; ++y)
    for (int x = 0; x < white.cols; ++x)
      if (white(y, x) > 0) luma[sides(y, x)].push_back(lumaOf(colours(y, x)));
  for (std::size_t side = 1; side < luma.size(); ++side) {
    if (luma[side].empty()) continue;
    const auto at = luma[side].begin() + std::ptrdiff_t(float(luma[side].size() - 1) * eyeball::kBrightWhite);
    std::nth_element(luma[side].begin(), at, luma[side].end());
    bright[side] = std::max(*at, 1.f);
  }
  // A side of lashes or paint alone has no light of its own.
  const float least = eyeball::kLeastBright * *std::ranges::max_element(bright);
  for (float& side : bright) side = std::max(side, least);
  for (int y = 0; y < white.rows; ++y)
    for (int x = 0; x < white.cols; ++x)
      if (white(y, x) > 0)
        white(y, x) = smoothStep(eyeball::kAsBrightAsWhite, lumaOf(colours(y, x)) / bright[sides(y, x)]);
}

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
  const cv::Scalar mean = cv::sum(weighted) / std::max(cv::sum(known)[0], 1e-6);
  const cv::Vec3f unreached{float(mean[0]), float(mean[1]), float(mean[2])};
  for (int y = 0; y < result.rows; ++y)
    for (int x = 0; x < result.cols; ++x)
      result(y, x) = reached(y, x) > 1e-3f ? result(y, x) * (1 / reached(y, x)) : unreached;
  return result;
}

}  // namespace

Eyeball::Eyeball(const face::EyeLines& eye, const std::vector<cv::Point2f>& pixels, const SlitFrame& frame,
                 const Curve& upper, const Curve& lower, const cv::Mat& rgb)
    : frame_(frame), upper_(upper), lower_(lower) {
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
  fitIris(rgb);
  if (!complete(rgb)) radius_ = 0;
}

// By its own edge to the left and right, where no lid covers it: painted and very dark irises are larger than
// their landmarks say, and what is left over would stay behind when the iris goes.
void Eyeball::fitIris(const cv::Mat& rgb) {
  constexpr int kSteps = 40, kWindow = 3;
  constexpr float kDegree = 0.017453f;
  const float width = frame_.halfWidth;
  const auto distanceAt = [&](int i) {
    const float share = float(i) / (kSteps - 1);
    return radius_ *
           (eyeball::kEdgeSearch.from + (eyeball::kEdgeSearch.to - eyeball::kEdgeSearch.from) * share);
  };
  const auto edge = [&](float side) {
    std::array<float, kSteps> luma{};
    int known = 0;
    for (; known < kSteps; ++known) {
      float sum = 0, count = 0;
      for (const float degrees : {-30.f, -20.f, -10.f, 0.f, 10.f, 20.f, 30.f}) {
        const cv::Point2f at = iris_ + distanceAt(known) * cv::Point2f(side * std::cos(degrees * kDegree),
                                                                       std::sin(degrees * kDegree));
        const float u = at.x / width;
        if (std::abs(u) > eyeball::kWhiteAcross) continue;
        if (std::min(at.y - upper_(u), lower_(u) - at.y) < eyeball::kLearnInside * width) continue;
        sum += lumaOf(sampleLinear(rgb, frame_.picture({u, at.y})));
        ++count;
      }
      if (count == 0) break;
      luma[std::size_t(known)] = sum / count;
    }
    float steepest = eyeball::kLeastEdge, found = 0;
    for (int i = kWindow; i + kWindow < known; ++i) {
      const float rise = luma[std::size_t(i + kWindow)] - luma[std::size_t(i - kWindow)];
      if (rise > steepest) steepest = rise, found = distanceAt(i);
    }
    return found;
  };
  const float left = edge(-1), right = edge(1);
  if (left == 0 && right == 0) return;
  float radius = std::max(left, right);
  if (left > 0 && right > 0) {
    radius = (left + right) / 2;
    iris_.x += (right - left) / 2;
  }
  radius_ = std::clamp(radius, eyeball::kRadius.from * width, eyeball::kRadius.to * width);
}

/// @return false where the eye is shut or has no iris, as a statue's: there is nothing to move
bool Eyeball::complete(const cv::Mat& rgb) {
  const float width = frame_.halfWidth;
  cv::Mat3f colours;
  rgb(area_).convertTo(colours, CV_32FC3);
  cv::Mat1f inside(area_.size()), radii(area_.size()), white(area_.size());
  cv::Mat1b sides(area_.size());
  IrisProfile profile;
  for (int y = 0; y < area_.height; ++y)
    for (int x = 0; x < area_.width; ++x) {
      const cv::Point2f at(float(area_.x + x), float(area_.y + y)), local = frame_.local(at);
      inside(y, x) =
          std::abs(local.x) < 1 ? std::min(local.y - upper_(local.x), lower_(local.x) - local.y) : -width;
      radii(y, x) = std::hypot(local.x * width - iris_.x, local.y - iris_.y) / radius_;
      sides(y, x) = local.x * width < iris_.x ? 1 : 2;
      const bool seen = inside(y, x) > eyeball::kLearnInside * width;
      white(y, x) =
          seen && radii(y, x) > eyeball::kWhiteFrom && std::abs(local.x) < eyeball::kWhiteAcross ? 1.f : 0.f;
      if (seen && radii(y, x) < eyeball::kIrisTo)
        profile.add(radii(y, x), rgb.at<cv::Vec3b>(area_.y + y, area_.x + x));
    }
  keepBright(colours, sides, white);
  if (!profile.finish() || cv::sum(white)[0] < eyeball::kLeastWhite) return false;
  const cv::Scalar mean = cv::mean(colours, white > 0.5);
  const cv::Vec3f beside{float(mean[0]), float(mean[1]), float(mean[2])};
  double contrast = 0;
  for (const float ring : eyeball::kIrisRings)
    contrast = std::max(contrast, cv::norm(beside - profile.at(ring)));
  if (contrast < eyeball::kLeastContrast) return false;
  const cv::Mat3f sclera = continuedWhite(colours, white, width);
  measureShade(colours, sclera);
  for (const auto& [rim, picture] :
       {std::pair(eyeball::kRimAlong, &along_), {eyeball::kRimUpDown, &upDown_}}) {
    picture->create(area_.size(), CV_8UC3);
    for (int y = 0; y < area_.height; ++y)
      for (int x = 0; x < area_.width; ++x) {
        const float shown = smoothStep(rim.from * width, rim.to * width, inside(y, x));
        const float disc = 1 - smoothStep(eyeball::kIrisEdge, radii(y, x));
        const cv::Vec3f hidden = profile.at(radii(y, x)) * disc + sclera(y, x) * (1 - disc);
        const cv::Point2f local = frame_.local({float(area_.x + x), float(area_.y + y)});
        const cv::Vec3f mixed = colours(y, x) * (shown / shadeAt(local)) + hidden * (1 - shown);
        for (int c = 0; c < 3; ++c) picture->at<cv::Vec3b>(y, x)[c] = cv::saturate_cast<uchar>(mixed[c]);
      }
  }
  return true;
}

float Eyeball::RimShade::at(float distance) const {
  const float position = std::clamp(distance / step - 0.5f, 0.f, float(kSteps));
  const int i = std::min(int(position), kSteps - 1);
  return std::lerp(left[std::size_t(i)], left[std::size_t(i) + 1], position - float(i));
}

float Eyeball::shadeAt(cv::Point2f local) const {
  const float u = std::clamp(local.x, -1.f, 1.f);
  return underUpper_.at(local.y - upper_(u)) * overLower_.at(lower_(u) - local.y);
}

/// Beside the iris, by how dark the rims of the white are: medians, so that single lashes do not count.
void Eyeball::measureShade(const cv::Mat3f& colours, const cv::Mat3f& sclera) {
  constexpr int kSteps = RimShade::kSteps;
  constexpr std::size_t kEnough = 4;
  const float step = eyeball::kShadeReach * frame_.halfWidth / kSteps;
  std::array<std::array<std::vector<float>, kSteps>, 2> ratios;
  for (int y = 0; y < area_.height; ++y)
    for (int x = 0; x < area_.width; ++x) {
      const cv::Point2f local = frame_.local({float(area_.x + x), float(area_.y + y)});
      if (std::abs(local.x) > eyeball::kWhiteAcross) continue;
      if (std::hypot(local.x * frame_.halfWidth - iris_.x, local.y - iris_.y) < eyeball::kWhiteFrom * radius_)
        continue;
      const float under = local.y - upper_(local.x), over = lower_(local.x) - local.y;
      const int bin = int(std::floor(std::min(under, over) / step));
      if (bin < 0 || bin >= kSteps) continue;
      ratios[under < over ? 0 : 1][std::size_t(bin)].push_back(lumaOf(colours(y, x)) /
                                                               std::max(lumaOf(sclera(y, x)), 1.f));
    }
  for (const auto& [shade, usual, bins] : {std::tuple(&underUpper_, eyeball::kShadeUnderUpper, &ratios[0]),
                                           std::tuple(&overLower_, eyeball::kShadeOverLower, &ratios[1])}) {
    shade->step = step;
    shade->left.fill(1);
    const bool known = std::ranges::any_of(*bins, [](const auto& bin) { return bin.size() >= kEnough; });
    for (int i = kSteps - 1; i >= 0; --i) {
      auto& bin = (*bins)[std::size_t(i)];
      const float expected = std::lerp(usual, 1.f, smoothStep(0.f, float(kSteps), float(i)));
      float value = known ? shade->left[std::size_t(i) + 1] : expected;
      if (bin.size() >= kEnough) {
        const auto middle = bin.begin() + std::ptrdiff_t(bin.size() / 2);
        std::nth_element(bin.begin(), middle, bin.end());
        value = std::max(*middle, (*middle + expected) / 2);  // a dark lid is not as dark everywhere
      }
      shade->left[std::size_t(i)] =
          std::clamp(value, eyeball::kDarkestShade, shade->left[std::size_t(i) + 1]);
    }
  }
}

cv::Point2f Eyeball::possible(cv::Point2f shift) const {
  if (radius_ == 0) return {0, 0};
  const float disc = eyeball::kDisc * radius_, room = eyeball::kMostRoom;
  const float left = std::max(0.f, frame_.halfWidth + iris_.x - disc) * room,
              right = std::max(0.f, frame_.halfWidth - iris_.x - disc) * room;
  const float most = eyeball::kMostUpDown * radius_;
  return {std::clamp(shift.x, -left, right), std::clamp(shift.y, -most, most)};
}

float Eyeball::lifted(cv::Point2f shift) const {
  return radius_ == 0 ? 0 : smoothStep(0, eyeball::kLifted * radius_, std::abs(shift.y));
}

cv::Vec3f Eyeball::colour(cv::Point2f position, cv::Point2f shift, const cv::Vec3f& resting) const {
  const cv::Point2f local = frame_.local(position);
  const float along = local.x * frame_.halfWidth, disc = eyeball::kDisc * radius_, centre = iris_.x + shift.x;
  // The iris and what is above and below it moves as one, the white on both sides gives way.
  const float beside = std::abs(along - centre) - disc,
              room = (along > centre ? frame_.halfWidth - centre : frame_.halfWidth + centre) - disc;
  const float share = beside <= 0 ? 1.f : std::clamp(1 - beside / std::max(room, 1e-3f), 0.f, 1.f);
  const cv::Point2f from = position - (frame_.x * shift.x + frame_.y * shift.y) * share;
  // Where nothing moves the portrait is seen, its rims and shadows with it.
  const float moves = smoothStep(eyeball::kMovesShare, share) *
                      smoothStep(eyeball::kMoves, share * float(cv::norm(shift)) / frame_.halfWidth);
  if (moves == 0) return resting;
  const cv::Point2f at = from - cv::Point2f(area_.tl());
  const float lifted = this->lifted(shift);
  cv::Vec3f seen = lifted < 1 ? sampleCubic(along_, at) : cv::Vec3f();
  if (lifted > 0) seen += (sampleCubic(upDown_, at) - seen) * lifted;
  seen *= shadeAt(local);
  return resting + (seen - resting) * moves;
}

}  // namespace orator::render::mesh
