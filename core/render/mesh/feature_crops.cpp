#include "core/render/mesh/feature_crops.h"

#include <cmath>

#include "core/render/mesh/tuning.h"

namespace orator::render::mesh {

namespace {

using finish::Crop;
using finish::Feature;

// Of the squares: in widths of the mouth or the eye, so that the chin of an open mouth and the lid's crease
// are in.
constexpr float kMouthSide = 1.6f, kMouthDown = 0.2f;
constexpr float kEyeSide = 1.7f, kEyeUp = 0.15f;
// Motion over which the network takes over from the portrait, which shows its rest better.
constexpr float kMouthMoves = 0.04f;    // mouth widths
constexpr Range kLidShuts{0.3f, 0.9f};  // closure: a half-shut eye shows its own eyeball, sharper than paint
constexpr float kFarthest = 0.5f;       // maps end here: farther away an edge says nothing

cv::Matx23f composed(const cv::Matx23f& a, const cv::Matx23f& b) {
  const cv::Matx22f linear(a(0, 0), a(0, 1), a(1, 0), a(1, 1));
  const cv::Matx22f inner(b(0, 0), b(0, 1), b(1, 0), b(1, 1));
  const cv::Matx22f both = linear * inner;
  const cv::Vec2f shift = linear * cv::Vec2f(b(0, 2), b(1, 2)) + cv::Vec2f(a(0, 2), a(1, 2));
  return {both(0, 0), both(0, 1), shift[0], both(1, 0), both(1, 1), shift[1]};
}

cv::Matx23f inverted(const cv::Matx23f& m) {
  const float d = m(0, 0) * m(1, 1) - m(0, 1) * m(1, 0), s = std::abs(d) > 1e-9f ? 1 / d : 0.f;
  const cv::Matx22f back(m(1, 1) * s, -m(0, 1) * s, -m(1, 0) * s, m(0, 0) * s);
  const cv::Vec2f shift = back * cv::Vec2f(m(0, 2), m(1, 2));
  return {back(0, 0), back(0, 1), -shift[0], back(1, 0), back(1, 1), -shift[1]};
}

cv::Point2f at(const cv::Matx23f& m, cv::Point2f p) {
  return {m(0, 0) * p.x + m(0, 1) * p.y + m(0, 2), m(1, 0) * p.x + m(1, 1) * p.y + m(1, 2)};
}

/// @param width of the feature, pixels @param sides of the square, widths @param down centre from the slit,
/// widths
cv::Matx23f pictureFromCrop(const SlitFrame& slit, Feature feature, float width, float sides, float down,
                            bool mirrored) {
  const int side = finish::cropSide(feature);
  const float scale = sides * width / float(side), middle = float(side - 1) / 2;
  const cv::Point2f x = slit.x * (mirrored ? -scale : scale), y = slit.y * scale;
  const cv::Point2f corner = slit.origin + slit.y * (down * width) - (x + y) * middle;
  return {x.x, y.x, corner.x, x.y, y.y, corner.y};
}

float bounded(float distance) {
  return std::clamp(distance, -kFarthest, kFarthest);
}

cv::Point2f moved(const Lattice& lattice, cv::Rect area, cv::Point2f p) {
  const cv::Point pixel(std::clamp(cvRound(p.x), area.x, area.br().x - 1),
                        std::clamp(cvRound(p.y), area.y, area.br().y - 1));
  return p + cv::Point2f(lattice.at(pixel));
}

FeatureSquare squareOf(const cv::Mat& rgb, Feature feature, const cv::Matx23f& fromCrop) {
  const cv::Mat rest = finish::cutCrop(rgb, fromCrop, finish::cropSide(feature));
  return {fromCrop, rest, finish::colourfulness(rest)};
}

/// The channels that both features share. @param sourceFromOutput of the plane that the feature lies in
Crop begun(Feature feature, const FeatureSquare& square, const cv::Matx23f& sourceFromOutput, float share) {
  const int cells = finish::cropSide(feature) / finish::kMapStep;
  Crop crop{.feature = feature,
            .pictureFromCrop = composed(inverted(sourceFromOutput), square.pictureFromCrop),
            .rest = square.rest,
            .maps = cv::Mat1f::zeros(finish::kMapCount * cells, cells),
            .share = share,
            .colours = square.colours};
  const float octaves = std::log2(finish::cropScale(crop.pictureFromCrop));
  for (int j = 0; j < cells; ++j)
    for (int i = 0; i < cells; ++i) {
      crop.maps(6 * cells + j, i) = (2 * float(i) + 1) / float(cells) - 1;
      crop.maps(7 * cells + j, i) = (2 * float(j) + 1) / float(cells) - 1;
      crop.maps(8 * cells + j, i) = octaves;
    }
  return crop;
}

cv::Point2f cellCentre(int i, int j) {
  constexpr float kMiddle = 0.5f * finish::kMapStep - 0.5f;
  return {float(i * finish::kMapStep) + kMiddle, float(j * finish::kMapStep) + kMiddle};
}

}  // namespace

FeatureCrops::FeatureCrops(const cv::Mat& rgb, const FaceField& field, const std::vector<Eyelids>& eyes,
                           float mouthWidth)
    : mouthWidth_(mouthWidth),
      mouth_(squareOf(
          rgb, Feature::mouth,
          pictureFromCrop(field.mouth(), Feature::mouth, mouthWidth, kMouthSide, kMouthDown, false))) {
  for (std::size_t i = 0; i < eyes.size(); ++i)
    eyes_[i] = squareOf(rgb, Feature::eye,
                        pictureFromCrop(eyes[i].frame(), Feature::eye, 2 * eyes[i].frame().halfWidth,
                                        kEyeSide, -kEyeUp, i == 1));
}

std::vector<Crop> FeatureCrops::of(const FaceField& field, const std::vector<Eyelids>& eyes,
                                   const FieldFrame& frame, bool mouth, bool lids) const {
  std::vector<Crop> crops;
  const auto add = [&](const Crop& crop) {
    if (crop.share > 0) crops.push_back(crop);
  };
  if (mouth && field.opensMouth()) add(mouthCrop(field, frame));
  for (std::size_t i = 0; i < eyes.size(); ++i)
    if (lids && field.blinks(int(i))) add(eyeCrop(field, eyes[i], int(i), frame));
  return crops;
}

Crop FeatureCrops::mouthCrop(const FaceField& field, const FieldFrame& frame) const {
  const SlitFrame& slit = field.mouth();
  const cv::Point2f jaw(frame.jawShift.dot(slit.x) / mouthWidth_, frame.jawShift.dot(slit.y) / mouthWidth_);
  float change = std::hypot(jaw.x, jaw.y), widest = 0;
  for (std::size_t i = 0; i < frame.lipGap.size(); ++i) {
    change = std::max(change, std::abs(frame.lipGap[i] - field.restGap()[i]) / mouthWidth_);
    widest = std::max(widest, frame.lipGap[i] / mouthWidth_);
  }
  const float share = smoothStep(0, kMouthMoves, change);
  if (share == 0) return {};
  Crop crop = begun(Feature::mouth, mouth_, frame.sourceFromOutputSkull, share);
  const int cells = crop.maps.cols;
  for (int j = 0; j < cells; ++j)
    for (int i = 0; i < cells; ++i) {
      const cv::Point2f inCrop = cellCentre(i, j), output = at(crop.pictureFromCrop, inCrop);
      const cv::Point2f up = slit.local(moved(frame.upper, field.roi(), output)),
                        low = slit.local(moved(frame.lower, field.mouthArea(), output)),
                        rest = slit.local(at(mouth_.pictureFromCrop, inCrop));
      crop.maps(j, i) = bounded((up.y - field.upperLip()(up.x)) / mouthWidth_);
      crop.maps(cells + j, i) = bounded((field.lowerLip()(low.x) - low.y) / mouthWidth_);
      crop.maps(2 * cells + j, i) = bounded((rest.y - field.upperLip()(rest.x)) / mouthWidth_);
      crop.maps(3 * cells + j, i) = bounded((field.lowerLip()(rest.x) - rest.y) / mouthWidth_);
      crop.maps(4 * cells + j, i) = jaw.x;
      crop.maps(5 * cells + j, i) = jaw.y;
      crop.maps(9 * cells + j, i) = widest;
    }
  return crop;
}

Crop FeatureCrops::eyeCrop(const FaceField& field, const Eyelids& eye, int index,
                           const FieldFrame& frame) const {
  const std::size_t k = std::size_t(index);
  const SlitFrame& slit = eye.frame();
  const float width = 2 * slit.halfWidth, closure = eye.visibleClosure(frame.lidClosure[k]);
  const float share = smoothStep(kLidShuts, closure);
  if (share == 0) return {};
  Crop crop = begun(Feature::eye, eyes_[k], frame.sourceFromOutputEye[k], share);
  const cv::Point2f gaze(index == 1 ? -frame.gaze[k].x : frame.gaze[k].x, frame.gaze[k].y);
  const EyeState state{.closure = closure, .raise = eye.visibleClosure(frame.lidRaise[k])};
  const int cells = crop.maps.cols;
  for (int j = 0; j < cells; ++j)
    for (int i = 0; i < cells; ++i) {
      const cv::Point2f inCrop = cellCentre(i, j);
      const cv::Point2f now = slit.local(moved(frame.base, field.roi(), at(crop.pictureFromCrop, inCrop))),
                        rest = slit.local(at(eyes_[k].pictureFromCrop, inCrop));
      const Eyelids::Edges edges = eye.edges(now.x, state), open = eye.edges(rest.x, {});
      crop.maps(j, i) = bounded((now.y - edges.upper) / width);
      crop.maps(cells + j, i) = bounded((edges.lower - now.y) / width);
      crop.maps(2 * cells + j, i) = bounded((rest.y - open.upper) / width);
      crop.maps(3 * cells + j, i) = bounded((open.lower - rest.y) / width);
      crop.maps(4 * cells + j, i) = closure;
      crop.maps(5 * cells + j, i) = gaze.x;
      crop.maps(9 * cells + j, i) = gaze.y;
    }
  return crop;
}

}  // namespace orator::render::mesh
