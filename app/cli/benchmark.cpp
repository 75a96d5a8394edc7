#include "app/cli/benchmark.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "core/base/files.h"
#include "core/base/scratch_folder.h"
#include "core/base/voice_rate.h"
#include "core/media/film/film_writer.h"
#include "core/session/parts.h"

namespace orator::cli {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

double millisecondsSince(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// Runs `work`, stores how long it took, returns what it made.
template <typename Work>
auto timed(double& milliseconds, Work work) {
  const Clock::time_point start = Clock::now();
  auto result = work();
  milliseconds = millisecondsSince(start);
  return result;
}

/// The stages of the library, timed one by one.
pipeline::Stages timedStages(BenchmarkFigures& figures) {
  pipeline::Stages stages = pipeline::libraryStages();
  stages.readPicture = [&figures, read = stages.readPicture](const fs::path& file) {
    return timed(figures.readPortraitMs, [&] { return read(file); });
  };
  stages.analysePortrait = [&figures, analyse = stages.analysePortrait](
                               const media::Picture& picture, const packs::Pack& pack,
                               const face::PortraitOptions& options, const RunContext& context) {
    return timed(figures.analysePortraitMs, [&] { return analyse(picture, pack, options, context); });
  };
  stages.readVoice = [&figures, read = stages.readVoice](const fs::path& file, const media::VoiceCut& cut,
                                                         const RunContext& context) {
    return timed(figures.readVoiceMs, [&] { return read(file, cut, context); });
  };
  stages.makeMotionModel = [&figures, make = stages.makeMotionModel](const packs::Pack& pack,
                                                                     const face::FaceModel& model) {
    return timed(figures.loadMotionModelMs, [&] { return make(pack, model); });
  };
  return stages;
}

SizeFigures measureSize(int side, const BenchmarkSettings& settings, session::Parts& parts,
                        session::Inputs inputs, const RunContext& context) {
  SizeFigures figures;
  inputs.render.outputSide = side;
  inputs.render.device = settings.device;
  inputs.render.finish = settings.finish;
  const motion::MotionTrack& track = parts.motion(inputs, context)->edited;
  render::FaceRenderer* renderer = timed(figures.prepareMs, [&] { return &parts.renderer(inputs, context); });
  figures.width = renderer->frameSize().width;
  figures.height = renderer->frameSize().height;
  const FrameRange range{0, std::min<std::int64_t>(settings.frames, track.frames())};
  figures.frames = int(range.size());
  // The context of the inner calls keeps the stop token; the bench has a stage of its own to report.
  const RunContext quiet{.stop = context.stop, .sink = nullptr};
  const std::string stage = "bench " + std::to_string(side);

  Clock::time_point start = Clock::now();
  renderer->render(
      track, {0, 1}, [](std::int64_t, cv::Mat) {}, quiet);
  figures.firstFrameMs = millisecondsSince(start);

  start = Clock::now();
  renderer->render(
      track, range,
      [&](std::int64_t frame, cv::Mat) { context.progress(stage, frame + 1, 2 * range.size()); }, quiet);
  figures.renderMs = millisecondsSince(start) / double(range.size());

  const ScratchFolder scratch("bench");
  const fs::path film = scratch / "film.mp4";  // thrown away after it is measured
  start = Clock::now();
  media::FilmWriterSettings encoding;
  encoding.size = renderer->frameSize();
  encoding.frameRate = track.frameRate;
  media::FilmWriter writer(film, encoding);
  renderer->render(
      track, range,
      [&](std::int64_t frame, cv::Mat rgb) {
        writer.write(rgb);
        context.progress(stage, range.size() + frame + 1, 2 * range.size());
      },
      quiet);
  writer.finish();
  figures.renderAndEncodeMs = millisecondsSince(start) / double(range.size());
  return figures;
}

}  // namespace

double peakMemoryMb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return double(usage.ru_maxrss) / 1024;
}

double BenchmarkFigures::voiceTimesRealTime() const {
  return motionMs > 0 ? voiceSeconds * 1000 / motionMs : 0;
}

double BenchmarkFigures::firstFrameMs() const {
  const double before = readPortraitMs + analysePortraitMs + readVoiceMs + loadMotionModelMs + motionMs;
  return sizes.empty() ? before : before + sizes.front().prepareMs + sizes.front().firstFrameMs;
}

BenchmarkFigures runBenchmark(const BenchmarkSettings& settings, const RunContext& context) {
  BenchmarkFigures figures;
  figures.cores = int(std::thread::hardware_concurrency());
  session::Parts parts(std::make_shared<session::Resources>(timedStages(figures)));
  session::Inputs inputs;
  inputs.portrait = settings.portrait;
  inputs.voice = settings.voice;
  inputs.pack = settings.pack;
  const auto portrait = parts.portrait(inputs, context);
  inputs.renderer = settings.renderer.empty() ? portrait->pack.renderers.front() : settings.renderer;
  figures.voiceSeconds = double(parts.voice(inputs, context)->size()) / kVoiceRateHz;
  double motionAndModelMs = 0;
  timed(motionAndModelMs, [&] { return parts.motion(inputs, context); });
  figures.motionMs = motionAndModelMs - figures.loadMotionModelMs;
  for (const int side : settings.sizes)
    figures.sizes.push_back(measureSize(side, settings, parts, inputs, context));
  figures.peakMemoryMb = peakMemoryMb();
  return figures;
}

}  // namespace orator::cli
