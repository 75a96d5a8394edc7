#include "core/session/session.h"

#include <algorithm>
#include <utility>

namespace orator::session {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kAnnounceEvery = 4;                   // frames filled ahead between two looks at the cache
constexpr std::chrono::milliseconds kSettling{80};  // after an edit, before anything but its frame is drawn
constexpr std::chrono::milliseconds kStill{500};    // since the playhead moved, before leisure begins
constexpr std::chrono::milliseconds kTelling{40};   // between two reports of progress
constexpr double kSoonSeconds = 3;                  // what will be played next

}  // namespace

bool servesBoth(Part part, const Inputs& underWork, const Inputs& newer) {
  const auto sameMotion = [&] {
    const auto rerolled = [&](const project::RangeReroll& own) {
      const auto same = [&](const project::RangeReroll& other) { return other.seed == own.seed; };
      return std::any_of(newer.edits.rerolls.begin(), newer.edits.rerolls.end(), same);
    };
    return underWork.track == newer.track &&
           generationKey(underWork, underWork.motion.seed, nameOf) ==
               generationKey(newer, newer.motion.seed, nameOf) &&
           std::all_of(underWork.edits.rerolls.begin(), underWork.edits.rerolls.end(), rerolled);
  };
  switch (part) {
    case Part::portrait:
      return portraitKey(underWork, nameOf) == portraitKey(newer, nameOf);
    case Part::voice:
      return voiceKey(underWork, nameOf) == voiceKey(newer, nameOf);
    case Part::motion:
      return sameMotion();
    case Part::renderer:
      return rendererKey(underWork, nameOf) == rendererKey(newer, nameOf);
    case Part::frame:
      return sameMotion() && rendererKey(underWork, nameOf) == rendererKey(newer, nameOf);
  }
  return false;
}

/// Hands the core's progress on, not more often than anybody can look.
class Session::Sink : public ProgressSink {
 public:
  Sink(Listener& listener, Part part) : listener_(listener), part_(part) {}
  void progress(std::string_view, std::int64_t done, std::int64_t total) override {
    const auto now = Clock::now();
    if (part_ == Part::frame || (now - told_ < kTelling && done < total)) return;
    told_ = now;
    listener_.working(part_, done, total);
  }
  void note(std::string_view text) override { listener_.note(part_, text); }

 private:
  Listener& listener_;
  Part part_;
  Clock::time_point told_{};
};

Session::Session(std::shared_ptr<Resources> resources, Listener& listener, FrameCache& cache)
    : resources_(std::move(resources)), listener_(listener), cache_(cache), parts_(resources_) {
  thread_ = std::thread([this] { run(); });
}

Session::~Session() {
  change([&] {
    quit_ = true;
    stop_.request_stop();
    return true;
  });
  thread_.join();
}

template <class Change>
void Session::change(const Change& apply) {
  {
    const std::lock_guard lock(mutex_);
    if (!apply()) return;
    dirty_ = true;
  }
  wake_.notify_all();
}

void Session::setInputs(Inputs inputs) {
  auto newer = std::make_shared<const Inputs>(std::move(inputs));
  change([&] {
    if (filling_ || (underWork_ && !servesBoth(underWork_->first, *underWork_->second, *newer)))
      stop_.request_stop();
    if (wanted_.inputs) {
      wanted_.portraitLeft |= !servesBoth(Part::portrait, *wanted_.inputs, *newer);
      wanted_.voiceLeft |= !servesBoth(Part::voice, *wanted_.inputs, *newer);
    }
    wanted_.inputs = std::move(newer);
    return true;  // equal ones too: a file may have been written again
  });
}

void Session::setPlayhead(std::int64_t frame) {
  change([&] {
    if (frame == std::exchange(wanted_.frame, frame)) return false;
    if (filling_) stop_.request_stop();
    return true;
  });
}

void Session::setFillAhead(bool on) {
  change([&] { return on != std::exchange(wanted_.fillAhead, on); });
}

void Session::setProof(std::optional<FrameRange> range) {
  change([&] { return range != std::exchange(wanted_.proof, range); });
}

void Session::retry() {
  change([&] { return wanted_.retry = true; });
}

void Session::run() {
  for (;;) {
    bool failed = false;
    try {
      if (takeNews()) {
        if (quit_) return;
        if (now_.inputs) step();
      }
    } catch (...) {
      listener_.failed(Part::frame, pipeline::caughtError());
      failed = true;
    }
    // Whatever it was would happen again: nothing more is drawn until something changes.
    if (failed) rendererReady_ = false;
  }
}

