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
cv::Vec3f mix(const cv::Vec3f& a, const cv::Vec3f& b, float t) {
  return a * (1 - t) + b * t;
}

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

MouthInterior::MouthInterior(const face::Portrait& portrait, const FaceField& field) {
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
  // Skin is darker than teeth by nature; only half of its darkness is taken for dim light.
  const float dim = std::sqrt(std::clamp(luma(skin) / 165.f, 0.15f, 1.1f));
  cv::Vec3f tint = skin * (1 / std::max(luma(skin), 1.f));
  const cv::Vec3f usual(1.18f, 0.96f, 0.84f);  // mean skin in white light, luma 1
  for (int c = 0; c < 3; ++c)
    light_[c] = dim * (1 + saturation_ * 0.4f * (std::clamp(tint[c] / usual[c], 0.5f, 1.8f) - 1));

  const auto& gap = field.restGap();
  const float opening = *std::max_element(gap.begin(), gap.end()) / width_;
  showsTeeth_ = opening > 0.045f;
  teeth_ = cv::Vec3f(214, 206, 190);
  if (showsTeeth_) {
    // The brightest part of the own mouth is a tooth, if anything is.
    std::vector<cv::Point> polygon;
    for (int vertex : kInnerUpperLip)
      polygon.emplace_back(portrait.landmarks.points[vertex].x, portrait.landmarks.points[vertex].y);
    for (auto it = kInnerLowerLip.rbegin(); it != kInnerLowerLip.rend(); ++it)
      polygon.emplace_back(portrait.landmarks.points[*it].x, portrait.landmarks.points[*it].y);
    const cv::Rect box = cv::boundingRect(polygon) & cv::Rect({0, 0}, portrait.rgb.size());
    std::vector<cv::Vec3f> inside;
    for (int y = box.y; y < box.br().y; ++y)
      for (int x = box.x; x < box.br().x; ++x)
        if (cv::pointPolygonTest(polygon, cv::Point2f(x, y), false) > 0)
          inside.push_back(portrait.rgb.at<cv::Vec3b>(y, x));
    std::sort(inside.begin(), inside.end(), [](const auto& a, const auto& b) { return luma(a) > luma(b); });
    const std::size_t count = inside.size() / 5;
    if (count > 3) {
      const cv::Vec3f own =
          std::accumulate(inside.begin(), inside.begin() + count, cv::Vec3f()) * (1.f / count);
      if (luma(own) > 0.62f * luma(skin))
        for (int c = 0; c < 3; ++c) teeth_[c] = std::min(own[c] / std::max(light_[c], 0.2f), 235.f);
    }
    const float lipLine = *std::max_element(gap.begin(), gap.end()) / width_;
    upperEdge_ = std::clamp(field.upperLip()(0) / width_ + lipLine + 0.012f, 0.05f, 0.16f);
  }
}

cv::Vec3f MouthInterior::shade(cv::Point2f skull, cv::Point2f jaw, float belowUpperLip,
                               float aboveLowerLip) const {
  // Cavity: deep red, darkest in the middle.
  const float depth = smoothStep(0.f, 0.12f, std::min(belowUpperLip, aboveLowerLip));
  cv::Vec3f colour = mix({92, 38, 36}, {38, 13, 14}, depth);

  const float tongueTop = -0.10f + 0.9f * jaw.x * jaw.x;  // its back rises behind the lower teeth
  const float tongue = smoothStep(tongueTop - 0.03f, tongueTop + 0.05f, jaw.y) *
                       (1 - smoothStep(0.26f, 0.36f, std::abs(jaw.x)));
  const float groove = 1 - 0.12f * std::exp(-jaw.x * jaw.x / 0.0016f);
  const cv::Vec3f tongueColour =
      mix({118, 50, 50}, {192, 108, 104}, smoothStep(tongueTop, tongueTop + 0.16f, jaw.y)) * groove;
  colour = mix(colour, tongueColour, tongue);

  const auto teeth = [&](const std::array<float, 6>& row, cv::Point2f at, float edge, float root, float bulge,
                         float shadow) {
    const Tooth tooth = toothAt(row, at.x);
    if (tooth.number < 0) return;
    const float rounding =
        bulge * std::pow(std::abs(tooth.across), 4.f) + (tooth.number == 1 ? bulge * 0.5f : 0.f);
    const float towardsEdge = (edge - at.y) * (edge > root ? 1.f : -1.f);  // positive inside the tooth
    const float inside = smoothStep(-0.006f, 0.006f, towardsEdge - rounding);
    const float gum = smoothStep(
        -0.012f, 0.012f, std::abs(edge - root) * (1 - 0.12f * tooth.across * tooth.across) - towardsEdge);
    const float between =
        1 - 0.34f * std::exp(-std::pow((1 - std::abs(tooth.across)) * row[tooth.number] / 0.010f, 2.f));
    const float around = 1 - 0.75f * smoothStep(0.12f, 0.5f, std::abs(at.x));
    const float form = 0.90f + 0.10f * (1 - tooth.across * tooth.across);
    const cv::Vec3f enamel = teeth_ * (between * around * form * shadow);
    const cv::Vec3f flesh = cv::Vec3f(168, 92, 92) * (around * shadow * 0.8f);
    colour = mix(colour, mix(flesh, enamel, gum), inside);
  };
  const float lowerEdge = -0.006f + 0.10f * jaw.x * jaw.x;
  teeth(kLowerTeeth, jaw, lowerEdge, lowerEdge + 0.16f, 0.010f, 0.72f);
  const float upperEdge = upperEdge_ - 0.16f * skull.x * skull.x;
  teeth(kUpperTeeth, skull, upperEdge, upperEdge - 0.20f, 0.014f, 1.0f);

  const float lipShadow = 0.66f + 0.34f * smoothStep(0, 0.05f, belowUpperLip);
  const float floorShadow = 0.75f + 0.25f * smoothStep(0, 0.03f, aboveLowerLip);
  colour *= lipShadow * floorShadow * (1 + slope_ * std::clamp(skull.x, -0.5f, 0.5f));
  colour = colour.mul(light_);
  return mix(cv::Vec3f::all(luma(colour)), colour, saturation_);
}

}  // namespace orator::render::mesh
