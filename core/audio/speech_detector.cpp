#include "core/audio/speech_detector.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "core/tensor/layers.h"
#include "core/tensor/onnx_weights.h"

namespace orator::audio {
namespace {

constexpr int kContext = 64;    // samples before a window that are heard with it
constexpr int kReflected = 64;  // samples its end is mirrored by
constexpr int kSpectrum = 256, kHop = 128, kBins = kSpectrum / 2 + 1;
constexpr int kFeatures = 128;
constexpr std::int64_t kWindowsAtOnce = 64;  // two seconds: their maps fit into a core's cache
// The file holds one network for 16 000 Hz and one for 8000 Hz as the branches of an If.
constexpr const char* kBranch = "If_0_then_branch__Inline_0__";

}  // namespace

struct SpeechDetector::Network : torch::nn::Module {
  Network() {
    spectrum =
        tensor::make<tensor::Conv>(*this, "stft", 1, 2 * kBins, Shape{{kSpectrum}, {kHop}, {}, {}, false});
    const std::int64_t channels[] = {kBins, 128, 64, 64, kFeatures}, strides[] = {1, 2, 2, 1};
    for (std::size_t i = 0; i < 4; ++i)
      encoder.push_back(tensor::make<tensor::Conv>(*this, "encoder." + std::to_string(i) + ".reparam_conv",
                                                   channels[i], channels[i + 1],
                                                   Shape{{3}, {strides[i]}, {1}, {}}));
    const auto cell = std::make_shared<torch::nn::Module>();
    const auto part = [&](const char* name, at::IntArrayRef sizes) {
      return memory.emplace_back(cell->register_buffer(name, at::zeros(sizes)));
    };
    part("weight_ih", {4 * kFeatures, kFeatures});
    part("weight_hh", {4 * kFeatures, kFeatures});
    part("bias_ih", {4 * kFeatures});
    part("bias_hh", {4 * kFeatures});
    tensor::addAt(*this, "decoder.rnn", cell);
    answer = tensor::make<tensor::Conv>(*this, "decoder.decoder.2", kFeatures, 1, Shape{{1}, {}, {}, {}});
  }

  /// @param windows [N, 576] @return [N, 128]
  at::Tensor encode(const at::Tensor& windows) const {
    const at::Tensor parts = spectrum->forward(at::reflection_pad1d(windows.unsqueeze(1), {0, kReflected}));
    const at::Tensor real = parts.slice(1, 0, kBins), imaginary = parts.slice(1, kBins);
    at::Tensor x = (real * real + imaginary * imaginary).sqrt();
    for (const auto& layer : encoder) x = at::relu(layer->forward(x));
    return x.squeeze(2);
  }

  using Shape = tensor::ConvShape;
  std::shared_ptr<tensor::Conv> spectrum, answer;
  std::vector<std::shared_ptr<tensor::Conv>> encoder;
  std::vector<at::Tensor> memory;  ///< of the LSTM, in LibTorch's order
};

SpeechDetector::SpeechDetector(const std::filesystem::path& path) {
  const at::NoGradGuard noGradient;
  const tensor::WeightStore stored = tensor::readOnnxWeights(path).under(kBranch);
  std::map<std::string, at::Tensor> weights = stored.tensors();
  if (auto basis = weights.extract("stft.forward_basis_buffer")) {
    basis.key() = "stft.weight";
    weights.insert(std::move(basis));
  }
  auto network = std::make_unique<Network>();
  tensor::WeightStore(stored.subject(), std::move(weights)).loadInto(*network);
  network->eval();
  network_ = std::move(network);
}

SpeechDetector::~SpeechDetector() = default;

std::vector<float> SpeechDetector::probabilities(std::span<const float> voice16k,
                                                 const RunContext& context) const {
  const at::NoGradGuard noGradient;
  const auto samples = std::int64_t(voice16k.size());
  const std::int64_t count = (samples + kSpeechWindowSamples - 1) / kSpeechWindowSamples;
  std::vector<float> result;
  result.reserve(std::size_t(count));
  at::Tensor output = at::zeros({1, 1, kFeatures}), state = at::zeros({1, 1, kFeatures});
  for (std::int64_t begin = 0; begin < count; begin += kWindowsAtOnce) {
    context.throwIfCancelled();
    const std::int64_t windows = std::min(kWindowsAtOnce, count - begin);
    // One run of samples with what is heard before it; the windows overlap in it.
    const std::int64_t first = begin * kSpeechWindowSamples - kContext;
    at::Tensor sound = at::zeros({kContext + windows * kSpeechWindowSamples});
    const std::int64_t from = std::max<std::int64_t>(first, 0), to = std::min(samples, first + sound.numel());
    std::copy(voice16k.begin() + from, voice16k.begin() + to, sound.data_ptr<float>() + (from - first));
    const at::Tensor features =
        network_->encode(sound.unfold(0, kContext + kSpeechWindowSamples, kSpeechWindowSamples));
    const auto [outputs, lastOutput, lastState] =
        at::lstm(features.unsqueeze(1), {output, state}, network_->memory, true, 1, 0, false, false, false);
    output = lastOutput;
    state = lastState;
    const at::Tensor spoken =
        at::sigmoid(network_->answer->forward(at::relu(outputs.squeeze(1)).unsqueeze(2)))
            .flatten()
            .contiguous();
    result.insert(result.end(), spoken.data_ptr<float>(), spoken.data_ptr<float>() + windows);
  }
  return result;
}

}  // namespace orator::audio
