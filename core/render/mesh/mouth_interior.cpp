#include "core/render/mesh/mouth_interior.h"

#include <numeric>
#include <opencv2/imgproc.hpp>

#include "core/face/face_mesh.h"
#include "core/render/mesh/tuning.h"

namespace orator::render::mesh {

namespace {

cv::Vec3f meanAround(const cv::Mat& rgb, std::span<const int> vertices, const face::FaceLandmarks& face,
                     float radius) {
  cv::Vec3f sum;
  int count = 0;
  const int r = std::max(1, cvRound(radius));
  for (int vertex : vertices) {
    const auto& p = face.points[vertex];
    const cv::Rect patch =
        cv::Rect(cvRound(p.x) - r, cvRound(p.y) - r, 2 * r + 1, 2 * r + 1) & cv::Rect({0, 0}, rgb.size());
    if (patch.empty()) continue;
    const cv::Scalar mean = cv::mean(rgb(patch));
    sum += cv::Vec3f(float(mean[0]), float(mean[1]), float(mean[2]));
    ++count;
  }
  return count ? sum * (1.f / count) : cv::Vec3f(interior::kSkinUnseen);
}

float luma(const cv::Vec3f& c) {
  return kLumaWeights.r * c[0] + kLumaWeights.g * c[1] + kLumaWeights.b * c[2];
}
/// Green by red: lips are redder than skin, teeth and white hair are not.
float whiteness(const cv::Vec3f& c) {
  return std::max(c[1], 1.f) / std::max(c[0], 1.f);
}
/// White, not merely light: the least of its channels.
float white(const cv::Vec3f& c) {
  return std::min({c[0], c[1], c[2]});
}
cv::Vec3f mix(const cv::Vec3f& a, const cv::Vec3f& b, float t) {
  return a * (1 - t) + b * t;
}

/// 0..1: how far hair hangs over the upper lip and hides the upper teeth with it. Hair is rough where skin is
/// smooth, and of another colour: a stubble, a grain or brush strokes alone are no moustache.
float moustache(const face::Portrait& portrait, const cv::Vec3f& skin, float radius) {
  float rough = 0, bright = 0;
  for (std::size_t i = 0; i < face::kMoustache.size(); ++i) {
    const auto& p = portrait.landmarks.points[face::kMoustache[i]];
    const auto& lip = portrait.landmarks.points[face::kUnderMoustache[i]];
    // The edge of the red of the lips is rough as well and is no hair.
    const float toLip = std::hypot(lip.x - p.x, lip.y - p.y);
    const int r = std::max(2, cvRound(std::min(radius, interior::kToRed * toLip)));
    const cv::Rect patch = cv::Rect(cvRound(p.x) - r, cvRound(p.y) - r, 2 * r + 1, 2 * r + 1) &
                           cv::Rect({0, 0}, portrait.rgb.size());
    if (patch.empty()) continue;
    cv::Mat grey, soft;
    cv::cvtColor(portrait.rgb(patch), grey, cv::COLOR_RGB2GRAY);
    cv::GaussianBlur(grey, soft, {}, radius * interior::kRoughBlur);
    rough += float(cv::norm(grey, soft, cv::NORM_L1));
    bright += float(cv::sum(grey)[0]);
  }
  const cv::Vec3f seen = meanAround(portrait.rgb, face::kMoustache, portrait.landmarks, radius);
  const float darker = smoothStep(interior::kDarker, luma(seen) / std::max(luma(skin), 1.f));
  const float otherHue = smoothStep(interior::kOtherHue, std::abs(whiteness(seen) / whiteness(skin) - 1));
  return smoothStep(interior::kRough, rough / std::max(bright, 1.f)) * std::max(darker, otherHue);
}

struct Tooth {
  float across;  ///< -1..1 within the tooth
  int number;    ///< 0 = middle; -1 beyond the last
};
Tooth toothAt(const std::array<float, 6>& widths, float x) {
  float from = 0;
  x = std::abs(x);
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (x < from + widths[i]) return {2 * (x - from) / widths[i] - 1, int(i)};
    from += widths[i];
  }
  return {0, -1};
}

}  // namespace

