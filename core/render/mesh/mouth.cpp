#include "core/render/mesh/mouth.h"

#include <opencv2/imgproc.hpp>

namespace orator::render::mesh {

namespace {

/// Pixels of the portrait at positions given by a backward displacement over `area`.
cv::Mat displaced(const cv::Mat& rgb, const cv::Mat2f& displacement, cv::Rect area) {
  cv::Mat2f positions(area.size());
  for (int y = 0; y < area.height; ++y)
    for (int x = 0; x < area.width; ++x)
      positions(y, x) = cv::Vec2f(float(area.x + x), float(area.y + y)) + displacement(y, x);
  cv::Mat result;
  cv::remap(rgb, result, positions, cv::noArray(), cv::INTER_CUBIC, cv::BORDER_REFLECT_101);
  return result;
}

float coverage(float distance) {
  return std::clamp(0.5f + distance, 0.f, 1.f);
}

}  // namespace

void drawMouth(const cv::Mat& rgb, const FaceField& field, const MouthInterior& interior,
               const FieldFrame& frame, cv::Mat& out) {
  const cv::Rect area = field.mouthRoi();
  const cv::Mat above = displaced(rgb, frame.upper, area), below = displaced(rgb, frame.lower, area);
  cv::Mat2f skullPositions(area.size());
  for (int y = 0; y < area.height; ++y)
    for (int x = 0; x < area.width; ++x) {
      const auto& m = frame.sourceFromOutputSkull;
      const float px = float(area.x + x), py = float(area.y + y);
      skullPositions(y, x) = {m(0, 0) * px + m(0, 1) * py + m(0, 2), m(1, 0) * px + m(1, 1) * py + m(1, 2)};
    }
  cv::Mat own;
  cv::remap(rgb, own, skullPositions, cv::noArray(), cv::INTER_LINEAR, cv::BORDER_REFLECT_101);

  std::vector<cv::Point2f> growth;
  for (std::size_t i = 0; i < frame.lipGap.size(); ++i)
    growth.emplace_back(-1.f + 2.f * i / (frame.lipGap.size() - 1), frame.lipGap[i] - field.restGap()[i]);
  const Curve grown(growth);
  const SlitFrame& mouth = field.mouth();
  const float width = interior.width(), onePixel = std::max(1.f, width / 90);
  const float widest = *std::max_element(frame.lipGap.begin(), frame.lipGap.end());

  cv::parallel_for_({0, area.height}, [&](const cv::Range& rows) {
    for (int y = rows.start; y < rows.end; ++y)
      for (int x = 0; x < area.width; ++x) {
        const cv::Point2f p(float(area.x + x), float(area.y + y));
        const cv::Point2f up = mouth.local(p + cv::Point2f(frame.upper(y, x)));
        const cv::Point2f low = mouth.local(p + cv::Point2f(frame.lower(y, x)));
        if (std::abs((up.x + low.x) / 2) > 1.02f) continue;
        const float onUpper = coverage(field.upperLip()(up.x) - up.y),
                    onLower = coverage(low.y - field.lowerLip()(low.x));
        const auto& a = above.at<cv::Vec3b>(y, x);
        auto& pixel = out.at<cv::Vec3b>(area.y + y, area.x + x);
        if (onUpper >= 1) {
          pixel = a;
          continue;
        }
        cv::Vec3f colour = below.at<cv::Vec3b>(y, x);
        if (onLower < 1) {
          const cv::Vec2f s = skullPositions(y, x);
          const cv::Point2f skull = mouth.local({s[0], s[1]});
          const float underUpper = up.y - field.upperLip()(up.x), overLower = field.lowerLip()(low.x) - low.y;
          // As in the portrait until the lips part further than there; its own teeth stay where they are.
          float synthetic = smoothStep(0.4f * onePixel, 1.8f * onePixel, grown((up.x + low.x) / 2));
          if (interior.showsTeeth()) {
            const float feather = 1.5f * onePixel;
            const float inside =
                std::min(skull.y - field.upperLip()(skull.x), field.lowerLip()(skull.x) - skull.y);
            synthetic *= 1 - smoothStep(0, feather, std::abs(skull.x) < 1 ? inside : 0.f);
          }
          cv::Vec3f inner = own.at<cv::Vec3b>(y, x);
          if (synthetic > 0) {
            const cv::Point2f skullAt(skull.x * mouth.halfWidth / width, skull.y / width);
            const cv::Point2f shift(frame.jawShift.dot(mouth.x) / width, frame.jawShift.dot(mouth.y) / width);
            const cv::Vec3f made =
                interior.shade(skullAt, skullAt - shift, underUpper / width, overLower / width);
            inner = inner * (1 - synthetic) + made * synthetic;
          }
          // The slit ends in the corners, where skin meets skin.
          const float ends = smoothStep(1.0f, 0.9f, std::abs((up.x + low.x) / 2));
          const float part = (1 - onLower) * (widest > 0.3f ? ends : 0.f);
          colour = colour * (1 - part) + inner * part;
        }
        const cv::Vec3f blended = cv::Vec3f(a) * onUpper + colour * (1 - onUpper);
        for (int c = 0; c < 3; ++c) pixel[c] = cv::saturate_cast<uchar>(blended[c]);
      }
  });
}

}  // namespace orator::render::mesh
