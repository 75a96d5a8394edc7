#include "core/face/network_input.h"

#include <ATen/ops/empty.h>

namespace orator::face {

at::Tensor networkInput(const cv::Mat& rgb, float factor, float offset) {
  // Channels-last memory is the pixel order of the picture.
  at::Tensor tensor = at::empty({1, rgb.rows, rgb.cols, 3});
  cv::Mat view(rgb.size(), CV_32FC3, tensor.data_ptr<float>());
  rgb.convertTo(view, CV_32F, factor, offset);
  return tensor.permute({0, 3, 1, 2});
}

}  // namespace orator::face
