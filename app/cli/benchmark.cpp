#include "app/cli/benchmark.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "core/base/files.h"
#include "core/face/portrait.h"
#include "core/media/audio_reader.h"
#include "core/media/mp4_writer.h"
#include "core/media/picture.h"
#include "core/motion/motion_model.h"
#include "core/packs/pack.h"
#include "core/pipeline/portrait_row.h"
#include "core/render/face_renderer.h"

namespace orator::cli {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int kVoiceRateHz = 16000;

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

/// A film that is thrown away after it is measured.
class ScratchFile {
 public:
  ScratchFile()
      : path_(fs::temp_directory_path() / ("orator-bench-" + std::to_string(::getpid()) + ".mp4")) {}
  ~ScratchFile() {
    std::error_code ignored;  // a file that is not there needs no removal
    fs::remove(path_, ignored);
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

SizeFigures measureSize(int side, const BenchmarkSettings& settings, const packs::Pack& pack,
                        const std::shared_ptr<const face::Portrait>& portrait,
                        const motion::MotionTrack& track, const RunContext& context) {
  SizeFigures figures;
  render::RenderSettings renderSettings;
  renderSettings.outputSide = side;
  renderSettings.device = settings.device;
  const std::string name = settings.renderer.empty() ? pack.renderers.front() : settings.renderer;
  const auto renderer = timed(
      figures.prepareMs, [&] { return render::makeRenderer(name, pack, portrait, renderSettings, context); });
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

  const ScratchFile file;
  start = Clock::now();
  media::Mp4Settings encoding;
  encoding.size = renderer->frameSize();
  encoding.frameRate = track.frameRate;
  media::Mp4Writer writer(file.path(), encoding);
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
  const packs::Pack pack = packs::openPack(settings.pack);
  const media::Picture picture =
      timed(figures.readPortraitMs, [&] { return media::readPicture(settings.portrait); });
  const auto portrait =
      timed(figures.analysePortraitMs, [&] { return face::analysePortrait(picture, pack, {}, context); });
  const std::vector<float> voice =
      timed(figures.readVoiceMs, [&] { return media::readVoice16k(settings.voice, context); });
  figures.voiceSeconds = double(voice.size()) / kVoiceRateHz;

  const auto model =
      timed(figures.loadMotionModelMs, [&] { return motion::makeMotionModel(pack, *portrait->model); });
  motion::MotionInput input;
  input.voice16k = voice;
  input.source = pipeline::portraitRow(pack, *portrait, {});
  input.frames = input.frameRate.framesCovering(std::int64_t(voice.size()), kVoiceRateHz);
  const motion::MotionSettings motionSettings;
  const motion::MotionTrack track = timed(figures.motionMs, [&] {
    return motion::applySettings(model->generate(input, motionSettings, context), motionSettings);
  });
  for (const int side : settings.sizes)
    figures.sizes.push_back(measureSize(side, settings, pack, portrait, track, context));
  figures.peakMemoryMb = peakMemoryMb();
  return figures;
}

}  // namespace orator::cli
