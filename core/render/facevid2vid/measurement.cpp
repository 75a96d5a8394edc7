#include "core/render/facevid2vid/measurement.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <chrono>
#include <map>

#include "core/packs/network_weights.h"
#include "core/packs/pack_forge.h"
#include "core/render/facevid2vid/generator.h"
#include "core/render/facevid2vid/host/generator.h"
#include "core/render/facevid2vid/neural_face.h"
#include "core/tensor/weight_store.h"

namespace orator::render::facevid2vid {

namespace {

using Clock = std::chrono::steady_clock;
using Gflop = std::map<std::string, double>;

/// Milliseconds of each part, one number a frame.
class Stopwatch {
 public:
  template <typename Work>
  auto time(const std::string& part, Work work) {
    const Clock::time_point start = Clock::now();
    auto result = work();
    add(part, std::chrono::duration<double, std::milli>(Clock::now() - start).count());
    return result;
  }
  void add(const std::string& part, double milliseconds) {
    if (!times_.contains(part)) order_.push_back(part);
    times_[part].push_back(milliseconds);
  }
  std::vector<PartFigures> medians(const Gflop& gflop) const {
    std::vector<PartFigures> parts;
    for (const std::string& name : order_) {
      std::vector<double> sorted = times_.at(name);
      std::sort(sorted.begin(), sorted.end());
      const auto found = gflop.find(name);
      parts.push_back({name, sorted[sorted.size() / 2], found == gflop.end() ? 0 : found->second});
    }
    return parts;
  }

