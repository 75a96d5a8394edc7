#include "core/render/mesh/mouth_interior.h"

#include <numeric>
#include <opencv2/imgproc.hpp>

#include "core/render/mesh/topology.h"

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
  return count ? sum * (1.f / count) : cv::Vec3f(150, 120, 105);
}

float luma(const cv::Vec3f& c) {
  return 0.2126f * c[0] + 0.7152f * c[1] + 0.0722f * c[2];
}
/// Green by red: lips are redder than skin, teeth and white hair are not.
float whiteness(const cv::Vec3f& c) {
  return std::max(c[1], 1.f) / std::max(c[0], 1.f);
}
cv::Vec3f mix(const cv::Vec3f& a, const cv::Vec3f& b, float t) {
  return a * (1 - t) + b * t;
}

/// 0..1: how far hair hangs over the upper lip and hides the upper teeth with it. Hair is rough where skin is
/// smooth, and of another colour: a stubble, a grain or brush strokes alone are no moustache.
float moustache(const face::Portrait& portrait, const cv::Vec3f& skin, float radius) {
  float rough = 0, bright = 0;
  for (std::size_t i = 0; i < kMoustache.size(); ++i) {
    const auto& p = portrait.landmarks.points[kMoustache[i]];
    const auto& lip = portrait.landmarks.points[kUnderMoustache[i]];
    // The edge of the red of the lips is rough as well and is no hair.
    const float toLip = std::hypot(lip.x - p.x, lip.y - p.y);
    const int r = std::max(2, cvRound(std::min(radius, 0.6f * toLip)));
    const cv::Rect patch = cv::Rect(cvRound(p.x) - r, cvRound(p.y) - r, 2 * r + 1, 2 * r + 1) &
                           cv::Rect({0, 0}, portrait.rgb.size());
    if (patch.empty()) continue;
    cv::Mat grey, soft;
    cv::cvtColor(portrait.rgb(patch), grey, cv::COLOR_RGB2GRAY);
    cv::GaussianBlur(grey, soft, {}, radius * 0.5);
    rough += float(cv::norm(grey, soft, cv::NORM_L1));
    bright += float(cv::sum(grey)[0]);
  }
  const cv::Vec3f seen = meanAround(portrait.rgb, kMoustache, portrait.landmarks, radius);
  const float darker = smoothStep(0.85f, 0.65f, luma(seen) / std::max(luma(skin), 1.f));
  const float otherHue = smoothStep(0.06f, 0.15f, std::abs(whiteness(seen) / whiteness(skin) - 1));
  return smoothStep(0.03f, 0.055f, rough / std::max(bright, 1.f)) * std::max(darker, otherHue);
}

// Openings of the portrait's own mouth in mouth widths. What shows between parted lips tells the colour of
// its teeth, but has too little of them to be opened further.
constexpr float kPartedLips = 0.045f, kWholeTeeth = 0.15f;
constexpr float kMostlyTeeth = 0.6f;  // share of a smaller opening that is white from lip to lip

constexpr float kDimSkin =
    75;  // luma of the skin below which the light is dim: the cavity sinks into the dark

const cv::Vec3f kDeep(28, 10, 10);  // where no light comes

