#include "core/render/restore/face_paste.h"

#include <cmath>
#include <opencv2/calib3d.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "core/base/error.h"

namespace orator::render::restore {
namespace {

constexpr int kSide = 512;
const std::vector<cv::Point2d> kTemplate{{192.98138, 239.94708},
                                         {318.90277, 240.1936},
                                         {256.63416, 314.01935},
                                         {201.26117, 371.41043},
                                         {313.08905, 371.15118}};
const cv::Scalar kBeyond(132, 133, 135);  // red, green, blue

/// Labels that stay: 1 to 13 and 15.
bool isFace(std::uint8_t label) {
  return (label >= 1 && label <= 13) || label == 15;
}

cv::Mat squareKernel(int side) {
  return cv::Mat::ones(side, side, CV_8U);
}

}  // namespace

cv::Matx23d faceAffine(const FivePoints& points) {
  const cv::Mat found = cv::estimateAffinePartial2D(std::vector<cv::Point2d>(points.begin(), points.end()),
                                                    kTemplate, cv::noArray(), cv::LMEDS);
  if (found.empty())
    throw Error(ErrorCode::noFace, "picture", "eyes, nose and mouth do not span a face",
                "Choose a picture that shows the face from the front");
  return cv::Matx23d(found);
}

cv::Mat alignedFace512(const cv::Mat& rgb, const cv::Matx23d& affine) {
  cv::Mat face;
  cv::warpAffine(rgb, face, affine, {kSide, kSide}, cv::INTER_LINEAR, cv::BORDER_CONSTANT, kBeyond);
  return face;
}

cv::Matx23d pasteAffine(const cv::Matx23d& affine, double upscale) {
  cv::Mat inverse;
  cv::invertAffineTransform(affine, inverse);
  inverse *= upscale;
  cv::Matx23d paste(inverse);
  const double offset = upscale > 1 ? 0.5 * upscale : 0;
  paste(0, 2) += offset;
  paste(1, 2) += offset;
  return paste;
}

cv::Mat partsMask(const cv::Mat& labels) {
  constexpr int kFrame = 10;
  cv::Mat1d mask(labels.size());
  for (int y = 0; y < labels.rows; ++y)
    for (int x = 0; x < labels.cols; ++x) mask(y, x) = isFace(labels.at<std::uint8_t>(y, x)) ? 255 : 0;
  for (int times = 0; times < 2; ++times) cv::GaussianBlur(mask, mask, {101, 101}, 11);
  cv::Mat1d framed(labels.size(), 0.0);
  const cv::Rect inner(kFrame, kFrame, labels.cols - 2 * kFrame, labels.rows - 2 * kFrame);
  cv::Mat(mask(inner) / 255).copyTo(framed(inner));
  return framed;
}

cv::Mat pasteFace(const cv::Mat& background, const cv::Mat& face, const cv::Matx23d& paste, double upscale,
                  const cv::Mat& parts, double strength) {
  cv::Mat warped, soft;
  cv::warpAffine(face, warped, paste, background.size());
  cv::Mat3d top(background.size());
  warped.convertTo(top, CV_64F);
  if (!parts.empty()) {
    cv::warpAffine(parts, soft, paste, background.size(), cv::INTER_AREA);
  } else {
    cv::Mat mask;
    cv::warpAffine(cv::Mat(kSide, kSide, CV_32F, cv::Scalar(1)), mask, paste, background.size());
    cv::erode(mask, mask, squareKernel(std::max(1, int(2 * upscale))));
    const double area = cv::sum(mask)[0];
    for (int y = 0; y < top.rows; ++y)
      for (int x = 0; x < top.cols; ++x) top(y, x) *= double(mask.at<float>(y, x));
    const int edge = int(std::sqrt(area)) / 20;
    if (edge > 0)
      cv::erode(mask, soft, squareKernel(2 * edge));
    else
      soft = mask;
    cv::GaussianBlur(soft, soft, {2 * edge + 1, 2 * edge + 1}, 0);
  }
  cv::Mat1d share;
  soft.convertTo(share, CV_64F, strength);
  cv::Mat3b result(background.size());
  const cv::Mat3b below(background);
  for (int y = 0; y < result.rows; ++y)
    for (int x = 0; x < result.cols; ++x) {
      const double s = share(y, x);
      for (int c = 0; c < 3; ++c)
        result(y, x)[c] = std::uint8_t(s * top(y, x)[c] + (1 - s) * double(below(y, x)[c]));
    }
  return result;
}

}  // namespace orator::render::restore
