#include "core/render/mesh/eyelids.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <opencv2/imgproc.hpp>

#include "core/face/face_mesh.h"
#include "core/render/mesh/tuning.h"
#include "core/render/sampling.h"

namespace orator::render::mesh {

namespace {
/// 1 at the lid's edge, 0 where the skin rests; flat at both ends.
float falloff(float t) {
  return 1 - smoothStep(0, 1, t);
}

float lumaAt(const cv::Mat& rgb, cv::Point2f at) {
  const auto& p = rgb.at<cv::Vec3b>(std::clamp(cvRound(at.y), 0, rgb.rows - 1),
                                    std::clamp(cvRound(at.x), 0, rgb.cols - 1));
  return kLumaWeights.r * p[0] + kLumaWeights.g * p[1] + kLumaWeights.b * p[2];
}

/// Of a colour: 0 grey, 1 pure.
float saturation(const cv::Vec3f& colour) {
  const auto [least, most] = std::minmax({colour[0], colour[1], colour[2]});
  return (most - least) / std::max(most, 1.f);
}

/// Glasses with a dark rim: their bridge is a dark band across the nose.
bool wearsGlasses(const cv::Mat& rgb, const std::vector<cv::Point2f>& pixels) {
  std::vector<float> luma;
  for (std::size_t i = 0; i + 1 < face::kNoseRidge.size(); ++i) {
    const cv::Point2f from = pixels[face::kNoseRidge[i]], way = pixels[face::kNoseRidge[i + 1]] - from;
    const int steps = std::max(4, cvRound(cv::norm(way)));
    for (int k = 0; k < steps; ++k) luma.push_back(lumaAt(rgb, from + way * (float(k) / float(steps))));
  }
  std::sort(luma.begin(), luma.end());
  return luma[luma.size() / lids::kRidgeDarkest] < lids::kRimDarker * luma[luma.size() * 3 / 4];
}

/// How much skin lies above the lid before something much darker begins: a brow, the rim of glasses. Long
/// lashes and the fold above the lid are as dark, but begin nearer to it and have skin behind them.
/// @param upwards unit step up the face @param room where to stop looking @param width half width of the eye
/// @param usual luma of the skin above the eye @param rimmed dark next to the lid may be a rim, not lashes
float skinAbove(const cv::Mat& rgb, cv::Point2f lid, cv::Point2f upwards, float room, float width,
                float usual, bool rimmed) {
  const float step = std::max(lids::kLeastStep, lids::kSearchStep * width),
              start = lids::kSearchStart * lids::kLashes * width;
  const auto dark = [&](float d) {
    float luma = 0;
    for (const float offset : {-1.f, 0.f, 1.f}) luma += lumaAt(rgb, lid + upwards * (d + offset * step)) / 3;
    return luma < lids::kBrowDarker * usual;
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
    const float behind = end + lids::kSkinBehindFold * width;
    const bool fold = !rimmed && d < lids::kFoldsNearLid * room && behind < room && !dark(behind);
    if (!fold) return d - 2 * step;
    d = end;
  }
  return room;
}
}  // namespace

Eyelids::Eyelids(const face::EyeLines& eye, const std::vector<cv::Point2f>& pixels, const cv::Mat& rgb)
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
    crease.emplace_back(brow.x, std::max(lids::kUpToBrow * room, lids::kLeastUpToBrow * frame_.halfWidth));
  }
  crease_ = Curve(crease);
  std::vector<cv::Point2f> corners;
  for (const float u : {-lids::kBesideEye, lids::kBesideEye})
    for (const float v : {lids::kAboveToBelowEye.from, lids::kAboveToBelowEye.to})
      corners.push_back(frame_.picture({u, v * frame_.halfWidth}));
  reach_ = cv::boundingRect(corners);
  std::vector<cv::Point2f> lids;
  for (const auto& [line, v] : {std::pair(&upper, -1.f), std::pair(&lower, 1.f)})
    for (const cv::Point2f& p : *line) lids.push_back(frame_.picture({p.x, p.y + v}));
  opening_ = cv::boundingRect(lids);
  for (std::size_t i = 0; i < upper.size(); ++i) widest_ = std::max(widest_, lower[i].y - upper[i].y);
  if (rgb.empty()) return;
  const cv::Vec2f usual = usualLuma(rgb);
  findCrease(rgb, usual[0], wearsGlasses(rgb, pixels));
  findSkin(rgb, usual);
  findLashes(rgb);
  eyeball_ = Eyeball(eye, pixels, frame_, upper_, lower_, rgb);
}

