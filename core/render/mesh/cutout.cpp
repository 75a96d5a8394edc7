#include "core/render/mesh/cutout.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <opencv2/photo.hpp>

#include "core/base/error.h"
#include "core/base/parallel.h"

namespace orator::render::mesh {
namespace {

constexpr int kFillSide = 384;  // pixels: what is behind a person is smooth, and seen for a moment only

/// The transparency of what stands behind the person: that of the file, continued to where the person is.
/// @param person CV_8UC1
cv::Mat withoutPerson(const cv::Mat& alpha, const cv::Mat& person) {
  const double scale = std::min(1.0, double(kFillSide) / std::max(alpha.cols, alpha.rows));
  cv::Mat small, hole, filled, result;
  cv::resize(alpha, small, {}, scale, scale, cv::INTER_AREA);
  cv::resize(person, hole, small.size(), 0, 0, cv::INTER_AREA);
  hole = hole > 0;
  cv::dilate(hole, hole, {});
  cv::inpaint(small, hole, filled, 3, cv::INPAINT_TELEA);
  cv::resize(filled, result, alpha.size(), 0, 0, cv::INTER_LINEAR);
  alpha.copyTo(result, person == 0);
  return result;
}

}  // namespace

Cutout::Cutout(const face::Portrait& portrait, const Layers& layers, Transparency transparency)
    : layers_(layers) {
  if (transparency == Transparency::person) {
    if (!layers.separate())
      throw Error(ErrorCode::invalidArgument, "alpha", "nothing of the portrait is background to a person",
                  "Choose a portrait with something seen behind the head, or leave out --alpha");
    colours_ = layers.background;
    return;
  }
  if (portrait.alpha.empty())
    throw Error(ErrorCode::invalidArgument, "alpha", "the portrait's file has no transparency",
                "Choose a PNG or WebP with transparency, or cut the person out with --alpha person");
  // Where person and background are one, the picture's transparency stands still.
  behindPerson_ = layers.separate() ? withoutPerson(portrait.alpha, layers.matte) : portrait.alpha;
  colours_ = cv::Mat(portrait.rgb.size(), CV_8UC3,
                     cv::Scalar(portrait.background[0], portrait.background[1], portrait.background[2]));
}

cv::Mat Cutout::of(const cv::Mat& rgb, const cv::Mat& matte) const {
  cv::Mat result(rgb.size(), CV_8UC4);
  constexpr int kRowsAtOnce = 32;
  parallelFor(0, rgb.rows, kRowsAtOnce, [&](std::int64_t top, std::int64_t bottom) {
    for (int y = int(top); y < int(bottom); ++y) {
      const auto* seen = rgb.ptr<cv::Vec3b>(y);
      const auto* back = colours_.ptr<cv::Vec3b>(y);
      const uchar* share = matte.ptr(y);
      const uchar* still = behindPerson_.empty() ? nullptr : behindPerson_.ptr(y);
      auto* out = result.ptr<cv::Vec4b>(y);
      for (int x = 0; x < rgb.cols; ++x) {
        const int person = still && !layers_.separate() ? 0 : share[x];
        const int alpha = still ? std::min(255, person + behind(still[x], person)) : person;
        if (alpha == 0)
          out[x] = {0, 0, 0, 0};
        else if (alpha == 255)
          out[x] = {seen[x][0], seen[x][1], seen[x][2], 255};
        else
          for (int c = 0; c < 3; ++c)
            out[x][c] = uchar(std::clamp(seen[x][c] - behind(back[x][c], alpha), 0, alpha));
        out[x][3] = uchar(alpha);
      }
    }
  });
  return result;
}

}  // namespace orator::render::mesh
