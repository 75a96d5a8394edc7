#include "core/render/compositing/ring_correction.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace orator::render {
namespace {

constexpr int kGrid = 40;
constexpr float kTrustInPerson = 0.03f;
constexpr float kOutlierLevels = 10;  // a difference that far from the usual one counts a half
constexpr float kBlurOfPerimeter = 0.05f;

cv::Mat3f onGrid(const cv::Mat& rgb) {
  cv::Mat coarse;
  cv::resize(rgb, coarse, {kGrid, kGrid}, 0, 0, cv::INTER_AREA);
  coarse.convertTo(coarse, CV_32F);
  return coarse;
}

std::vector<cv::Point> edgeCells() {
  std::vector<cv::Point> cells;
  for (int i = 0; i < kGrid - 1; ++i) cells.emplace_back(i, 0);
  for (int i = 0; i < kGrid - 1; ++i) cells.emplace_back(kGrid - 1, i);
  for (int i = kGrid - 1; i > 0; --i) cells.emplace_back(i, kGrid - 1);
  for (int i = kGrid - 1; i > 0; --i) cells.emplace_back(0, i);
  return cells;
}

/// The value that half of the weight lies below, between neighbours in proportion.
float weightedMedian(std::vector<std::pair<float, float>> values) {
  std::sort(values.begin(), values.end());
  double total = 0;
  for (const auto& [value, weight] : values) total += weight;
  double below = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    below += values[i].second;
    if (below < total / 2) continue;
    if (i + 1 == values.size()) return values[i].first;
    const double share = std::clamp((below - total / 2) / values[i].second, 0.0, 1.0);
    return float(values[i].first * share + values[i + 1].first * (1 - share));
  }
  return 0;
}

}  // namespace

RingCorrection::RingCorrection(const cv::Mat& portrait, const cv::Mat& matte)
    : coarse_(onGrid(portrait)), ring_(edgeCells()), solver_({kGrid - 2, kGrid - 2}) {
  cv::Mat1b person = cv::Mat1b::zeros(kGrid, kGrid);
  if (!matte.empty()) cv::resize(matte, person, person.size(), 0, 0, cv::INTER_AREA);
  for (const cv::Point cell : ring_)
    trust_.push_back(kTrustInPerson + (1 - kTrustInPerson) * (1 - float(person(cell)) / 255));

  const int count = int(ring_.size());
  blur_.create(count, count);
  const float sigma = kBlurOfPerimeter * float(count);
  for (int i = 0; i < count; ++i)
    for (int j = 0; j < count; ++j) {
      const int apart = std::abs(i - j);
      const float t = float(std::min(apart, count - apart)) / sigma;
      // The tail is as long as the perimeter: a side full of shoulders borrows from the other three.
      blur_(i, j) = std::exp(-0.5f * t * t) + 1e-3f / (1 + t * t);
    }
}

cv::Mat3f RingCorrection::measure(const cv::Mat& frame) const {
  const cv::Mat3f difference = onGrid(frame) - coarse_;
  const std::size_t count = ring_.size();
  cv::Mat3f correction = cv::Mat3f::zeros(kGrid, kGrid);
  std::array<cv::Mat1f, 3> planes;
  for (int c = 0; c < 3; ++c) {
    std::vector<std::pair<float, float>> values;
    for (std::size_t i = 0; i < count; ++i) values.emplace_back(difference(ring_[i])[c], trust_[i]);
    const float usual = weightedMedian(values);
    std::vector<float> weight(count), weighted(count);
    for (std::size_t i = 0; i < count; ++i) {
      const float off = (values[i].first - usual) / kOutlierLevels;
      weight[i] = trust_[i] / ((1 + off * off) * (1 + off * off));
      weighted[i] = weight[i] * values[i].first;
    }
    for (std::size_t i = 0; i < count; ++i) {
      const float* row = blur_[int(i)];
      float sum = 0, norm = 0;
      for (std::size_t j = 0; j < count; ++j) {
        sum += row[j] * weighted[j];
        norm += row[j] * weight[j];
      }
      correction(ring_[i])[c] = sum / norm;
    }

    cv::Mat1f& plane = planes[std::size_t(c)];
    plane = cv::Mat1f::zeros(solver_.size());
    const int last = kGrid - 3;
    for (int i = 0; i <= last; ++i) {
      plane(0, i) -= correction(0, i + 1)[c];
      plane(last, i) -= correction(kGrid - 1, i + 1)[c];
      plane(i, 0) -= correction(i + 1, 0)[c];
      plane(i, last) -= correction(i + 1, kGrid - 1)[c];
    }
    solver_.solve(plane);
    for (int y = 0; y <= last; ++y)
      for (int x = 0; x <= last; ++x) correction(y + 1, x + 1)[c] = plane(y, x);
  }
  return correction;
}

}  // namespace orator::render
