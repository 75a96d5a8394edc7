#include "core/render/face3d/face_painter.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/render/face3d/rasteriser.h"
#include "core/render/face3d/shadow_map.h"

namespace orator::render::face3d {
namespace {

const cv::Vec3f kClay(0.56f, 0.43f, 0.35f);
constexpr float kLightInTheMouth = 0.55f;  // of the key light, past the lips that shade it
const cv::Vec3b kBackdropMiddle(86, 94, 108), kBackdropEdge(24, 27, 33);
const cv::Scalar kMarkColour(96, 226, 190);

int samplesAlong(cv::Size size) {
  return std::max(size.width, size.height) <= 720 ? 3 : 2;
}

/// A lit wall behind the head; a fixed grain keeps the gradient from breaking into steps.
cv::Mat backdropOf(const View& view) {
  cv::Mat backdrop(view.size, CV_8UC3);
  cv::RNG grain(1);
  const float reach = 0.78f * float(std::max(view.size.width, view.size.height));
  for (int y = 0; y < view.size.height; ++y)
    for (int x = 0; x < view.size.width; ++x) {
      const float dx = float(x) - 0.5f * float(view.size.width),
                  dy = float(y) - 0.42f * float(view.size.height);
      const float t = std::min(1.f, std::hypot(dx, dy) / reach);
      const float share = 0.5f + 0.5f * std::cos(float(CV_PI) * t);
      const float noise = grain.uniform(-0.7f, 0.7f);
      for (int c = 0; c < 3; ++c)
        backdrop.at<cv::Vec3b>(y, x)[c] = cv::saturate_cast<uchar>(
            float(kBackdropEdge[c]) + share * (float(kBackdropMiddle[c]) - float(kBackdropEdge[c])) + noise);
    }
  return backdrop;
}

cv::Vec3b sampled(const cv::Mat& picture, cv::Vec2f at) {
  const float x = std::clamp(at[0] - 0.5f, 0.f, float(picture.cols) - 1.001f);
  const float y = std::clamp(at[1] - 0.5f, 0.f, float(picture.rows) - 1.001f);
  const int left = int(x), top = int(y);
  const float fx = x - float(left), fy = y - float(top);
  const auto *above = picture.ptr<cv::Vec3b>(top) + left, *below = picture.ptr<cv::Vec3b>(top + 1) + left;
  cv::Vec3b out;
  for (int c = 0; c < 3; ++c)
    out[c] = cv::saturate_cast<uchar>((1 - fy) * ((1 - fx) * above[0][c] + fx * above[1][c]) +
                                      fy * ((1 - fx) * below[0][c] + fx * below[1][c]));
  return out;
}

float smoothStep(float low, float high, float value) {
  const float t = std::clamp((value - low) / (high - low), 0.f, 1.f);
  return t * t * (3 - 2 * t);
}

/// White of the eye, iris and pupil around the middle of the iris, in radii of the iris.
cv::Vec3f eyeColour(cv::Vec2f iris) {
  const float r = std::hypot(iris[0], iris[1]);
  const cv::Vec3f white(0.66f, 0.64f, 0.62f), outer(0.05f, 0.07f, 0.09f), inner(0.2f, 0.27f, 0.3f),
      pupil(0.006f, 0.006f, 0.007f);
  const float inIris = 1 - smoothStep(0.93f, 1.07f, r), inPupil = 1 - smoothStep(0.36f, 0.46f, r);
  const cv::Vec3f ring = inner + smoothStep(0.5f, 1.f, r) * (outer - inner);
  cv::Vec3f colour = white + inIris * (ring - white);
  return colour + inPupil * (pupil - colour);
}

}  // namespace

struct FacePainter::Buffers {
  View view;
  View samples;  ///< the same, with all samples as pixels
  Look look;
  cv::Mat portrait, backdrop, canvas;
  cv::Mat1f depth;

  cv::Vec3f albedo(const Surface& surface, const Coverage& at) const {
    switch (surface.material) {
      case Material::eye:
        if (look == Look::clay || portrait.empty()) return eyeColour(at.mix(surface.iris));
        return linearOf(sampled(portrait, at.mix(surface.texture)));
      case Material::tooth:
      case Material::cavity:
        return at.mix(surface.colours);
      case Material::skin:
        break;
    }
    if (look == Look::textured && !portrait.empty() && !surface.texture.empty())
      return linearOf(sampled(portrait, at.mix(surface.texture)));
    return kClay;
  }

