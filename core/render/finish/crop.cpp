#include "core/render/finish/crop.h"

#include <cmath>
#include <opencv2/imgproc.hpp>

namespace orator::render::finish {

float cropScale(const cv::Matx23f& m) {
  return std::sqrt(std::max(1e-6f, std::abs(m(0, 0) * m(1, 1) - m(0, 1) * m(1, 0))));
}

float colourfulness(const cv::Mat& rgb) {
  constexpr double kGrey = 4, kColoured = 14;  // mean spread of R G B, 8 bits; noise of a scan is below
  double spread = 0;
  for (int y = 0; y < rgb.rows; ++y)
    for (int x = 0; x < rgb.cols; ++x) {
      const auto& p = rgb.at<cv::Vec3b>(y, x);
      spread += std::max({p[0], p[1], p[2]}) - std::min({p[0], p[1], p[2]});
    }
  return float(std::clamp((spread / double(rgb.total()) - kGrey) / (kColoured - kGrey), 0.0, 1.0));
}

cv::Mat cutCrop(const cv::Mat& picture, const cv::Matx23f& pictureFromCrop, int side) {
  cv::Mat crop;
  cv::Matx23f from = pictureFromCrop;
  const auto warp = [&](const cv::Mat& part) {
    cv::warpAffine(part, crop, from, {side, side}, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                   cv::BORDER_REPLICATE);
  };
  constexpr float kSharpEnough = 1.5f;
  const float scale = cropScale(from);
  if (scale < kSharpEnough) {
    warp(picture);
    return crop;
  }
  // What lies in the square is reduced to its pixels by area first.
  std::vector<cv::Point2f> corners;
  for (const float x : {0.f, float(side)})
    for (const float y : {0.f, float(side)})
      corners.emplace_back(from(0, 0) * x + from(0, 1) * y + from(0, 2),
                           from(1, 0) * x + from(1, 1) * y + from(1, 2));
  const int margin = cvCeil(2 * scale);
  cv::Rect box = cv::boundingRect(corners);
  box = (box + cv::Size(2 * margin, 2 * margin) - cv::Point(margin, margin)) & cv::Rect({}, picture.size());
  if (box.width < 2 || box.height < 2) {
    warp(picture);
    return crop;
  }
  const cv::Size size(std::max(1, cvRound(float(box.width) / scale)),
                      std::max(1, cvRound(float(box.height) / scale)));
  cv::Mat reduced;
  cv::resize(picture(box), reduced, size, 0, 0, cv::INTER_AREA);
  const float sx = float(size.width) / float(box.width), sy = float(size.height) / float(box.height);
  for (int k = 0; k < 3; ++k) {
    const float x = k == 2 ? from(0, 2) - float(box.x) + 0.5f : from(0, k);
    const float y = k == 2 ? from(1, 2) - float(box.y) + 0.5f : from(1, k);
    from(0, k) = x * sx - (k == 2 ? 0.5f : 0.f);
    from(1, k) = y * sy - (k == 2 ? 0.5f : 0.f);
  }
  warp(reduced);
  return crop;
}

}  // namespace orator::render::finish