MouthInterior::MouthInterior(const face::Portrait& portrait, const FaceField& field)
    : human_(portrait.quality.kind != face::PictureKind::animal) {
  width_ = std::clamp(2 * field.mouth().halfWidth * interior::kWiderThanSlit,
                      interior::kWidthOfFace.from * field.faceHeight(),
                      interior::kWidthOfFace.to * field.faceHeight());
  const float radius = interior::kPatch * field.faceHeight();
  const cv::Vec3f left = meanAround(portrait.rgb, face::kLeftCheek, portrait.landmarks, radius);
  const cv::Vec3f right = meanAround(portrait.rgb, face::kRightCheek, portrait.landmarks, radius);
  const cv::Vec3f skin = (left + right) * 0.5f;
  slope_ = std::clamp(
      (luma(right) - luma(left)) / std::max(luma(skin), interior::kLeastLuma) / interior::kCheeksApart,
      -interior::kMostSlope, interior::kMostSlope);
  const float brightest = std::max({skin[0], skin[1], skin[2], 1.f});
  const float chroma = (brightest - std::min({skin[0], skin[1], skin[2]})) / brightest;
  saturation_ = smoothStep(interior::kGreyToColour, chroma);
  const float dim =
      std::sqrt(std::clamp(luma(skin) / interior::kFairSkinLuma, interior::kDim.from, interior::kDim.to));
  const cv::Vec3f tint = skin * (1 / std::max(luma(skin), 1.f));
  const cv::Vec3f usual = interior::kUsualSkin;
  for (int c = 0; c < 3; ++c) {
    const float light = std::clamp(tint[c] / usual[c], interior::kTint.from, interior::kTint.to) - 1;
    const float reflected =
        std::clamp(tint[c], interior::kReflectedTint.from, interior::kReflectedTint.to) - 1;
    light_[c] =
        dim * (1 + saturation_ * (interior::kTintShare * light + interior::kReflectedShare * reflected));
  }
  teeth_ = interior::kEnamel;
  cavityLight_ =
      std::clamp(luma(skin) / interior::kDimSkinLuma, interior::kCavityLight.from, interior::kCavityLight.to);
  const auto& gap = field.restGap();
  const float open = *std::max_element(gap.begin(), gap.end()) / width_;
  if (open > interior::kPartedLips) {
    const cv::Vec3f lips =
        meanAround(portrait.rgb, face::kLowerLipRings[interior::kRedRing], portrait.landmarks, 0);
    const float teeth = measureOwnMouth(portrait.rgb, field, skin, lips);
    showsTeeth_ = open > interior::kWholeTeeth || teeth > interior::kMostlyTeeth;
  }
  lipLine_ = (field.upperLip()(0) + field.lowerLip()(0)) / 2 / width_;
  upperEdge_ -= interior::kMoustacheHides * moustache(portrait, skin, radius);
}

float MouthInterior::measureOwnMouth(const cv::Mat& rgb, const FaceField& field, const cv::Vec3f& skin,
                                     const cv::Vec3f& lips) {
  // The portrait's own opening as brightness from the upper lip down, and all its pixels by brightness.
  constexpr int kRows = interior::kRows, kColumns = interior::kColumns;
  std::array<float, kRows> rows{};
  std::vector<cv::Vec3f> inside;
  for (int i = 0; i < kColumns; ++i) {
    const float u = interior::kMeasuredPart * (2.f * i / (kColumns - 1) - 1), top = field.upperLip()(u);
    for (int row = 0; row < kRows; ++row) {
      const float v = top + (row + 0.5f) / kRows * (field.lowerLip()(u) - top);
      const cv::Point at = field.mouth().picture({u, v});
      const auto& pixel =
          rgb.at<cv::Vec3b>(std::clamp(at.y, 0, rgb.rows - 1), std::clamp(at.x, 0, rgb.cols - 1));
      inside.emplace_back(pixel[0], pixel[1], pixel[2]);
      rows[row] += white(inside.back());
    }
  }
  // Upper teeth end in the dark between them and what lies on the lower lip; where nothing does, below them.
  const auto brightest = std::max_element(rows.begin(), rows.end());
  auto end = std::min_element(brightest, rows.end());
  float deepest = interior::kDeepestShare * *brightest;
  for (auto row = rows.begin(); row != rows.end(); ++row) {
    const float above = *std::max_element(rows.begin(), row + 1), below = *std::max_element(row, rows.end());
    const float depth = std::min(above, below) - *row;
    if (depth > deepest) deepest = depth, end = row;
  }
  skullShare_ = (float(end - rows.begin()) + 0.5f) / kRows;
  // Red lips, and pictures that keep less of hue than of light, redden the teeth between them.
  const float leastWhite =
      std::min(interior::kToothWhiteness * whiteness(skin),
               whiteness(lips) + interior::kFromLipsToSkin * (whiteness(skin) - whiteness(lips)));
  const auto isTooth = [&](const cv::Vec3f& colour) {
    return luma(colour) > interior::kToothLuma * luma(skin) && whiteness(colour) > leastWhite;
  };
  // The whitest part of the own mouth is a tooth, if anything is.
  std::sort(inside.begin(), inside.end(), [](const auto& a, const auto& b) { return white(a) > white(b); });
  const auto count = std::ptrdiff_t(inside.size() / interior::kWhitestShare);
  const cv::Vec3f own =
      std::accumulate(inside.begin(), inside.begin() + count, cv::Vec3f()) * (1.f / float(count));
  ownTeeth_ = isTooth(own);
  if (ownTeeth_)
    for (int c = 0; c < 3; ++c) teeth_[c] = own[c] / std::max(light_[c], interior::kLeastLight);
  return float(std::count_if(inside.begin(), inside.end(), isTooth)) / float(inside.size());
}

