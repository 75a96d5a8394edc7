#include "ui/model/bridge/preview_worker.h"

#include <chrono>

#include "ui/kit/pictures/image.h"
#include "ui/model/bridge/preview_keys.h"

namespace orator::ui {
namespace {

constexpr int kAnnounceEvery = 4;                   // frames filled ahead between two looks at the cache
constexpr std::chrono::milliseconds kSettling{80};  // after an edit, before anything but its frame is drawn
constexpr int kStandsStillMs = 500;                 // since the playhead moved, before styles are tried

}  // namespace

/// Turns the core's progress into signals, at most every 40 ms.
class PreviewWorker::Sink : public ProgressSink {
 public:
  Sink(PreviewWorker* worker, QString name) : worker_(worker), name_(std::move(name)) { timer_.start(); }
  void progress(std::string_view, std::int64_t done, std::int64_t total) override {
    if (timer_.elapsed() < 40 && done < total) return;
    timer_.restart();
    Q_EMIT worker_->busy(name_, done, total);
  }
  void note(std::string_view text) override {
    Q_EMIT worker_->problem(
        {Problem::Level::info, name_, QString::fromUtf8(text.data(), qsizetype(text.size())), {}, {}});
  }

 private:
  PreviewWorker* worker_;
  QString name_;
  QElapsedTimer timer_;
};

PreviewWorker::PreviewWorker(std::shared_ptr<Engine> engine, FrameCache* cache, QObject* parent)
    : QThread(parent), engine_(engine), cache_(cache), styles_(std::move(engine)) {
  setObjectName("preview");
}

PreviewWorker::~PreviewWorker() {
  {
    const std::lock_guard lock(mutex_);
    quit_ = true;
    stop_.request_stop();
  }
  wake_.notify_all();
  wait();
}

void PreviewWorker::setProject(std::shared_ptr<const project::Project> project) {
  {
    const std::lock_guard lock(mutex_);
    const bool otherWork = !wanted_.project || needsOtherWork(*wanted_.project, *project);
    wanted_.project = std::move(project);
    dirty_ = true;
    if (otherWork || filling_) stop_.request_stop();
  }
  wake_.notify_all();
}

void PreviewWorker::setPlayhead(std::int64_t frame) {
  {
    const std::lock_guard lock(mutex_);
    if (wanted_.frame == frame) return;
    wanted_.frame = frame;
    dirty_ = true;
    if (filling_) stop_.request_stop();
  }
  wake_.notify_all();
}

void PreviewWorker::setFillAhead(bool on) {
  {
    const std::lock_guard lock(mutex_);
    if (wanted_.fillAhead == on) return;
    wanted_.fillAhead = on;
    dirty_ = true;
  }
  wake_.notify_all();
}

void PreviewWorker::setProof(std::optional<FrameRange> range) {
  {
    const std::lock_guard lock(mutex_);
    wanted_.proof = range;
    dirty_ = true;
  }
  wake_.notify_all();
}

void PreviewWorker::retry() {
  {
    const std::lock_guard lock(mutex_);
    wanted_.retry = true;
    dirty_ = true;
  }
  wake_.notify_all();
}

void PreviewWorker::run() {
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      const auto hasNews = [&] { return dirty_ || quit_; };
      // Who drags a slider sends the next value soon, and it shall not find the worker busy with other
      // frames.
      if (edited_) wake_.wait_for(lock, kSettling, hasNews);
      edited_ = false;
      if (!hasNews()) {
        // Idle: fill the cache, one frame at a time, until there is news.
        filling_ = true;
        lock.unlock();
        const bool ready = now_.project && shaped_ && renderer_;
        const bool more = ready && (fillProof() || (now_.fillAhead && useLeisure()));
        if (!more && announced_ % kAnnounceEvery) {
          announced_ = 0;
          Q_EMIT cacheChanged();
        }
        lock.lock();
        filling_ = false;
        if (!more) wake_.wait(lock, hasNews);
      }
      if (quit_) return;
      if (!dirty_) continue;
      edited_ = now_.project != wanted_.project;
      if (now_.frame != wanted_.frame) playheadMoved_.start();
      now_ = wanted_;
      wanted_.retry = false;
      dirty_ = false;
      stop_ = std::stop_source();
    }
    if (now_.project) step();
  }
}

bool PreviewWorker::useLeisure() {
  // What will be played next, then the gallery of styles, then the rest of the film.
  const auto soon = std::int64_t(3 * now_.project->frameRate.perSecond());
  if (fillAhead(soon)) return true;
  const bool standsStill = !playheadMoved_.isValid() || playheadMoved_.elapsed() > kStandsStillMs;
  if (standsStill && sampleStyles()) return true;
  if (fillAhead(shaped_->edited.frames())) return true;
  if (standsStill || stylesAreDrawn()) return false;
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, std::chrono::milliseconds(kStandsStillMs), [&] { return dirty_ || quit_; });
  return true;
}

