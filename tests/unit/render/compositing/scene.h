#pragma once

#include <opencv2/core.hpp>

#include "core/render/compositing/paste_back.h"

namespace orator::test {

/// A drawn bust before a graded wall: head, neck and shoulders, all in middle greys so that offsets do not
/// clip. `headShift` moves the head alone, `bodyShift` the shoulders alone.
cv::Mat drawnBust(cv::Size size, cv::Point headShift = {}, cv::Point bodyShift = {});
/// Matte and outline of the bust at rest.
render::PasteGuide guideOfBust(cv::Size size);
/// The square a renderer would be given: head and top of the shoulders.
cv::Rect boxOfBust(cv::Size size, int side);

int largestDifference(const cv::Mat& a, const cv::Mat& b);

}  // namespace orator::test
