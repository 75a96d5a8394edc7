#include "ui/model/studio/studio.h"

#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMimeDatabase>
#include <cmath>
#include <memory>

#include "core/base/file_system.h"
#include "core/media/media_info.h"
#include "core/motion/track_io.h"
#include "ui/kit/pictures/image.h"
#include "ui/kit/settings/settings.h"
#include "ui/kit/text/duration.h"
#include "ui/kit/text/path.h"
#include "ui/model/jobs/counted_name.h"
#include "ui/model/studio/command_line.h"

namespace orator::ui {

Studio::Studio(std::shared_ptr<session::Resources> resources, const StudioOptions& options, QObject* parent)
    : QObject(parent),
      options_(options),
      document_(options.dataFolder / "autosave"),
      cache_(options.cacheBytes),
      player_(options.sound),
      jobs_(std::make_unique<JobQueue>(resources, options.dataFolder / "queue.json", options.keepFrames)),
      worker_(std::make_unique<PreviewWorker>(resources, &cache_)) {
  qRegisterMetaType<std::shared_ptr<const face::Portrait>>("std::shared_ptr<const face::Portrait>");
  qRegisterMetaType<std::shared_ptr<const VoiceData>>("std::shared_ptr<const VoiceData>");
  qRegisterMetaType<std::shared_ptr<const session::ShapedMotion>>(
      "std::shared_ptr<const session::ShapedMotion>");
  qRegisterMetaType<std::shared_ptr<const session::Inputs>>("std::shared_ptr<const session::Inputs>");
  qRegisterMetaType<std::shared_ptr<const StyleSamples>>("std::shared_ptr<const StyleSamples>");
  qRegisterMetaType<std::int64_t>("std::int64_t");

  connect(&document_, &Document::changed, this, [this] {
    dropStale();
    player_.setRange(project().frames);
    worker_->setProject(project());
  });
  connect(&player_, &Player::frameChanged, this, [this](std::int64_t frame) {
    worker_->setPlayhead(frame);
    showFrame(frame);
  });
  // What the worker tells may be of a state that the document has left.
  using Made = std::shared_ptr<const session::Inputs>;
  connect(worker_.get(), &PreviewWorker::portraitReady, this,
          [this](const Made& of, std::shared_ptr<const face::Portrait> portrait, const QImage& shown) {
            portraitInputs_ = *of;
            const bool accepted = portrait != nullptr;
            takePortrait(std::move(portrait), shown);
            dropStale();
            endTrial(portraitTrial_, of->portrait, accepted);
          });
  connect(worker_.get(), &PreviewWorker::voiceReady, this,
          [this](const Made& of, std::shared_ptr<const VoiceData> voice) {
            voiceInputs_ = *of;
            const bool accepted = voice != nullptr;
            takeVoice(std::move(voice));
            dropStale();
            endTrial(voiceTrial_, of->voice, accepted);
          });
  connect(worker_.get(), &PreviewWorker::motionReady, this,
          [this](std::shared_ptr<const session::ShapedMotion> motion) {
            takeMotion(std::move(motion));
            dropStale();
          });
  connect(worker_.get(), &PreviewWorker::stylesReady, this,
          [this](std::shared_ptr<const StyleSamples> styles) {
            if (!portrait_) return;
            styles_ = std::move(styles);
            Q_EMIT stylesChanged();
          });
  connect(worker_.get(), &PreviewWorker::frameReady, this, [this](std::int64_t frame, const QImage& image) {
    if (!portrait_ || (frame != playhead() && player_.isPlaying())) return;
    shownFrame_ = frame;
    shownImage_ = image;
    document_.setThumbnail(image);
    Q_EMIT imageChanged();
  });
  connect(worker_.get(), &PreviewWorker::cacheChanged, this, [this] {
    playProofWhenReady();
    Q_EMIT cacheChanged();
  });
  connect(worker_.get(), &PreviewWorker::problem, this, &Studio::passOn);
  connect(&document_, &Document::started, this, [this] {
    player_.pause();
    player_.seek(0);
  });
  connect(&player_, &Player::playingChanged, this, &Studio::endProof);
  connect(worker_.get(), &PreviewWorker::timed, this, &Studio::timed);
  connect(worker_.get(), &PreviewWorker::busy, this,
          [this](const QString& stage, std::int64_t done, std::int64_t total) {
            busyStage_ = stage;
            busyDone_ = done;
            busyTotal_ = total;
            Q_EMIT busyChanged(stage, done, total);
          });
  connect(jobs_.get(), &JobQueue::problem, this, &Studio::problem);
  tellOfSettings();
  // Rendering has the processor for itself: the preview does not run ahead meanwhile.
  connect(jobs_.get(), &JobQueue::activity, this,
          [this](bool busy, double) { worker_->setFillAhead(!busy); });
  connect(&document_, &Document::autosaveFailed, this, [this](const QString& reason) {
    Q_EMIT problem(
        {Problem::Level::warning, tr("Keeping a safety copy"), reason, tr("Save the project yourself."), {}});
  });
}

void Studio::tellOfSettings() {
  Settings::listenToFailures(
      [this](const Error& error) { Q_EMIT problem(problemFrom(error, tr("Keeping the settings"))); });
}

void Studio::passOn(Problem problem) {
  if (problem.level == Problem::Level::error) {
    endProof();
    problem.ofPreview = true;
    problem.offer = tr("Try again");
    problem.accept = [this] { worker_->retry(); };
    if (problem.code == QString::fromUtf8(errorName(ErrorCode::noFace)) &&
        project().rotation == face::Rotation::none) {
      problem.offer = tr("Turn it upright");
      problem.accept = [this, file = project().portrait] { turnUpright(file); };
    }
    if (portraitTrial_ || voiceTrial_) refusal_ = problem;
  }
  Q_EMIT this->problem(problem);
}

Studio::~Studio() {
  Settings::listenToFailures(nullptr);
}

void Studio::endTrial(std::optional<Trial>& trial, const std::filesystem::path& file, bool accepted) {
  if (!trial || trial->file != file) return;
  const bool newest = document_.undoStack()->index() == trial->step;
  trial.reset();
  const std::optional<Problem> refusal = std::exchange(refusal_, {});
  if (accepted || !newest || !refusal) return;
  document_.withdraw();
  Problem told = *refusal;
  told.level = Problem::Level::warning;
  told.remedy += (told.remedy.isEmpty() ? "" : " ") + tr("What was open before is kept.");
  Q_EMIT problem(told);
}

void Studio::dropStale() {
  const session::Inputs now = session::inputsOf(project());
  const auto stale = [&](const session::Inputs& made) {
    return !session::servesBoth(session::Part::portrait, made, now);
  };
  if (portrait_ && stale(portraitInputs_)) takePortrait(nullptr, {});
  if (voice_ && voiceInputs_.voice != now.voice) takeVoice(nullptr);
  if (!motion_) return;
  // A voice that was refused leaves a motion without one.
  const std::filesystem::path& heard = motion_->inputs.voice;
  if (stale(motion_->inputs) || (!heard.empty() && heard != now.voice)) takeMotion(nullptr);
}

bool Studio::motionIsCurrent() const {
  return motion_ && session::trackKey(motion_->inputs, session::nameOf) ==
                        session::trackKey(session::inputsOf(project()), session::nameOf);
}

void Studio::takePortrait(std::shared_ptr<const face::Portrait> portrait, const QImage& shown) {
  portrait_ = std::move(portrait);
  portraitImage_ = shown;
  shownImage_ = {};
  shownFrame_ = -1;
  styles_.reset();
  Q_EMIT stylesChanged();
  Q_EMIT portraitChanged();
  Q_EMIT imageChanged();
}

void Studio::takeVoice(std::shared_ptr<const VoiceData> voice) {
  voice_ = std::move(voice);
  player_.setVoice(voice_);
  Q_EMIT voiceChanged();
}

void Studio::takeMotion(std::shared_ptr<const session::ShapedMotion> motion) {
  motion_ = std::move(motion);
  player_.setTrack(frames(), project().frameRate);
  Q_EMIT motionChanged();
}

void Studio::announce() {
  Q_EMIT document_.changed();
  Q_EMIT portraitChanged();
  Q_EMIT voiceChanged();
  Q_EMIT motionChanged();
  Q_EMIT stylesChanged();
  Q_EMIT cacheChanged();
  Q_EMIT busyChanged(busyStage_, busyDone_, busyTotal_);
  jobs_->announce();
  Q_EMIT imageChanged();
}

void Studio::showFrame(std::int64_t frame) {
  const QImage image = toImage(cache_.get(frame));
  if (portrait_ && !image.isNull()) {
    shownImage_ = image;
    shownFrame_ = frame;
  }
  Q_EMIT imageChanged();
}

QString Studio::timeText(std::int64_t frame) const {
  return momentText(double(frame) / project().frameRate.perSecond());
}

std::vector<motion::Blink> Studio::shownBlinks() const {
  if (!motion_) return project::shownBlinks({}, project().edits);
  // The generated curve holds a strength below 1 already; a greater one shuts the lids no further.
  std::vector<motion::Blink> blinks =
      project::findBlinks(motion_->generated.blink, motion_->generated.frameRate);
  const double strength = std::min(1.0, project().motion.blinkStrength);
  for (motion::Blink& blink : blinks)
    if (strength > 0.01) blink.depth = std::min(2.0, blink.depth / strength);
  return project::shownBlinks(blinks, project().edits);
}

void Studio::setPortrait(const QString& path) {
  const bool inOrder = portrait_ && toPath(path) != project().portrait;
  document_.change(tr("Portrait %1").arg(QFileInfo(path).fileName()), [&](project::Project& p) {
    p.portrait = toPath(path);
    p.face.reset();
    p.rotation = face::Rotation::none;
  });
  if (inOrder) portraitTrial_ = Trial{toPath(path), document_.undoStack()->index()};
}

void Studio::turnUpright(const std::filesystem::path& portrait) {
  document_.change(tr("Turn the portrait"), [&](project::Project& p) {
    p.portrait = portrait;
    p.rotation = face::Rotation::upright;
  });
}

void Studio::setVoice(const QString& path) {
  const bool inOrder = voice_ && toPath(path) != project().voice;
  document_.change(tr("Voice %1").arg(QFileInfo(path).fileName()), [&](project::Project& p) {
    p.voice = toPath(path);
    p.voiceCut = {};
    p.idleSeconds = 0;
    p.frames.reset();
    p.words = {};  // another voice says something else
  });
  if (inOrder) voiceTrial_ = Trial{toPath(path), document_.undoStack()->index()};
  if (project().edits.timed())
    Q_EMIT problem(
        {Problem::Level::info,
         tr("Voice %1").arg(QFileInfo(path).fileName()),
         tr("Blinks, key frames, moved words and ranges made by hand stay at the seconds they had."),
         tr("They were made for another voice."),
         {},
         tr("Remove them"),
         [this] {
           document_.change(tr("Remove edits of another voice"), [](project::Project& p) {
             auto strengths = std::move(p.edits.columnGains);
             p.edits = {};
             p.edits.columnGains = std::move(strengths);
           });
         }});
}

void Studio::removeVoice() {
  document_.change(tr("Remove voice"), [](project::Project& p) {
    p.voice.clear();
    p.voiceCut = {};
    p.frames.reset();
    p.words = {};
  });
}

bool Studio::openMedium(const QString& path) {
  if (path.endsWith(project::kProjectEnding)) {
    Q_EMIT openProjectRequested(path);
    return true;
  }
  const QString type = QMimeDatabase().mimeTypeForFile(path).name();
  if (type.startsWith("image/")) {
    setPortrait(path);
    return true;
  }
  if (type.startsWith("audio/") || type.startsWith("video/") || type == "application/ogg") {
    setVoice(path);
    return true;
  }
  Q_EMIT problem(
      {Problem::Level::warning,
       tr("Opening %1").arg(QFileInfo(path).fileName()),
       tr("This is neither a picture nor sound nor a project."),
       tr("Drop a portrait (PNG, JPEG, WebP), a voice (any audio or video file) or an .orator project."),
       {}});
  return false;
}

void Studio::importTrack(const QString& file) {
  document_.change(tr("Import track"), [&](project::Project& p) { p.track = toPath(file); });
}

void Studio::driveByVideo(const QString& file) {
  const auto heard = std::make_shared<bool>(false);
  background_.run(
      tr("Drive by a video"), [heard, file] { *heard = media::readMediaInfo(toPath(file)).hasAudio; },
      [this, heard, file] {
        document_.change(tr("Drive by a video"), [&](project::Project& p) {
          p.track = toPath(file);
          p.idleSeconds = 0;
          if (!p.voice.empty() || !*heard) return;
          p.voice = toPath(file);
          p.voiceCut = {};
        });
      },
      [this](const Problem& found) { Q_EMIT problem(found); });
}

void Studio::exportTrack(const QString& file) {
  if (!motion_) return;
  background_.run(
      tr("Export track"), [motion = motion_, file] { motion::writeTrack(motion->edited, toPath(file)); },
      [this, file] {
        Q_EMIT problem({Problem::Level::done, tr("Export track"), QFileInfo(file).fileName(), {}, {}});
      },
      [this](const Problem& found) { Q_EMIT problem(found); });
}

void Studio::trimVoice(double beginSeconds, double endSeconds) {
  if (!voice_) return;
  const double whole = voice_->wholeSeconds;
  double end = endSeconds <= 0 ? whole : std::min(endSeconds, whole);
  const double begin = std::clamp(beginSeconds, 0.0, std::max(0.0, whole - kShortestVoiceSeconds));
  end = std::max(end, begin + kShortestVoiceSeconds);
  document_.change(tr("Trim voice"), [&](project::Project& p) {
    p.voiceCut.beginSeconds = begin;
    p.voiceCut.endSeconds = end >= whole - 0.01 ? 0 : end;
    p.frames.reset();
  });
}

void Studio::trimBeginToPlayhead() {
  const media::VoiceCut& edit = project().voiceCut;
  trimVoice(edit.beginSeconds + seconds(playhead()), edit.endSeconds);
  player_.seek(0);
}

void Studio::trimEndToPlayhead() {
  const media::VoiceCut& edit = project().voiceCut;
  trimVoice(edit.beginSeconds, edit.beginSeconds + seconds(playhead() + 1));
}

void Studio::markIn() {
  if (frames() <= 1) return;
  document_.change(tr("In point"), [&](project::Project& p) {
    const std::int64_t end = p.frames && p.frames->end > playhead() ? p.frames->end : frames();
    p.frames = FrameRange{playhead(), end};
  });
}

void Studio::markOut() {
  if (frames() <= 1) return;
  document_.change(tr("Out point"), [&](project::Project& p) {
    const std::int64_t begin = p.frames && p.frames->begin <= playhead() ? p.frames->begin : 0;
    p.frames = FrameRange{begin, playhead() + 1};
  });
}

QString Studio::suggestedOutput() const {
  const media::Container container = project().format.container;
  const auto ending = [&] {
    const bool isOpen = container == media::Container::automatic;
    return media::traitsOf(isOpen ? media::Container::mp4 : container).endings.front();
  };
  if (!project().output.empty()) {
    std::filesystem::path film = project().output;
    if (container != media::Container::automatic) film.replace_extension(ending());
    return toQString(film);
  }
  const std::filesystem::path base = !document_.file().empty() ? document_.file() : project().voice;
  if (base.empty() && !canRender()) return {};
  const std::filesystem::path folder = base.empty() ? project().portrait.parent_path() : base.parent_path();
  const std::string name = base.empty() ? "idle" : base.stem().string();
  return toQString(folder / (project().portrait.stem().string() + "-" + name + std::string(ending())));
}

std::filesystem::path Studio::nextOutput() const {
  return countedUp(toPath(suggestedOutput()), [this](const std::filesystem::path& film) {
    return jobs_->writes(film) || (film != overwritten_ && isThere(film));
  });
}

bool Studio::canRender() const {
  return portrait_ && motion_ && (voice_ || (project().voice.empty() && frames() > 1));
}

int Studio::renderFilm(const QString& file, std::optional<FrameRange> range) {
  if (!canRender()) {
    Q_EMIT problem({Problem::Level::warning,
                    tr("Rendering"),
                    tr("A film needs a portrait and a voice, or seconds to wait without one."),
                    tr("Drop both into the window, or open the sample project."),
                    {}});
    return 0;
  }
  auto snapshot = std::make_shared<project::Project>(project());
  snapshot->output = file.isEmpty() ? nextOutput() : toPath(file);
  overwritten_.clear();
  snapshot->frames = range;
  Job job;
  job.name = toQString(snapshot->output.filename());
  job.project = snapshot;
  // A change that has not reached the motion yet is made by the job.
  if (motionIsCurrent()) job.track = {motion_, &motion_->edited};
  job.thumbnail = shownImage_.isNull() ? portraitImage_ : shownImage_;
  job.thumbnail = job.thumbnail.scaled(128, 128, Qt::KeepAspectRatio, Qt::SmoothTransformation);
  return jobs_->add(std::move(job));
}

void Studio::proof() {
  if (frames() <= 1) return;
  player_.pause();
  const auto half = std::int64_t(1.5 * project().frameRate.perSecond());
  proof_ = FrameRange{std::max<std::int64_t>(0, playhead() - half), std::min(frames(), playhead() + half)};
  worker_->setProof(proof_);
  playProofWhenReady();
}

void Studio::playProofWhenReady() {
  if (!proof_) return;
  for (std::int64_t i = proof_->begin; i < proof_->end; ++i)
    if (!cache_.contains(i)) return;
  const FrameRange range = *proof_;
  endProof();
  player_.playRange(range);
}

void Studio::endProof() {
  if (!proof_) return;
  proof_.reset();
  worker_->setProof({});
}

void Studio::copyCommandLine(std::optional<FrameRange> range) {
  project::Project copy = project();
  copy.output = toPath(suggestedOutput());
  copy.frames = range;
  const auto done = [this](const QString& text, const QString& note) {
    QGuiApplication::clipboard()->setText(text);
    Q_EMIT problem({Problem::Level::done, tr("Copied"), text, note, {}});
  };
  const CommandLine command = commandLineOf(copy);
  if (command.request.empty()) return done(command.text, {});
  background_.run(
      tr("Copying the command line"),
      [command, copy, motion = motion_] {
        writeRequestFiles(command, copy, motion ? &motion->edited : nullptr);
      },
      [done, command] {
        done(command.text, tr("What is not an option of its own was saved to %1.")
                               .arg(toQString(command.request.filename())));
      },
      [this](const Problem& found) { Q_EMIT problem(found); });
}

}  // namespace orator::ui
