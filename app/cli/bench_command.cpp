#include <CLI/App.hpp>
#include <cstdio>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "app/cli/benchmark.h"
#include "app/cli/commands.h"
#include "app/cli/neural_bench.h"
#include "app/cli/request_options.h"
#include "app/command_line/options.h"
#include "core/base/file_system.h"
#include "core/packs/pack.h"
#include "core/pipeline/parameters.h"
#include "core/render/renderer_traits.h"

namespace orator::cli {
namespace {

namespace fs = std::filesystem;
using OrderedJson = nlohmann::ordered_json;

/// The sample that the set-up puts beside the models folder.
fs::path sampleFile(const std::string& name) {
  for (const fs::path& models : packs::modelFolders()) {
    const fs::path file = models.parent_path() / "out/sample" / name;
    if (isFile(file)) return file;
  }
  throw Error(ErrorCode::fileNotFound, name, "the sample is not there",
              "Run installer/prepare-sample, or give --portrait and --voice");
}

double perSecond(double milliseconds) {
  return milliseconds > 0 ? 1000 / milliseconds : 0;
}

OrderedJson asJson(const BenchmarkFigures& figures) {
  OrderedJson sizes = OrderedJson::array();
  for (const SizeFigures& size : figures.sizes)
    sizes.push_back({{"width", size.width},
                     {"height", size.height},
                     {"frames", size.frames},
                     {"prepare_ms", size.prepareMs},
                     {"first_frame_ms", size.firstFrameMs},
                     {"render_ms_per_frame", size.renderMs},
                     {"render_fps", perSecond(size.renderMs)},
                     {"render_encode_ms_per_frame", size.renderAndEncodeMs},
                     {"render_encode_fps", perSecond(size.renderAndEncodeMs)}});
  return {{"cores", figures.cores},
          {"voice_seconds", figures.voiceSeconds},
          {"read_portrait_ms", figures.readPortraitMs},
          {"analyse_portrait_ms", figures.analysePortraitMs},
          {"read_voice_ms", figures.readVoiceMs},
          {"load_motion_model_ms", figures.loadMotionModelMs},
          {"motion_ms", figures.motionMs},
          {"motion_times_real_time", figures.voiceTimesRealTime()},
          {"start_to_first_frame_ms", figures.firstFrameMs()},
          {"sizes", std::move(sizes)},
          {"peak_memory_mb", figures.peakMemoryMb}};
}

void printTable(const BenchmarkFigures& figures) {
  const auto row = [](const char* name, double milliseconds, const std::string& more = {}) {
    std::printf("%-34s %10.1f ms%s\n", name, milliseconds, more.c_str());
  };
  char speed[64];
  std::snprintf(speed, sizeof speed, "   %.0f times real time", figures.voiceTimesRealTime());
  std::printf("%d cores, voice of %.1f s\n", figures.cores, figures.voiceSeconds);
  row("read the portrait", figures.readPortraitMs);
  row("analyse the portrait", figures.analysePortraitMs);
  row("read the voice", figures.readVoiceMs);
  row("load the motion model", figures.loadMotionModelMs);
  row("mel and motion", figures.motionMs, speed);
  row("start to first frame", figures.firstFrameMs());
  for (const SizeFigures& size : figures.sizes) {
    std::printf("%d x %d px, %d frames\n", size.width, size.height, size.frames);
    row("  prepare the renderer", size.prepareMs);
    row("  first frame", size.firstFrameMs);
    const auto rate = [&](double milliseconds) {
      char text[64];
      std::snprintf(text, sizeof text, "   %.0f frames a second", perSecond(milliseconds));
      return std::string(text);
    };
    row("  render a frame", size.renderMs, rate(size.renderMs));
    row("  render and encode a frame", size.renderAndEncodeMs, rate(size.renderAndEncodeMs));
  }
  std::printf("%-34s %10.0f MB\n", "peak memory", figures.peakMemoryMb);
}

void run(BenchmarkSettings settings, bool printJson, CommandSession& session) {
  if (settings.portrait.empty()) settings.portrait = sampleFile("astronaut.png");
  if (settings.voice.empty()) settings.voice = sampleFile("welcome.wav");
  if (settings.sizes.empty()) settings.sizes = {512, 1080};
  const BenchmarkFigures figures = runBenchmark(settings, session.context());
  if (printJson)
    std::cout << asJson(figures).dump(2) << std::endl;
  else
    printTable(figures);
}

/// "facevid2vid or mesh"
std::string rendererChoice() {
  std::string choice;
  for (const std::string& name : render::rendererNames()) choice += (choice.empty() ? "" : " or ") + name;
  return choice;
}

struct BenchArguments {
  BenchmarkSettings settings;
  std::optional<std::string> pack;
  std::optional<int> frames;
  int threads = 0;
  pipeline::FilmSettings film;  ///< of it precision and finish
  bool baseline = false;
  bool json = false;
};

void run(BenchArguments& given, CommandSession& session) {
  // A renderer of networks is taken apart, others are timed as a whole.
  if (render::rendererTraits(given.settings.renderer).networks.empty()) {
    if (given.pack) given.settings.pack = *given.pack;
    if (given.frames) given.settings.frames = *given.frames;
    given.settings.finish = given.film.render.finish;
    run(given.settings, given.json, session);
    return;
  }
  render::facevid2vid::MeasurementSettings neural;
  neural.device = given.settings.device;
  neural.frames = given.frames.value_or(neural.frames);
  neural.threads = given.threads;
  neural.baseline = given.baseline;
  neural.precision = given.film.render.precision;
  for (const int side : given.settings.sizes.empty() ? std::vector{neural.side} : given.settings.sizes) {
    neural.side = side;
    runNeuralBench(given.pack.value_or(""), neural, given.json, session.context());
  }
}

}  // namespace

void addBenchCommand(CLI::App& app, CommandSession& session) {
  auto arguments = std::make_shared<BenchArguments>();
  BenchmarkSettings& settings = arguments->settings;
  CLI::App* command = app.add_subcommand("bench", "Measure each stage on this machine");
  addPath(*command, "--portrait", settings.portrait, "Picture (default: the sample)");
  addPath(*command, "--voice", settings.voice, "Sound (default: the sample)");
  command->add_option("--pack", arguments->pack, "Pack of networks (default studio)")->type_name("NAME");
  command->add_option("--renderer", settings.renderer, rendererChoice() + " (default: the pack's first)")
      ->type_name("NAME");
  command
      ->add_option("--size", settings.sizes,
                   "Longer side of the frames in px, may be repeated (default 512 and 1080)")
      ->check(CLI::Range(64, int(pipeline::parameter("size").spec.maximum)))
      ->type_name("PIXELS");
  command
      ->add_option("--frames", arguments->frames,
                   "Frames measured per size at most (default 150; 3 of a renderer of networks)")
      ->check(CLI::Range(1, 100000))
      ->type_name("N");
  addDevice(*command, settings.device);
  command
      ->add_option("--threads", arguments->threads, "Threads of a renderer of networks (default: all cores)")
      ->check(CLI::Range(1, 256))
      ->type_name("N");
  addFilmParameter(*command, "precision", arguments->film);
  addFilmParameter(*command, "finish", arguments->film);
  command->add_flag("--baseline", arguments->baseline,
                    "Also run a renderer's networks module by module and print the ratio");
  command->add_flag("--json", arguments->json, "Print one JSON object");
  addProgressOption(*command, session);
  command->callback(
      [&session, arguments] { session.work = [&session, arguments] { run(*arguments, session); }; });
}

}  // namespace orator::cli
