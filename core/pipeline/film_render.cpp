#include "core/pipeline/film_render.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>

#include "core/base/files.h"
#include "core/base/scratch_folder.h"
#include "core/media/film/film_writer.h"
#include "core/pipeline/film_form.h"
#include "core/pipeline/film_words.h"
#include "core/pipeline/journalled_renderer.h"
#include "core/pipeline/loop_point.h"
#include "core/pipeline/provenance.h"
#include "core/pipeline/scene/scene.h"
#include "core/pipeline/stage_progress.h"
#include "core/render/framing.h"
#include "core/words/caption_painter.h"
#include "core/words/transcript_file.h"

namespace orator::pipeline {
namespace {

namespace fs = std::filesystem;

/// The frames of a part in seconds: those of which most is in it.
FrameRange framesIn(const TimeRange& part, FrameRate rate) {
  const auto frameAt = [&](double seconds) { return std::int64_t(std::llround(seconds * rate.perSecond())); };
  const std::int64_t begin = frameAt(part.beginSeconds);
  return {begin, std::max(begin + 1, frameAt(part.endSeconds))};
}

FrameRange chosenFrames(const AnimateRequest& request, std::int64_t available, FrameRate rate,
                        const RunContext& context) {
  FrameRange range = request.frames.value_or(FrameRange{0, available});
  if (request.trim) range = framesIn(*request.trim, rate);
  if (range.begin >= available)
    throw Error(ErrorCode::invalidArgument, request.trim ? "trim" : "frames",
                "frame " + std::to_string(range.begin) + " is behind the end: the video has " +
                    std::to_string(available) + " frames",
                "Choose a range inside 0:" + std::to_string(available));
  if (range.end > available) context.note("the video ends at frame " + std::to_string(available));
  range.end = std::min(range.end, available);
  return range;
}

/// What a film consists of before a frame of it is drawn.
struct Plan {
  AnimateRequest request;  ///< with a size for the renderer
  media::FilmForm form;
  FrameRange range;
  cv::Rect shown;
  Layout layout;
  std::optional<words::Transcript> words;  ///< that are drawn into it
};

/// Told, where the portrait is larger than films are and nobody chose a size.
void noteSize(const AnimateRequest& request, const Layout& layout, cv::Size shown,
              const RunContext& context) {
  const int side = std::max(layout.frame.width, layout.frame.height);
  if (request.render.outputSide != 0 || !layout.isWhole || side >= std::max(shown.width, shown.height))
    return;
  context.note("the portrait is larger than phones and browsers play films; this one is made with " +
               std::to_string(side) +
               " pixels on its longer side. Another size is made where it is asked for (--size)");
}

Plan planOf(const AnimateRequest& asked, const Analysed& analysed, const motion::MotionTrack& track,
            const RunContext& context) {
  Plan plan{asked, formOf(asked), filmFrames(asked, track, context), {}, {}, {}};
  if (!plan.form.hasPicture()) return plan;
  plan.shown = render::shownPart(*analysed.portrait, asked.render.cropMode);
  plan.layout =
      layoutOf(asked.scene, *analysed.portrait, plan.shown, asked.render.outputSide, track.frameRate);
  noteSize(asked, plan.layout, plan.shown.size(), context);
  plan.request.render.outputSide = plan.layout.renderSide;
  plan.request.render.transparency = asked.scene.alpha;
  return plan;
}

media::FilmWriterSettings writerSettings(const Plan& plan, const motion::MotionTrack& track, cv::Size size) {
  const AnimateRequest& request = plan.request;
  media::FilmWriterSettings settings;
  settings.size = size;
  settings.frameRate = track.frameRate;
  settings.form = plan.form;
  settings.constantRateFactor = request.constantRateFactor;
  settings.bitRateKbit = request.bitRateKbit;
  settings.loops = request.loop == Looping::on;
  settings.voice = request.voice;
  settings.voiceCut = request.voiceCut;
  settings.voiceCut.gainDecibel += request.soundGainDecibel;
  // The last frame takes with it what is left of the voice: up to half a frame does not fit into whole
  // frames.
  const FrameRange& range = plan.range;
  const std::int64_t end = range.end == track.frames() ? std::numeric_limits<std::int64_t>::max() : range.end;
  if (range.begin > 0 || range.end < track.frames()) settings.voiceFrames = FrameRange{range.begin, end};
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
  JournalledRenderer journalled(renderer, rowReach, journal);
  if (const std::int64_t known = journalled.known(track, range); known > 0)
    context.note(std::to_string(known) + " of " + std::to_string(range.size()) +
                 " frames were rendered before and are taken over");
  journalled.render(track, range, sink, {context.stop, context.sink});
}

/// Captions in the frames of a film, away from the mouth.
std::optional<words::CaptionPainter> captionsOfFilm(const Plan& plan, const face::Portrait& portrait,
                                                    cv::Size size) {
  if (!plan.words) return std::nullopt;
  return std::optional<words::CaptionPainter>(std::in_place, *plan.words, plan.request.scene.captionLook,
                                              size, mouthIn(plan.layout, portrait, plan.shown, size));
}

void noteLetters(const words::CaptionPainter& captions, const RunContext& context) {
  if (!captions.missingLetters().empty())
    context.note("no font that is installed has the letters " + captions.missingLetters() +
                 " of the captions; they are drawn as boxes. Fonts for most scripts are in the packages "
                 "fonts-noto-core and fonts-noto-cjk");
}

/// Draws and writes the film, once or twice.
void makeFilm(const Plan& plan, media::FilmWriterSettings settings, render::FaceRenderer& renderer,
              FrameJournal* journal, const Analysed& analysed, const motion::MotionTrack& track,
              StageProgress& progress, const RunContext& context) {
  std::optional<ScratchFolder> folder;  // of what the first pass finds out
  if (plan.request.twoPass) settings.passLog = folder.emplace("pass") / "log";
  const int passes = folder ? 2 : 1;
  for (int pass = 1; pass <= passes; ++pass) {
    if (folder) settings.pass = pass;
    Scene scene(plan.request.scene, plan.layout, *analysed.portrait, plan.shown, renderer.frameSize(),
                track.frameRate);
    std::optional<words::CaptionPainter> captions = captionsOfFilm(plan, *analysed.portrait, scene.size());
    settings.size = scene.size();
    media::FilmWriter writer(plan.request.output, settings);
    const auto sink = [&](std::int64_t frame, cv::Mat picture) {
      const std::int64_t number = frame - plan.range.begin;
      cv::Mat framed = scene.framed(number, std::move(picture));
      if (captions) captions->draw(framed, track.frameRate.secondsAt(frame));
      writer.write(framed);
      progress.done((pass - 1) * plan.range.size() + number + 1);
    };
    renderFrames(renderer, render::rendererTraits(plan.request.renderer).rowReach, journal, track, plan.range,
                 sink, context);
    context.throwIfCancelled();
    writer.finish();
    if (captions && pass == passes) noteLetters(*captions, context);
  }
}

void writeCaptions(const Plan& plan, FrameRate rate, cv::Size film) {
  if (plan.request.captionsOutput.empty() || !plan.words) return;
  words::CaptionRules rules;
  if (!film.empty()) rules = words::rulesFor(film, plan.request.scene.captionLook);
  words::writeTranscript(
      words::partOf(*plan.words, rate.secondsAt(plan.range.begin), rate.secondsAt(plan.range.end)),
      plan.request.captionsOutput, rules);
}

AnimateResult resultOf(const Plan& plan, cv::Size size, FrameRate rate) {
  AnimateResult result;
  result.output = plan.request.output;
  result.frames = plan.range.size();
  result.size = size;
  result.durationSeconds = rate.secondsAt(plan.range.size());
  return result;
}

/// A film without pictures.
AnimateResult writeSound(const Plan& plan, const media::FilmWriterSettings& settings,
                         const motion::MotionTrack& track, const RunContext& context) {
  StageProgress progress(context, "render", 1);
  media::FilmWriter writer(plan.request.output, settings);
  context.throwIfCancelled();
  writer.finish();
  progress.done(1);
  return resultOf(plan, {}, track.frameRate);
}

}  // namespace

FrameRange filmFrames(const AnimateRequest& request, const motion::MotionTrack& track,
                      const RunContext& context) {
  const FrameRange range = chosenFrames(request, track.frames(), track.frameRate, context);
  if (!formOf(request).loops() || request.loop != Looping::on) return range;
  const FrameRange loop = loopOf(track, range);
  context.note("the loop is made of the frames " + std::to_string(loop.begin) + " to " +
               std::to_string(loop.end - 1));
  return loop;
}

render::RenderSettings filmRenderSettings(const AnimateRequest& request, const Analysed& analysed,
                                          const motion::MotionTrack& track, const RunContext& context) {
  return planOf(request, analysed, track, context).request.render;
}

AnimateResult renderFilm(const Stages& stages, const AnimateRequest& asked, const Analysed& analysed,
                         const motion::MotionTrack& track, const RunContext& context) {
  Plan plan = planOf(asked, analysed, track, context);
  plan.words = wordsOfFilm(stages, asked, analysed.pack, context);
  const AnimateRequest& request = plan.request;
  media::FilmWriterSettings settings = writerSettings(plan, track, {});
  settings.tags = provenanceOf(asked, analysed.pack, track);
  if (!asked.motionOfFilm.empty() && asked.motionOfFilm != motionDigest(track))
    context.note(
        "the motion is not that of the film: it was edited by hand, or made on another kind of processor");
  if (!plan.form.hasPicture()) {
    AnimateResult result = writeSound(plan, settings, track, context);
    writeCaptions(plan, track.frameRate, {});
    return result;
  }

  StageProgress progress(context, "render", plan.range.size() * (request.twoPass ? 2 : 1));
  const auto renderer = stages.makeRenderer(request.renderer, analysed.pack, analysed.portrait,
                                            request.render, {context.stop, nullptr});
  std::optional<FrameJournal> journal = openJournal(request, analysed, context);
  try {
    makeFilm(plan, settings, *renderer, journal ? &*journal : nullptr, analysed, track, progress, context);
  } catch (...) {
    if (journal && journal->frames() == 0) journal->remove();
    if (journal && journal->frames() > 0)
      context.note(std::to_string(journal->frames()) + " finished frames are kept in " +
                   pathText(journalFile(request.output)) + " for the next attempt");
    throw;
  }
  if (journal && !request.keepFrames) journal->remove();
  const cv::Size size = plan.layout.isWhole ? renderer->frameSize() : plan.layout.frame;
  writeCaptions(plan, track.frameRate, size);
  return resultOf(plan, size, track.frameRate);
}

}  // namespace orator::pipeline
