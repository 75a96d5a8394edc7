#include "core/pipeline/scene/scene.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <string>

namespace orator::pipeline {
namespace {

constexpr double kBlur = 0.035;       // of the frame's longer side
constexpr double kBehindLight = 0.8;  // what is blurred steps back from the picture
constexpr const char* kMarkText = "Synthetic media";
constexpr double kMarkHeight = 0.022, kMarkMargin = 0.025;  // of the frame's shorter side
constexpr int kFaint = 16;                                  // alphas below take their colour from around them
constexpr int kSpreadPixels = 15;

/// The colour that a transparent picture has where it is seen, whatever its alpha. Codecs with fewer pixels
/// of colour than of light mix in what is next to an edge: colour goes on beyond it.
/// @param picture CV_8UC4, multiplied @return CV_8UC4, not multiplied
cv::Mat straight(const cv::Mat& picture) {
  cv::Mat around, result(picture.size(), CV_8UC4);
  cv::blur(picture, around, {kSpreadPixels, kSpreadPixels});
  for (int y = 0; y < picture.rows; ++y) {
    const auto *own = picture.ptr<cv::Vec4b>(y), *spread = around.ptr<cv::Vec4b>(y);
    auto* out = result.ptr<cv::Vec4b>(y);
    for (int x = 0; x < picture.cols; ++x) {
      const int alpha = own[x][3];
      if (alpha == 255) {
        out[x] = own[x];
        continue;
      }
      const cv::Vec4b& from = alpha < kFaint ? spread[x] : own[x];
      const int share = from[3];
      if (share == 0) {  // nothing of the person is near, as in most of a picture
        out[x] = {0, 0, 0, uchar(alpha)};
        continue;
      }
      for (int c = 0; c < 3; ++c) out[x][c] = uchar(std::min(255, (from[c] * 255 + share / 2) / share));
      out[x][3] = uchar(alpha);
    }
  }
  return result;
}

/// @param picture CV_8UC4, multiplied @param behind CV_8UC3
cv::Mat laidOverBackdrop(const cv::Mat& picture, const cv::Mat& behind) {
  cv::Mat result(picture.size(), CV_8UC3);
  for (int y = 0; y < picture.rows; ++y) {
    const auto* own = picture.ptr<cv::Vec4b>(y);
    const auto* back = behind.ptr<cv::Vec3b>(y);
    auto* out = result.ptr<cv::Vec3b>(y);
    for (int x = 0; x < picture.cols; ++x)
      for (int c = 0; c < 3; ++c)
        out[x][c] = uchar(std::min(255, own[x][c] + (back[x][c] * (255 - own[x][3]) + 127) / 255));
  }
  return result;
}

/// The portrait as large as covers the frame, so soft that it draws no eye.
cv::Mat blurred(const cv::Mat& portrait, cv::Size size) {
  cv::Mat picture = covering(portrait, size), small;
  // Blurred at a quarter: what is this soft has no pixels.
  cv::resize(picture, small, {}, 0.25, 0.25, cv::INTER_AREA);
  const double reach = kBlur * std::max(small.cols, small.rows);
  cv::GaussianBlur(small, small, {}, reach, reach, cv::BORDER_REPLICATE);
  cv::resize(small, picture, size, 0, 0, cv::INTER_CUBIC);
  picture.convertTo(picture, CV_8UC3, kBehindLight);
  return picture;
}

}  // namespace

Scene::Scene(const SceneSettings& settings, const Layout& layout, const face::Portrait& portrait,
             cv::Rect shown, cv::Size rendered, FrameRate rate)
    : settings_(settings), size_(layout.isWhole ? rendered : layout.frame), isWhole_(layout.isWhole) {
  const double scale = double(size_.width) / layout.window.width;
  placedSize_ = isWhole_ ? rendered : cv::Size(cvRound(shown.width * scale), cvRound(shown.height * scale));
  // A size that rounding alone makes another one would cost every picture its sharpness.
  if (std::abs(placedSize_.width - rendered.width) <= 1 &&
      std::abs(placedSize_.height - rendered.height) <= 1)
    placedSize_ = rendered;
  if (!isWhole_) place_ = {-cvRound(layout.window.x * scale), -cvRound(layout.window.y * scale)};
  const bool showsBehind =
      settings.alpha != render::Transparency::off ||
      !(cv::Rect(place_, placedSize_) == (cv::Rect({0, 0}, size_) | cv::Rect(place_, placedSize_)));
  if (settings.isTransparent() || !showsBehind) return;
  const cv::Vec3b& colour = settings.behindColour;
  if (!settings.behindFile.empty())
    backdrop_.emplace(settings.behindFile, size_, rate);
  else if (settings.behind == Behind::colour)
    backdrop_.emplace(cv::Mat(size_, CV_8UC3, cv::Scalar(colour[0], colour[1], colour[2])));
  else
    backdrop_.emplace(blurred(portrait.rgb(shown), size_));
}

/// The picture in a frame of the film's size; where it does not reach, black and transparent.
cv::Mat Scene::laidOut(const cv::Mat& picture) const {
  cv::Mat placed = picture;
  if (placedSize_ != picture.size())
    cv::resize(picture, placed, placedSize_, 0, 0,
               placedSize_.width < picture.cols ? cv::INTER_AREA : cv::INTER_CUBIC);
  const cv::Rect whole({0, 0}, size_), seen = cv::Rect(place_, placedSize_) & whole;
  if (seen == whole) return placed(seen - place_).clone();
  cv::Mat frame(size_, picture.type(), cv::Scalar::all(0));
  placed(seen - place_).copyTo(frame(seen));
  return frame;
}

cv::Mat Scene::framed(std::int64_t frame, cv::Mat picture) {
  cv::Mat result = isWhole_ ? std::move(picture) : laidOut(picture);
  const bool isTransparent = result.channels() == 4;
  if (backdrop_ && isTransparent) {
    result = laidOverBackdrop(result, backdrop_->at(frame));
  } else if (backdrop_) {
    const cv::Rect seen = cv::Rect(place_, placedSize_) & cv::Rect({0, 0}, size_);
    cv::Mat over = backdrop_->at(frame).clone();
    result(seen).copyTo(over(seen));
    result = over;
  } else if (isTransparent) {
    result = straight(result);
  }
  if (settings_.mark == Mark::on) drawMark(result);
  return result;
}

/// In the lower left corner, readable over anything.
void Scene::drawMark(cv::Mat& frame) const {
  constexpr int kFont = cv::FONT_HERSHEY_SIMPLEX;
  const int shorter = std::min(frame.cols, frame.rows), margin = std::max(2, cvRound(kMarkMargin * shorter));
  const double height = std::max(6.0, kMarkHeight * shorter);
  const int thickness = std::max(1, cvRound(height / 9));
  const double scale = cv::getFontScaleFromHeight(kFont, cvRound(height), thickness);
  int below = 0;
  const cv::Size text = cv::getTextSize(kMarkText, kFont, scale, thickness, &below);
  const int pad = cvRound(height / 2);
  const cv::Rect box = cv::Rect(margin, frame.rows - margin - text.height - below - pad, text.width + 2 * pad,
                                text.height + below + pad) &
                       cv::Rect({0, 0}, frame.size());
  frame = frame.clone();  // the renderer's picture may be its own
  cv::Mat behind = frame(box);
  cv::addWeighted(behind, 0.4, cv::Mat(behind.size(), behind.type(), cv::Scalar(0, 0, 0, 255)), 0.6, 0,
                  behind);
  cv::putText(frame, kMarkText, {box.x + pad, box.y + pad / 2 + text.height}, kFont, scale,
              cv::Scalar(255, 255, 255, 255), thickness, cv::LINE_AA);
}

}  // namespace orator::pipeline
