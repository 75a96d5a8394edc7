#include "core/motion/sadtalker/res_unet.h"

#include <ATen/ATen.h>

namespace orator::motion::sadtalker {

using tensor::BatchNorm;
using tensor::Conv;
using tensor::make;
using tensor::same2d;

ResidualConv::ResidualConv(std::int64_t in, std::int64_t out, std::int64_t strideY)
    : norm1_(make<BatchNorm>(*this, "conv_block.0", in)),
      norm2_(make<BatchNorm>(*this, "conv_block.3", out)),
      skipNorm_(make<BatchNorm>(*this, "conv_skip.1", out)),
      conv1_(make<Conv>(*this, "conv_block.2", in, out, same2d(3, {strideY, 1}))),
      conv2_(make<Conv>(*this, "conv_block.5", out, out, same2d(3))),
      skip_(make<Conv>(*this, "conv_skip.0", in, out, same2d(3, {strideY, 1}))) {}

at::Tensor ResidualConv::forward(const at::Tensor& x) const {
  const at::Tensor y = conv1_->forward(at::relu(norm1_->forward(x)));
  return conv2_->forward(at::relu(norm2_->forward(y))) + skipNorm_->forward(skip_->forward(x));
}

ResUnet::ResUnet()
    : input1_(make<Conv>(*this, "input_layer.0", 1, 32, same2d(3))),
      input2_(make<Conv>(*this, "input_layer.3", 32, 32, same2d(3))),
      inputSkip_(make<Conv>(*this, "input_skip.0", 1, 32, same2d(3))),
      output_(make<Conv>(*this, "output_layer.0", 32, 1, same2d(1))),
      inputNorm_(make<BatchNorm>(*this, "input_layer.1", 32)) {
  const char* downNames[] = {"residual_conv_1", "residual_conv_2", "bridge"};
  const std::int64_t width[] = {32, 64, 128, 256};
  for (int i = 0; i < 3; ++i) {
    const std::string number = std::to_string(i + 1);
    const std::int64_t deep = width[3 - i], shallow = width[2 - i];
    down_[std::size_t(i)] = make<ResidualConv>(*this, downNames[i], width[i], width[i + 1], 2);
    upsample_[std::size_t(i)] = make<Conv>(*this, "upsample_" + number + ".upsample", deep, deep,
                                           tensor::ConvShape{{2, 1}, {2, 1}, {}, {}, true, true});
    up_[std::size_t(i)] = make<ResidualConv>(*this, "up_residual_conv" + number, deep + shallow, shallow, 1);
  }
}

at::Tensor ResUnet::forward(const at::Tensor& x) const {
  std::array<at::Tensor, 4> level;
  level[0] = input2_->forward(at::relu(inputNorm_->forward(input1_->forward(x)))) + inputSkip_->forward(x);
  for (std::size_t i = 0; i < 3; ++i) level[i + 1] = down_[i]->forward(level[i]);
  at::Tensor y = level[3];
  for (std::size_t i = 0; i < 3; ++i)
    y = up_[i]->forward(at::cat({upsample_[i]->forward(y), level[2 - i]}, 1));
  return at::sigmoid(output_->forward(y));
}

}  // namespace orator::motion::sadtalker
