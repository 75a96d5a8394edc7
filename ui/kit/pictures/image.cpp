#include "ui/kit/pictures/image.h"

#include <QBuffer>
#include <opencv2/imgproc.hpp>

#include "core/base/files.h"

namespace orator::ui {

QImage toImage(const cv::Mat& rgb) {
  if (rgb.empty()) return {};
  return QImage(rgb.data, rgb.cols, rgb.rows, qsizetype(rgb.step[0]), QImage::Format_RGB888).copy();
}

QImage toImage(const cv::Mat& rgb, int maximumSide) {
  const int side = std::max(rgb.cols, rgb.rows);
  if (side <= maximumSide) return toImage(rgb);
  cv::Mat small;
  const double scale = double(maximumSide) / side;
  cv::resize(rgb, small, {}, scale, scale, cv::INTER_AREA);
  return toImage(small);
}

void savePng(const QImage& image, const std::filesystem::path& file) {
  QBuffer png;
  png.open(QIODevice::WriteOnly);
  image.save(&png, "PNG");
  writeFile(file, png.data().toStdString());
}

}  // namespace orator::ui
