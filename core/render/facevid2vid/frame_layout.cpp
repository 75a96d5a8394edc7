#include "core/render/facevid2vid/frame_layout.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "core/face/face_mesh.h"
#include "core/render/compositing/paste_back.h"
#include "core/render/framing.h"

namespace orator::render::facevid2vid {
namespace {

cv::Mat resized(const cv::Mat& picture, cv::Size size) {
  if (picture.empty() || picture.size() == size) return picture;
  cv::Mat result;
  cv::resize(picture, result, size, 0, 0, picture.cols > size.width ? cv::INTER_AREA : cv::INTER_CUBIC);
  return result;
}

/// Only the square, in the proportions of what it was cut from.
class SquareLayout : public FrameLayout {
 public:
  explicit SquareLayout(cv::Size size) : size_(size) {}
  cv::Size size() const override { return size_; }
  cv::Mat compose(const cv::Mat& square) const override {
    return square.size() == size_ ? square.clone() : resized(square, size_);
  }

 private:
  const cv::Size size_;
};

/// The portrait with the square blended into its place.
class PortraitLayout : public FrameLayout {
 public:
  PortraitLayout(const cv::Mat& portrait, cv::Rect box, const PasteGuide& guide)
      : size_(portrait.size()), paste_(portrait, box, guide) {}
  cv::Size size() const override { return size_; }
  cv::Mat compose(const cv::Mat& square) const override { return paste_.paste(square); }

 private:
  const cv::Size size_;
  const PasteBack paste_;
};

cv::Size withLongerSide(cv::Size size, int longer) {
  const double scale = double(longer) / std::max(size.width, size.height);
  return {std::max(1, cvRound(size.width * scale)), std::max(1, cvRound(size.height * scale))};
}

}  // namespace

face::sadtalker::Framing framingOf(CropMode mode) {
  using face::sadtalker::Framing;
  if (mode == CropMode::resize) return Framing::whole;
  return mode == CropMode::extcrop || mode == CropMode::extfull ? Framing::extended : Framing::inner;
}

std::unique_ptr<const FrameLayout> makeFrameLayout(const face::Portrait& portrait, cv::Rect box,
                                                   const RenderSettings& settings, int side) {
  if (settings.outputSide < 0 || settings.outputSide > kLargestSide)
    throw Error(ErrorCode::invalidArgument, "size",
                std::to_string(settings.outputSide) + " pixels is out of range",
                "Choose 0 (the portrait's own size) to " + std::to_string(kLargestSide));
  if (settings.cropMode != CropMode::full && settings.cropMode != CropMode::extfull) {
    const cv::Size own(side, std::max(1, cvRound(double(side) * box.height / box.width)));
    return std::make_unique<SquareLayout>(settings.outputSide ? withLongerSide(own, settings.outputSide)
                                                              : own);
  }
  const cv::Size own = portrait.rgb.size();
  const cv::Size size = settings.outputSide ? withLongerSide(own, settings.outputSide) : own;
  const double x = double(size.width) / own.width, y = double(size.height) / own.height;
  const cv::Rect place(cv::Point(cvRound(box.x * x), cvRound(box.y * y)),
                       cv::Point(cvRound(box.br().x * x), cvRound(box.br().y * y)));
  PasteGuide guide{resized(portrait.matte, size), {}};
  for (const int vertex : face::kFaceOval) {
    const cv::Point3f& p = portrait.landmarks.points[std::size_t(vertex)];
    guide.faceOutline.emplace_back(float((p.x + 0.5) * x - 0.5), float((p.y + 0.5) * y - 0.5));
  }
  return std::make_unique<PortraitLayout>(resized(portrait.rgb, size), place, guide);
}

}  // namespace orator::render::facevid2vid
