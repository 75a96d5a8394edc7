#include "core/face/face_detector.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/face/network_input.h"

namespace orator::face {

namespace {

constexpr int kInputSide = 128;
constexpr float kScoreThreshold = 0.5f, kOverlapThreshold = 0.3f;

/// Anchor centres: a 16 x 16 grid with 2 anchors a cell, then 8 x 8 with 6.
std::vector<cv::Point2f> makeAnchors() {
  std::vector<cv::Point2f> anchors;
  for (const auto& [grid, each] : {std::pair{16, 2}, std::pair{8, 6}})
    for (int y = 0; y < grid; ++y)
      for (int x = 0; x < grid; ++x)
        for (int i = 0; i < each; ++i) anchors.emplace_back((x + 0.5f) / grid, (y + 0.5f) / grid);
  return anchors;
}

float overlap(const cv::Rect2f& a, const cv::Rect2f& b) {
  const float shared = (a & b).area();
  return shared / std::max(a.area() + b.area() - shared, 1e-6f);
}

/// Boxes that overlap become their score-weighted mean (MediaPipe's WEIGHTED suppression).
std::vector<FaceDetection> merged(std::vector<FaceDetection> candidates) {
  std::sort(candidates.begin(), candidates.end(),
            [](const auto& a, const auto& b) { return a.score > b.score; });
  std::vector<FaceDetection> result;
  while (!candidates.empty()) {
    const FaceDetection best = candidates.front();
    std::vector<FaceDetection> others;
    FaceDetection sum;
    cv::Point2f topLeft(0, 0), bottomRight(0, 0);
    float weight = 0;
    for (const auto& c : candidates) {
      if (overlap(best.box, c.box) <= kOverlapThreshold) {
        others.push_back(c);
        continue;
      }
      topLeft += c.box.tl() * c.score;
      bottomRight += c.box.br() * c.score;
      sum.leftEye += c.leftEye * c.score;
      sum.rightEye += c.rightEye * c.score;
      weight += c.score;
    }
    const float w = 1 / weight;
    sum.box = cv::Rect2f(topLeft * w, bottomRight * w);
    sum.leftEye *= w;
    sum.rightEye *= w;
    sum.score = best.score;
    result.push_back(sum);
    candidates = std::move(others);
  }
  return result;
}

}  // namespace

std::vector<FaceDetection> FaceDetector::search(const cv::Mat& rgb, cv::Rect window) const {
  static const std::vector<cv::Point2f> anchors = makeAnchors();
  const float side = float(std::max(window.width, window.height));
  const float scale = kInputSide / side;
  // Letterbox: the window in the middle of a black square.
  const cv::Point2f corner(window.x - (side - window.width) / 2, window.y - (side - window.height) / 2);
  const cv::Size inner(std::max(1, cvRound(window.width * scale)),
                       std::max(1, cvRound(window.height * scale)));
  cv::Mat input = cv::Mat::zeros(kInputSide, kInputSide, CV_8UC3);
  cv::resize(rgb(window),
             input(cv::Rect({(kInputSide - inner.width) / 2, (kInputSide - inner.height) / 2}, inner)), inner,
             0, 0, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
  const auto outputs = graph_.run(networkInput(input, 2.f / 255, -1.f));
  const at::Tensor boxes = outputs.at("regressors"), scores = outputs.at("classificators");
  const float* b = boxes.data_ptr<float>();
  const float* s = scores.data_ptr<float>();

  std::vector<FaceDetection> candidates;
  for (std::size_t i = 0; i < anchors.size(); ++i) {
    const float score = 1 / (1 + std::exp(-std::clamp(s[i], -100.f, 100.f)));
    if (score < kScoreThreshold) continue;
    const float* v = b + 16 * i;
    const auto at = [&](int k) {
      return corner +
             cv::Point2f(v[k] / kInputSide + anchors[i].x, v[k + 1] / kInputSide + anchors[i].y) * side;
    };
    const cv::Point2f centre = at(0), size = cv::Point2f(v[2], v[3]) * (side / kInputSide);
    candidates.push_back({cv::Rect2f(centre - size * 0.5f, cv::Size2f(size.x, size.y)), at(4), at(6), score});
  }
  return merged(std::move(candidates));
}

std::vector<FaceDetection> FaceDetector::detect(const cv::Mat& rgb) const {
  const cv::Rect whole({0, 0}, rgb.size());
  std::vector<FaceDetection> faces = search(rgb, whole);
  const int shorter = std::min(rgb.cols, rgb.rows);
  for (const float share : {1.0f, 0.6f, 0.4f, 0.25f}) {
    if (!faces.empty()) break;
    const int side = cvRound(share * shorter);
    if (side < kInputSide / 2) break;
    const int columns = int(std::ceil((rgb.cols - side) / (side * 0.5f))) + 1;
    const int rows = int(std::ceil((rgb.rows - side) / (side * 0.5f))) + 1;
    for (int j = 0; j < rows; ++j)
      for (int i = 0; i < columns; ++i) {
        const int x = columns > 1 ? cvRound(float(rgb.cols - side) * i / (columns - 1)) : 0;
        const int y = rows > 1 ? cvRound(float(rgb.rows - side) * j / (rows - 1)) : 0;
        const auto found = search(rgb, cv::Rect(x, y, side, side) & whole);
        faces.insert(faces.end(), found.begin(), found.end());
      }
    faces = merged(std::move(faces));
  }
  std::sort(faces.begin(), faces.end(),
            [](const auto& a, const auto& b) { return a.box.area() > b.box.area(); });
  return faces;
}

}  // namespace orator::face