/// Waits for news, filling the cache meanwhile. @return whether there are any
bool Session::takeNews() {
  std::unique_lock lock(mutex_);
  const auto hasNews = [&] { return dirty_ || quit_; };
  // Who drags a slider sends the next value soon, and it shall not find the session busy with other frames.
  if (edited_) wake_.wait_for(lock, kSettling, hasNews);
  edited_ = false;
  if (!hasNews()) {
    filling_ = true;
    lock.unlock();
    bool more = false;
    try {
      more = fillOne();
    } catch (...) {
      lock.lock();
      filling_ = false;
      throw;
    }
    lock.lock();
    filling_ = false;
    if (!more) wake_.wait(lock, hasNews);
  }
  if (quit_) return true;
  if (!dirty_) return false;
  edited_ = now_.inputs != wanted_.inputs;
  if (now_.frame != wanted_.frame) playheadMoved_ = Clock::now();
  now_ = wanted_;
  tellPortrait_ |= now_.portraitLeft;
  tellVoice_ |= now_.voiceLeft;
  tellMotion_ |= now_.portraitLeft || now_.voiceLeft;
  wanted_.retry = wanted_.portraitLeft = wanted_.voiceLeft = false;
  dirty_ = false;
  stop_ = std::stop_source();
  return true;
}

bool Session::fillOne() {
  const bool ready = now_.inputs && motion_ && rendererReady_;
  const bool more = ready && (fillProof() || (now_.fillAhead && useLeisure()));
  if (!more && announced_ % kAnnounceEvery) {
    announced_ = 0;
    listener_.cacheChanged();
  }
  return more;
}

bool Session::standsStill() const {
  return Clock::now() - playheadMoved_ > kStill;
}

bool Session::useLeisure() {
  // What will be played next, then the listener's own work, then the rest of the film.
  if (fillAhead(std::int64_t(kSoonSeconds * driven_.frameRate.perSecond()))) return true;
  if (standsStill() && listener_.useLeisure(driven_, parts_, quietContext())) return true;
  if (fillAhead(motion_->edited.frames())) return true;
  if (standsStill()) return false;
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, kStill, [&] { return dirty_ || quit_; });
  return true;
}

RunContext Session::quietContext() {
  const std::lock_guard lock(mutex_);
  return {stop_.get_token(), nullptr};
}

void Session::step() {
  if (now_.retry) {
    parts_.forget();
    portraitKey_.reset(), voiceKey_.reset(), refusedMotion_.reset(), refusedRenderer_.reset();
    now_.retry = false;
  }
  if (bringPortrait() && bringVoice() && bringMotion() && bringRenderer()) showFrame(now_.frame, true);
  listener_.idle();
}

/// Makes one part, with progress, timing and reports of errors.
template <class Work>
Session::Outcome Session::work(Part part, const Work& make) {
  Sink sink(listener_, part);
  RunContext context{{}, &sink};
  {
    const std::lock_guard lock(mutex_);
    // News may have come since these inputs were taken.
    if (!servesBoth(part, *now_.inputs, *wanted_.inputs)) return Outcome::stopped;
    underWork_.emplace(part, now_.inputs);
    context.stop = stop_.get_token();
  }
  const auto start = Clock::now();
  std::optional<Error> error;
  try {
    make(context);
  } catch (...) {
    error = pipeline::caughtError();
  }
  {
    const std::lock_guard lock(mutex_);
    underWork_.reset();
  }
  if (!error) {
    listener_.timed(part, std::chrono::duration<double, std::milli>(Clock::now() - start).count());
    return Outcome::done;
  }
  if (error->code() == ErrorCode::cancelled) return Outcome::stopped;
  listener_.failed(part, *error);
  return Outcome::refused;
}

bool Session::bringPortrait() {
  const Inputs& inputs = *now_.inputs;
  const PortraitKey key = portraitKey(inputs, stampOf);
  if (portraitKey_ == key) {
    if (std::exchange(tellPortrait_, false)) listener_.portraitReady(inputs, portrait_);
    return true;
  }
  portrait_.reset();
  motion_.reset();
  rendererReady_ = false;
  portraitKey_.reset();
  cache_.clear();
  if (!inputs.portrait.empty()) {
    listener_.working(Part::portrait, 0, 0);
    const Outcome outcome = work(
        Part::portrait, [&](const RunContext& context) { portrait_ = parts_.portrait(inputs, context); });
    if (outcome == Outcome::stopped) return false;
  }
  portraitKey_ = key;
  tellPortrait_ = false;
  listener_.portraitReady(inputs, portrait_);
  listener_.cacheChanged();
  if (!portrait_) listener_.motionReady(nullptr);
  return true;
}

