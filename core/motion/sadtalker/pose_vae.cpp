#include "core/motion/sadtalker/pose_vae.h"

#include <ATen/ATen.h>

#include "core/tensor/shape.h"

namespace orator::motion::sadtalker {

using tensor::BatchNorm;
using tensor::Conv;
using tensor::Linear;
using tensor::make;

PoseDecoder::PoseDecoder()
    : styleBias(register_parameter("classbias", at::zeros({kPoseStyles, kPoseLatent}))),
      linearAudio_(make<Linear>(*this, "linear_audio", 512, 6)),
      hidden_(make<Linear>(*this, "MLP.L0", 6 + kPoseLatent + kPoseChunk * 6, 128)),
      expand_(make<Linear>(*this, "MLP.L1", 128, kPoseChunk * 6)),
      poseLinear_(make<Linear>(*this, "pose_linear", 6, 6)),
      resunet_(make<ResUnet>(*this, "resunet")) {}

at::Tensor PoseDecoder::forward(const at::Tensor& audio, const at::Tensor& reference,
                                const at::Tensor& latent) const {
  tensor::expectShape("audio embedding", audio, {"B", kPoseChunk, 512});
  return move(voiceFeatures(audio), reference, latent);
}

at::Tensor PoseDecoder::voiceFeatures(const at::Tensor& embedding) const {
  return linearAudio_->forward(embedding);
}

at::Tensor PoseDecoder::move(const at::Tensor& sound, const at::Tensor& reference,
                             const at::Tensor& latent) const {
  tensor::expectShape("pose sound", sound, {"B", kPoseChunk, 6});
  const std::int64_t batch = sound.size(0);
  const at::Tensor x = at::cat({reference, latent, sound.reshape({batch, -1})}, 1);
  const at::Tensor y = at::sigmoid(expand_->forward(at::relu(hidden_->forward(x))));
  const at::Tensor smooth = resunet_->forward(y.reshape({batch, 1, kPoseChunk, 6}));
  return poseLinear_->forward(smooth.reshape({batch, kPoseChunk, 6}));
}

PoseEncoder::PoseEncoder()
    : styleBias_(register_parameter("classbias", at::zeros({kPoseStyles, kPoseLatent}))),
      hidden_(make<Linear>(*this, "MLP.L0", 6 + kPoseLatent + kPoseChunk * 12, 128)),
      means_(make<Linear>(*this, "linear_means", 128, kPoseLatent)),
      logVariances_(make<Linear>(*this, "linear_logvar", 128, kPoseLatent)),
      linearAudio_(make<Linear>(*this, "linear_audio", 512, 6)),
      resunet_(make<ResUnet>(*this, "resunet")) {}

PoseEncoder::Distribution PoseEncoder::forward(const at::Tensor& motion, const at::Tensor& reference,
                                               const at::Tensor& audio, const at::Tensor& styles) const {
  const std::int64_t batch = motion.size(0);
  const at::Tensor pose = resunet_->forward(motion.unsqueeze(1)).reshape({batch, -1});
  const at::Tensor sound = linearAudio_->forward(audio).reshape({batch, -1});
  const at::Tensor style = styleBias_.index_select(0, styles);
  const at::Tensor x = at::relu(hidden_->forward(at::cat({reference, pose, sound, style}, 1)));
  return {means_->forward(x), logVariances_->forward(x)};
}

PoseDiscriminator::PoseDiscriminator() {
  const std::int64_t width[] = {6, 256, 512, 1024};
  for (std::size_t i = 0; i < 3; ++i) {
    const std::string name = "seq." + std::to_string(i);
    const std::int64_t kernel = i < 2 ? 4 : 3, stride = i < 2 ? 2 : 1;
    convs_.push_back(make<Conv>(*this, name + ".conv", width[i], width[i + 1],
                                tensor::ConvShape{{kernel}, {stride}, {1}, {}, false}));
    norms_.push_back(make<BatchNorm>(*this, name + ".norm", width[i + 1]));
  }
  convs_.push_back(make<Conv>(*this, "seq.3", 1024, 1, tensor::ConvShape{{3}, {}, {1}, {}}));
}

at::Tensor PoseDiscriminator::forward(const at::Tensor& motion) const {
  at::Tensor x = motion.transpose(1, 2);
  for (std::size_t i = 0; i < 3; ++i) x = at::relu(norms_[i]->forward(convs_[i]->forward(x)));
  return convs_[3]->forward(x);
}

PoseVae::PoseVae()
    : audioEncoder(make<AudioEncoder>(*this, "audio_encoder.audio_encoder")),
      encoder(make<PoseEncoder>(*this, "netG.encoder")),
      decoder(make<PoseDecoder>(*this, "netG.decoder")),
      discriminator(make<PoseDiscriminator>(*this, "netD_motion")) {}

std::int64_t PoseVae::chunks(std::int64_t frames) {
  return (frames - 1 + kPoseChunk - 1) / kPoseChunk;
}

at::Tensor PoseVae::forward(const at::Tensor& mel, const at::Tensor& reference, const at::Tensor& noise,
                            const at::Tensor& style) const {
  tensor::expectShape("mel windows", mel, {"T", 1, 80, 16});
  return move(decoder->voiceFeatures(audioEncoder->forward(mel)), reference, noise, style);
}

at::Tensor PoseVae::move(const at::Tensor& sound, const at::Tensor& reference, const at::Tensor& noise,
                         const at::Tensor& style) const {
  tensor::expectShape("pose sound", sound, {"T", 6});
  const std::int64_t frames = sound.size(0), count = chunks(frames);
  tensor::expectShape("pose noise", noise, {count, kPoseLatent});
  tensor::expectShape("reference pose", reference, {6});
  const at::Tensor row = reference.unsqueeze(0);
  if (count == 0) return row;
  const std::int64_t moving = frames - 1, rest = moving % kPoseChunk;
  const at::Tensor voice = sound.slice(0, 1);
  // Chunks do not overlap but for the last, which looks at the last 32 windows and gives its tail.
  std::vector<at::Tensor> audio;
  for (std::int64_t i = 0; i + kPoseChunk <= moving; i += kPoseChunk)
    audio.push_back(voice.slice(0, i, i + kPoseChunk));
  if (rest > 0) {
    at::Tensor last = voice.slice(0, std::max<std::int64_t>(0, moving - kPoseChunk));
    if (const std::int64_t lacking = kPoseChunk - last.size(0); lacking > 0)
      last = at::cat({last.slice(0, 0, 1).expand({lacking, 6}), last}, 0);
    audio.push_back(last);
  }
  const at::Tensor chunked = at::stack(audio), latent = noise + style.unsqueeze(0);
  std::vector<at::Tensor> parts{at::zeros({1, 6}, sound.options())};
  constexpr std::int64_t kChunksAtOnce = 64;  // keeps the memory of a long clip small
  for (std::int64_t i = 0; i < count; i += kChunksAtOnce) {
    const std::int64_t end = std::min(count, i + kChunksAtOnce);
    const at::Tensor motion =
        decoder->move(chunked.slice(0, i, end), row.expand({end - i, 6}), latent.slice(0, i, end));
    const bool tail = end == count && rest > 0;
    parts.push_back(motion.slice(0, 0, end - i - tail).reshape({-1, 6}));
    if (tail) parts.push_back(motion[end - i - 1].slice(0, kPoseChunk - rest));
  }
  return row + at::cat(parts, 0);
}

}  // namespace orator::motion::sadtalker
