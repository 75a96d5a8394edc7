#include "core/face/sadtalker/portrait_crop.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"

namespace orator::face::sadtalker {
namespace {

constexpr int kCropSide = 512;  // the resolution FFHQ's shrink factor is reckoned for, at 256 px too

cv::Point2d meanOf(const Landmarks68& points, std::size_t begin, std::size_t end) {
  cv::Point2d sum;
  for (std::size_t i = begin; i < end; ++i) sum += cv::Point2d(points[i]);
  return sum / double(end - begin);
}

/// The part of the reduced picture that a framing shows.
cv::Rect boxOf(const PortraitCrop& crop, Framing framing) {
  if (framing == Framing::whole) return {{}, crop.picture};
  if (framing == Framing::extended) return crop.extended;
  const cv::Rect inner(cv::Point(int(crop.inner[0]), int(crop.inner[1])),
                       cv::Point(int(crop.inner[2]), int(crop.inner[3])));
  return (inner & cv::Rect({}, crop.extended.size())) + crop.extended.tl();
}

}  // namespace

PortraitCrop portraitCrop(const Landmarks68& landmarks, cv::Size picture) {
  const cv::Point2d left = meanOf(landmarks, 36, 42), right = meanOf(landmarks, 42, 48);
  const cv::Point2d eyes = (left + right) / 2,
                    mouth = (cv::Point2d(landmarks[48]) + cv::Point2d(landmarks[54])) / 2;
  const cv::Point2d across = right - left, down = mouth - eyes;
  cv::Point2d x = across + cv::Point2d(down.y, -down.x);
  x *= std::max(2.0 * cv::norm(across), 1.8 * cv::norm(down)) / std::max(cv::norm(x), 1e-9);
  const cv::Point2d y(-x.y, x.x), centre = eyes + 0.1 * down;
  std::array<cv::Point2d, 4> quad{centre - x - y, centre - x + y, centre + x + y, centre + x - y};
  double size = 2 * cv::norm(x);

  PortraitCrop crop{picture, {}, {}};
  if (const double shrink = std::floor(size / kCropSide * 0.5); shrink > 1) {
    crop.picture = {int(std::nearbyint(picture.width / shrink)),
                    int(std::nearbyint(picture.height / shrink))};
    for (auto& corner : quad) corner /= shrink;
    size /= shrink;
  }

  const auto [minX, maxX] = std::minmax({quad[0].x, quad[1].x, quad[2].x, quad[3].x});
  const auto [minY, maxY] = std::minmax({quad[0].y, quad[1].y, quad[2].y, quad[3].y});
  const int border = std::max(int(std::nearbyint(size * 0.1)), 3);
  const cv::Rect bounds(cv::Point(int(std::floor(minX)) - border, int(std::floor(minY)) - border),
                        cv::Point(int(std::ceil(maxX)) + border, int(std::ceil(maxY)) + border));
  crop.extended = bounds & cv::Rect({}, crop.picture);

  for (auto& corner : quad) corner += cv::Point2d(0.5, 0.5) - cv::Point2d(crop.extended.tl());
  const double width = crop.picture.width;  // bounds the height as well: so the published crops are made
  crop.inner = {std::max(std::min(quad[0].x, quad[1].x), 0.0), std::max(std::min(quad[0].y, quad[3].y), 0.0),
                std::min(std::max(quad[2].x, quad[3].x), width),
                std::min(std::max(quad[1].y, quad[2].y), width)};
  return crop;
}

cv::Rect framedBox(const Landmarks68& landmarks, cv::Size picture, Framing framing) {
  const PortraitCrop crop = portraitCrop(landmarks, picture);
  const cv::Rect reduced = boxOf(crop, framing);
  const double factorX = double(picture.width) / crop.picture.width,
               factorY = double(picture.height) / crop.picture.height;
  const cv::Rect box =
      cv::Rect(cv::Point(cvRound(reduced.x * factorX), cvRound(reduced.y * factorY)),
               cv::Point(cvRound(reduced.br().x * factorX), cvRound(reduced.br().y * factorY))) &
      cv::Rect({}, picture);
  if (box.width < 2 || box.height < 2)
    throw Error(ErrorCode::faceCutOff, "portrait", "the face lies outside the picture",
                "Choose a picture that shows the whole face");
  return box;
}

FramedFace frameFace(const cv::Mat& rgb, const Landmarks68& landmarks, Framing framing, int side) {
  FramedFace face;
  face.box = framedBox(landmarks, rgb.size(), framing);
  // Averaging where the picture is reduced: the published bilinear samples alias on large portraits.
  const bool smaller = face.box.width > side || face.box.height > side;
  cv::resize(rgb(face.box), face.rgb, {side, side}, 0, 0, smaller ? cv::INTER_AREA : cv::INTER_LINEAR);
  // Pixel centres: x' + 0.5 = scale * (x + 0.5).
  const double scaleX = double(side) / face.box.width, scaleY = double(side) / face.box.height;
  for (std::size_t i = 0; i < landmarks.size(); ++i)
    face.landmarks[i] = {float((landmarks[i].x + 0.5 - face.box.x) * scaleX - 0.5),
                         float((landmarks[i].y + 0.5 - face.box.y) * scaleY - 0.5)};
  return face;
}

}  // namespace orator::face::sadtalker
