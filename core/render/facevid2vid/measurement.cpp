#include "core/render/facevid2vid/measurement.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <chrono>
#include <map>

#include "core/base/device_memory.h"
#include "core/packs/forged_network.h"
#include "core/packs/network_weights.h"
#include "core/render/facevid2vid/full_float32.h"
#include "core/render/facevid2vid/generator.h"
#include "core/render/facevid2vid/host/generator.h"
#include "core/render/facevid2vid/neural_face.h"
#include "core/tensor/device.h"
#include "core/tensor/parallel.h"
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

namespace {

/// A random portrait and motion, and the networks that animate it.
struct Scene {
  NeuralFaceNetworks networks;
  at::Tensor image;    ///< [1, 3, side, side]
  at::Tensor columns;  ///< [C, frames + 26]
  at::Tensor window;   ///< of the portrait

  /// The portrait's key points by the modules.
  struct Source {
    at::Tensor canonical, keyPoints;
  };
  Source source(at::Device device) const {
    const at::Tensor canonical = networks.detector->forward(image.to(device));
    return {canonical, transformKeyPoints(canonical, networks.mapping->forward(window.to(device)))};
  }
};

/// Differences between pictures that two paths made.
class Comparison {
 public:
  explicit Comparison(NeuralFigures& figures) : figures_(figures) {}
  void add(const at::Tensor& one, const at::Tensor& other) {
    const at::Tensor difference = (one - other).abs();
    figures_.largestDifference = std::max(figures_.largestDifference, difference.max().item<double>());
    sum_ += difference.mean().item<double>();
    figures_.meanDifference = sum_ / ++count_;
  }

 private:
  NeuralFigures& figures_;
  double sum_ = 0;
  int count_ = 0;
};

void measureOnDevice(const Scene& scene, const MeasurementSettings& settings, const RunContext& context,
                     NeuralFigures& figures) {
  Stopwatch portrait, frame, baseline;
  const auto before = deviceMemory();
  std::vector<NeuralFace> face;
  portrait.time("convert the weights", [&] {
    face.emplace_back(scene.networks, at::Device(at::kCUDA), settings.precision);
    return 0;
  });
  portrait.time("prepare the portrait", [&] {
    face[0].prepareSource(scene.image, scene.window);
    return 0;
  });
  const at::Tensor points = face[0].keyPoints(scene.columns);
  asPictures(face[0].render(points.slice(0, 0, 1)));  // the first call chooses its kernels
  const std::int64_t batch = face[0].batchSize(settings.side);
  for (std::int64_t i = 0; i < settings.frames; i += batch) {
    context.throwIfCancelled();
    const std::int64_t end = std::min<std::int64_t>(settings.frames, i + batch);
    const Clock::time_point start = Clock::now();
    asPictures(face[0].render(points.slice(0, i, end)));
    const double elapsed = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
    frame.add("frame", elapsed / double(end - i));
    context.progress("bench " + std::to_string(settings.side), end, settings.frames);
  }
  // LibTorch keeps what it once had, so what is taken now is the most that was needed.
  if (const auto after = deviceMemory(); before && after)
    figures.deviceMemoryMb = double(after->usedBytes - before->usedBytes) / 1048576;
  if (settings.baseline) {
    const FullFloat32 exact;
    Comparison comparison(figures);
    const Scene::Source source = scene.source(at::kCUDA);
    for (std::int64_t i = 0; i < std::min(settings.frames, 3); ++i) {
      const at::Tensor driving = points.slice(0, i, i + 1);
      const at::Tensor expected = baseline.time("frame", [&] {
        const at::Tensor feature = scene.networks.generator->sourceFeature(scene.image.to(at::kCUDA));
        return scene.networks.generator->forward(feature, driving, source.keyPoints).prediction.cpu();
      });
      comparison.add(expected, face[0].render(driving).cpu());
    }
    figures.baseline = baseline.medians({});
  }
  figures.portrait = portrait.medians({});
  figures.frame = frame.medians({});
}

void measureOnCpu(const Scene& scene, const MeasurementSettings& settings, const RunContext& context,
                  NeuralFigures& figures) {
  Stopwatch portrait, frame, baseline;
  const Generator& generator = *scene.networks.generator;
  const MappingNet& mapping = *scene.networks.mapping;
  const auto fast =
      portrait.time("convert the weights", [&] { return std::make_unique<host::Generator>(generator); });
  const Scene::Source source = portrait.time("key points", [&] { return scene.source(at::kCPU); });
  fast->prepare(portrait.time("source feature", [&] { return generator.sourceFeature(scene.image); }),
                source.keyPoints);
  const Clock::time_point start = Clock::now();
  const at::Tensor points =
      transformKeyPoints(source.canonical, mapping.forwardTrack(scene.columns)).contiguous();
  const double mapped = std::chrono::duration<double, std::milli>(Clock::now() - start).count();

  Comparison comparison(figures);
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
        const at::Tensor own = scene.columns.slice(1, i, i + kWindow).unsqueeze(0);
        return transformKeyPoints(source.canonical, mapping.forward(own));
      });
      const at::Tensor again =
          baseline.time("source feature", [&] { return generator.sourceFeature(scene.image); });
      const DenseMotion motion = baseline.time(
          "dense motion", [&] { return generator.denseMotion->forward(again, driving, source.keyPoints); });
      comparison.add(baseline.time("decoder", [&] { return generator.picture(again, motion); })[0], picture);
    }
    context.progress("bench " + std::to_string(settings.side), i + 1, settings.frames);
  }
  Gflop once = sourceGflop(generator.encoder, settings.side);
  once["key points"] = scene.networks.detector->gflop(settings.side) + mapping.gflop(kWindow);
  const host::Generator::Products products = fast->products();
  figures.portrait = portrait.medians(once);
  figures.frame = frame.medians({{"mapping network", mapping.gflop(scene.columns.size(1)) / settings.frames},
                                 {"dense motion", 2e-9 * products.motion},
                                 {"warped feature", 2e-9 * products.middle},
                                 {"decoder", 2e-9 * products.decoder}});
  if (settings.baseline)
    figures.baseline = baseline.medians(baselineGflop(generator, mapping, settings.side));
}

}  // namespace

NeuralFigures measureNeuralFace(const packs::Pack* pack, const MeasurementSettings& settings,
                                const RunContext& context) {
  const at::NoGradGuard noGradient;
  if (settings.side % 128 != 0)
    throw Error(ErrorCode::invalidArgument, "size " + std::to_string(settings.side),
                "the neural renderer's pictures are multiples of 128 px", "Choose 128, 256 or 512");
  if (settings.threads > 0) tensor::setThreadCount(settings.threads);
  const bool cuda = tensor::deviceOf(settings.device).is_cuda();
  requireDevice(cuda ? at::kCUDA : at::kCPU, settings.precision);

  Scene scene{networksOf(pack), {}, {}, {}};
  at::Generator noise = at::detail::createCPUGenerator(1);
  scene.image = at::rand({1, 3, settings.side, settings.side}, noise);
  scene.columns =
      at::randn({scene.networks.mapping->coefficients(), settings.frames + 2 * kRowReach}, noise) * 0.3;
  scene.window = scene.columns.slice(1, 0, 1).expand({-1, kWindow}).unsqueeze(0);

  NeuralFigures figures;
  figures.device = cuda ? "cuda" : "cpu";
  figures.threads = threadCount();
  figures.kernels = cuda ? "" : kernels::kernels().name;
  (cuda ? measureOnDevice : measureOnCpu)(scene, settings, context, figures);
  return figures;
}

}  // namespace orator::render::facevid2vid
