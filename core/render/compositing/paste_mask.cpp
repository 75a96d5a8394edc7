#include "core/render/compositing/paste_mask.h"

#include <algorithm>
#include <limits>
#include <opencv2/imgproc.hpp>

#include "core/base/smooth_step.h"

namespace orator::render {
namespace {

constexpr int kWorkingSide = 256;     // the mask is smooth: more would not be seen
constexpr float kRoomToMove = 0.06f;  // of the box, around the head
constexpr float kEdgeFeather =
    0.09f;                         // of the box, where hair is near the edge: what fades there shows twice
constexpr float kPlateau = 1.35f;  // of the way from the head to the edge, 1 - 1 / kPlateau is opaque

std::vector<cv::Point> outlineIn(cv::Rect region, const std::vector<cv::Point2f>& outline, cv::Size working) {
  std::vector<cv::Point> polygon;
  const float sx = float(working.width) / float(region.width),
              sy = float(working.height) / float(region.height);
  for (const cv::Point2f p : outline)
    polygon.emplace_back(cvRound((p.x - float(region.x)) * sx), cvRound((p.y - float(region.y)) * sy));
  if (polygon.empty())
    cv::ellipse2Poly({working.width / 2, working.height / 2}, {working.width / 4, working.height / 3}, 0, 0,
                     360, 10, polygon);
  return polygon;
}

/// The face, and what of the person lies beside and above it.
cv::Mat1b headOf(cv::Rect region, const PasteGuide& guide, cv::Size working) {
  const std::vector<cv::Point> outline = outlineIn(region, guide.faceOutline, working);
  cv::Mat1b head = cv::Mat1b::zeros(working);
  const cv::Rect face = cv::boundingRect(outline);
  if (!guide.matte.empty()) {
    cv::Mat person;
    cv::resize(guide.matte(region), person, working, 0, 0, cv::INTER_AREA);
    const cv::Rect aboveTheJaw(0, 0, working.width,
                               std::clamp(face.br().y - face.height / 4, 0, working.height));
    cv::Mat hair = head(aboveTheJaw);
    cv::threshold(person(aboveTheJaw), hair, 127, 255, cv::THRESH_BINARY);
  }
  cv::fillPoly(head, std::vector{outline}, 255);
  return head;
}

}  // namespace

cv::Mat1f pasteMask(cv::Size portrait, cv::Rect region, const PasteGuide& guide) {
  const double shrink = std::min(1.0, double(kWorkingSide) / std::max(region.width, region.height));
  const cv::Size working(std::max(2, cvRound(region.width * shrink)),
                         std::max(2, cvRound(region.height * shrink)));
  const auto side = float(std::min(working.width, working.height));

  cv::Mat1f toHead;
  cv::distanceTransform(255 - headOf(region, guide, working), toHead, cv::DIST_L2, cv::DIST_MASK_5);

  const bool left = region.x > 0, top = region.y > 0, right = region.br().x < portrait.width,
             bottom = region.br().y < portrait.height;
  cv::Mat1f mask(working);
  for (int y = 0; y < working.height; ++y)
    for (int x = 0; x < working.width; ++x) {
      float toEdge = std::numeric_limits<float>::infinity();
      if (left) toEdge = std::min(toEdge, float(x));
      if (top) toEdge = std::min(toEdge, float(y));
      if (right) toEdge = std::min(toEdge, float(working.width - 1 - x));
      if (bottom) toEdge = std::min(toEdge, float(working.height - 1 - y));
      const float fromHead = std::max(0.f, toHead(y, x) - kRoomToMove * side);
      const float way = std::isinf(toEdge) ? 1 : toEdge / std::max(1e-3f, toEdge + fromHead);
      mask(y, x) = smoothStep(kPlateau * way) * smoothStep(toEdge / (kEdgeFeather * side));
    }
  // The distance to a ragged matte has creases.
  cv::GaussianBlur(mask, mask, {}, 0.02 * side);
  for (int y = 0; y < working.height; ++y)
    for (int x = 0; x < working.width; ++x)
      if ((left && x == 0) || (top && y == 0) || (right && x == working.width - 1) ||
          (bottom && y == working.height - 1))
        mask(y, x) = 0;
  cv::Mat1f full;
  cv::resize(mask, full, region.size(), 0, 0, cv::INTER_LINEAR);
  return full;
}

}  // namespace orator::render
