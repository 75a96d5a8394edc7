#include "tests/unit/render/compositing/scene.h"

#include <opencv2/imgproc.hpp>

namespace orator::test {
namespace {

struct Bust {
  cv::Point head;
  cv::Size face;
  cv::Rect neck;
  std::vector<cv::Point> shoulders;
};

Bust bustOf(cv::Size size, cv::Point headShift, cv::Point bodyShift) {
  const auto at = [&](double x, double y) {
    return cv::Point(cvRound(x * size.width), cvRound(y * size.height));
  };
  Bust bust;
  bust.head = at(0.5, 0.4) + headShift;
  bust.face = {size.width / 9, size.height / 6};
  bust.neck = cv::Rect(at(0.45, 0.5), at(0.55, 0.7)) + headShift / 2;
  for (const cv::Point p :
       {at(0.44, 0.64), at(0.56, 0.64), at(0.75, 0.75), at(0.8, 1.1), at(0.2, 1.1), at(0.25, 0.75)})
    bust.shoulders.push_back(p + bodyShift);
  return bust;
}

}  // namespace

cv::Mat drawnBust(cv::Size size, cv::Point headShift, cv::Point bodyShift) {
  cv::Mat picture(size, CV_8UC3);
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x)
      picture.at<cv::Vec3b>(y, x) = {uchar(110 + 40 * x / size.width), uchar(120 + 30 * y / size.height),
                                     uchar(130 + (x / 16 + y / 16) % 2 * 8)};
  const Bust bust = bustOf(size, headShift, bodyShift);
  cv::fillPoly(picture, std::vector{bust.shoulders}, cv::Scalar(70, 60, 90), cv::LINE_AA);
  cv::rectangle(picture, bust.neck, cv::Scalar(180, 140, 125), cv::FILLED);
  cv::ellipse(picture, bust.head, bust.face, 0, 0, 360, cv::Scalar(190, 150, 130), cv::FILLED, cv::LINE_AA);
  for (const int side : {-1, 1})
    cv::circle(picture, bust.head + cv::Point(side * bust.face.width / 2, -bust.face.height / 5),
               bust.face.width / 8, cv::Scalar(60, 50, 50), cv::FILLED, cv::LINE_AA);
  cv::GaussianBlur(picture, picture, {}, 1);
  return picture;
}

render::PasteGuide guideOfBust(cv::Size size) {
  const Bust bust = bustOf(size, {}, {});
  render::PasteGuide guide;
  guide.matte = cv::Mat::zeros(size, CV_8UC1);
  cv::fillPoly(guide.matte, std::vector{bust.shoulders}, 255);
  cv::rectangle(guide.matte, bust.neck, 255, cv::FILLED);
  cv::ellipse(guide.matte, bust.head, bust.face, 0, 0, 360, 255, cv::FILLED);
  std::vector<cv::Point> outline;
  cv::ellipse2Poly(bust.head, bust.face, 0, 0, 360, 10, outline);
  guide.faceOutline.assign(outline.begin(), outline.end());
  return guide;
}

cv::Rect boxOfBust(cv::Size size, int side) {
  return {size.width / 2 - side / 2, cvRound(0.42 * size.height) - side / 2, side, side};
}

int largestDifference(const cv::Mat& a, const cv::Mat& b) {
  return int(cv::norm(a, b, cv::NORM_INF));
}

}  // namespace orator::test
