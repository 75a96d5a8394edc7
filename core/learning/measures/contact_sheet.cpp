#include "core/learning/measures/contact_sheet.h"

#include <algorithm>
#include <set>

namespace orator::learning {
namespace {

constexpr std::size_t kColumns = 8, kExtremes = 3;
constexpr int kLine = 4;  // pixels between pictures

/// Frames with the largest values, at least a third of a second apart.
void addLargest(const std::vector<float>& values, std::set<std::size_t>& chosen) {
  constexpr std::size_t kApart = 8;
  std::vector<std::size_t> order(values.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return values[a] > values[b]; });
  std::vector<std::size_t> taken;
  for (const std::size_t i : order) {
    if (taken.size() == kExtremes) break;
    if (std::any_of(taken.begin(), taken.end(), [&](auto t) { return (t > i ? t - i : i - t) < kApart; }))
      continue;
    taken.push_back(i);
  }
  chosen.insert(taken.begin(), taken.end());
}

cv::Mat beside(const cv::Mat& left, const cv::Mat& right, int width) {
  cv::Mat both(left.rows, width, CV_8UC3, cv::Scalar::all(255));
  left.copyTo(both(cv::Rect({0, 0}, left.size())));
  right.copyTo(both(cv::Rect({width - right.cols, 0}, right.size())));
  return both;
}

}  // namespace

std::vector<std::size_t> sheetFrames(const std::vector<float>& openings, const std::vector<float>& closures) {
  std::set<std::size_t> chosen;
  addLargest(openings, chosen);
  addLargest(closures, chosen);
  const std::size_t frames = openings.size(), missing = kColumns - std::min(kColumns, chosen.size());
  for (std::size_t i = 0; i < missing && frames > 0; ++i) chosen.insert((2 * i + 1) * frames / (2 * missing));
  return {chosen.begin(), chosen.end()};
}

cv::Mat contactSheet(const std::vector<std::vector<SheetCrops>>& strips) {
  CV_Assert(!strips.empty() && !strips[0].empty());
  const cv::Size mouth = strips[0][0][0].size(), eye = strips[0][0][1].size();
  const int width = std::max(mouth.width, 2 * eye.width + kLine), column = width + kLine;
  const int mouths = int(strips.size()) * (mouth.height + kLine);
  cv::Mat sheet(mouths + int(strips.size()) * (eye.height + kLine) - kLine,
                column * int(strips[0].size()) - kLine, CV_8UC3, cv::Scalar::all(255));
  for (std::size_t strip = 0; strip < strips.size(); ++strip) {
    CV_Assert(strips[strip].size() == strips[0].size());
    for (std::size_t i = 0; i < strips[strip].size(); ++i) {
      const SheetCrops& crops = strips[strip][i];
      const auto put = [&](const cv::Mat& picture, int top) {
        picture.copyTo(sheet(cv::Rect({int(i) * column, top}, picture.size())));
      };
      put(crops[0], int(strip) * (mouth.height + kLine));
      put(beside(crops[1], crops[2], width), mouths + int(strip) * (eye.height + kLine));
    }
  }
  return sheet;
}

}  // namespace orator::learning