/// Widths of the teeth from the middle outwards as the camera sees them, in mouth widths of 50 mm.
constexpr std::array<float, 6> kUpperTeeth{0.160f, 0.122f, 0.112f, 0.085f, 0.07f, 0.06f};
constexpr std::array<float, 6> kLowerTeeth{0.102f, 0.108f, 0.108f, 0.09f, 0.075f, 0.06f};

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
  width_ =
      std::clamp(2 * field.mouth().halfWidth * 1.12f, 0.26f * field.faceHeight(), 0.42f * field.faceHeight());
  const float radius = 0.02f * field.faceHeight();
  const cv::Vec3f left = meanAround(portrait.rgb, kLeftCheek, portrait.landmarks, radius);
  const cv::Vec3f right = meanAround(portrait.rgb, kRightCheek, portrait.landmarks, radius);
  const cv::Vec3f skin = (left + right) * 0.5f;
  slope_ = std::clamp((luma(right) - luma(left)) / std::max(luma(skin), 20.f) / 2.6f, -0.3f, 0.3f);
  const float brightest = std::max({skin[0], skin[1], skin[2], 1.f});
  const float chroma = (brightest - std::min({skin[0], skin[1], skin[2]})) / brightest;
  saturation_ = smoothStep(0.03f, 0.22f, chroma);
  // Skin is darker than teeth by nature; only half of its darkness is taken for dim light, and a little of
  // its hue for the light that skin and lips throw into the mouth.
  const float dim = std::sqrt(std::clamp(luma(skin) / 165.f, 0.15f, 1.1f));
  const cv::Vec3f tint = skin * (1 / std::max(luma(skin), 1.f));
  const cv::Vec3f usual(1.18f, 0.96f, 0.84f);  // mean skin in white light, luma 1
  for (int c = 0; c < 3; ++c) {
    const float light = std::clamp(tint[c] / usual[c], 0.5f, 1.8f) - 1;
    const float reflected = std::clamp(tint[c], 0.5f, 1.6f) - 1;
    light_[c] = dim * (1 + saturation_ * (0.4f * light + 0.25f * reflected));
  }
  teeth_ = cv::Vec3f(208, 200, 184);
  cavityLight_ = std::clamp(luma(skin) / kDimSkin, 0.3f, 1.f);
  const auto& gap = field.restGap();
  const float open = *std::max_element(gap.begin(), gap.end()) / width_;
  if (open > kPartedLips) {
    const float white = measureOwnMouth(portrait.rgb, field, skin);
    showsTeeth_ = open > kWholeTeeth || white > kMostlyTeeth;
  }
  lipLine_ = (field.upperLip()(0) + field.lowerLip()(0)) / 2 / width_;
  upperEdge_ -= 0.055f * moustache(portrait, skin, radius);
}

float MouthInterior::measureOwnMouth(const cv::Mat& rgb, const FaceField& field, const cv::Vec3f& skin) {
  // The portrait's own opening as brightness from the upper lip down, and all its pixels by brightness.
  constexpr int kRows = 24, kColumns = 31;
  std::array<float, kRows> rows{};
  std::vector<cv::Vec3f> inside;
  for (int i = 0; i < kColumns; ++i) {
    const float u = 0.6f * (2.f * i / (kColumns - 1) - 1), top = field.upperLip()(u);
    for (int row = 0; row < kRows; ++row) {
      const float v = top + (row + 0.5f) / kRows * (field.lowerLip()(u) - top);
      const cv::Point at = field.mouth().picture({u, v});
      const auto& pixel =
          rgb.at<cv::Vec3b>(std::clamp(at.y, 0, rgb.rows - 1), std::clamp(at.x, 0, rgb.cols - 1));
      inside.emplace_back(pixel[0], pixel[1], pixel[2]);
      rows[row] += float(std::min({pixel[0], pixel[1], pixel[2]}));  // white, not merely light
    }
  }
  // Upper teeth end in the dark between them and what lies on the lower lip; where nothing does, below them.
  const auto brightest = std::max_element(rows.begin(), rows.end());
  auto end = std::min_element(brightest, rows.end());
  float deepest = 0.15f * *brightest;
  for (auto row = rows.begin(); row != rows.end(); ++row) {
    const float above = *std::max_element(rows.begin(), row + 1), below = *std::max_element(row, rows.end());
    const float depth = std::min(above, below) - *row;
    if (depth > deepest) deepest = depth, end = row;
  }
  skullShare_ = (float(end - rows.begin()) + 0.5f) / kRows;
  const auto isTooth = [&](const cv::Vec3f& colour) {
    return luma(colour) > 0.85f * luma(skin) && whiteness(colour) > 0.97f * whiteness(skin);
  };
  // The brightest part of the own mouth is a tooth, if anything is.
  std::sort(inside.begin(), inside.end(), [](const auto& a, const auto& b) { return luma(a) > luma(b); });
  const auto count = std::ptrdiff_t(inside.size() / 5);
  const cv::Vec3f own =
      std::accumulate(inside.begin(), inside.begin() + count, cv::Vec3f()) * (1.f / float(count));
  ownTeeth_ = isTooth(own);
  if (ownTeeth_)
    for (int c = 0; c < 3; ++c) teeth_[c] = own[c] / std::max(light_[c], 0.2f);
  return float(std::count_if(inside.begin(), inside.end(), isTooth)) / float(inside.size());
}