bool PreviewWorker::step() {
  if (now_.retry) {
    portraitKey_.clear(), voiceKey_.clear(), generateKey_.clear(), rendererKey_.clear(), shapeKey_.clear();
    now_.retry = false;
  }
  const project::Project& project = *now_.project;
  const bool done = updatePortrait(project) && updateVoice(project) && updateMotion(project) &&
                    updateRenderer(project) && (!shaped_ || renderOne(now_.frame, true));
  Q_EMIT busy({}, 0, 0);
  return done;
}

/// Runs one stage with progress, timing and error reporting. False when it failed or newer work waits.
template <class Work>
bool PreviewWorker::stage(const QString& name, const QString& doing, Work&& work) {
  Sink sink(this, doing);
  std::stop_token token;
  {
    const std::lock_guard lock(mutex_);
    token = stop_.get_token();
  }
  QElapsedTimer timer;
  timer.start();
  try {
    work(RunContext{token, &sink});
    Q_EMIT timed(name, double(timer.nsecsElapsed()) * 1e-6);
    return true;
  } catch (...) {
    const Problem caught = caughtProblem(doing);
    cancelled_ = caught.level == Problem::Level::info;
    if (!cancelled_) Q_EMIT problem(caught);
    return false;
  }
}

bool PreviewWorker::updatePortrait(const project::Project& project) {
  const std::string key = portraitKeyOf(project);
  if (key == portraitKey_) return true;
  portrait_.reset();
  shaped_.reset();
  generated_.reset();
  renderer_.reset();
  rendererKey_.clear(), generateKey_.clear(), shapeKey_.clear();
  styles_ = StyleSampler(engine_);
  cache_->clear();
  portraitKey_ = key;
  if (!key.empty()) {
    Q_EMIT busy(tr("Looking at the portrait"), 0, 0);
    const bool done =
        stage("analyse portrait", tr("Looking at the portrait"),
              [&](const RunContext& context) { portrait_ = engine_->analysePortrait(project, context); });
    if (!done && cancelled_) portraitKey_.clear();  // stopped, not refused: try again
  }
  Q_EMIT portraitReady(portrait_, portrait_ ? toImage(portrait_->rgb, kPortraitSide) : QImage());
  Q_EMIT cacheChanged();
  if (!portrait_) Q_EMIT motionReady(nullptr);
  return true;
}

bool PreviewWorker::updateVoice(const project::Project& project) {
  const std::string key = voiceKeyOf(project);
  if (key == voiceKey_) return true;
  voice_.reset();
  voiceKey_ = key;
  if (!key.empty()) {
    Q_EMIT busy(tr("Reading the voice"), 0, 0);
    const bool done = stage("read voice", tr("Reading the voice"), [&](const RunContext& context) {
      voice_ = engine_->readVoice(project, context);
    });
    if (!done && cancelled_) voiceKey_.clear();
  }
  Q_EMIT voiceReady(voice_);
  return true;
}

bool PreviewWorker::updateMotion(const project::Project& project) {
  if (!portrait_) return false;
  const std::string shapeKey = shapeKeyOf(project) + (voice_ ? "" : "#silent");
  if (shapeKey == shapeKey_) return true;

  const std::string seedKey = generateKeyOf(project) + (voice_ ? "" : "#silent");
  const std::string generateKey = seedKey + "#" + std::to_string(project.motion.seed);
  const auto make = [&](std::uint64_t seed, std::shared_ptr<const motion::GeneratedMotion>& out) {
    return stage("generate motion", tr("Making the motion"), [&](const RunContext& context) {
      if (voice_ || isIdle(project)) {
        out = engine_->generate(project, *portrait_, voice_ ? *voice_ : VoiceData(), seed, context);
        return;
      }
      // Without a voice and seconds to wait there is one frame: the portrait as it is.
      auto still = std::make_shared<motion::GeneratedMotion>();
      still->frameRate = project.frameRate;
      still->basis = portrait_->model ? portrait_->model->id : "studio";
      for (int k = 0; k < face::kExpressionCount; ++k) still->source[k] = portrait_->fit.expression[k];
      for (int k = 0; k < 3; ++k) {
        still->source[motion::kAngleColumn + k] = portrait_->fit.pose.anglesRadians[k];
        still->source[motion::kTranslationColumn + k] = portrait_->fit.pose.translation[k];
      }
      still->rows = {still->source};
      if (portrait_->model) still->blinkDirection = portrait_->model->blink;
      out = still;
    });
  };
  if (generateKey != generateKey_ || !generated_) {
    Q_EMIT busy(tr("Making the motion"), 0, 0);
    generated_.reset();
    if (!make(project.motion.seed, generated_)) return false;
    generateKey_ = generateKey;
  }
  std::vector<std::pair<std::string, std::shared_ptr<const motion::GeneratedMotion>>> rerolls;
  for (const project::RangeReroll& reroll : project.edits.rerolls) {
    const std::string key = seedKey + "#" + std::to_string(reroll.seed);
    const auto known =
        std::find_if(rerolls_.begin(), rerolls_.end(), [&](const auto& r) { return r.first == key; });
    std::shared_ptr<const motion::GeneratedMotion> other = known != rerolls_.end() ? known->second : nullptr;
    if (!other && !make(reroll.seed, other)) return false;
    rerolls.emplace_back(key, other);
  }
  rerolls_ = std::move(rerolls);

  auto next = std::make_shared<ShapedMotion>();
  const bool shapedOk = stage("apply settings and edits", tr("Shaping the motion"), [&](const RunContext&) {
    next->generated = project.track.empty() ? engine_->applySettings(*generated_, project.motion)
                                            : engine_->readTrack(project.track);
    std::vector<project::RerolledMotion> rerolled;
    for (std::size_t i = 0; i < rerolls_.size(); ++i)
      rerolled.push_back(
          {project.edits.rerolls[i], engine_->applySettings(*rerolls_[i].second, project.motion)});
    next->edited = project::applyEdits(next->generated, generated_->blinkDirection,
                                       project.motion.blinkStrength, project.edits, rerolled);
  });
  if (!shapedOk) return false;
  if (shaped_) {
    const FrameRange rows = project::changedRows(shaped_->edited, next->edited);
    const int reach = render::rendererTraits(project.renderer).rowReach;
    if (rows.size() > 0) cache_->invalidate({rows.begin - reach, rows.end + reach});
  } else {
    cache_->clear();
  }
  shaped_ = next;
  shapeKey_ = shapeKey;
  Q_EMIT motionReady(shaped_);
  Q_EMIT cacheChanged();
  return true;
}

