#include "core/render/mesh/mouth.h"

#include <opencv2/imgproc.hpp>

#include "core/base/parallel.h"
#include "core/render/mesh/tuning.h"
#include "core/render/sampling.h"

namespace orator::render::mesh {

namespace {

/// The portrait's own open mouth, opened further or less: its upper part stays on the skull, its lower part
/// on the lower lip, and what appears between them is the dark behind the teeth.
/// @param skull, low position by the skull and by the lower lip, in mouth() @param behind what is behind
/// teeth
cv::Vec3f ownInterior(const cv::Mat& rgb, const FaceField& field, const MouthInterior& interior,
                      cv::Point2f skull, cv::Point2f low, const cv::Vec3f& behind) {
  const float onePixel = std::max(1.f, interior.width() / slit::kPixelsAcross);
  const float top = field.upperLip()(skull.x), whole = std::max(0.f, field.lowerLip()(skull.x) - top);
  const float above = skull.y - top, below = field.lowerLip()(low.x) - low.y;
  const float split = interior.skullShare() * whole, fromBelow = whole - below;
  float v = above <= fromBelow ? above : std::max(fromBelow, std::min(above, split));
  const float drawnApart = above > fromBelow ? std::max(0.f, std::min(above - v, v - fromBelow)) : 0.f;
  const float lower = above > fromBelow ? (above - v) / (above - fromBelow) : 0.f;
  // Off its rest the own opening is taken without its rim, where lips shine through.
  const float moved = smoothStep(0, slit::kMovedPixels * onePixel, std::abs(above + below - whole));
  const float rim = std::min(slit::kRimPixels * onePixel, slit::kMostRim * whole);
  const float inside =
      std::clamp(v < 0 ? std::min(-slit::kReflected * v, split) : v, rim, std::max(rim, whole - rim));
  v += (inside - v) * moved;
  const float x = skull.x + (low.x - skull.x) * lower;
  const cv::Vec3f own = sampleLinear(rgb, field.mouth().picture({x, field.upperLip()(x) + v}));
  const float dark = std::max(
      smoothStep(slit::kApartPixels * onePixel, slit::kApart * interior.width(), drawnApart),
      moved * (1 - smoothStep(slit::kThinPixels.from * onePixel, slit::kThinPixels.to * onePixel, whole)));
  return own * (1 - dark) + behind * dark;
}

float coverage(float distance) {
  return std::clamp(0.5f + distance, 0.f, 1.f);
}

}  // namespace

void drawMouth(const cv::Mat& rgb, const CubicSampler& portrait, const FaceField& field,
               const MouthInterior& interior, const FieldFrame& frame, cv::Mat& out) {
  const cv::Rect area = frame.mouth;
  const auto& m = frame.sourceFromOutputSkull;
  const auto onSkull = [&](cv::Point2f p) {
    return cv::Point2f(m(0, 0) * p.x + m(0, 1) * p.y + m(0, 2), m(1, 0) * p.x + m(1, 1) * p.y + m(1, 2));
  };

  std::vector<cv::Point2f> growth;
  for (std::size_t i = 0; i < frame.lipGap.size(); ++i)
    growth.emplace_back(-1.f + 2.f * i / (frame.lipGap.size() - 1), frame.lipGap[i] - field.restGap()[i]);
  const Curve grown(growth);
  const SlitFrame& mouth = field.mouth();
  const float width = interior.width(), onePixel = std::max(1.f, width / slit::kPixelsAcross);
  const cv::Point2f jaw(frame.jawShift.dot(mouth.x) / width, frame.jawShift.dot(mouth.y) / width);
  const float widest = *std::max_element(frame.lipGap.begin(), frame.lipGap.end());

  parallelFor(0, area.height, 1, [&](std::int64_t first, std::int64_t last) {
    const auto across = std::size_t(area.width);
    std::vector<cv::Vec2f> fromUpper(across), fromLower(across);
    std::vector<cv::Vec4b> above(across), below(across);
    for (int y = int(first); y < int(last); ++y) {
      frame.upper.row(area.x, area.y + y, area.width, fromUpper.data());
      frame.lower.row(area.x, area.y + y, area.width, fromLower.data());
      for (int x = 0; x < area.width; ++x) {
        const cv::Vec2f p(float(area.x + x), float(area.y + y));
        fromUpper[x] += p;
        fromLower[x] += p;
      }
      portrait.sample(fromUpper.data(), area.width, above.data());
      portrait.sample(fromLower.data(), area.width, below.data());
      for (int x = 0; x < area.width; ++x) {
        const cv::Point2f p(float(area.x + x), float(area.y + y));
        const cv::Point2f up = mouth.local(fromUpper[x]), low = mouth.local(fromLower[x]);
        if (std::abs((up.x + low.x) / 2) > field::kPastCorners) continue;
        const float onUpper = coverage(field.upperLip()(up.x) - up.y),
                    onLower = coverage(low.y - field.lowerLip()(low.x));
        const cv::Vec3b a(above[x][0], above[x][1], above[x][2]);
        auto& pixel = out.at<cv::Vec3b>(area.y + y, area.x + x);
        if (onUpper >= 1) {
          pixel = a;
          continue;
        }
        cv::Vec3f colour(below[x][0], below[x][1], below[x][2]);
        if (onLower < 1) {
          const cv::Point2f skull = mouth.local(onSkull(p));
          const cv::Point2f skullAt(skull.x * mouth.halfWidth / width, skull.y / width);
          const MouthInterior::Place place{skullAt, skullAt - jaw, (up.y - field.upperLip()(up.x)) / width,
                                           (field.lowerLip()(low.x) - low.y) / width};
          cv::Vec3f inner;
          if (interior.showsTeeth()) {
            inner = ownInterior(rgb, field, interior, skull, low, interior.shadeBehindTeeth(place));
          } else {
            // As in the portrait until the lips part further than there, and no lip is taken for a tooth.
            const float more = grown((up.x + low.x) / 2), top = field.upperLip()(skull.x),
                        own = std::max(0.f, field.lowerLip()(skull.x) - top);
            const float beyond = std::max(top - skull.y, skull.y - top - own);
            const float outside = smoothStep(-onePixel, 0, beyond), soon = slit::kSoonPixels * onePixel;
            const float parts = slit::kPartsPixels * onePixel;
            const float synthetic =
                smoothStep(parts, std::max(soon, slit::kOwnOpening * own), more) * (1 - outside) +
                smoothStep(parts, soon, more) * outside;
            inner = sampleLinear(rgb, mouth.picture(skull)) * (1 - synthetic);
            if (synthetic > 0) inner += interior.shade(place) * synthetic;
          }
          // The slit ends in the corners, where skin meets skin.
          const float ends = smoothStep(1.0f, slit::kEndsBegin, std::abs((up.x + low.x) / 2));
          const float part = (1 - onLower) * (widest > slit::kLeastOpeningPixels ? ends : 0.f);
          colour = colour * (1 - part) + inner * part;
        }
        const cv::Vec3f blended = cv::Vec3f(a) * onUpper + colour * (1 - onUpper);
        for (int c = 0; c < 3; ++c) pixel[c] = cv::saturate_cast<uchar>(blended[c]);
      }
    }
  });
}

}  // namespace orator::render::mesh
