#include "core/motion/wav2lip/lip_expert.h"

#include <ATen/ATen.h>

#include "core/tensor/shape.h"

namespace orator::motion::wav2lip {
namespace {

const BlockShapes kExpertAudio{{.in = 1, .out = 32},
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
                               residual(256),
                               {.in = 256, .out = 512, .padding = 0},
                               {.in = 512, .out = 512, .kernel = 1, .padding = 0}};

const BlockShapes kExpertFace{{.in = 15, .out = 32, .kernel = 7, .padding = 3},
                              {.in = 32, .out = 64, .kernel = 5, .strideX = 2},
                              residual(64),
                              residual(64),
                              halving(64, 128),
                              residual(128),
                              residual(128),
                              residual(128),
                              halving(128, 256),
                              residual(256),
                              residual(256),
                              halving(256, 512),
                              residual(512),
                              residual(512),
                              halving(512, 512),
                              {.in = 512, .out = 512, .padding = 0},
                              {.in = 512, .out = 512, .kernel = 1, .padding = 0}};

at::Tensor ofLengthOne(const at::Tensor& x) {
  return x / x.norm(2, 1, true).clamp_min(1e-12);
}

}  // namespace

LipExpert::LipExpert()
    : face_(tensor::make<ConvBlocks>(*this, "face_encoder", kExpertFace)),
      audio_(tensor::make<ConvBlocks>(*this, "audio_encoder", kExpertAudio)) {}

at::Tensor LipExpert::embedFaces(const at::Tensor& faces) const {
  tensor::expectShape("lower halves of faces", faces, {"B", 15, 48, 96});
  return ofLengthOne(face_->forward(faces).flatten(1));
}

at::Tensor LipExpert::embedVoice(const at::Tensor& mel) const {
  tensor::expectShape("mel windows", mel, {"B", 1, 80, 16});
  return ofLengthOne(audio_->forward(mel).flatten(1));
}

at::Tensor inSync(const at::Tensor& faces, const at::Tensor& voice) {
  return at::cosine_similarity(faces, voice, 1, 1e-8);
}

}  // namespace orator::motion::wav2lip