// Cavity: deep red, darkest in the middle; the tongue's back rises behind the lower teeth.
cv::Vec3f MouthInterior::cavityAndTongue(const Place& place) const {
  const float depth =
      smoothStep(0.f, interior::kCavityDepth, std::min(place.belowUpperLip, place.aboveLowerLip));
  const cv::Vec3f cavity = mix(interior::kCavity, interior::kDeep, depth);
  const cv::Point2f& jaw = place.jaw;
  const float top = interior::kTongueTop + interior::kTongueArch * jaw.x * jaw.x;
  const float tongue = smoothStep(top + interior::kTongueEdge.from, top + interior::kTongueEdge.to, jaw.y) *
                       (1 - smoothStep(interior::kTongueSides, std::abs(jaw.x)));
  const float groove = 1 - interior::kGroove * std::exp(-jaw.x * jaw.x / interior::kGrooveWidth);
  const float light = smoothStep(top, top + interior::kTongueRise, jaw.y);
  return mix(cavity, mix(interior::kTongueDark, interior::kTongueLight, light) * groove, tongue);
}

float MouthInterior::shadow(const Place& place) const {
  const auto lightened = [](float left, Range range, float distance) {
    return left + (1 - left) * smoothStep(range, distance);
  };
  return lightened(interior::kEnteringLeft, interior::kEntering, place.belowUpperLip + place.aboveLowerLip) *
         lightened(interior::kLipLeft, interior::kLipShadow, place.belowUpperLip) *
         lightened(interior::kFloorLeft, interior::kFloorShadow, place.aboveLowerLip);
}

cv::Vec3f MouthInterior::lit(const cv::Vec3f& colour, const Place& place) const {
  const cv::Vec3f seen =
      (colour * (shadow(place) *
                 (1 + slope_ * std::clamp(place.skull.x, -interior::kSlopeReach, interior::kSlopeReach))))
          .mul(light_);
  return mix(cv::Vec3f::all(luma(seen)), seen, saturation_);
}

cv::Vec3f MouthInterior::shadeBehindTeeth(const Place& mouth) const {
  const Place place = fromLipLine(mouth);
  return lit(cavityAndTongue(place) * cavityLight_, place);
}

MouthInterior::Place MouthInterior::fromLipLine(Place place) const {
  place.skull.y -= lipLine_;
  place.jaw.y -= lipLine_;
  return place;
}

cv::Vec3f MouthInterior::shade(const Place& mouth) const {
  const Place place = fromLipLine(mouth);
  cv::Vec3f colour = cavityAndTongue(place) * cavityLight_;
  if (!human_) return lit(colour, place);
  // Teeth that are seen have their colour with the shadows in it.
  const float keep = ownTeeth_ ? 1 / std::max(shadow(place), interior::kLeastShadow) : 1;
  const float grain = interior::kFinest / width_;
  const auto teeth = [&](const std::array<float, 6>& row, cv::Point2f at, float edge, float root, float bulge,
                         float shade) {
    const Tooth tooth = toothAt(row, at.x);
    if (tooth.number < 0) return;
    const float rounding = bulge * std::pow(std::abs(tooth.across), 4.f) +
                           (tooth.number == 1 ? bulge * interior::kLateralShorter : 0.f);
    const float towardsEdge = (edge - at.y) * (edge > root ? 1.f : -1.f);  // positive inside the tooth
    const float soft = std::max(interior::kEdgeSoft, grain);
    const float inside = smoothStep(-soft, soft, towardsEdge - rounding);
    const float gum = smoothStep(
        -interior::kGumSoft - grain, interior::kGumSoft + grain,
        std::abs(edge - root) * (1 - interior::kGumArch * tooth.across * tooth.across) - towardsEdge);
    const float seam = std::max(interior::kSeam, grain);
    const float between =
        1 - interior::kSeamDark * interior::kSeam / seam *
                std::exp(-std::pow((1 - std::abs(tooth.across)) * row[tooth.number] / seam, 2.f));
    const float form = 1 - interior::kFormDark + interior::kFormDark * (1 - tooth.across * tooth.across);
    const float around = 1 - smoothStep(interior::kIntoCheeks, std::abs(at.x));
    const float lightness = interior::kCheeksLeft + (1 - interior::kCheeksLeft) * around;
    const cv::Vec3f enamel = mix(interior::kDeep, teeth_ * (between * form * shade * keep), lightness);
    const cv::Vec3f flesh = mix(interior::kDeep, cv::Vec3f(interior::kGum) * shade, lightness);
    colour = mix(colour, mix(flesh, enamel, gum), inside);
  };
  const float lowerEdge = interior::kLowerEdge + interior::kLowerArch * place.jaw.x * place.jaw.x;
  teeth(interior::kLowerTeeth, place.jaw, lowerEdge, lowerEdge + interior::kLowerCrown, interior::kLowerBulge,
        interior::kLowerShade);
  const float upperEdge = upperEdge_ - interior::kUpperArch * place.skull.x * place.skull.x;
  teeth(interior::kUpperTeeth, place.skull, upperEdge, upperEdge - interior::kUpperCrown,
        interior::kUpperBulge, interior::kUpperShade);
  return lit(colour, place);
}

}  // namespace orator::render::mesh
