#include "core/lab/lse/face_cropper.h"

#include <algorithm>
#include <array>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"

namespace orator::lab::lse {
namespace {

constexpr std::ptrdiff_t kReach = 6;  // of the median, to each side
constexpr double kMargin = 0.4;       // of half a side, around the box
constexpr double kGrey = 110;

CropPlace placeOf(const cv::Vec4d& box) {
  return {std::max(box[3] - box[1], box[2] - box[0]) / 2, {(box[0] + box[2]) / 2, (box[1] + box[3]) / 2}};
}

/// Of frames `at - 6` to `at + 6`, zeros outside.
CropPlace medianPlace(std::span<const cv::Vec4d> boxes, std::ptrdiff_t at) {
  constexpr std::size_t kCount = 2 * kReach + 1;
  std::array<std::array<double, kCount>, 3> values{};
  for (std::ptrdiff_t k = -kReach; k <= kReach; ++k) {
    const std::ptrdiff_t frame = at + k;
    if (frame < 0 || frame >= std::ptrdiff_t(boxes.size())) continue;
    const CropPlace place = placeOf(boxes[std::size_t(frame)]);
    values[0][std::size_t(k + kReach)] = place.half;
    values[1][std::size_t(k + kReach)] = place.centre.x;
    values[2][std::size_t(k + kReach)] = place.centre.y;
  }
  for (auto& one : values) std::nth_element(one.begin(), one.begin() + kReach, one.end());
  return {values[0][kReach], {values[1][kReach], values[2][kReach]}};
}

}  // namespace

std::vector<CropPlace> cropPlaces(std::span<const cv::Vec4d> boxes) {
  std::vector<CropPlace> places;
  for (std::size_t i = 0; i < boxes.size(); ++i) places.push_back(medianPlace(boxes, std::ptrdiff_t(i)));
  return places;
}

cv::Mat croppedFace(const cv::Mat& picture, const CropPlace& place) {
  const double half = place.half;
  const int border = int(half * (1 + 2 * kMargin));
  const double x = place.centre.x + border, y = place.centre.y + border;
  const cv::Rect wanted(cv::Point(int(x - half * (1 + kMargin)), int(y - half)),
                        cv::Point(int(x + half * (1 + kMargin)), int(y + half * (1 + 2 * kMargin))));
  // Of the padded picture, which is cut off where the square goes beyond it.
  const cv::Rect padded(0, 0, picture.cols + 2 * border, picture.rows + 2 * border);
  const cv::Rect square = wanted & padded;
  if (square.empty())
    throw Error(ErrorCode::noFace, "SyncNet's crop", "the face has no extent in a frame",
                "Give a film that shows the face for at least a second");
  cv::Mat crop(square.size(), picture.type(), cv::Scalar::all(kGrey));
  const cv::Point shift(border, border);
  const cv::Rect seen = (square - shift) & cv::Rect({}, picture.size());
  if (!seen.empty()) picture(seen).copyTo(crop(seen + shift - square.tl()));
  cv::resize(crop, crop, {kCropSide, kCropSide}, 0, 0, cv::INTER_LINEAR);
  return crop;
}

void FaceCropper::add(const cv::Mat& picture, const cv::Vec4d& box) {
  waiting_.push_back(picture);
  boxes_.push_back(box);
  if (boxes_.size() > std::size_t(kReach)) cropUpTo(boxes_.size() - std::size_t(kReach));
}

void FaceCropper::cropUpTo(std::size_t end) {
  for (; crops_.size() < end; waiting_.pop_front())
    crops_.push_back(croppedFace(waiting_.front(), medianPlace(boxes_, std::ptrdiff_t(crops_.size()))));
}

std::vector<cv::Mat> FaceCropper::finish() {
  cropUpTo(boxes_.size());
  return std::move(crops_);
}

}  // namespace orator::lab::lse
