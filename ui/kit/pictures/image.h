#pragma once

#include <QImage>
#include <opencv2/core.hpp>

namespace orator::ui {

/// Copies a core picture; null where it is empty. @param rgb CV_8UC3, R G B
QImage toImage(const cv::Mat& rgb);
/// The same, made smaller where its longer side is over `maximumSide` pixels.
QImage toImage(const cv::Mat& rgb, int maximumSide);

}  // namespace orator::ui
