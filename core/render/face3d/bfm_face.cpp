#include "core/render/face3d/bfm_face.h"

#include <algorithm>

namespace orator::render::face3d {
namespace {

constexpr float kBfmCreaseDepth = 0.006f;           // decimetre; the mesh is fine
constexpr int kInnerLips = 60, kInnerLipCount = 8;  // of the 68 landmarks
constexpr int kIdentityAt = 0, kTextureAt = 144, kLightAt = 227, kCoefficients = 257;

/// A dark funnel behind the inner lips.
Surface cavityOf(const std::vector<cv::Point3f>& skin, const std::vector<int>& keypoints) {
  constexpr float kDepth = 0.15f;
  Surface out;
  out.material = Material::cavity;
  cv::Point3f middle{};
  for (int i = 0; i < kInnerLipCount; ++i) {
    out.points.push_back(skin[std::size_t(keypoints[std::size_t(kInnerLips + i)])]);
    middle += out.points.back() * (1.f / kInnerLipCount);
  }
  for (cv::Point3f& p : out.points) {
    // Wider than the lips and behind them, so that no gap opens at their edge.
    p = middle + 1.25f * (p - middle) - cv::Point3f(0, 0, 0.3f * kDepth);
  }
  out.points.push_back(middle - cv::Point3f(0, 0, kDepth));
  for (int i = 0; i < kInnerLipCount; ++i)
    out.triangles.emplace_back(i, (i + 1) % kInnerLipCount, kInnerLipCount);
  out.normals.assign(out.points.size(), {0, 0, 1});
  out.openness.assign(out.points.size(), 0.5f);
  out.openness.back() = 0.1f;
  out.colours.assign(out.points.size(), {0.12f, 0.035f, 0.03f});
  return out;
}

class BfmFaceRenderer : public FaceRenderer {
 public:
  BfmFaceRenderer(std::shared_ptr<const face::BfmModel> model, const BfmLikeness& likeness,
                  const Face3dSettings& settings)
      : settings_(settings),
        light_(likeness.light ? HarmonicLight::fromCoefficients(*likeness.light) : HarmonicLight::studio()),
        face_(std::move(model), likeness),
        painter_(viewOf(settings), settings.look) {}

  cv::Size frameSize() const override { return {settings_.sidePixels, settings_.sidePixels}; }

  void render(const motion::MotionTrack& track, FrameRange range, const FrameSink& sink,
              const RunContext& context) override {
    for (std::int64_t i = range.begin; i < range.end; ++i) {
      context.throwIfCancelled();
      const std::vector<Surface> surfaces = face_.pose(track.rows[std::size_t(i)]);
      cv::Mat picture = painter_.paint(surfaces, light_);
      if (settings_.landmarks) mark(surfaces.front(), picture);
      sink(i, picture);
    }
  }

 private:
  static View viewOf(const Face3dSettings& settings) {
    const float scale = float(settings.sidePixels) / face::kBfmSidePixels;
    View view;
    view.size = {settings.sidePixels, settings.sidePixels};
    view.focalPixels = face::kBfmFocalPixels * scale;
    view.centre = cv::Point2f(face::kBfmCentrePixels, face::kBfmCentrePixels) * scale;
    view.turn = face::rotationMatrix({0, settings.turnDegrees * float(CV_PI) / 180, 0});
    return view;
  }

  void mark(const Surface& skin, cv::Mat& picture) const {
    std::vector<cv::Point3f> points;
    std::vector<cv::Vec3f> normals;
    for (const int v : face_.keypoints()) {
      points.push_back(skin.points[std::size_t(v)]);
      normals.push_back(skin.normals[std::size_t(v)]);
    }
    painter_.mark(points, normals, picture);
  }

  const Face3dSettings settings_;
  const HarmonicLight light_;
  const BfmFace face_;
  const FacePainter painter_;
};

}  // namespace

BfmLikeness bfmLikeness(const std::vector<float>& coefficients) {
  CV_Assert(coefficients.size() == kCoefficients);
  BfmLikeness likeness;
  const auto from = coefficients.begin();
  likeness.identity.assign(from + kIdentityAt, from + kIdentityAt + face::kBfmIdentityCount);
  likeness.texture.assign(from + kTextureAt, from + kTextureAt + face::kBfmTextureCount);
  likeness.light.emplace();
  std::copy_n(from + kLightAt, likeness.light->size(), likeness.light->begin());
  return likeness;
}

BfmFace::BfmFace(std::shared_ptr<const face::BfmModel> model, const BfmLikeness& likeness)
    : model_(std::move(model)),
      identity_(likeness.identity),
      colours_(model_->colours(likeness.texture)),
      neighbours_(neighboursOf(model_->triangles, std::size_t(model_->vertexCount()))) {}

std::vector<Surface> BfmFace::pose(const motion::CoefficientRow& row) const {
  face::ExpressionCoefficients expression;
  std::copy_n(row.begin(), face::kExpressionCount, expression.begin());
  std::vector<Surface> surfaces(1);
  Surface& skin = surfaces.front();
  skin.points = model_->shape(identity_, expression);
  skin.triangles = model_->triangles;
  skin.normals = normalsOf(skin.points, skin.triangles);
  skin.openness = opennessOf(skin.points, skin.normals, neighbours_, kBfmCreaseDepth);
  skin.colours = colours_;
  if (model_->keypoints.size() >= kInnerLips + kInnerLipCount)
    surfaces.push_back(cavityOf(skin.points, model_->keypoints));

  const cv::Matx33f rotation = face::rotationMatrix(
      {row[motion::kAngleColumn], row[motion::kAngleColumn + 1], row[motion::kAngleColumn + 2]});
  const cv::Vec3f translation(row[motion::kTranslationColumn], row[motion::kTranslationColumn + 1],
                              row[motion::kTranslationColumn + 2]);
  for (Surface& surface : surfaces) {
    for (cv::Point3f& p : surface.points) p = rotation * cv::Vec3f(p) + translation;
    for (cv::Vec3f& n : surface.normals) n = rotation * n;
  }
  return surfaces;
}

std::unique_ptr<FaceRenderer> makeBfmFaceRenderer(std::shared_ptr<const face::BfmModel> model,
                                                  const BfmLikeness& likeness,
                                                  const Face3dSettings& settings) {
  checkFace3dSettings(settings);
  return std::make_unique<BfmFaceRenderer>(std::move(model), likeness, settings);
}

}  // namespace orator::render::face3d