bool Session::bringVoice() {
  const Inputs& inputs = *now_.inputs;
  const VoiceKey key = voiceKey(inputs, stampOf);
  if (voiceKey_ != key || tellVoice_) {
    tellVoice_ = false;
    voiceKey_.reset();
    voiceRefused_ = false;
    if (inputs.voice.empty()) {
      listener_.voiceReady(inputs, nullptr, {});
    } else {
      listener_.working(Part::voice, 0, 0);
      const Outcome outcome = work(Part::voice, [&](const RunContext& context) {
        listener_.voiceReady(inputs, parts_.voice(inputs, context), context);
      });
      if (outcome == Outcome::stopped) return false;
      voiceRefused_ = outcome == Outcome::refused;
      if (voiceRefused_) listener_.voiceReady(inputs, nullptr, {});
    }
    voiceKey_ = key;
  }
  driven_ = inputs;
  if (voiceRefused_) {
    driven_.voice.clear();
    driven_.idleSeconds = 0;
  }
  return true;
}

bool Session::bringMotion() {
  if (!portrait_) return false;
  const TrackKey key = trackKey(driven_, stampOf);
  if (refusedMotion_ == key) return false;
  refusedMotion_.reset();
  std::shared_ptr<const ShapedMotion> next;
  const Outcome outcome =
      work(Part::motion, [&](const RunContext& context) { next = parts_.motion(driven_, context); });
  if (outcome == Outcome::refused) refusedMotion_ = key;
  if (outcome != Outcome::done) return false;
  if (next == motion_ && !tellMotion_) return true;
  tellMotion_ = false;
  if (motion_) {
    const FrameRange rows = project::changedRows(motion_->edited, next->edited);
    const int reach = render::rendererTraits(driven_.renderer).rowReach;
    if (rows.size() > 0) cache_.invalidate({rows.begin - reach, rows.end + reach});
  } else {
    cache_.clear();
  }
  motion_ = std::move(next);
  listener_.motionReady(motion_);
  listener_.cacheChanged();
  return true;
}

bool Session::bringRenderer() {
  const RendererKey key = rendererKey(driven_, stampOf);
  if (rendererReady_ && rendererKey_ == key) return true;
  if (refusedRenderer_ == key) return false;
  refusedRenderer_.reset();
  rendererReady_ = false;
  if (rendererKey_ != key) cache_.clear();
  listener_.working(Part::renderer, 0, 0);
  const Outcome outcome =
      work(Part::renderer, [&](const RunContext& context) { parts_.renderer(driven_, context); });
  if (outcome == Outcome::refused) refusedRenderer_ = key;
  rendererReady_ = outcome == Outcome::done;
  if (rendererReady_) rendererKey_ = key;
  return rendererReady_;
}

/// @return whether the frame is there
bool Session::showFrame(std::int64_t frame, bool announce) {
  frame = std::clamp<std::int64_t>(frame, 0, std::max<std::int64_t>(0, motion_->edited.frames() - 1));
  cv::Mat rgb = cache_.get(frame);
  if (rgb.empty()) {
    const Outcome outcome = work(Part::frame, [&](const RunContext& context) {
      rgb = parts_.frame(driven_, motion_->edited, frame, context);
    });
    if (outcome == Outcome::refused) {
      // Not again for every frame; a change of settings or a retry opens a new renderer.
      refusedRenderer_ = rendererKey(driven_, stampOf);
      rendererReady_ = false;
    }
    if (outcome != Outcome::done) return false;
    cache_.put(frame, rgb, now_.frame);
    if (announce || ++announced_ % kAnnounceEvery == 0) listener_.cacheChanged();
  }
  if (announce) listener_.frameReady(frame, rgb);
  return true;
}

bool Session::fillAhead(std::int64_t reach) {
  const std::int64_t frames = motion_->edited.frames(), from = std::max<std::int64_t>(0, now_.frame);
  const std::int64_t next = cache_.nextMissing(from, frames);
  if (next < 0 || (reach < frames && (next < from || next >= from + reach))) return false;
  showFrame(next, false);
  return rendererReady_;
}

bool Session::fillProof() {
  if (!now_.proof) return false;
  const FrameRange range{now_.proof->begin, std::min(now_.proof->end, motion_->edited.frames())};
  for (std::int64_t i = range.begin; i < range.end; ++i)
    if (!cache_.contains(i)) {
      listener_.proofing(i - range.begin, range.size());
      showFrame(i, false);
      return rendererReady_;
    }
  {
    const std::lock_guard lock(mutex_);
    if (wanted_.proof == now_.proof) wanted_.proof.reset();
  }
  now_.proof.reset();
  listener_.idle();
  listener_.cacheChanged();
  return true;
}

}  // namespace orator::session
