#include "core/face/transparency.h"

namespace orator::face {

cv::Mat laidOver(const media::Picture& picture, cv::Vec3b background) {
  cv::Mat result(picture.rgb.size(), CV_8UC3);
  for (int y = 0; y < result.rows; ++y)
    for (int x = 0; x < result.cols; ++x) {
      const int alpha = picture.alpha.at<uchar>(y, x);
      const auto& own = picture.rgb.at<cv::Vec3b>(y, x);
      auto& pixel = result.at<cv::Vec3b>(y, x);
      for (int c = 0; c < 3; ++c)
        pixel[c] = uchar((own[c] * alpha + background[c] * (255 - alpha) + 127) / 255);
    }
  return result;
}

cv::Mat cutOutMatte(const cv::Mat& alpha, const cv::Mat& person) {
  constexpr double kPersonAlone = 0.8;  // of what is not transparent
  cv::Mat within;
  cv::min(alpha, person, within);
  const double whole = cv::sum(alpha)[0];
  return whole > 0 && cv::sum(within)[0] > kPersonAlone * whole ? alpha.clone() : within;
}

}  // namespace orator::face