  cv::Vec3b shade(const Surface& surface, const Coverage& at, const std::vector<cv::Point3f>& points,
                  const std::vector<cv::Vec3f>& normals, const ShadowMap& shadow,
                  const HarmonicLight& light) const {
    const cv::Vec3f point(at.mix(points));
    Fragment f;
    f.toViewer = cv::normalize(cv::Vec3f(0, 0, 10) - point);
    f.normal = cv::normalize(at.mix(normals));
    f.openness = std::clamp(at.mix(surface.openness), 0.f, 1.15f);
    const bool photographed = look == Look::textured && !portrait.empty() &&
                              (surface.material == Material::skin || surface.material == Material::eye);
    if (look == Look::textured && !surface.colours.empty() && surface.material == Material::skin) {
      const cv::Vec3f lit = at.mix(surface.colours).mul(light.at(f.normal));
      return cv::Vec3b(cv::saturate_cast<uchar>(255 * lit[0]), cv::saturate_cast<uchar>(255 * lit[1]),
                       cv::saturate_cast<uchar>(255 * lit[2]));
    }
    f.albedo = albedo(surface, at);
    if (photographed) {
      // The photograph holds its own light: only what turning and creasing change is added.
      const float turn = 0.72f + 0.28f * std::max(0.f, f.normal[2]);
      return levelsOf(f.albedo * (turn * std::min(1.f, 0.6f + 0.4f * f.openness)));
    }
    f.keyLight = surface.material == Material::cavity ? 0 : shadow.lightAt(point);
    if (surface.material == Material::tooth) f.keyLight = std::max(f.keyLight, kLightInTheMouth);
    f.gloss = surface.material == Material::eye || surface.material == Material::tooth ? 0.5f : 0.09f;
    f.sharpness = surface.material == Material::eye     ? 160.f
                  : surface.material == Material::tooth ? 60.f
                                                        : 22.f;
    return levelsOf(studioLight(f));
  }
};

FacePainter::FacePainter(const View& view, Look look, cv::Mat portrait)
    : buffers_(std::make_unique<Buffers>()) {
  CV_Assert(!view.size.empty() && view.focalPixels > 0);
  CV_Assert(portrait.empty() || portrait.type() == CV_8UC3);
  const int n = samplesAlong(view.size);
  View samples = view;
  samples.size = view.size * n;
  samples.focalPixels *= float(n);
  samples.centre *= float(n);
  *buffers_ = {view, samples, look, std::move(portrait), {}, {}, {}};
  cv::resize(backdropOf(view), buffers_->backdrop, samples.size, 0, 0, cv::INTER_NEAREST);
}

FacePainter::~FacePainter() = default;

cv::Mat FacePainter::paint(const std::vector<Surface>& surfaces, const HarmonicLight& light) {
  Buffers& b = *buffers_;
  b.backdrop.copyTo(b.canvas);
  b.depth = emptyDepth(b.samples.size);
  std::vector<std::vector<cv::Point3f>> standing;
  for (const Surface& surface : surfaces) {
    auto& points = standing.emplace_back();
    points.reserve(surface.points.size());
    for (const cv::Point3f& p : surface.points) points.emplace_back(b.view.turned(p));
  }
  const ShadowMap shadow(surfaces, standing, kKeyDirection);
  for (std::size_t s = 0; s < surfaces.size(); ++s) {
    const Surface& surface = surfaces[s];
    std::vector<cv::Vec3f> normals;
    normals.reserve(surface.normals.size());
    for (const cv::Vec3f& n : surface.normals) normals.push_back(b.view.turn * n);
    std::vector<cv::Point3f> corners;
    corners.reserve(surface.points.size());
    for (const cv::Point3f& p : standing[s]) corners.push_back(b.samples.project(p));
    rasterise(corners, surface.triangles, b.depth, [&](const Coverage& at) {
      b.canvas.at<cv::Vec3b>(at.y, at.x) = b.shade(surface, at, standing[s], normals, shadow, light);
    });
  }
  cv::Mat picture;
  cv::resize(b.canvas, picture, b.view.size, 0, 0, cv::INTER_AREA);
  return picture;
}

void FacePainter::mark(const std::vector<cv::Point3f>& points, const std::vector<cv::Vec3f>& normals,
                       cv::Mat& picture) const {
  CV_Assert(points.size() == normals.size());
  const View& view = buffers_->view;
  constexpr int kShift = 4;
  const float radius = std::max(1.1f, 0.0021f * float(std::min(view.size.width, view.size.height)));
  for (std::size_t i = 0; i < points.size(); ++i) {
    const cv::Vec3f p = view.turned(points[i]);
    if ((view.turn * normals[i]).dot(cv::Vec3f(0, 0, 10) - p) <= 0) continue;
    const cv::Point3f at = view.project(p);
    cv::circle(picture, {cvRound((at.x - 0.5f) * (1 << kShift)), cvRound((at.y - 0.5f) * (1 << kShift))},
               cvRound(radius * (1 << kShift)), kMarkColour, cv::FILLED, cv::LINE_AA, kShift);
  }
}

}  // namespace orator::render::face3d
