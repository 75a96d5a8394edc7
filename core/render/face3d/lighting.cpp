#include "core/render/face3d/lighting.h"

#include <algorithm>
#include <cmath>

namespace orator::render::face3d {
namespace {

const cv::Vec3f kFillDirection = cv::normalize(cv::Vec3f(0.85f, 0.1f, 0.45f));
const cv::Vec3f kRimDirection = cv::normalize(cv::Vec3f(0.55f, 0.5f, -0.75f));
const cv::Vec3f kKeyColour(1.2f, 1.12f, 1.02f), kFillColour(0.2f, 0.24f, 0.3f),
    kRimColour(0.85f, 0.95f, 1.1f);
const cv::Vec3f kSky(0.2f, 0.22f, 0.26f), kGround(0.1f, 0.085f, 0.075f);

std::array<float, 256> linearTable() {
  std::array<float, 256> table{};
  for (std::size_t i = 0; i < table.size(); ++i) {
    const float s = float(i) / 255;
    table[i] = s <= 0.04045f ? s / 12.92f : std::pow((s + 0.055f) / 1.055f, 2.4f);
  }
  return table;
}

constexpr int kLevelSteps = 4096;

std::array<uchar, kLevelSteps + 1> levelTable() {
  std::array<uchar, kLevelSteps + 1> table{};
  for (int i = 0; i <= kLevelSteps; ++i) {
    const float l = float(i) / kLevelSteps;
    const float s = l <= 0.0031308f ? 12.92f * l : 1.055f * std::pow(l, 1 / 2.4f) - 0.055f;
    table[std::size_t(i)] = cv::saturate_cast<uchar>(255 * s);
  }
  return table;
}

/// Light wraps a little around the edge of the shadow, as it does in skin and wax.
float wrapped(float cosine) {
  constexpr float kWrap = 0.22f;
  return std::max(0.f, (cosine + kWrap) / (1 + kWrap));
}

float highlight(const Fragment& f, const cv::Vec3f& light) {
  const cv::Vec3f half = cv::normalize(light + f.toViewer);
  return f.gloss * std::pow(std::max(0.f, half.dot(f.normal)), f.sharpness);
}

/// Bright light runs out softly in place of clipping.
float softened(float value) {
  constexpr float kShoulder = 0.75f;
  return value <= kShoulder
             ? value
             : kShoulder + (1 - kShoulder) * (1 - std::exp(-(value - kShoulder) / (1 - kShoulder)));
}

}  // namespace

const cv::Vec3f kKeyDirection = cv::normalize(cv::Vec3f(-0.55f, 0.6f, 0.75f));

float linearOf(uchar level) {
  static const auto table = linearTable();
  return table[level];
}

cv::Vec3f linearOf(const cv::Vec3b& rgb) {
  return {linearOf(rgb[0]), linearOf(rgb[1]), linearOf(rgb[2])};
}

cv::Vec3b levelsOf(const cv::Vec3f& linear) {
  static const auto table = levelTable();
  cv::Vec3b levels;
  for (int c = 0; c < 3; ++c)
    levels[c] = table[std::size_t(std::clamp(int(std::lround(linear[c] * kLevelSteps)), 0, kLevelSteps))];
  return levels;
}

cv::Vec3f studioLight(const Fragment& f) {
  const float key = wrapped(f.normal.dot(kKeyDirection)) * f.keyLight;
  const float fill = wrapped(f.normal.dot(kFillDirection));
  const float edge = 1 - std::max(0.f, f.normal.dot(f.toViewer));
  const float rim = std::max(0.f, f.normal.dot(kRimDirection) + 0.35f) * edge * edge;
  const float up = 0.5f + 0.5f * f.normal[1];
  const float keyShine = highlight(f, kKeyDirection) * f.keyLight,
              fillShine = 0.3f * highlight(f, kFillDirection);
  cv::Vec3f out;
  for (int c = 0; c < 3; ++c) {
    const float room = (kGround[c] + up * (kSky[c] - kGround[c])) * f.openness;
    const float diffuse = key * kKeyColour[c] * std::min(1.f, 0.35f + 0.65f * f.openness) +
                          fill * kFillColour[c] * f.openness + rim * kRimColour[c] * f.openness + room;
    out[c] = softened(f.albedo[c] * diffuse +
                      (keyShine * kKeyColour[c] + fillShine * kFillColour[c]) * f.openness);
  }
  return out;
}

HarmonicLight HarmonicLight::fromCoefficients(const std::array<float, 27>& gamma) {
  HarmonicLight light;
  for (int c = 0; c < 3; ++c)
    for (int k = 0; k < 9; ++k)
      light.factors[std::size_t(k)][c] = gamma[std::size_t(9 * c + k)] + (k == 0 ? 0.8f : 0);
  return light;
}

HarmonicLight HarmonicLight::studio() {
  HarmonicLight light;
  light.factors[0] = {1.02f, 1.f, 0.98f};
  light.factors[1] = {-0.22f, -0.2f, -0.18f};  // from above
  light.factors[2] = {0.3f, 0.3f, 0.3f};       // from the front
  light.factors[3] = {0.18f, 0.16f, 0.13f};    // from the left
  return light;
}

cv::Vec3f HarmonicLight::at(const cv::Vec3f& n) const {
  const float pi = float(CV_PI), root3 = std::sqrt(3.f);
  const float a0 = pi, a1 = 2 * pi / root3, a2 = 2 * pi / std::sqrt(8.f);
  const float c0 = 1 / std::sqrt(4 * pi), c1 = root3 / std::sqrt(4 * pi),
              c2 = 3 * std::sqrt(5.f) / std::sqrt(12 * pi);
  const float x = n[0], y = n[1], z = n[2];
  const float basis[9] = {a0 * c0,
                          -a1 * c1 * y,
                          a1 * c1 * z,
                          -a1 * c1 * x,
                          a2 * c2 * x * y,
                          -a2 * c2 * y * z,
                          a2 * c2 * 0.5f / root3 * (3 * z * z - 1),
                          -a2 * c2 * x * z,
                          a2 * c2 * 0.5f * (x * x - y * y)};
  cv::Vec3f sum;
  for (std::size_t k = 0; k < factors.size(); ++k) sum += basis[k] * factors[k];
  return sum;
}

}  // namespace orator::render::face3d
