#include "core/render/mesh/eyelids.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <opencv2/imgproc.hpp>

#include "core/render/mesh/sampling.h"

namespace orator::render::mesh {

namespace {
constexpr float kUpperLidShare = 0.92f;
constexpr float kLowerReach = 0.8f;  // of the half width: skin below the eye that goes with the lower lid
constexpr float kOverlap = 0.10f;    // of the opening: lashes of a closed lid lie over the lower lid's rim
constexpr float kLashes = 0.16f;     // of the half width: length of the upper lashes as the camera sees them

/// 1 at the lid's edge, 0 where the skin rests; flat at both ends.
float falloff(float t) {
  return 1 - smoothStep(0, 1, t);
}

float lumaAt(const cv::Mat& rgb, cv::Point2f at) {
  const auto& p = rgb.at<cv::Vec3b>(std::clamp(cvRound(at.y), 0, rgb.rows - 1),
                                    std::clamp(cvRound(at.x), 0, rgb.cols - 1));
  return 0.2126f * p[0] + 0.7152f * p[1] + 0.0722f * p[2];
}

/// Glasses with a dark rim: their bridge is a dark band across the nose.
bool wearsGlasses(const cv::Mat& rgb, const std::vector<cv::Point2f>& pixels) {
  constexpr std::array<int, 4> kNoseRidge{8, 168, 6, 197};
  std::vector<float> luma;
  for (std::size_t i = 0; i + 1 < kNoseRidge.size(); ++i) {
    const cv::Point2f from = pixels[kNoseRidge[i]], way = pixels[kNoseRidge[i + 1]] - from;
    const int steps = std::max(4, cvRound(cv::norm(way)));
    for (int k = 0; k < steps; ++k) luma.push_back(lumaAt(rgb, from + way * (float(k) / float(steps))));
  }
  std::sort(luma.begin(), luma.end());
  return luma[luma.size() / 20] < 0.5f * luma[luma.size() * 3 / 4];
}

/// How much skin lies above the lid before something much darker begins: a brow, the rim of glasses.
/// @param upwards unit step up the face @param room where to stop looking @param width half width of the eye
/// @param usual luma of the skin around the eye @param rimmed dark next to the lid may be a rim, not lashes
float skinAbove(const cv::Mat& rgb, cv::Point2f lid, cv::Point2f upwards, float room, float width,
                float usual, bool rimmed) {
  constexpr float kDarker = 0.62f;
  const float step = std::max(0.5f, 0.03f * width), start = 1.1f * kLashes * width;
  bool skin = rimmed;
  for (float d = start; d < room; d += step) {
    float luma = 0;
    for (const float offset : {-1.f, 0.f, 1.f}) luma += lumaAt(rgb, lid + upwards * (d + offset * step)) / 3;
    const bool dark = luma < kDarker * usual;
    if (dark && skin) return d - 2 * step;
    skin = skin || !dark;
  }
  return room;
}
}  // namespace

Eyelids::Eyelids(const EyeTopology& eye, const std::vector<cv::Point2f>& pixels, const cv::Mat& rgb)
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
    crease.emplace_back(brow.x, std::max(0.9f * room, 0.2f * frame_.halfWidth));
  }
  crease_ = Curve(crease);
  std::vector<cv::Point2f> corners;
  for (const float u : {-1.1f, 1.1f})
    for (const float v : {-1.6f, 1.3f}) corners.push_back(frame_.picture({u, v * frame_.halfWidth}));
  reach_ = cv::boundingRect(corners);
  if (rgb.empty()) return;
  findCrease(rgb, wearsGlasses(rgb, pixels));
  findSkin(rgb);
}

/// Luma of the skin below and beside the eye.
float Eyelids::usualLuma(const cv::Mat& rgb) const {
  std::vector<float> known;
  for (float u = -1.1f; u <= 1.1f; u += 0.1f)
    for (float v = 0.3f; v < 0.9f; v += 0.1f)
      known.push_back(lumaAt(rgb, frame_.picture({u, lower_(u) + v * frame_.halfWidth})));
  const auto middle = known.begin() + std::ptrdiff_t(known.size() / 2);
  std::nth_element(known.begin(), middle, known.end());
  return std::max(*middle, 1.f);
}

