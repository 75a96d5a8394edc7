#include "core/render/face3d/face_painter.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/base/parallel.h"
#include "core/base/safe_rounding.h"
#include "core/base/smooth_step.h"
#include "core/render/face3d/rasteriser.h"
#include "core/render/face3d/shadow_map.h"
#include "core/render/sampling.h"

namespace orator::render::face3d {
namespace {

const cv::Vec3f kClay(0.56f, 0.43f, 0.35f);
constexpr float kLightInTheMouth = 0.55f;  // of the key light, past the lips that shade it
const cv::Vec3b kBackdropMiddle(86, 94, 108), kBackdropEdge(24, 27, 33);
const cv::Scalar kMarkColour(96, 226, 190);

constexpr float kOffSurface = 0.03f;  // decimetre towards the light, so that no surface shades itself
constexpr int kSamplesAlong = 3;      // of a pixel, across and down
constexpr float kCrease = 0.97f;      // cosine between the normals across a pixel
constexpr int kBandRows = 16;         // of the picture, drawn by one thread
constexpr float kFold = 3e-4f;        // step of the depth inside a pixel that an edge makes

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
  return sampleLinear(picture, {at[0] - 0.5f, at[1] - 0.5f});
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

struct FacePainter::State {
  View view;
  View samples;  ///< the same, with all samples as pixels
  Look look;
  cv::Mat portrait, backdrop;

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

  /// A surface as it stands before the camera.
  struct Standing {
    const Surface* surface;
    std::vector<cv::Point3f> points, corners;
    std::vector<cv::Vec3f> normals;
  };
  /// What is seen in one sample.
  struct Sample {
    const Standing* seen = nullptr;
    Coverage at{};
  };

  Standing stand(const Surface& surface) const {
    Standing out{&surface, {}, {}, {}};
    for (const cv::Point3f& p : surface.points) {
      out.points.emplace_back(view.turned(p));
      out.corners.push_back(samples.project(out.points.back()));
    }
    for (const cv::Vec3f& n : surface.normals) out.normals.push_back(view.turn * n);
    return out;
  }

  /// Linear light.
  cv::Vec3f shade(const Sample& sample, const ShadowMap& shadow, const HarmonicLight& light) const {
    const Surface& surface = *sample.seen->surface;
    const Coverage& at = sample.at;
    const cv::Vec3f point(at.mix(sample.seen->points));
    Fragment f;
    f.toViewer = cv::normalize(cv::Vec3f(0, 0, 10) - point);
    f.normal = cv::normalize(at.mix(sample.seen->normals));
    f.openness = std::clamp(at.mix(surface.openness), 0.f, 1.15f);
    const bool skin = surface.material == Material::skin, eye = surface.material == Material::eye,
               tooth = surface.material == Material::tooth;
    if (look == Look::textured && skin && !surface.colours.empty()) {
      const cv::Vec3f lit = 255 * at.mix(surface.colours).mul(light.at(f.normal));
      return linearOf(cv::Vec3b(cv::saturate_cast<uchar>(lit[0]), cv::saturate_cast<uchar>(lit[1]),
                                cv::saturate_cast<uchar>(lit[2])));
    }
    f.albedo = albedo(surface, at);
    if (look == Look::textured && !portrait.empty() && (skin || eye)) {
      // The photograph holds its own light: only what turning and creasing change is added.
      const float turn = 0.72f + 0.28f * std::max(0.f, f.normal[2]);
      return f.albedo * (turn * std::min(1.f, 0.6f + 0.4f * f.openness));
    }
    f.keyLight = surface.material == Material::cavity ? 0 : shadow.lightAt(point + kOffSurface * f.normal);
    if (tooth) f.keyLight = std::max(f.keyLight, kLightInTheMouth);
    f.gloss = eye || tooth ? 0.5f : 0.09f;
    f.sharpness = eye ? 160.f : tooth ? 60.f : 22.f;
    return studioLight(f);
  }

  /// Whether the surface bends inside the pixel, as it does between closed lips.
  static bool creased(const Sample* const rows[kSamplesAlong]) {
    const auto& normals = rows[0][0].seen->normals;
    constexpr int kEnd = kSamplesAlong - 1;
    const cv::Vec3f a = rows[0][0].at.mix(normals), b = rows[kEnd][kEnd].at.mix(normals),
                    c = rows[0][kEnd].at.mix(normals), d = rows[kEnd][0].at.mix(normals);
    return a.dot(b) < kCrease || c.dot(d) < kCrease;
  }

