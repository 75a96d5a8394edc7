#include "core/pipeline/animate.h"

#include <chrono>
#include <utility>

#include "core/base/files.h"
#include "core/motion/gaze.h"
#include "core/pipeline/film_form.h"
#include "core/pipeline/film_parts.h"
#include "core/pipeline/film_render.h"
#include "core/pipeline/output_check.h"
#include "core/pipeline/stage_progress.h"
#include "core/pipeline/stages.h"

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

/// A track made elsewhere, for this portrait and this voice, as it is.
motion::MotionTrack fitted(const Stages& stages, motion::MotionTrack track, const AnimateRequest& request,
                           const Analysed& analysed, const RunContext& context) {
  const std::string subject = request.track.empty() ? "track" : pathText(request.track);
  const motion::CoefficientRow source = stages.portraitRow(analysed.pack, *analysed.portrait, request.render);
  std::size_t samples = 0;
  if (!request.voice.empty()) samples = stages.readVoice(request.voice, request.voiceCut, context).size();
  return fitTrack(analysed, std::move(track), subject, source, request.relative, request.frameRate,
                  std::int64_t(samples), context);
}

/// The track that is given, or the motion that the voice makes.
motion::MotionTrack filmTrack(const Stages& stages, const AnimateRequest& request, const Analysed& analysed,
                              const RunContext& context) {
  if (request.track.empty()) return makeMotion(stages, request, analysed, context);
  motion::MotionTrack track =
      fitted(stages, stages.readTrack(request.track, analysed.pack, context), request, analysed, context);
  motion::turnEyes(track, request.motion.gaze, request.motion.seed);
  return track;
}

}  // namespace

AnimateResult animate(const Stages& stages, const AnimateRequest& request, const RunContext& context) {
  return translated([&] {
    checkRequest(request);
    checkFilm(request);
    checkOutput(request);
    Stopwatch watch;
    const Analysed analysed = analyse(stages, request, nullptr, context);
    const double analyseSeconds = watch.lap();
    const motion::MotionTrack track = filmTrack(stages, request, analysed, context);
    const double motionSeconds = watch.lap();
    AnimateResult result = renderFilm(stages, request, analysed, track, context);
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
    checkFilm(request);
    checkOutput(request);
    Stopwatch watch;
    const Analysed analysed = analyse(stages, request, std::move(portrait), context);
    const double analyseSeconds = watch.lap();
    AnimateResult result =
        renderFilm(stages, request, analysed, fitted(stages, track, request, analysed, context), context);
    result.analyseSeconds = analyseSeconds;
    result.renderSeconds = watch.lap();
    return result;
  });
}

FilmMaterial makeMaterial(const Stages& stages, const AnimateRequest& request, const RunContext& context) {
  return translated([&] {
    checkRequest(request);
    const Analysed analysed = analyse(stages, request, nullptr, context);
    return FilmMaterial{analysed.portrait, filmTrack(stages, request, analysed, context)};
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
