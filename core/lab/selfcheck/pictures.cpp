#include "core/lab/selfcheck/pictures.h"

#include <ATen/ATen.h>

#include "core/tensor/shape.h"

namespace orator::lab::selfcheck {

cv::Mat pictureFrom(const at::Tensor& tensor) {
  tensor::expectShape("picture", tensor, {"H", "W", 3});
  const at::Tensor bytes = tensor.to(at::kByte).contiguous();
  return cv::Mat(int(bytes.size(0)), int(bytes.size(1)), CV_8UC3, bytes.data_ptr<std::uint8_t>()).clone();
}

at::Tensor tensorFrom(const cv::Mat& picture) {
  cv::Mat numbers;
  picture.convertTo(numbers, CV_64F);
  at::Tensor made =
      at::from_blob(numbers.data, {numbers.rows, numbers.cols, numbers.channels()}, at::kDouble).clone();
  return picture.channels() == 1 ? made.squeeze(2) : made;
}

at::Tensor everyNth(const at::Tensor& tensor, std::int64_t n, std::int64_t rows) {
  return tensor.slice(rows, 0, c10::nullopt, n).slice(rows + 1, 0, c10::nullopt, n);
}

at::Tensor blockMeans(const at::Tensor& planes) {
  auto sizes = planes.sizes().vec();
  const std::int64_t columns = sizes.back() / 16, rows = sizes[sizes.size() - 2] / 16;
  sizes.resize(sizes.size() - 2);
  sizes.insert(sizes.end(), {rows, 16, columns, 16});
  return planes.to(at::kDouble).reshape(sizes).mean(-1).mean(-2);
}

at::Tensor unitPlanes(const at::Tensor& bytes) {
  tensor::expectShape("picture", bytes, {"H", "W", 3});
  return bytes.permute({2, 0, 1}).unsqueeze(0).to(at::kFloat).contiguous() / 255;
}

}  // namespace orator::lab::selfcheck
