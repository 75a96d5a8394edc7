#pragma once

#include <QImage>
#include <filesystem>
#include <opencv2/core.hpp>

namespace orator::ui {

/// Copies a core picture; null where it is empty. @param rgb CV_8UC3, R G B
QImage toImage(const cv::Mat& rgb);
/// The same, made smaller where its longer side is over `maximumSide` pixels.
QImage toImage(const cv::Mat& rgb, int maximumSide);

/// Writes a PNG, whole or not at all. @throws Error outputUnwritable, diskFull
void savePng(const QImage& image, const std::filesystem::path& file);

}  // namespace orator::ui