/// Luma of the skin above the eye, which may lie in the shadow of the brow, and of the skin below it.
cv::Vec2f Eyelids::usualLuma(const cv::Mat& rgb) const {
  const auto usual = [](std::vector<float>& values) {
    const auto most = values.begin() + std::ptrdiff_t(values.size() * 4 / 5);
    std::nth_element(values.begin(), most, values.end());
    return std::max(*most, 1.f);
  };
  std::vector<float> above, below;
  for (float u = -lids::kBesideEye; u <= lids::kBesideEye; u += lids::kSampleStep) {
    for (float v = lids::kSkinBelow.from; v < lids::kSkinBelow.to; v += lids::kSampleStep)
      below.push_back(lumaAt(rgb, frame_.picture({u, lower_(u) + v * frame_.halfWidth})));
    for (float t = lids::kSkinAboveFrom; t < 1; t += lids::kSampleStep)
      above.push_back(lumaAt(rgb, frame_.picture({u, upper_(u) - t * crease_(u)})));
  }
  const float under = usual(below);
  return {std::clamp(usual(above), lids::kDarkestAbove * under, under), under};
}

/// Median of the skin below the eye.
float Eyelids::saturationBelow(const cv::Mat& rgb) const {
  std::vector<float> values;
  for (float u = -1; u <= 1; u += lids::kSampleStep)
    for (float v = lids::kSkinBelow.from; v < lids::kSkinBelow.to; v += lids::kSampleStep)
      values.push_back(saturation(sampleLinear(rgb, frame_.picture({u, lower_(u) + v * frame_.halfWidth}))));
  const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

void Eyelids::findCrease(const cv::Mat& rgb, float usual, bool rimmed) {
  constexpr int kColumns = lids::kColumns, kNear = lids::kColumnsNear;
  std::array<float, kColumns> skin, least;
  const auto across = [](int i) { return -1.f + 2.f * i / (kColumns - 1); };
  for (int i = 0; i < kColumns; ++i)
    skin[i] = skinAbove(rgb, frame_.picture({across(i), upper_(across(i))}), -frame_.y, crease_(across(i)),
                        frame_.halfWidth, usual, rimmed);
  const auto around = [&](std::array<float, kColumns>& values, int i) {
    return std::span(values).subspan(std::max(i - kNear, 0),
                                     std::min(i + kNear + 1, kColumns) - std::max(i - kNear, 0));
  };
  for (int i = 0; i < kColumns; ++i) least[i] = *std::ranges::min_element(around(skin, i));
  std::vector<cv::Point2f> crease;
  for (int i = 0; i < kColumns; ++i) {
    const auto near = around(least, i);
    const float mean = std::accumulate(near.begin(), near.end(), 0.f) / float(near.size());
    crease.emplace_back(across(i), std::max(mean, lids::kLeastCrease * frame_.halfWidth));
  }
  crease_ = Curve(crease);
}

// The smoothest surface that goes through the skin around the eye, on a grid that smooth things need no
// finer.
void Eyelids::findSkin(const cv::Mat& rgb, cv::Vec2f usual) {
  skinArea_ = reach_ & cv::Rect({0, 0}, rgb.size());
  if (skinArea_.empty()) return;
  const float width = frame_.halfWidth, skinSaturation = saturationBelow(rgb);
  cv::Mat3f sum(skinArea_.size());
  cv::Mat1f total(skinArea_.size());
  for (int y = 0; y < skinArea_.height; ++y)
    for (int x = 0; x < skinArea_.width; ++x) {
      const cv::Point2f at(float(skinArea_.x + x), float(skinArea_.y + y)), local = frame_.local(at);
      const float above = upper_(local.x) - local.y, under = local.y - lower_(local.x);
      const float bright = lumaAt(rgb, at) / (above > under ? usual[0] : usual[1]);
      const cv::Vec3f colour = rgb.at<cv::Vec3b>(cvRound(at.y), cvRound(at.x));
      const float pale = (saturation(colour) + lids::kGrey) / (skinSaturation + lids::kGrey);
      // Eyes may be larger than the landmarks say, in drawings most of all: their white is no skin.
      const float white = smoothStep(lids::kWhiteBright, bright) * (1 - smoothStep(lids::kWhitePale, pale));
      float weight = (lids::kShadowWeight + smoothStep(lids::kSkinBright, bright)) * (1 - white);
      if (std::abs(local.x) < lids::kWithinEye) {
        if (above < lids::kLashesAbove * lids::kLashes * width && under < lids::kLashesBelow * width)
          weight = 0;
        if (above > crease_(local.x)) weight *= lids::kAboveCrease;
      }
      total(y, x) = weight + lids::kLeastWeight;
      sum(y, x) = cv::Vec3f(rgb.at<cv::Vec3b>(skinArea_.y + y, skinArea_.x + x)) * total(y, x);
    }
  const float step = std::max(1.f, width / lids::kStepsAcross);  // pixels
  const cv::Size grid(std::max(2, cvCeil(float(skinArea_.width) / step)),
                      std::max(2, cvCeil(float(skinArea_.height) / step)));
  cv::Mat3f known;
  cv::Mat1f weight;
  cv::resize(sum, known, grid, 0, 0, cv::INTER_AREA);
  cv::resize(total, weight, grid, 0, 0, cv::INTER_AREA);
  const cv::Scalar whole = cv::sum(known) / cv::sum(weight)[0];
  skin_ = cv::Mat3f(grid, cv::Vec3f(float(whole[0]), float(whole[1]), float(whole[2])));
  for (int sweep = 0; sweep < lids::kSweeps; ++sweep)
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
  return sampleLinear<float, 3>(skin_, {(position.x - float(skinArea_.x) + 0.5f) * scale.x - 0.5f,
                                        (position.y - float(skinArea_.y) + 0.5f) * scale.y - 0.5f});
}

// How dark the picture has the line of the upper lashes, without its single hairs.
void Eyelids::findLashes(const cv::Mat& rgb) {
  if (skin_.empty()) return;
  constexpr int kColumns = lids::kColumns, kNear = lids::kLashesNear;
  const auto across = [](int i) {
    return -lids::kLashColumns + 2 * lids::kLashColumns * float(i) / (kColumns - 1);
  };
  const float width = frame_.halfWidth, step = std::max(lids::kLeastStep, lids::kLashSearchStep * width);
  std::array<cv::Vec3f, kColumns> darkest;
  std::array<float, kColumns> thickness;
  for (int i = 0; i < kColumns; ++i) {
    const float u = across(i);
    float least = 1e9f;
    for (float v = lids::kLashSearch.from * width; v < lids::kLashSearch.to * width; v += step) {
      const cv::Point2f at = frame_.picture({u, upper_(u) + v});
      const cv::Vec3f seen = sampleLinear(rgb, at), skin = skinAt(at);
      if (const float luma = seen.dot(kLumaWeights); luma < least) {
        least = luma;
        for (int c = 0; c < 3; ++c)
          darkest[i][c] =
              std::clamp(seen[c] / std::max(skin[c], 1.f), lids::kLashDark.from, lids::kLashDark.to);
      }
    }
    // As thick as all the dark would be if it were as dark as its darkest.
    float dark = 0, most = 0;
    for (float v = lids::kLashSum * width; v < lids::kLashSearch.to * width; v += step) {
      const cv::Point2f at = frame_.picture({u, upper_(u) + v});
      const float lack =
          1 - sampleLinear(rgb, at).dot(kLumaWeights) / std::max(skinAt(at).dot(kLumaWeights), 1.f);
      dark += std::max(lack, 0.f) * step;
      most = std::max(most, lack);
    }
    thickness[i] = most > 0 ? dark / most : 0;
  }
  std::nth_element(thickness.begin(), thickness.begin() + kColumns / 2, thickness.end());
  lashLine_ = std::clamp(thickness[kColumns / 2], lids::kLashLine.from * width, lids::kLashLine.to * width);
  for (int c = 0; c < 3; ++c) {
    std::vector<cv::Point2f> line;
    for (int i = 0; i < kColumns; ++i) {
      std::vector<float> near;
      for (int k = std::max(i - kNear, 0); k <= std::min(i + kNear, kColumns - 1); ++k)
        near.push_back(darkest[k][c]);
      std::nth_element(near.begin(), near.begin() + std::ptrdiff_t(near.size() / 2), near.end());
      line.emplace_back(across(i), near[near.size() / 2]);
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
  const float lashes =
      std::min(lids::kLashes * frame_.halfWidth, lids::kLashesOfCrease * std::min(crease, reach));
  const float drawn = lashes * (1 - lids::kForeshortened * std::max(closure, 0.f));
  if (out <= drawn) return out * lashes / drawn;
  const float run = reach - drawn, rise = crease - lashes, slope = rise / run;
  // Slopes of at most three times the mean one keep a cubic monotone (Fritsch and Carlson 1980).
  const float first = std::min(lashes / drawn, 3 * slope), last = std::min(1.f, 3 * slope);
  const float t = (out - drawn) / run;
  return lashes + run * (first * t * (1 - t) * (1 - t) - last * t * t * (1 - t)) + rise * t * t * (3 - 2 * t);
}

Eyelids::Edges Eyelids::edges(float u, const EyeState& state) const {
  const float closure = state.closure;
  const float upper = upper_(u), lower = lower_(u), opening = lower - upper;
  const float overlap =
      closure > 0 ? closure * closure * (lids::kOverlap * opening + std::min(opening, 1.f)) : 0.f;
  return {upper + std::max((closure - state.raise) * opening, -lids::kMostRaised * crease_(u)) + overlap,
          lower - state.raise * opening +
              state.drop * std::max(0.f, 1 - u * u) * (1 - std::clamp(closure, 0.f, 1.f))};
}

Eyelids::Sample Eyelids::sample(cv::Point2f position, const EyeState& state) const {
  const float closure = state.closure;
  const cv::Point2f at = frame_.local(position);
  Sample result;
  result.upper = result.lower = result.eyeball = position;
  if (std::abs(at.x) >= 1) return result;
  const float upper = upper_(at.x), lower = lower_(at.x), opening = lower - upper, crease = crease_(at.x);
  const auto [movedUpper, movedLower] = edges(at.x, state);

  const float shift = movedUpper - upper, out = movedUpper - at.y;
  const float rim =
      lids::kRimOfLid * frame_.halfWidth * smoothStep(lids::kRimBegins, std::abs(shift) / frame_.halfWidth);
  const float above = upper - std::max(lidSkin(out, crease, shift, closure), std::min(rim, out + rim));
  // Skin is drawn out near the lid's edge; a brow far above it only comes along.
  const float folds = std::min(crease, lids::kFolds * frame_.halfWidth) + shift;
  result.across = at.x;
  result.toCrease = std::clamp(out / std::max(crease + shift, 1e-3f), 0.f, 1.f);
  result.height = shift > 0 ? std::clamp(out / folds, 0.f, 1.f) : 1.f;
  result.above = out;
  result.shift = shift;
  result.rest =
      1 - smoothStep(
              0, lids::kCornerRest + lids::kCornerRestAbove * std::max(out - shift, 0.f) / frame_.halfWidth,
              1 - std::abs(at.x));
  result.below = at.y - movedLower;
  result.drawnOut =
      smoothStep(lids::kDrawnOut, shift / folds) * smoothStep(0, lids::kDrawnOutCorner, 1 - at.x * at.x);
  const float below =
      at.y + (lower - movedLower) * falloff((at.y - movedLower) / (lids::kLowerReach * frame_.halfWidth));
  result.upper = frame_.picture({at.x, above});
  result.lower = frame_.picture({at.x, below});
  result.upperShare = std::clamp(0.5f + movedUpper - at.y, 0.f, 1.f);
  result.lowerShare = (1 - result.upperShare) * std::clamp(0.5f + at.y - movedLower, 0.f, 1.f);
  // A wider eye shows no more eyeball than the picture has.
  if ((movedUpper < upper || movedLower > lower) && opening > 0)
    result.eyeball = frame_.picture(
        {at.x, lower + (at.y - movedLower) * opening / (movedLower - std::min(movedUpper, upper))});
  return result;
}

bool Eyelids::moves(cv::Point2f position, const EyeState& state) const {
  const cv::Point2f at = frame_.local(position);
  if (std::abs(at.x) >= 1) return false;
  const float upper = upper_(at.x), lower = lower_(at.x), closure = state.closure;
  if (state.gaze != cv::Point2f() && at.y > upper && at.y < lower) return true;
  if (std::max(std::abs(closure), std::abs(state.raise)) * (lower - upper) < lids::kLeastMotion &&
      state.drop == 0)
    return false;
  return upper - at.y < crease_(at.x) && at.y - lower < lids::kLowerReach * frame_.halfWidth;
}

float Eyelids::visibleClosure(float closure) const {
  const bool shut = !skin_.empty() && !showsIris() && widest_ < lids::kShutOpening * 2 * frame_.halfWidth;
  return shut || std::abs(closure) * widest_ < lids::kLeastMotion ? 0 : closure;
}

cv::Point2f Eyelids::possibleGaze(cv::Point2f eyeWidths, float closure) const {
  cv::Point2f shift = eyeball_.possible(eyeWidths * (2 * frame_.halfWidth));
  const cv::Point2f iris = eyeball_.iris();
  const Edges lids = edges(std::clamp((iris.x + shift.x) / frame_.halfWidth, -1.f, 1.f),
                           {.closure = closure, .drop = lowerLidWith(shift)});
  const float pupil = eyeball::kPupil * eyeball_.radius();
  shift.y = std::clamp(shift.y, std::min(0.f, lids.upper + pupil - iris.y),
                       std::max(0.f, lids.lower - pupil - iris.y));
  return cv::norm(shift) < lids::kLeastMotion ? cv::Point2f() : shift;
}

float Eyelids::lowerLidWith(cv::Point2f gaze) const {
  return eyeball::kLowerLidGoes * gaze.y;
}

/// At the rims of the open lids the eye stays as it is, lashes and shadow with it.
cv::Vec3f Eyelids::eyeballAt(const cv::Mat& rgb, cv::Point2f position, cv::Point2f gaze) const {
  const cv::Vec3f resting = sampleCubic(rgb, position);
  if (gaze == cv::Point2f()) return resting;
  const cv::Point2f at = frame_.local(position);
  const float width = frame_.halfWidth;
  const auto inside = [&](const Range& rim, float pixels) {
    return smoothStep(rim.from * width, rim.to * width, pixels);
  };
  const float under = at.y - upper_(at.x), lifted = eyeball_.lifted(gaze);
  const float share =
      std::lerp(inside(eyeball::kUnderUpperLid, under), inside(eyeball::kUnderLiftedLid, under), lifted) *
      inside(eyeball::kOverLowerLid, lower_(at.x) - at.y);
  return share == 0 ? resting : resting + (eyeball_.colour(position, gaze, resting) - resting) * share;
}

/// What a lid that has come down leaves of the light on the eyeball below it: its lashes' shadow comes along.
float Eyelids::shadowOf(const Sample& from) const {
  return std::lerp(1.f, eyeball_.shadeUnderLid(-from.above),
                   smoothStep(lids::kRimBegins, from.shift / frame_.halfWidth));
}

void Eyelids::takeLashesAway(cv::Vec3f& upper, const cv::Vec3f& skin, const Sample& from,
                             float closure) const {
  const float width = frame_.halfWidth,
              bright = upper.dot(kLumaWeights) / std::max(skin.dot(kLumaWeights), 1.f);
  const float share = smoothStep(lids::kGoneClosure, closure) * (1 - smoothStep(lids::kGoneDark, bright)) *
                      smoothStep(lids::kGoneAbove.from * width, lids::kGoneAbove.to * width, from.above) *
                      smoothStep(lids::kGoneCorner, 1 - std::abs(from.across)) *
                      (1 - smoothStep(lids::kGoneBelowCrease, from.toCrease));
  upper += (skin - upper) * share;
}

/// What a line of lashes that is drawn where the edge is leaves of the light.
cv::Vec3f Eyelids::lashesAt(const Sample& from) const {
  const float corner = 1 - from.across * from.across;
  const float thickness =
      std::max(lids::kThinnestLine, lashLine_ * (lids::kLineAtCorners + (1 - lids::kLineAtCorners) * corner));
  const float line = from.above > 0
                         ? falloff((from.above / thickness - lids::kLineCore) / (1 - lids::kLineCore))
                         : falloff(-from.above / (lids::kLineBelow * thickness));
  const float shade =
      lids::kLidShade * falloff(std::abs(from.above) / (lids::kLidShadeReach * frame_.halfWidth));
  cv::Vec3f left;
  for (int c = 0; c < 3; ++c)
    left[c] = 1 - from.drawnOut * std::max((1 - lashColour_[c](from.across)) * line, shade);
  return left;
}

cv::Vec3f Eyelids::colour(const cv::Mat& rgb, cv::Point2f position, const EyeState& state) const {
  const float closure = state.closure;
  if (state.lidsRest()) return eyeballAt(rgb, position, state.gaze);
  const Sample from = sample(position, state);
  const float eyeball = 1 - from.upperShare - from.lowerShare;
  cv::Vec3f upper, lower, ball;
  if (from.upperShare > 0) upper = sampleCubic(rgb, from.upper);
  if (from.lowerShare > 0) lower = sampleCubic(rgb, from.lower);
  if (eyeball > 0) ball = eyeballAt(rgb, from.eyeball, state.gaze) * shadowOf(from);
  const bool smooths = !skin_.empty();
  const cv::Vec3f skin = smooths ? skinAt(position) : cv::Vec3f();
  if (smooths && from.drawnOut > 0) {
    // What the lid drags along was never seen: lashes and folds of the open eye give way to smooth skin.
    const float width = frame_.halfWidth, corner = 1 - from.across * from.across;
    upper += (skin - upper) * (from.drawnOut * (1 - smoothStep(lids::kSmoothSkin, from.height)));
    const auto fading = [&](const Range& reach) {
      return 1 - smoothStep(reach.from * width, reach.to * width, from.below);
    };
    const float white =
        smoothStep(lids::kWhiteBelow, lower.dot(kLumaWeights) / std::max(skin.dot(kLumaWeights), 1.f));
    const float rim = smoothStep(lids::kRimClosure, closure) * smoothStep(lids::kRimCorner, corner) *
                      std::max(fading(lids::kRimBelow), white * fading(lids::kWhiteBelowReach));
    lower += (skin - lower) * rim;
  }
  if (from.upperShare > 0 && from.rest > 0) upper += (sampleCubic(rgb, position) - upper) * from.rest;
  if (smooths) {
    if (from.upperShare > 0) takeLashesAway(upper, skin, from, closure);
    const cv::Vec3f lashes = lashesAt(from);
    upper = upper.mul(cv::Vec3f::all(from.rest) + lashes * (1 - from.rest));
    lower = lower.mul(lashes), ball = ball.mul(lashes);
  }
  return upper * from.upperShare + lower * from.lowerShare + ball * eyeball;
}

}  // namespace orator::render::mesh
