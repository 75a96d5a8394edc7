#include "core/render/mesh/eyelids.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <opencv2/imgproc.hpp>

#include "core/base/safe_rounding.h"
#include "core/render/mesh/sampling.h"

namespace orator::render::mesh {

namespace {
constexpr float kUpperLidShare = 0.92f;
constexpr float kLowerReach = 0.8f;  // of the half width: skin below the eye that goes with the lower lid
constexpr float kOverlap = 0.10f;    // of the opening: lashes of a closed lid lie over the lower lid's rim
constexpr float kLashLine = 0.08f;   // of the half width: thickness of a closed eye's line of lashes
constexpr float kLidShade = 0.12f;   // how much darker a closed lid is at its edge, where it turns inwards
constexpr float kFolds = 0.5f;       // of the half width: lashes and folds of an open eye reach no higher
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
  return luma[luma.size() / 20] < 0.32f * luma[luma.size() * 3 / 4];
}

/// How much skin lies above the lid before something much darker begins: a brow, the rim of glasses. Long
/// lashes and the fold above the lid are as dark, but begin nearer to it and have skin behind them.
/// @param upwards unit step up the face @param room where to stop looking @param width half width of the eye
/// @param usual luma of the skin above the eye @param rimmed dark next to the lid may be a rim, not lashes
float skinAbove(const cv::Mat& rgb, cv::Point2f lid, cv::Point2f upwards, float room, float width,
                float usual, bool rimmed) {
  constexpr float kDarker = 0.62f, kNearLid = 0.5f, kSkinBehind = 0.1f;
  const float step = std::max(0.5f, 0.03f * width), start = 1.1f * kLashes * width;
  const auto dark = [&](float d) {
    float luma = 0;
    for (const float offset : {-1.f, 0.f, 1.f}) luma += lumaAt(rgb, lid + upwards * (d + offset * step)) / 3;
    return luma < kDarker * usual;
  };
  bool skin = rimmed;
  for (float d = start; d < room; d += step) {
    if (!dark(d)) {
      skin = true;
      continue;
    }
    if (!skin) continue;
    float end = d;
    while (end < room && dark(end)) end += step;
    const bool fold = !rimmed && d < kNearLid * room && end + kSkinBehind * width < room &&
                      !dark(end + kSkinBehind * width);
    if (!fold) return d - 2 * step;
    d = end;
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
  const cv::Vec2f usual = usualLuma(rgb);
  findCrease(rgb, usual[0], wearsGlasses(rgb, pixels));
  findSkin(rgb, usual);
  findLashes(rgb);
}

/// Luma of the skin above the eye, which may lie in the shadow of the brow, and of the skin below it.
cv::Vec2f Eyelids::usualLuma(const cv::Mat& rgb) const {
  const auto usual = [](std::vector<float>& values) {
    const auto most = values.begin() + std::ptrdiff_t(values.size() * 4 / 5);
    std::nth_element(values.begin(), most, values.end());
    return std::max(*most, 1.f);
  };
  std::vector<float> above, below;
  for (float u = -1.1f; u <= 1.1f; u += 0.1f) {
    for (float v = 0.3f; v < 0.9f; v += 0.1f)
      below.push_back(lumaAt(rgb, frame_.picture({u, lower_(u) + v * frame_.halfWidth})));
    for (float t = 0.4f; t < 1; t += 0.1f)
      above.push_back(lumaAt(rgb, frame_.picture({u, upper_(u) - t * crease_(u)})));
  }
  const float under = usual(below);
  return {std::clamp(usual(above), 0.5f * under, under), under};
}

void Eyelids::findCrease(const cv::Mat& rgb, float usual, bool rimmed) {
  constexpr int kColumns = 25;
  std::array<float, kColumns> skin, least;
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

// The smoothest surface that goes through the skin around the eye, on a grid that smooth things need no
// finer.
void Eyelids::findSkin(const cv::Mat& rgb, cv::Vec2f usual) {
  constexpr float kStepsAcross = 24;  // in half the width of an eye
  constexpr float kShadow = 0.01f;    // dark that is wider than lashes and folds darkens the lid
  constexpr int kSweeps = 240;
  skinArea_ = reach_ & cv::Rect({0, 0}, rgb.size());
  if (skinArea_.empty()) return;
  const float width = frame_.halfWidth;
  cv::Mat3f sum(skinArea_.size());
  cv::Mat1f total(skinArea_.size());
  for (int y = 0; y < skinArea_.height; ++y)
    for (int x = 0; x < skinArea_.width; ++x) {
      const cv::Point2f at(float(skinArea_.x + x), float(skinArea_.y + y)), local = frame_.local(at);
      const float above = upper_(local.x) - local.y, under = local.y - lower_(local.x);
      const float luma = lumaAt(rgb, at), expected = above > under ? usual[0] : usual[1];
      float weight = kShadow + smoothStep(0.85f, 1.05f, luma / expected);
      if (std::abs(local.x) < 1.05f) {
        if (above < 1.2f * kLashes * width && under < 0.2f * width) weight = 0;
        if (above > crease_(local.x)) weight *= 0.1f;
      }
      total(y, x) = weight + 1e-5f;
      sum(y, x) = cv::Vec3f(rgb.at<cv::Vec3b>(skinArea_.y + y, skinArea_.x + x)) * total(y, x);
    }
  const float step = std::max(1.f, width / kStepsAcross);  // pixels
  const cv::Size grid(std::max(2, cvCeil(float(skinArea_.width) / step)),
                      std::max(2, cvCeil(float(skinArea_.height) / step)));
  cv::Mat3f known;
  cv::Mat1f weight;
  cv::resize(sum, known, grid, 0, 0, cv::INTER_AREA);
  cv::resize(total, weight, grid, 0, 0, cv::INTER_AREA);
  const cv::Scalar whole = cv::sum(known) / cv::sum(weight)[0];
  skin_ = cv::Mat3f(grid, cv::Vec3f(float(whole[0]), float(whole[1]), float(whole[2])));
  for (int sweep = 0; sweep < kSweeps; ++sweep)
    for (int j = 0; j < grid.height; ++j)
      for (int i = 0; i < grid.width; ++i) {
        cv::Vec3f near = known(j, i);
        float count = weight(j, i);
        const auto add = [&](int y, int x) {
          if (x < 0 || y < 0 || x >= grid.width || y >= grid.height) return;
          near += skin_(y, x) * 0.25f;
          count += 0.25f;
        };
        add(j - 1, i), add(j + 1, i), add(j, i - 1), add(j, i + 1);
        skin_(j, i) = near * (1 / count);
      }
}

cv::Vec3f Eyelids::skinAt(cv::Point2f position) const {
  const cv::Point2f scale(float(skin_.cols) / float(skinArea_.width),
                          float(skin_.rows) / float(skinArea_.height));
  const float x = clampedTo((position.x - float(skinArea_.x) + 0.5f) * scale.x - 0.5f,
                            float(skin_.cols) - 1.001f),
              y = clampedTo((position.y - float(skinArea_.y) + 0.5f) * scale.y - 0.5f,
                            float(skin_.rows) - 1.001f);
  const int i = int(x), j = int(y);
  const float s = x - float(i), t = y - float(j);
  return (skin_(j, i) * (1 - s) + skin_(j, i + 1) * s) * (1 - t) +
         (skin_(j + 1, i) * (1 - s) + skin_(j + 1, i + 1) * s) * t;
}

// How dark the picture has the line of the upper lashes, without its single hairs.
void Eyelids::findLashes(const cv::Mat& rgb) {
  if (skin_.empty()) return;
  constexpr int kColumns = 25, kNear = 2;
  constexpr float kFaintest = 0.72f, kDarkest = 0.15f;
  const float width = frame_.halfWidth, step = std::max(0.5f, 0.02f * width);
  std::array<cv::Vec3f, kColumns> darkest;
  for (int i = 0; i < kColumns; ++i) {
    const float u = -0.92f + 1.84f * float(i) / (kColumns - 1);
    float least = 1e9f;
    for (float v = -0.12f * width; v < 0.04f * width; v += step) {
      const cv::Point2f at = frame_.picture({u, upper_(u) + v});
      const cv::Vec3f seen = sampleLinear(rgb, at), skin = skinAt(at);
      if (const float luma = seen.dot({0.2126f, 0.7152f, 0.0722f}); luma < least) {
        least = luma;
        for (int c = 0; c < 3; ++c)
          darkest[i][c] = std::clamp(seen[c] / std::max(skin[c], 1.f), kDarkest, kFaintest);
      }
    }
  }
  for (int c = 0; c < 3; ++c) {
    std::vector<cv::Point2f> line;
    for (int i = 0; i < kColumns; ++i) {
      std::vector<float> near;
      for (int k = std::max(i - kNear, 0); k <= std::min(i + kNear, kColumns - 1); ++k)
        near.push_back(darkest[k][c]);
      std::nth_element(near.begin(), near.begin() + std::ptrdiff_t(near.size() / 2), near.end());
      line.emplace_back(-0.92f + 1.84f * float(i) / (kColumns - 1), near[near.size() / 2]);
    }
    lashColour_[c] = Curve(line);
  }
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
  // Skin is drawn out near the lid's edge; a brow far above it only comes along.
  const float folds = std::min(crease, kFolds * frame_.halfWidth) + shift;
  result.across = at.x;
  result.height = shift > 0 ? std::clamp(out / folds, 0.f, 1.f) : 1.f;
  result.above = out;
  result.rest =
      1 - smoothStep(0, 0.02f + 0.6f * std::max(out - shift, 0.f) / frame_.halfWidth, 1 - std::abs(at.x));
  result.below = at.y - movedLower;
  result.drawnOut = smoothStep(0.08f, 0.4f, shift / folds) * smoothStep(0, 0.7f, 1 - at.x * at.x);
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
  cv::Vec3f upper, lower, ball;
  if (from.upperShare > 0) upper = sampleCubic(rgb, from.upper);
  if (from.lowerShare > 0) lower = sampleCubic(rgb, from.lower);
  if (eyeball > 0) ball = sampleCubic(rgb, from.eyeball);
  if (!skin_.empty() && from.drawnOut > 0) {
    // What the lid drags along was never seen: lashes and folds of the open eye give way to smooth skin, and
    // a line of lashes is drawn where the edge is now.
    const float width = frame_.halfWidth, corner = 1 - from.across * from.across;
    const cv::Vec3f skin = skinAt(position);
    const float thickness = std::max(1.4f, kLashLine * width * (0.4f + 0.6f * corner));
    const float line = from.above > 0 ? falloff((from.above / thickness - 0.3f) / 0.7f)
                                      : falloff(-from.above / (0.6f * thickness));
    const float shade = kLidShade * falloff(std::abs(from.above) / (0.3f * width));
    cv::Vec3f lashes;
    for (int c = 0; c < 3; ++c)
      lashes[c] = 1 - from.drawnOut * std::max((1 - lashColour_[c](from.across)) * line, shade);
    upper += (skin - upper) * (from.drawnOut * (1 - smoothStep(0.6f, 1.f, from.height)));
    const float rim = smoothStep(0.5f, 1, closure) * smoothStep(0, 0.3f, corner) *
                      (1 - smoothStep(0.05f * width, 0.12f * width, from.below));
    lower += (skin - lower) * rim;
    upper = upper.mul(lashes), lower = lower.mul(lashes), ball = ball.mul(lashes);
  }
  if (from.upperShare > 0 && from.rest > 0) upper += (sampleCubic(rgb, position) - upper) * from.rest;
  return upper * from.upperShare + lower * from.lowerShare + ball * eyeball;
}

}  // namespace orator::render::mesh
