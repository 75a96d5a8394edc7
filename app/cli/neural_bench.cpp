#include "app/cli/neural_bench.h"

#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/cli/benchmark.h"
#include "core/packs/network_weights.h"
#include "core/packs/pack.h"
#include "core/pipeline/parameters.h"

namespace orator::cli {
namespace {

using OrderedJson = nlohmann::ordered_json;
using render::facevid2vid::MeasurementSettings;
using render::facevid2vid::NeuralFigures;
using render::facevid2vid::PartFigures;

/// 10^9 operations a second.
double rate(const PartFigures& part) {
  return part.milliseconds > 0 ? 1000 * part.gflop / part.milliseconds : 0;
}

OrderedJson asJson(const std::vector<PartFigures>& parts) {
  OrderedJson all = OrderedJson::array();
  for (const PartFigures& part : parts)
    all.push_back({{"part", part.name},
                   {"ms", part.milliseconds},
                   {"gflop", part.gflop},
                   {"gflop_per_second", rate(part)}});
  return all;
}

OrderedJson asJson(const NeuralFigures& figures, const MeasurementSettings& settings,
                   const std::string& weights) {
  OrderedJson all{{"renderer", "facevid2vid"},
                  {"weights", weights},
                  {"device", figures.device},
                  {"precision", pipeline::kPrecisionNames[std::size_t(settings.precision)]},
                  {"kernels", figures.kernels},
                  {"threads", figures.threads},
                  {"size", settings.side},
                  {"frames", settings.frames},
                  {"portrait", asJson(figures.portrait)},
                  {"frame", asJson(figures.frame)},
                  {"frame_ms", figures.frameMs()},
                  {"frames_per_second", figures.frameMs() > 0 ? 1000 / figures.frameMs() : 0}};
  if (!figures.baseline.empty()) {
    all["baseline"] = asJson(figures.baseline);
    all["baseline_ms"] = figures.baselineMs();
    all["ratio"] = figures.ratio();
    all["largest_difference"] = figures.largestDifference;
    all["mean_difference"] = figures.meanDifference;
  }
  if (figures.deviceMemoryMb > 0) all["peak_device_memory_mb"] = figures.deviceMemoryMb;
  all["peak_memory_mb"] = peakMemoryMb();
  return all;
}

void printParts(const char* title, const std::vector<PartFigures>& parts, bool total) {
  if (parts.empty()) return;
  std::printf("%s\n", title);
  const auto row = [](const char* name, const PartFigures& part) {
    std::printf("  %-24s %10.1f ms", name, part.milliseconds);
    if (part.gflop > 0) std::printf(" %10.1f GFLOP %8.0f GFLOP/s", part.gflop, rate(part));
    std::printf("\n");
  };
  PartFigures sum;
  for (const PartFigures& part : parts) {
    row(part.name.c_str(), part);
    sum.milliseconds += part.milliseconds;
    sum.gflop += part.gflop;
  }
  if (total) row("all", sum);
}

void printTable(const NeuralFigures& figures, const MeasurementSettings& settings,
                const std::string& weights) {
  std::printf("facevid2vid at %d px on %s %s, %d threads, weights: %s, median of %d frames\n", settings.side,
              figures.device.c_str(), figures.kernels.c_str(), figures.threads, weights.c_str(),
              settings.frames);
  printParts("once a portrait", figures.portrait, false);
  printParts("each frame", figures.frame, true);
  printParts("each frame, module by module", figures.baseline, true);
  if (!figures.baseline.empty()) {
    std::printf("%-26s %10.2f\n", "ratio", figures.ratio());
    std::printf("%-26s %10.1e of 1, %.2f grey levels\n", "largest difference", figures.largestDifference,
                255 * figures.largestDifference);
    std::printf("%-26s %10.1e of 1, %.2f grey levels\n", "mean difference", figures.meanDifference,
                255 * figures.meanDifference);
  }
  if (figures.deviceMemoryMb > 0)
    std::printf("%-26s %10.0f MB\n", "peak memory of the GPU", figures.deviceMemoryMb);
  std::printf("%-26s %10.0f MB\n", "peak memory", peakMemoryMb());
}

}  // namespace

void runNeuralBench(const std::string& id, const MeasurementSettings& settings, bool printJson,
                    const RunContext& context) {
  std::optional<packs::Pack> pack;
  for (const packs::Pack& installed : packs::listPacks())
    if (installed.id == id && packs::hasNetwork(installed, "generator")) pack = installed;
  const std::string weights = pack ? pack->id : "random";
  if (!pack && !id.empty())
    context.note("pack " + id + " with a neural renderer is not installed: random weights are measured");
  const NeuralFigures figures = measureNeuralFace(pack ? &*pack : nullptr, settings, context);
  if (printJson)
    std::cout << asJson(figures, settings, weights).dump(2) << std::endl;
  else
    printTable(figures, settings, weights);
}

}  // namespace orator::cli
