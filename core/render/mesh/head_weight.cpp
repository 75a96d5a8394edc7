// How far each place of the lattice goes along with the head.
#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "core/face/face_mesh.h"
#include "core/render/mesh/face_field.h"
#include "core/render/mesh/tuning.h"

namespace orator::render::mesh {

void FaceField::weighNodes(bool layered) {
  headWeight_.resize(nodes_.area());
  const cv::Point2f chin = pixels_[face::kChin];
  // Where the picture ends shortly below the chin, the neck bends above its border: nothing is known below.
  const float down = std::max(-faceUp_.y, field::kMostTilted) * faceHeight_;
  const float room = std::max((float(roi_.br().y) - chin.y) / down, field::kShortestNeck);
  for (int i = 0; i < nodes_.area(); ++i) {
    const cv::Point2f d = (nodePosition(i) - chin) * (1 / faceHeight_);
    const float right = std::abs(d.dot(faceRight_)), below = -d.dot(faceUp_);
    // The neck bends down to the collar; beside it shoulders begin earlier and stay where they are.
    const float collar = field::kCollar - field::kShouldersHigher * smoothStep(field::kShoulders, right);
    const float neck = 1 - smoothStep(field::kNeckBegins, std::min(collar, room), below);
    const float side = 1 - smoothStep(layered ? field::kBesideLayer : field::kBesidePicture, right);
    const float top = 1 - smoothStep(layered ? field::kAboveLayer : field::kAbovePicture, -below);
    headWeight_[i] = cv::Point2f(1, 1) * (neck * side * top);
  }
}

// Hair that the picture cuts off is held where it meets the border, across it: nothing is known beyond.
void FaceField::holdAtBorders(const cv::Mat& matte, cv::Rect shown) {
  const float reach = field::kHeldAtBorder * faceHeight_;
  cv::Mat person(shown.size(), CV_32F, cv::Scalar(1));
  if (!matte.empty()) matte(shown).convertTo(person, CV_32F, 1.0 / 255);
  const auto softened = [&](const cv::Mat& line, cv::Size along) {
    cv::Mat1f result;
    cv::blur(line, result, along, {-1, -1}, cv::BORDER_REPLICATE);
    return result;
  };
  const int spread = 2 * std::max(1, cvRound(field::kBorderBlur * faceHeight_)) + 1;
  const cv::Mat1f left = softened(person.col(0), {1, spread}),
                  right = softened(person.col(shown.width - 1), {1, spread}),
                  top = softened(person.row(0), {spread, 1});
  const auto held = [&](float touch, float distance) {
    return 1 - touch * (1 - smoothStep(0, reach, distance));
  };
  for (int i = 0; i < nodes_.area(); ++i) {
    const cv::Point2f p = nodePosition(i) - cv::Point2f(shown.tl());
    const int x = std::clamp(cvRound(p.x), 0, shown.width - 1),
              y = std::clamp(cvRound(p.y), 0, shown.height - 1);
    headWeight_[i].x *= held(left(y), p.x) * held(right(y), float(shown.width - 1) - p.x);
    headWeight_[i].y *= held(top(x), p.y);
  }
}

// What is nearer to another face than to this one belongs to somebody else.
void FaceField::holdOthers(const face::Portrait& portrait) {
  const auto outlineOf = [](const face::FaceLandmarks& face) {
    std::vector<cv::Point2f> outline;
    for (const int vertex : face::kFaceOval)
      outline.emplace_back(face.points[std::size_t(vertex)].x, face.points[std::size_t(vertex)].y);
    return outline;
  };
  const auto away = [](const std::vector<cv::Point2f>& outline, cv::Point2f p) {
    return std::max(0.f, -float(cv::pointPolygonTest(outline, p, true)));
  };
  ownShare_.assign(std::size_t(nodes_.area()), 1.f);
  const auto own = outlineOf(portrait.landmarks);
  for (std::size_t k = 0; k < portrait.faces.size(); ++k) {
    if (int(k) == portrait.chosenFace) continue;
    const auto other = outlineOf(portrait.faces[k]);
    for (int i = 0; i < nodes_.area(); ++i) {
      const float mine = away(own, nodePosition(i)), theirs = away(other, nodePosition(i));
      const float share = smoothStep(field::kTheirsToOurs, theirs / std::max(mine + theirs, 1e-3f));
      ownShare_[std::size_t(i)] *= share;
      headWeight_[i] *= share;
    }
  }
}

}  // namespace orator::render::mesh