void Eyelids::findCrease(const cv::Mat& rgb, bool rimmed) {
  constexpr int kColumns = 25;
  std::array<float, kColumns> skin, least;
  const float usual = usualLuma(rgb);
  const auto across = [](int i) { return -1.f + 2.f * i / (kColumns - 1); };
  for (int i = 0; i < kColumns; ++i)
    skin[i] = skinAbove(rgb, frame_.picture({across(i), upper_(across(i))}), -frame_.y, crease_(across(i)),
                        frame_.halfWidth, usual, rimmed);
  constexpr int kNear = 5;
  const auto around = [&](std::array<float, kColumns>& values, int i) {
    return std::span(values).subspan(std::max(i - kNear, 0),
                                     std::min(i + kNear + 1, kColumns) - std::max(i - kNear, 0));
  };
  for (int i = 0; i < kColumns; ++i) least[i] = *std::ranges::min_element(around(skin, i));
  std::vector<cv::Point2f> crease;
  for (int i = 0; i < kColumns; ++i) {
    const auto near = around(least, i);
    const float mean = std::accumulate(near.begin(), near.end(), 0.f) / float(near.size());
    crease.emplace_back(across(i), std::max(mean, 0.12f * frame_.halfWidth));
  }
  crease_ = Curve(crease);
}

void Eyelids::findSkin(const cv::Mat& rgb) {
  skinArea_ = reach_ & cv::Rect({0, 0}, rgb.size());
  if (skinArea_.empty()) return;
  const float width = frame_.halfWidth, usual = usualLuma(rgb);
  cv::Mat3f sum(skinArea_.size()), total(skinArea_.size());
  for (int y = 0; y < skinArea_.height; ++y)
    for (int x = 0; x < skinArea_.width; ++x) {
      const cv::Point2f at(float(skinArea_.x + x), float(skinArea_.y + y)), local = frame_.local(at);
      const float above = upper_(local.x) - local.y, under = local.y - lower_(local.x);
      float weight = 0.01f + smoothStep(0.35f, 0.65f, lumaAt(rgb, at) / usual);
      if (std::abs(local.x) < 1.05f) {
        if (above < 1.2f * kLashes * width && under < 0.12f * width) weight = 0;
        if (above > crease_(local.x)) weight *= 0.05f;
      }
      total(y, x) = cv::Vec3f::all(weight);
      sum(y, x) = cv::Vec3f(rgb.at<cv::Vec3b>(skinArea_.y + y, skinArea_.x + x)) * weight;
    }
  // Near skin counts most; where there is none, what lies farther off.
  cv::Mat3f nearSum, nearTotal, farSum, farTotal;
  cv::GaussianBlur(sum, nearSum, {}, 0.15 * width);
  cv::GaussianBlur(total, nearTotal, {}, 0.15 * width);
  cv::GaussianBlur(sum, farSum, {}, 0.5 * width);
  cv::GaussianBlur(total, farTotal, {}, 0.5 * width);
  const cv::Mat3f filled =
      (nearSum + farSum * 0.03f) / (nearTotal + farTotal * 0.03f + cv::Scalar::all(1e-6));
  filled.convertTo(skin_, CV_8UC3);
  cv::GaussianBlur(rgb(skinArea_), soft_, {}, 0.12 * width);
}

// Skin is monotone whatever the shift: lashes keep to the edge, foreshortened as they turn down with it, the
// skin up to the crease stretches.
float Eyelids::lidSkin(float out, float crease, float shift, float closure) const {
  const float reach = crease + shift;
  if (out <= 0) return out;
  if (out >= reach) return out - shift;
  const float lashes = std::min(kLashes * frame_.halfWidth, 0.4f * std::min(crease, reach));
  const float drawn = lashes * (1 - 0.5f * std::max(closure, 0.f));
  if (out <= drawn) return out * lashes / drawn;
  const float run = reach - drawn, rise = crease - lashes, slope = rise / run;
  const float first = std::min(lashes / drawn, 3 * slope), last = std::min(1.f, 3 * slope);
  const float t = (out - drawn) / run;
  return lashes + run * (first * t * (1 - t) * (1 - t) - last * t * t * (1 - t)) + rise * t * t * (3 - 2 * t);
}