  /// One pixel from its samples: shaded once where they all see the same smooth piece.
  cv::Vec3b pixel(const Sample* const rows[kSamplesAlong], const float* const depths[kSamplesAlong],
                  const cv::Vec3b& behind, const ShadowMap& shadow, const HarmonicLight& light) const {
    const Standing* seen = rows[0][0].seen;
    float nearest = depths[0][0], farthest = nearest;
    bool same = true;
    for (int y = 0; y < kSamplesAlong; ++y)
      for (int x = 0; x < kSamplesAlong; ++x) {
        same = same && rows[y][x].seen == seen;
        nearest = std::min(nearest, depths[y][x]);
        farthest = std::max(farthest, depths[y][x]);
      }
    if (same && !seen) return behind;
    if (same && farthest - nearest < kFold && !creased(rows))
      return levelsOf(shade(rows[kSamplesAlong / 2][kSamplesAlong / 2], shadow, light));
    cv::Vec3f sum;
    for (int y = 0; y < kSamplesAlong; ++y)
      for (int x = 0; x < kSamplesAlong; ++x)
        sum += rows[y][x].seen ? shade(rows[y][x], shadow, light) : linearOf(behind);
    return levelsOf(sum * (1.f / (kSamplesAlong * kSamplesAlong)));
  }

  void paintRows(const std::vector<Standing>& scene, const ShadowMap& shadow, const HarmonicLight& light,
                 cv::Range rows, cv::Mat& picture) const {
    constexpr int n = kSamplesAlong;
    cv::Mat1f depth = emptyDepth({n * picture.cols, n * rows.size()});
    std::vector<Sample> seen(depth.total());
    const int first = n * rows.start;
    for (const Standing& standing : scene)
      rasteriseRows(standing.corners, standing.surface->triangles, first, depth, [&](const Coverage& at) {
        seen[std::size_t(at.y - first) * std::size_t(depth.cols) + std::size_t(at.x)] = {&standing, at};
      });
    for (int y = rows.start; y < rows.end; ++y)
      for (int x = 0; x < picture.cols; ++x) {
        const Sample* samplesOf[n];
        const float* depths[n];
        for (int k = 0; k < n; ++k) {
          const int row = n * (y - rows.start) + k;
          samplesOf[k] = seen.data() + std::size_t(row) * std::size_t(depth.cols) + std::size_t(n * x);
          depths[k] = depth[row] + n * x;
        }
        picture.at<cv::Vec3b>(y, x) = pixel(samplesOf, depths, backdrop.at<cv::Vec3b>(y, x), shadow, light);
      }
  }
};

FacePainter::FacePainter(const View& view, Look look, cv::Mat portrait) {
  CV_Assert(!view.size.empty() && view.focalPixels > 0);
  CV_Assert(portrait.empty() || portrait.type() == CV_8UC3);
  View samples = view;
  samples.size = view.size * kSamplesAlong;
  samples.focalPixels *= float(kSamplesAlong);
  samples.centre *= float(kSamplesAlong);
  state_ = std::make_unique<const State>(State{view, samples, look, std::move(portrait), backdropOf(view)});
}

FacePainter::~FacePainter() = default;

cv::Mat FacePainter::paint(const std::vector<Surface>& surfaces, const HarmonicLight& light) const {
  const State& b = *state_;
  std::vector<State::Standing> scene;
  std::vector<std::vector<cv::Point3f>> points;
  for (const Surface& surface : surfaces) {
    scene.push_back(b.stand(surface));
    points.push_back(scene.back().points);
  }
  const ShadowMap shadow(surfaces, points, kKeyDirection);
  cv::Mat picture(b.view.size, CV_8UC3);
  const int bands = (picture.rows + kBandRows - 1) / kBandRows;
  parallelFor(0, bands, 1, [&](std::int64_t first, std::int64_t last) {
    for (int band = int(first); band < int(last); ++band)
      b.paintRows(scene, shadow, light, {band * kBandRows, std::min(picture.rows, (band + 1) * kBandRows)},
                  picture);
  });
  return picture;
}

void FacePainter::mark(const std::vector<cv::Point3f>& points, const std::vector<cv::Vec3f>& normals,
                       cv::Mat& picture) const {
  CV_Assert(points.size() == normals.size());
  const View& view = state_->view;
  constexpr int kShift = 4;
  const float radius = std::max(1.1f, 0.0021f * float(std::min(view.size.width, view.size.height)));
  for (std::size_t i = 0; i < points.size(); ++i) {
    const cv::Vec3f p = view.turned(points[i]);
    if ((view.turn * normals[i]).dot(cv::Vec3f(0, 0, 10) - p) <= 0) continue;
    const cv::Point3f at = view.project(p);
    cv::circle(picture, {safeRound((at.x - 0.5f) * (1 << kShift)), safeRound((at.y - 0.5f) * (1 << kShift))},
               cvRound(radius * (1 << kShift)), kMarkColour, cv::FILLED, cv::LINE_AA, kShift);
  }
}

}  // namespace orator::render::face3d
