#include "core/motion/wav2lip/generator.h"

#include <ATen/ATen.h>

#include "core/tensor/shape.h"

namespace orator::motion::wav2lip {

using tensor::make;

namespace {

BlockShape doubling(std::int64_t in, std::int64_t out) {
  return {.in = in, .out = out, .strideY = 2, .strideX = 2, .transposed = true, .outputPadding = 1};
}

const BlockShapes kAudio{{.in = 1, .out = 32},
                         residual(32),
                         residual(32),
                         {.in = 32, .out = 64, .strideY = 3},
                         residual(64),
                         residual(64),
                         {.in = 64, .out = 128, .strideY = 3, .strideX = 3},
                         residual(128),
                         residual(128),
                         {.in = 128, .out = 256, .strideY = 3, .strideX = 2},
                         residual(256),
                         {.in = 256, .out = 512, .padding = 0},
                         {.in = 512, .out = 512, .kernel = 1, .padding = 0}};

const std::vector<BlockShapes> kEncoder{
    {{.in = 6, .out = 16, .kernel = 7, .padding = 3}},
    {halving(16, 32), residual(32), residual(32)},
    {halving(32, 64), residual(64), residual(64), residual(64)},
    {halving(64, 128), residual(128), residual(128)},
    {halving(128, 256), residual(256), residual(256)},
    {halving(256, 512), residual(512)},
    {{.in = 512, .out = 512, .padding = 0}, {.in = 512, .out = 512, .kernel = 1, .padding = 0}}};

const std::vector<BlockShapes> kDecoder{
    {{.in = 512, .out = 512, .kernel = 1, .padding = 0}},
    {{.in = 1024, .out = 512, .padding = 0, .transposed = true}, residual(512)},
    {doubling(1024, 512), residual(512), residual(512)},
    {doubling(768, 384), residual(384), residual(384)},
    {doubling(512, 256), residual(256), residual(256)},
    {doubling(320, 128), residual(128), residual(128)},
    {doubling(160, 64), residual(64), residual(64)}};

}  // namespace

Generator::Generator()
    : audio_(make<ConvBlocks>(*this, "audio_encoder", kAudio)),
      output_(make<ConvBlocks>(*this, "output_block", BlockShapes{{.in = 80, .out = 32}})),
      colours_(make<tensor::Conv>(*this, "output_block.1", 32, 3, tensor::same2d(1))) {
  for (std::size_t i = 0; i < kEncoder.size(); ++i) {
    encoder_.push_back(make<ConvBlocks>(*this, "face_encoder_blocks." + std::to_string(i), kEncoder[i]));
    decoder_.push_back(make<ConvBlocks>(*this, "face_decoder_blocks." + std::to_string(i), kDecoder[i]));
  }
}

at::Tensor Generator::audioEmbedding(const at::Tensor& mel) const {
  tensor::expectShape("mel windows", mel, {"B", 1, 80, 16});
  return audio_->forward(mel);
}

at::Tensor Generator::forward(const at::Tensor& embedding, const at::Tensor& faces) const {
  tensor::expectShape("audio embedding", embedding, {"B", 512, 1, 1});
  tensor::expectShape("faces", faces, {embedding.size(0), 6, kFaceSide, kFaceSide});
  std::vector<at::Tensor> levels;
  at::Tensor x = faces;
  for (const auto& blocks : encoder_) levels.push_back(x = blocks->forward(x));
  x = embedding;
  for (const auto& blocks : decoder_) {
    x = at::cat({blocks->forward(x), levels.back()}, 1);
    levels.pop_back();
  }
  return at::sigmoid(colours_->forward(output_->forward(x)));
}

at::Tensor generatorInput(const at::Tensor& masked, const at::Tensor& whole) {
  tensor::expectShape("masked face", masked, {"B", 3, kFaceSide, kFaceSide});
  tensor::expectShape("whole face", whole, {masked.size(0), 3, kFaceSide, kFaceSide});
  at::Tensor upper = masked.clone();
  upper.slice(2, kFaceSide / 2).zero_();
  return at::cat({upper, whole}, 1);
}

}  // namespace orator::motion::wav2lip