Eyelids::Sample Eyelids::sample(cv::Point2f position, float closure) const {
  const cv::Point2f at = frame_.local(position);
  Sample result;
  result.upper = result.lower = result.eyeball = position;
  if (std::abs(at.x) >= 1) return result;
  const float upper = upper_(at.x), lower = lower_(at.x), opening = lower - upper;
  const float overlap = closure > 0 ? closure * closure * (kOverlap * opening + std::min(opening, 1.f)) : 0.f;
  const float crease = crease_(at.x);
  const float movedUpper = upper + std::max(closure * kUpperLidShare * opening, -0.5f * crease) + overlap;
  const float movedLower = lower - closure * (1 - kUpperLidShare) * opening;

  const float shift = movedUpper - upper, out = movedUpper - at.y;
  const float above = upper - lidSkin(out, crease, shift, closure);
  result.height = shift > 0 ? std::clamp(out / (crease + shift), 0.f, 1.f) : 1.f;
  result.lashes = std::max(out, 0.f) / (2 * kLashes * frame_.halfWidth);
  result.drawnOut = smoothStep(0.08f, 0.4f, shift / (crease + shift));
  result.crease = frame_.picture({at.x, upper - crease});
  const float below =
      at.y + (lower - movedLower) * falloff((at.y - movedLower) / (kLowerReach * frame_.halfWidth));
  result.upper = frame_.picture({at.x, above});
  result.lower = frame_.picture({at.x, below});
  result.upperShare = std::clamp(0.5f + movedUpper - at.y, 0.f, 1.f);
  result.lowerShare = (1 - result.upperShare) * std::clamp(0.5f + at.y - movedLower, 0.f, 1.f);
  if (closure < 0 && opening > 0)  // a wider eye shows no more eyeball than the picture has
    result.eyeball =
        frame_.picture({at.x, lower + (at.y - movedLower) * opening / (movedLower - movedUpper)});
  return result;
}

bool Eyelids::moves(cv::Point2f position, float closure) const {
  constexpr float kLeast = 1.f / 64;
  const cv::Point2f at = frame_.local(position);
  if (std::abs(at.x) >= 1) return false;
  const float upper = upper_(at.x), lower = lower_(at.x);
  if (std::abs(closure) * (lower - upper) < kLeast) return false;
  return upper - at.y < crease_(at.x) && at.y - lower < kLowerReach * frame_.halfWidth;
}

cv::Vec3f Eyelids::colour(const cv::Mat& rgb, cv::Point2f position, float closure) const {
  const Sample from = sample(position, closure);
  const float eyeball = 1 - from.upperShare - from.lowerShare;
  cv::Vec3f sum;
  if (from.lowerShare > 0) sum += sampleCubic(rgb, from.lower) * from.lowerShare;
  if (eyeball > 0) sum += sampleCubic(rgb, from.eyeball) * eyeball;
  if (from.upperShare <= 0) return sum;
  cv::Vec3f upper = sampleCubic(rgb, from.upper);
  if (!skin_.empty() && from.height < 1 && from.drawnOut > 0) {
    // Skin drawn out far would be smeared: smooth skin takes its place, shaded like the crease it comes from,
    // with the lashes at its edge.
    const cv::Point2f origin = skinArea_.tl();
    const cv::Vec3f here = sampleLinear(skin_, position - origin),
                    there = sampleLinear(skin_, from.upper - origin),
                    fold = sampleLinear(skin_, from.crease - origin),
                    foldSeen = sampleLinear(soft_, from.crease - origin),
                    softSeen = sampleLinear(soft_, from.upper - origin);
    const float shade = smoothStep(0.2f, 1.f, from.height), grain = smoothStep(0.7f, 1.f, from.height);
    const float lashes = 1 - smoothStep(0.5f, 1.f, from.lashes);
    for (int c = 0; c < 3; ++c) {
      const auto ratio = [](float a, float b) { return std::clamp(a / std::max(b, 1.f), 0.f, 2.f); };
      float made = here[c] * (1 + (std::max(ratio(foldSeen[c], fold[c]), 0.4f) - 1) * shade);
      made *= 1 + (ratio(upper[c], softSeen[c]) - 1) * grain;
      made *= 1 + (std::min(ratio(upper[c], there[c]), 1.f) - 1) * lashes;
      upper[c] += (made - upper[c]) * from.drawnOut;
    }
  }
  return sum + upper * from.upperShare;
}

}  // namespace orator::render::mesh
