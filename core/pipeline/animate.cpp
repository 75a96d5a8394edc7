#include "core/pipeline/animate.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <exception>
#include <limits>
#include <optional>
#include <utility>

#include "core/base/files.h"
#include "core/base/foreign_error.h"
#include "core/media/mp4_writer.h"
#include "core/media/picture.h"
#include "core/motion/resample.h"
#include "core/motion/track_basis.h"
#include "core/motion/track_io.h"
#include "core/pipeline/journalled_renderer.h"
#include "core/pipeline/make_motion.h"
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
  } catch (const Error&) {
    throw;
  } catch (const std::exception& failure) {
    throw asError(failure);
  }
}

/// What a video needs of the portrait and of nothing else.
struct Analysed {
  packs::Pack pack;
  std::shared_ptr<const face::Portrait> portrait;
};

Analysed analyse(const Stages& stages, const AnimateRequest& request,
                 std::shared_ptr<const face::Portrait> portrait, const RunContext& context) {
  StageProgress progress(context, "analyse", 3);
  Analysed result{stages.openPack(request.pack), std::move(portrait)};
  progress.done(1);
  if (!result.portrait) {
    const media::Picture picture = media::readPicture(request.portrait);
    progress.done(2);
    face::PortraitOptions options;
    options.face = request.face;
    options.rotation = request.rotation;
    options.background = request.background;
    try {
      result.portrait = stages.analysePortrait(picture, result.pack, options, progress.context());
    } catch (const Error& error) {
      // The analysis knows the picture, not its file.
      if (error.code() != ErrorCode::noFace && error.code() != ErrorCode::faceCutOff) throw;
      throw Error(error.code(), pathText(request.portrait), error.reason(), error.remedy());
    }
  }
  progress.done(3);
  return result;
}

motion::MotionTrack makeMotion(const Stages& stages, const AnimateRequest& request, const Analysed& analysed,
                               const RunContext& context) {
  const bool idle = request.idleSeconds > 0;
  std::vector<float> voice;
  if (!idle) voice = media::readVoice16k(request.voice, context, request.voiceCut);
  const auto samples = idle ? std::llround(request.idleSeconds * 16000) : std::int64_t(voice.size());
  motion::MotionInput input;
  input.voice16k = voice;
  input.source = stages.portraitRow(analysed.pack, *analysed.portrait, request.render);
  input.frameRate = request.frameRate;
  input.frames = request.frameRate.framesCovering(samples, 16000);
  StageProgress progress(context, "motion", input.frames);
  const face::FaceModel& faceModel = *analysed.portrait->model;
  const auto model = stages.makeMotionModel(analysed.pack, faceModel);
  References references;
  const motion::GeneratedMotion generated = generateMotion(
      stages, analysed.pack, *model, input, request.motion, faceModel, references, progress.context());
  progress.done(input.frames);
  return stages.applySettings(generated, request.motion);
}

/// How a pack of the studio's basis shows a track of SadTalker's, where it has a map.
std::optional<face::ExpressionMap> mapFor(const std::string& trackBasis, const std::string& packBasis,
                                          const packs::Pack& pack) {
  constexpr const char* kRole = "expression_map";
  if (packBasis != "studio" || !pack.has(kRole) || !motion::isBfmBasis(trackBasis)) return std::nullopt;
  return face::loadExpressionMap(pack.file(kRole));
}

/// A track made elsewhere, for this portrait and this voice.
motion::MotionTrack fitted(const Stages& stages, motion::MotionTrack track, const AnimateRequest& request,
                           const Analysed& analysed, const RunContext& context) {
  const std::string subject = request.track.empty() ? "track" : pathText(request.track);
  motion::checkTrack(track, subject);
  const std::string basis = coefficientBasis(analysed.pack, *analysed.portrait);
  if (const auto map = mapFor(track.basis, basis, analysed.pack))
    track = motion::toStudioBasis(track, *map, sourceRow(analysed.portrait->fit));
  if (!basis.empty() && track.basis != basis)
    throw Error(ErrorCode::invalidArgument, subject,
                "the track is in the basis \"" + track.basis + "\", the pack's is \"" + basis + "\"",
                "Choose the pack the track was made with");
  // Rows of the BFM are absolute: the portrait is read as it is, whoever the track was made for.
  if (rowDependsOnCrop(analysed.pack))
    track.source = stages.portraitRow(analysed.pack, *analysed.portrait, request.render);
  if (!(request.frameRate == kTrackFrameRate)) track = motion::resample(track, request.frameRate);
  if (request.voice.empty()) return track;
  const std::vector<float> voice = media::readVoice16k(request.voice, context, request.voiceCut);
  const std::int64_t needed = track.frameRate.framesCovering(std::int64_t(voice.size()), 16000);
  if (needed > track.frames()) {
    context.note("the track ends before the voice; its last row is held");
    track.rows.resize(std::size_t(needed), track.rows.back());
    track.blink.resize(track.rows.size(), 0.f);
    for (std::vector<float>& angles : track.replacedAngles)
      if (!angles.empty()) angles.resize(track.rows.size(), angles.back());
  }
  return track;
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
  if (!request.resume.value_or(!render::rendererTraits(request.renderer).live)) return {};
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

AnimateResult renderVideo(const Stages& stages, const AnimateRequest& request, const Analysed& analysed,
                          const motion::MotionTrack& track, const RunContext& context) {
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
                              : fitted(stages, stages.readTrack(request.track), request, analysed, context);
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