 private:
  std::vector<std::string> order_;
  std::map<std::string, std::vector<double>> times_;
};

double sumOf(const std::vector<PartFigures>& parts) {
  double sum = 0;
  for (const PartFigures& part : parts) sum += part.milliseconds;
  return sum;
}

/// Arithmetic of a convolution that gives so many pixels, taps on the padding counted.
double gflop(const at::Tensor& weight, double pixels) {
  return 2e-9 * double(weight.numel()) * pixels;
}

Gflop sourceGflop(const SourceEncoder& encoder, int side) {
  double sum = 0;
  for (const auto& [weight, pixels] : encoder.convolutions(side)) sum += gflop(weight, double(pixels));
  return {{"source feature", sum}};
}

/// Of the networks module by module.
Gflop baselineGflop(const Generator& generator, const MappingNet& mapping, int side) {
  const double pixels = double(side) * side / 16;  // of the feature
  const DenseMotionNetwork& motion = *generator.denseMotion;
  double dense = gflop(motion.occlusion->weight, pixels);
  for (const at::Tensor& weight :
       {motion.compress.conv->weight, motion.last.conv->weight, motion.mask->weight})
    dense += gflop(weight, kDepth * pixels);
  for (std::size_t i = 0; i < motion.down.size(); ++i) {
    dense += gflop(motion.down[i].conv->weight, kDepth * pixels / double(1 << 2 * i));
    dense += gflop(motion.up[i].conv->weight, kDepth * pixels / double(1 << 2 * (motion.up.size() - 1 - i)));
  }
  const auto block = [&](const SpadeBlock& from, double size) {
    double sum = gflop(from.conv0->weightOriginal, size) + gflop(from.conv1->weightOriginal, size);
    if (from.convShortcut) sum += gflop(from.convShortcut->weightOriginal, size);
    for (const auto& norm : {from.norm0, from.norm1, from.normShortcut})
      for (const auto& conv : norm ? std::vector{norm->shared, norm->gamma, norm->beta}
                                   : std::vector<std::shared_ptr<tensor::Conv>>{})
        sum += gflop(conv->weight, size);
    return sum;
  };
  const SpadeDecoder& decoder = *generator.decoder;
  double picture = gflop(generator.third.conv->weight, pixels) + gflop(generator.fourth->weight, pixels) +
                   gflop(decoder.first->weight, pixels) + gflop(decoder.image->weight, 16 * pixels) +
                   block(*decoder.up0, 4 * pixels) + block(*decoder.up1, 16 * pixels);
  for (const auto& middle : decoder.middle) picture += block(*middle, pixels);
  Gflop all = sourceGflop(generator.encoder, side);
  all["mapping network"] = mapping.gflop(kWindow);
  all["dense motion"] = dense;
  all["decoder"] = picture;
  return all;
}

NeuralFaceNetworks networksOf(const packs::Pack* pack) {
  const auto weights = [&](const char* network) {
    return pack ? packs::openNetworkWeights(*pack, network) : packs::forgeNetwork(network, 1);
  };
  const bool wide = pack && !packs::hasNetwork(*pack, "mapping70");
  return NeuralFaceNetworks::load(weights("kp_extractor"), weights(wide ? "mapping73" : "mapping70"),
                                  weights("generator"));
}

}  // namespace

double NeuralFigures::frameMs() const {
  return sumOf(frame);
}
double NeuralFigures::baselineMs() const {
  return sumOf(baseline);
}
double NeuralFigures::ratio() const {
  return frameMs() > 0 ? baselineMs() / frameMs() : 0;
}

NeuralFigures measureNeuralFace(const packs::Pack* pack, const MeasurementSettings& settings,
                                const RunContext& context) {
  const at::NoGradGuard noGradient;
  if (settings.side % 128 != 0)
    throw Error(ErrorCode::invalidArgument, "size " + std::to_string(settings.side),
                "the neural renderer's pictures are multiples of 128 px", "Choose 128, 256 or 512");
  if (settings.threads > 0) at::set_num_threads(settings.threads);
  const bool cuda = settings.device == "cuda" || (settings.device == "auto" && at::hasCUDA());
  requireDevice(cuda ? at::kCUDA : at::kCPU, settings.precision);
  const NeuralFaceNetworks networks = networksOf(pack);
  const MappingNet& mapping = *networks.mapping;

  NeuralFigures figures;
  figures.device = cuda ? "cuda" : "cpu";
  figures.threads = at::get_num_threads();
  figures.kernels = cuda ? "" : kernels::kernels().name;
  Stopwatch portrait, frame, baseline;
  const std::string stage = "bench " + std::to_string(settings.side);

  at::Generator noise = at::detail::createCPUGenerator(1);
  const at::Tensor image = at::rand({1, 3, settings.side, settings.side}, noise);
  const at::Tensor columns =
      at::randn({mapping.coefficients(), settings.frames + 2 * kWindowMargin}, noise) * 0.3;
  const at::Tensor window = columns.slice(1, 0, 1).expand({-1, kWindow}).unsqueeze(0);

  // The module-by-module path runs on the CPU's float32 weights, so it is measured on a CPU only.
  if (cuda) {
    std::vector<NeuralFace> face;
    portrait.time("convert the weights", [&] {
      face.emplace_back(networks, at::Device(at::kCUDA), settings.precision);
      return 0;
    });
    portrait.time("prepare the portrait", [&] {
      face[0].prepareSource(image, window);
      return 0;
    });
    const at::Tensor points = face[0].keyPoints(columns);
    asPictures(face[0].render(points.slice(0, 0, 1)));  // the first call chooses its kernels
    const std::int64_t batch = face[0].batchSize(settings.side);
    for (std::int64_t i = 0; i < settings.frames; i += batch) {
      context.throwIfCancelled();
      const std::int64_t end = std::min<std::int64_t>(settings.frames, i + batch);
      const Clock::time_point start = Clock::now();
      asPictures(face[0].render(points.slice(0, i, end)));
      const double elapsed = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
      frame.add("frame", elapsed / double(end - i));
      context.progress(stage, end, settings.frames);
    }
    figures.portrait = portrait.medians({});
    figures.frame = frame.medians({});
    return figures;
  }

  const auto fast = portrait.time("convert the weights",
                                  [&] { return std::make_unique<host::Generator>(*networks.generator); });
  const at::Tensor canonical = portrait.time("key points", [&] { return networks.detector->forward(image); });
  const at::Tensor feature =
      portrait.time("source feature", [&] { return networks.generator->sourceFeature(image); });
  const at::Tensor source = transformKeyPoints(canonical, mapping.forward(window));
  fast->prepare(feature, source);
  const Clock::time_point start = Clock::now();
  const at::Tensor points = transformKeyPoints(canonical, mapping.forwardTrack(columns)).contiguous();
  const double mapped = std::chrono::duration<double, std::milli>(Clock::now() - start).count();

  for (std::int64_t i = 0; i < settings.frames; ++i) {
    context.throwIfCancelled();
    frame.add("mapping network", mapped / settings.frames);
    frame.time("dense motion", [&] {
      fast->runMotion(points[i].data_ptr<float>());
      return 0;
    });
    frame.time("warped feature", [&] {
      fast->runMiddle();
      return 0;
    });
    const at::Tensor picture = frame.time("decoder", [&] { return fast->runDecoder(); });
    if (settings.baseline) {
      const at::Tensor driving = baseline.time("mapping network", [&] {
        const at::Tensor own = columns.slice(1, i, i + kWindow).unsqueeze(0);
        return transformKeyPoints(canonical, mapping.forward(own));
      });
      const at::Tensor again =
          baseline.time("source feature", [&] { return networks.generator->sourceFeature(image); });
      const DenseMotion motion = baseline.time(
          "dense motion", [&] { return networks.generator->denseMotion->forward(again, driving, source); });
      const at::Tensor expected =
          baseline.time("decoder", [&] { return networks.generator->picture(again, motion); });
      figures.largestDifference =
          std::max(figures.largestDifference, (expected[0] - picture).abs().max().item<double>());
    }
    context.progress(stage, i + 1, settings.frames);
  }
  const host::Generator::Products products = fast->products();
  figures.portrait = portrait.medians(sourceGflop(networks.generator->encoder, settings.side));
  figures.frame = frame.medians({{"mapping network", mapping.gflop(columns.size(1)) / settings.frames},
                                 {"dense motion", 2e-9 * products.motion},
                                 {"warped feature", 2e-9 * products.middle},
                                 {"decoder", 2e-9 * products.decoder}});
  if (settings.baseline)
    figures.baseline = baseline.medians(baselineGflop(*networks.generator, mapping, settings.side));
  return figures;
}

}  // namespace orator::render::facevid2vid
