#include "core/learning/trainer/curve_plot.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "core/base/files.h"

namespace orator::learning {
namespace {

constexpr int kChartWidth = 420, kChartHeight = 240, kMargin = 46, kColumns = 2;
const cv::Scalar kInk(60, 60, 60), kGrid(225, 225, 225), kCurve(178, 96, 32);

struct Log {
  std::vector<std::string> names;
  std::vector<std::vector<double>> columns;
};

Log readLog(const std::filesystem::path& csv) {
  requireFile(csv);
  std::ifstream file(csv);
  Log log;
  std::string line, cell;
  std::getline(file, line);
  for (std::istringstream header(line); std::getline(header, cell, ',');) log.names.push_back(cell);
  log.columns.resize(log.names.size());
  while (std::getline(file, line)) {
    std::istringstream row(line);
    for (auto& column : log.columns) {
      std::getline(row, cell, ',');
      column.push_back(std::strtod(cell.c_str(), nullptr));
    }
  }
  if (log.columns.size() < 2 || log.columns[0].empty())
    throw Error(ErrorCode::invalidArgument, pathText(csv), "it holds no rows to draw", "Train for longer");
  return log;
}

std::string axisText(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", value);
  return text;
}

void drawChart(cv::Mat chart, const std::string& name, const std::vector<double>& x,
               const std::vector<double>& y) {
  const auto write = [&](const std::string& text, cv::Point at, double size) {
    cv::putText(chart, text, at, cv::FONT_HERSHEY_SIMPLEX, size, kInk, 1, cv::LINE_AA);
  };
  auto [low, high] = std::minmax_element(y.begin(), y.end());
  const double bottom = *low, range = std::max(*high - *low, 1e-9), begin = x.front(),
               length = std::max(x.back() - begin, 1.0);
  const cv::Rect area(kMargin, 30, chart.cols - kMargin - 14, chart.rows - 60);
  write(name, {kMargin, 20}, 0.5);
  for (int i = 0; i <= 4; ++i) {
    const int at = area.y + area.height * i / 4;
    cv::line(chart, {area.x, at}, {area.x + area.width, at}, kGrid);
    write(axisText(bottom + range * (4 - i) / 4), {2, at + 4}, 0.33);
  }
  write(axisText(begin), {area.x, chart.rows - 12}, 0.33);
  write(axisText(x.back()), {area.x + area.width - 30, chart.rows - 12}, 0.33);
  std::vector<cv::Point> points;
  for (std::size_t i = 0; i < x.size(); ++i)
    points.emplace_back(area.x + int(std::lround(area.width * (x[i] - begin) / length)),
                        area.y + int(std::lround(area.height * (1 - (y[i] - bottom) / range))));
  cv::polylines(chart, points, false, kCurve, 2, cv::LINE_AA);
}

}  // namespace

void plotTrainingLog(const std::filesystem::path& csv, const std::filesystem::path& png) {
  const Log log = readLog(csv);
  const int charts = int(log.columns.size()) - 1, rows = (charts + kColumns - 1) / kColumns;
  cv::Mat3b page(rows * kChartHeight, kColumns * kChartWidth, cv::Vec3b(255, 255, 255));
  for (int i = 0; i < charts; ++i)
    drawChart(
        page(cv::Rect(i % kColumns * kChartWidth, i / kColumns * kChartHeight, kChartWidth, kChartHeight)),
        log.names[std::size_t(i) + 1], log.columns[0], log.columns[std::size_t(i) + 1]);
  std::vector<std::uint8_t> bytes;
  cv::imencode(".png", page, bytes);
  writeFile(png, bytes);
}

}  // namespace orator::learning
