#include "core/learning/motion_nets/rebase_posevae.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include "core/base/error.h"
#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/motion/sadtalker/exp_net.h"
#include "core/motion/sadtalker/voice_encoder.h"
#include "core/tensor/safetensors.h"
#include "core/tensor/weight_store.h"

namespace orator::learning {
namespace {

using motion::sadtalker::AudioEncoder;
using motion::sadtalker::VoiceEncoder;

constexpr const char* kEncoder = "audio_encoder.";  // before ExpNet's own names
constexpr const char* kLayer = "netG.decoder.linear_audio.";

/// @return [N, 512]
at::Tensor heardBy(const VoiceEncoder& encoder, const std::vector<Clip>& clips) {
  std::vector<at::Tensor> all;
  for (const Clip& clip : clips) all.push_back(encoder.encode(melWindows(clip.mel, {0, clip.frames()})));
  return at::cat(all);
}

}  // namespace

LinearFit fitLinear(const at::Tensor& heard, const at::Tensor& said) {
  constexpr double kRidge = 1e-3;  // of the mean variance
  const at::Tensor x = heard.to(at::kDouble), y = said.to(at::kDouble);
  const at::Tensor centre = x.mean(0), middle = y.mean(0), centred = x - centre;
  const at::Tensor covariance = centred.t().matmul(centred);
  const at::Tensor ridge =
      kRidge * covariance.diag().mean() * at::eye(covariance.size(0), covariance.options());
  const at::Tensor weight =
      at::linalg_solve(covariance + ridge, centred.t().matmul(y - middle)).t().contiguous();
  return {weight.to(at::kFloat), (middle - weight.mv(centre)).to(at::kFloat)};
}

double rebasePoseVae(const std::filesystem::path& weights, const std::filesystem::path& expNet,
                     const std::vector<Clip>& fitted, const std::vector<Clip>& judged,
                     const std::filesystem::path& out) {
  const c10::NoGradGuard guard;
  if (fitted.empty() || judged.empty())
    throw Error(ErrorCode::invalidArgument, pathText(out),
                "there are no clips with a voice to fit to or to judge by",
                "Build the data set again, with more footage");
  const auto before = tensor::WeightStore::open(weights), now = tensor::WeightStore::open(expNet);
  AudioEncoder old;
  before.under("audio_encoder.audio_encoder.").loadInto(old);
  motion::sadtalker::ExpNet net;
  now.loadInto(net);
  const VoiceEncoder oldEncoder(old), encoder(*net.audioEncoder);

  const at::Tensor weight = before.tensor(std::string(kLayer) + "weight").to(at::kFloat),
                   bias = before.tensor(std::string(kLayer) + "bias").to(at::kFloat);
  const LinearFit fit =
      fitLinear(heardBy(encoder, fitted), at::linear(heardBy(oldEncoder, fitted), weight, bias));
  const at::Tensor said = at::linear(heardBy(oldEncoder, judged), weight, bias),
                   says = at::linear(heardBy(encoder, judged), fit.weight, fit.bias);
  const double left = ((says - said).square().sum() / (said - said.mean(0)).square().sum()).item<double>();

  std::vector<std::pair<std::string, at::Tensor>> tensors;
  for (const auto& [name, value] : before.tensors()) {
    at::Tensor kept = value;
    if (name == std::string(kLayer) + "weight") kept = fit.weight.to(value.scalar_type());
    if (name == std::string(kLayer) + "bias") kept = fit.bias.to(value.scalar_type());
    if (const auto place = name.find(kEncoder); place == 0) {
      const std::string own = name.substr(std::string_view(kEncoder).size());
      if (now.contains(own)) kept = now.tensor(own);
    }
    tensors.emplace_back(name, kept);
  }
  tensor::writeSafetensors(out, tensors);
  return 1 - left;
}

}  // namespace orator::learning
