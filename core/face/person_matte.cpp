#include "core/face/person_matte.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <opencv2/ximgproc.hpp>

#include "core/face/graph/tflite_graph.h"
#include "core/face/network_input.h"

namespace orator::face {

namespace {
constexpr int kGuideSide = 1024;  // hair is told from background at this size; more is noise

/// Fades out what the network half believes in away from the persons: shadows on a wall, mist.
void removeHaze(cv::Mat& matte) {
  constexpr double kBelieved = 0.5, kSecondPerson = 0.25;
  const cv::Mat1b core = matte > kBelieved;
  cv::Mat1i labels, stats;
  cv::Mat1d centres;
  const int count = cv::connectedComponentsWithStats(core, labels, stats, centres);
  int largest = 0;
  for (int i = 1; i < count; ++i) largest = std::max(largest, stats(i, cv::CC_STAT_AREA));
  if (largest == 0) return;
  cv::Mat1b persons = cv::Mat1b::zeros(matte.size());
  for (int i = 1; i < count; ++i)
    if (stats(i, cv::CC_STAT_AREA) >= kSecondPerson * largest) persons.setTo(255, labels == i);
  const double reach = std::max(matte.cols, matte.rows) / 50.;  // as far as strands of hair stand out
  cv::Mat distance, keep;
  cv::distanceTransform(~persons, distance, cv::DIST_L2, cv::DIST_MASK_5);
  keep = cv::min(cv::max(2 - distance / reach, 0), 1);  // whole within the reach, nothing at twice of it
  matte = matte.mul(keep);
}

}  // namespace

cv::Mat personMatte(const std::filesystem::path& network, const cv::Mat& rgb) {
  const graph::TfliteGraph graph(network);
  cv::Mat small;
  cv::resize(rgb, small, {graph.inputWidth(), graph.inputHeight()}, 0, 0, cv::INTER_AREA);
  const auto outputs = graph.run(networkInput(small, 1.f / 255, 0));
  const at::Tensor& mask = outputs.begin()->second;
  const cv::Mat coarse(graph.inputHeight(), graph.inputWidth(), CV_32F, mask.data_ptr<float>());

  const double scale = std::min(1.0, double(kGuideSide) / std::max(rgb.cols, rgb.rows));
  cv::Mat guide, large, refined;
  cv::resize(rgb, guide, {}, scale, scale, cv::INTER_AREA);
  cv::resize(coarse, large, guide.size(), 0, 0, cv::INTER_CUBIC);
  // The network's rim is a few of its pixels wide: the guided filter moves it onto the picture's edges.
  const int radius = std::max(4, std::max(guide.cols, guide.rows) / 60);
  cv::ximgproc::guidedFilter(guide, large, refined, radius, 255.0 * 255 * 2e-4, CV_32F);
  removeHaze(refined);
  cv::Mat full;
  cv::resize(refined, full, rgb.size(), 0, 0, cv::INTER_CUBIC);
  // Stretch, so that inside and outside are exactly 255 and 0.
  cv::Mat matte;
  full.convertTo(matte, CV_8UC1, 255 / 0.7, -255 * 0.15 / 0.7);
  return matte;
}

}  // namespace orator::face