bool PreviewWorker::updateRenderer(const project::Project& project) {
  const std::string key = rendererKeyOf(project);
  if (key == rendererKey_) return renderer_ != nullptr;
  cache_->clear();
  renderer_.reset();
  Q_EMIT busy(tr("Preparing the renderer"), 0, 0);
  rendererKey_ = key;
  const bool done = stage("open renderer", tr("Preparing the renderer"), [&](const RunContext& context) {
    renderer_ = engine_->openRenderer(project, portrait_, kPreviewSide, context);
  });
  if (!done && cancelled_) rendererKey_.clear();
  return done;
}

bool PreviewWorker::fillAhead(std::int64_t reach) {
  const std::int64_t frames = shaped_->edited.frames(), from = std::max<std::int64_t>(0, now_.frame);
  const std::int64_t next = cache_->nextMissing(from, frames);
  if (next < 0 || (reach < frames && (next < from || next >= from + reach))) return false;
  return renderOne(next, false) || cancelled_;
}

bool PreviewWorker::fillProof() {
  if (!now_.proof) return false;
  const FrameRange range{now_.proof->begin, std::min(now_.proof->end, shaped_->edited.frames())};
  for (std::int64_t i = range.begin; i < range.end; ++i)
    if (!cache_->contains(i)) {
      Q_EMIT busy(tr("Drawing the proof"), i - range.begin, range.size());
      return renderOne(i, false) || cancelled_;
    }
  {
    const std::lock_guard lock(mutex_);
    if (wanted_.proof == now_.proof) wanted_.proof.reset();
  }
  now_.proof.reset();
  Q_EMIT busy({}, 0, 0);
  Q_EMIT cacheChanged();
  return true;
}

bool PreviewWorker::stylesAreDrawn() {
  if (!voice_ || !portrait_) return true;
  styles_.begin(portraitKey_ + '#' + voiceKey_ + '#' + now_.project->renderer);
  return styles_.complete();
}

bool PreviewWorker::sampleStyles() {
  if (stylesAreDrawn()) return false;
  const bool done = stage("sample pose style", tr("Trying the pose styles"), [&](const RunContext& context) {
    styles_.drawNext(*now_.project, portrait_, *voice_, context);
  });
  if (!done && cancelled_) return true;
  if (!done) styles_.giveUp();  // this model cannot; the gallery keeps its plain pictures
  Q_EMIT stylesReady(std::make_shared<const StyleSamples>(styles_.samples()));
  return true;
}

bool PreviewWorker::renderOne(std::int64_t frame, bool announce) {
  frame = std::clamp<std::int64_t>(frame, 0, std::max<std::int64_t>(0, shaped_->edited.frames() - 1));
  QImage image = cache_->get(frame);
  if (image.isNull()) {
    const bool done = stage("render frame", tr("Drawing the preview"), [&](const RunContext& context) {
      image = renderer_->frame(shaped_->edited, frame, context);
    });
    if (!done && cancelled_) return false;
    if (!done) {
      // Do not fail again for every frame; a change of settings or a retry opens a new one.
      renderer_.reset();
      return false;
    }
    cache_->put(frame, image, now_.frame);
    if (announce || ++announced_ % kAnnounceEvery == 0) Q_EMIT cacheChanged();
  }
  if (announce) Q_EMIT frameReady(frame, image);
  return true;
}

}  // namespace orator::ui