// Cavity: deep red, darkest in the middle; the tongue's back rises behind the lower teeth.
cv::Vec3f MouthInterior::cavityAndTongue(const Place& place) const {
  const float depth = smoothStep(0.f, 0.10f, std::min(place.belowUpperLip, place.aboveLowerLip));
  const cv::Vec3f cavity = mix({70, 27, 25}, kDeep, depth);
  const cv::Point2f& jaw = place.jaw;
  const float top = -0.11f + 0.9f * jaw.x * jaw.x;
  const float tongue =
      smoothStep(top - 0.04f, top + 0.06f, jaw.y) * (1 - smoothStep(0.22f, 0.36f, std::abs(jaw.x)));
  const float groove = 1 - 0.12f * std::exp(-jaw.x * jaw.x / 0.0016f);
  return mix(cavity, mix({88, 36, 35}, {158, 84, 80}, smoothStep(top, top + 0.20f, jaw.y)) * groove, tongue);
}

float MouthInterior::shadow(const Place& place) const {
  // The less the lips are apart, the less light falls between them.
  const float entering = 0.5f + 0.5f * smoothStep(0.01f, 0.15f, place.belowUpperLip + place.aboveLowerLip);
  const float lipShadow = 0.55f + 0.45f * smoothStep(0, 0.06f, place.belowUpperLip);
  const float floorShadow = 0.7f + 0.3f * smoothStep(0, 0.04f, place.aboveLowerLip);
  return entering * lipShadow * floorShadow;
}

cv::Vec3f MouthInterior::lit(const cv::Vec3f& colour, const Place& place) const {
  const cv::Vec3f seen =
      (colour * (shadow(place) * (1 + slope_ * std::clamp(place.skull.x, -0.5f, 0.5f)))).mul(light_);
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
  const float keep = ownTeeth_ ? 1 / std::max(shadow(place), 0.25f) : 1;
  const float grain = 0.6f / width_;  // nothing is drawn finer than the picture can show
  const auto teeth = [&](const std::array<float, 6>& row, cv::Point2f at, float edge, float root, float bulge,
                         float shade) {
    const Tooth tooth = toothAt(row, at.x);
    if (tooth.number < 0) return;
    const float rounding =
        bulge * std::pow(std::abs(tooth.across), 4.f) + (tooth.number == 1 ? bulge * 0.5f : 0.f);
    const float towardsEdge = (edge - at.y) * (edge > root ? 1.f : -1.f);  // positive inside the tooth
    const float soft = std::max(0.008f, grain);
    const float inside = smoothStep(-soft, soft, towardsEdge - rounding);
    const float gum =
        smoothStep(-0.012f - grain, 0.012f + grain,
                   std::abs(edge - root) * (1 - 0.12f * tooth.across * tooth.across) - towardsEdge);
    constexpr float kSeam = 0.008f;
    const float seam = std::max(kSeam, grain);
    const float between =
        1 - 0.22f * kSeam / seam *
                std::exp(-std::pow((1 - std::abs(tooth.across)) * row[tooth.number] / seam, 2.f));
    const float form = 0.92f + 0.08f * (1 - tooth.across * tooth.across);
    // The row curves back into the dark of the cheeks.
    const float around = 1 - smoothStep(0.10f, 0.44f, std::abs(at.x));
    const cv::Vec3f enamel = mix(kDeep, teeth_ * (between * form * shade * keep), 0.15f + 0.85f * around);
    const cv::Vec3f flesh = mix(kDeep, cv::Vec3f(150, 82, 80) * shade, 0.15f + 0.85f * around);
    colour = mix(colour, mix(flesh, enamel, gum), inside);
  };
  const float lowerEdge = 0.004f + 0.10f * place.jaw.x * place.jaw.x;
  teeth(kLowerTeeth, place.jaw, lowerEdge, lowerEdge + 0.16f, 0.008f, 0.55f);
  const float upperEdge = upperEdge_ - 0.16f * place.skull.x * place.skull.x;
  teeth(kUpperTeeth, place.skull, upperEdge, upperEdge - 0.20f, 0.010f, 0.95f);
  return lit(colour, place);
}

}  // namespace orator::render::mesh
