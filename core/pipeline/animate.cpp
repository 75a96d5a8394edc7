#include "core/pipeline/animate.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <optional>
#include <utility>

#include "core/base/files.h"
#include "core/media/mp4_writer.h"
#include "core/pipeline/film_parts.h"
#include "core/pipeline/journalled_renderer.h"
#include "core/pipeline/output_check.h"
#include "core/pipeline/stage_progress.h"
#include "core/pipeline/stages.h"
#include "core/render/framing.h"

namespace orator::pipeline {
namespace {

namespace fs = std::filesystem;

class Stopwatch {
 public:
  /// Seconds since the last call.
  double lap() {
    const auto now = std::chrono::steady_clock::now();
    return std::chrono::duration<double>(now - std::exchange(begin_, now)).count();
  }

 private:
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

/// What a library throws becomes one of our errors here, so that callers meet one exception type.
template <typename Work>
auto translated(const Work& work) {
  try {
    return work();
  } catch (...) {
    throw caughtError();
  }
}

Analysed analyse(const Stages& stages, const AnimateRequest& request,
                 std::shared_ptr<const face::Portrait> portrait, const RunContext& context) {
  face::PortraitOptions options;
  options.face = request.face;
  options.rotation = request.rotation;
  options.background = request.background;
  return analyse(stages, request.pack, request.portrait, options, request.enlarging, std::move(portrait),
                 context);
}

motion::MotionTrack makeMotion(const Stages& stages, const AnimateRequest& request, const Analysed& analysed,
                               const RunContext& context) {
  const bool idle = request.idleSeconds > 0;
  std::vector<float> voice;
  if (!idle) voice = stages.readVoice(request.voice, request.voiceCut, context);
  const motion::CoefficientRow source = stages.portraitRow(analysed.pack, *analysed.portrait, request.render);
  const motion::MotionInput input = motionInput(voice, request.idleSeconds, request.frameRate, source);
  StageProgress progress(context, "motion", input.frames);
  const face::FaceModel& faceModel = *analysed.portrait->model;
  const auto model = stages.makeMotionModel(analysed.pack, faceModel);
  References references;
  const motion::GeneratedMotion generated = generateMotion(
      stages, analysed.pack, *model, input, request.motion, faceModel, references, progress.context());
  progress.done(input.frames);
  return stages.applySettings(generated, request.motion);
}

/// A track made elsewhere, for this portrait and this voice.
motion::MotionTrack fitted(const Stages& stages, motion::MotionTrack track, const AnimateRequest& request,
                           const Analysed& analysed, const RunContext& context) {
  const std::string subject = request.track.empty() ? "track" : pathText(request.track);
  const motion::CoefficientRow source = stages.portraitRow(analysed.pack, *analysed.portrait, request.render);
  std::size_t samples = 0;
  if (!request.voice.empty()) samples = stages.readVoice(request.voice, request.voiceCut, context).size();
  return fitTrack(analysed, std::move(track), subject, source, request.relative, request.frameRate,
                  std::int64_t(samples), context);
}

FrameRange chosenFrames(const AnimateRequest& request, std::int64_t available, const RunContext& context) {
  FrameRange range = request.frames.value_or(FrameRange{0, available});
  if (range.begin >= available)
    throw Error(ErrorCode::invalidArgument, "frames",
                "frame " + std::to_string(range.begin) + " is behind the end: the video has " +
                    std::to_string(available) + " frames",
                "Choose a range inside 0:" + std::to_string(available));
  if (range.end > available) context.note("the video ends at frame " + std::to_string(available));
  range.end = std::min(range.end, available);
  return range;
}

media::Mp4Settings videoSettings(const AnimateRequest& request, FrameRate frameRate, cv::Size size,
                                 FrameRange range, std::int64_t available) {
  media::Mp4Settings settings;
  settings.size = size;
  settings.frameRate = frameRate;
  settings.constantRateFactor = request.constantRateFactor;
  settings.voice = request.voice;
  settings.voiceCut = request.voiceCut;
  // The last frame takes with it what is left of the voice: up to half a frame does not fit into whole
  // frames.
  const std::int64_t end = range.end == available ? std::numeric_limits<std::int64_t>::max() : range.end;
  if (range.begin > 0 || range.end < available) settings.voiceFrames = FrameRange{range.begin, end};
  return settings;
}

/// The journal of the request, where one is wanted and can be had.
std::optional<FrameJournal> openJournal(const AnimateRequest& request, const Analysed& analysed,
                                        const RunContext& context) {
  const bool live = render::rendererTraits(request.renderer).live && !request.render.enhanceFace.on;
  if (!request.resume.value_or(!live)) return {};
  const fs::path file = journalFile(request.output);
  auto journal = FrameJournal::open(
      file, rendererFingerprint(request.renderer, analysed.pack, *analysed.portrait, request.render));
  if (!journal) context.note(pathText(file) + " cannot be used; if this work is interrupted it begins anew");
  return journal;
}

void renderFrames(render::FaceRenderer& renderer, int rowReach, FrameJournal* journal,
                  const motion::MotionTrack& track, FrameRange range, const render::FrameSink& sink,
                  const RunContext& context) {
  if (!journal) return renderer.render(track, range, sink, {context.stop, nullptr});
  JournalledRenderer journalled(renderer, rowReach, *journal);
  if (const std::int64_t known = journalled.known(track, range); known > 0)
    context.note(std::to_string(known) + " of " + std::to_string(range.size()) +
                 " frames were rendered before and are taken over");
  journalled.render(track, range, sink, {context.stop, context.sink});
}

/// The request with a size, where it leaves that to the portrait and the portrait is larger than films are.
AnimateRequest sized(AnimateRequest request, const face::Portrait& portrait, FrameRate rate,
                     const RunContext& context) {
  if (request.render.outputSide != 0) return request;
  const cv::Size shown = render::shownPart(portrait, request.render.cropMode).size();
  request.render.outputSide = render::defaultFilmSide(shown, rate);
  if (request.render.outputSide != 0)
    context.note("the portrait is larger than phones and browsers play films; this one is made with " +
                 std::to_string(request.render.outputSide) +
                 " pixels on its longer side. Another size is made where it is asked for (--size)");
  return request;
}

AnimateResult renderVideo(const Stages& stages, const AnimateRequest& asked, const Analysed& analysed,
                          const motion::MotionTrack& track, const RunContext& context) {
  const AnimateRequest request = sized(asked, *analysed.portrait, track.frameRate, context);
  const FrameRange range = chosenFrames(request, track.frames(), context);
  StageProgress progress(context, "render", range.size());
  const auto renderer = stages.makeRenderer(request.renderer, analysed.pack, analysed.portrait,
                                            request.render, {context.stop, nullptr});
  std::optional<FrameJournal> journal = openJournal(request, analysed, context);
  try {
    media::Mp4Writer writer(request.output, videoSettings(request, track.frameRate, renderer->frameSize(),
                                                          range, track.frames()));
    const auto sink = [&](std::int64_t frame, cv::Mat rgb) {
      writer.write(rgb);
      progress.done(frame - range.begin + 1);
    };
    renderFrames(*renderer, render::rendererTraits(request.renderer).rowReach, journal ? &*journal : nullptr,
                 track, range, sink, context);
    context.throwIfCancelled();
    writer.finish();
  } catch (...) {
    if (journal && journal->frames() == 0) journal->remove();
    if (journal && journal->frames() > 0)
      context.note(std::to_string(journal->frames()) + " finished frames are kept in " +
                   pathText(journalFile(request.output)) + " for the next attempt");
    throw;
  }
  if (journal && !request.keepFrames) journal->remove();

  AnimateResult result;
  result.output = request.output;
  result.frames = range.size();
  result.size = renderer->frameSize();
  result.durationSeconds = track.frameRate.secondsAt(range.size());
  return result;
}

}  // namespace

AnimateResult animate(const Stages& stages, const AnimateRequest& request, const RunContext& context) {
  return translated([&] {
    checkRequest(request);
    checkOutput(request);
    Stopwatch watch;
    const Analysed analysed = analyse(stages, request, nullptr, context);
    const double analyseSeconds = watch.lap();
    const motion::MotionTrack track =
        request.track.empty() ? makeMotion(stages, request, analysed, context)
                              : fitted(stages, stages.readTrack(request.track, analysed.pack, context),
                                       request, analysed, context);
    const double motionSeconds = watch.lap();
    AnimateResult result = renderVideo(stages, request, analysed, track, context);
    result.analyseSeconds = analyseSeconds;
    result.motionSeconds = motionSeconds;
    result.renderSeconds = watch.lap();
    return result;
  });
}

AnimateResult renderTrack(const Stages& stages, const AnimateRequest& request,
                          std::shared_ptr<const face::Portrait> portrait, const motion::MotionTrack& track,
                          const RunContext& context) {
  return translated([&] {
    checkRequest(request);
    checkOutput(request);
    Stopwatch watch;
    const Analysed analysed = analyse(stages, request, std::move(portrait), context);
    const double analyseSeconds = watch.lap();
    AnimateResult result =
        renderVideo(stages, request, analysed, fitted(stages, track, request, analysed, context), context);
    result.analyseSeconds = analyseSeconds;
    result.renderSeconds = watch.lap();
    return result;
  });
}

motion::MotionTrack makeTrack(const Stages& stages, const AnimateRequest& request,
                              const RunContext& context) {
  return translated([&] {
    checkRequest(request);
    const Analysed analysed = analyse(stages, request, nullptr, context);
    return makeMotion(stages, request, analysed, context);
  });
}

}  // namespace orator::pipeline
