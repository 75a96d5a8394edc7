#pragma once

#include <ATen/core/Tensor.h>

#include <opencv2/core.hpp>

namespace orator::lab::selfcheck {

/// A picture's bytes as a golden stores them. @param tensor [H, W, 3] bytes @throws Error(internal)
cv::Mat pictureFrom(const at::Tensor& tensor);
/// [rows, columns, channels] of 8-bit or floating-point pixels; without the last dimension for one channel.
at::Tensor tensorFrom(const cv::Mat& picture);
/// Rows and columns 0, n, 2n, ... @param rows the dimension of the rows; the columns follow
at::Tensor everyNth(const at::Tensor& tensor, std::int64_t n, std::int64_t rows);
/// [.., H / 16, W / 16]: means of blocks of 16 x 16, float64. @param planes [.., H, W]
at::Tensor blockMeans(const at::Tensor& planes);
/// [1, 3, H, W] in 0..1 of [H, W, 3] bytes.
at::Tensor unitPlanes(const at::Tensor& bytes);

}  // namespace orator::lab::selfcheck
