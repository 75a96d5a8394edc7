#include "core/session/session.h"

#include <gtest/gtest.h>

#include <future>
#include <map>
#include <set>

#include "tests/unit/session/scripted_stages.h"

namespace orator::session {
namespace {

/// Remembers what a session tells; the test waits for it.
class Told : public Listener {
 public:
  void portraitReady(const Inputs& inputs, std::shared_ptr<const pipeline::Analysed> portrait) override {
    note([&] { portraits.push_back(portrait ? inputs.portrait.filename().string() : ""); });
  }
  void voiceReady(const Inputs&, std::shared_ptr<const std::vector<float>> samples,
                  const RunContext&) override {
    note([&] { voices.push_back(samples ? samples->size() : 0); });
    if (atVoice) atVoice();
  }
  void motionReady(std::shared_ptr<const ShapedMotion> made) override {
    note([&] { motion = std::move(made); });
  }
  void frameReady(std::int64_t frame, const cv::Mat& rgb) override {
    note([&] { shown = frame; });
    if (atShown) atShown();
  }
  void cacheChanged() override {}
  void working(Part part, std::int64_t, std::int64_t) override {
    note([&] { worked.insert(part); });
  }
  void proofing(std::int64_t, std::int64_t) override {}
  void idle() override {
    note([&] { ++idles; });
  }
  void note(Part, std::string_view) override {}
  void failed(Part part, const Error& error) override {
    note([&] { errors.emplace_back(part, error.code()); });
  }
  void timed(Part, double) override {}

  /// Waits for as long as it takes; the test's own time limit is the end of patience.
  void wait(const std::function<bool()>& until) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, until);
  }
  /// Reads or sets something of the above while nobody tells anything.
  template <class Act>
  void note(const Act& act) {
    {
      const std::lock_guard lock(mutex_);
      act();
    }
    changed_.notify_all();
  }

  std::vector<std::string> portraits;
  std::vector<std::size_t> voices;
  std::shared_ptr<const ShapedMotion> motion;
  std::int64_t shown = -1;
  std::set<Part> worked;
  std::vector<std::pair<Part, ErrorCode>> errors;
  int idles = 0;
  std::function<void()> atVoice, atShown;

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
};

/// A place where a stage waits until it is stopped or let go.
class Gate {
 public:
  void pass(const RunContext& context) {
    std::unique_lock lock(mutex_);
    if (open_) return;
    waiting_ = true;
    changed_.notify_all();
    while (!open_ && !context.stop.stop_requested()) changed_.wait_for(lock, std::chrono::milliseconds(1));
    waiting_ = false;
    if (!context.stop.stop_requested()) return;
    ++stopped_;
    changed_.notify_all();
    throw Error(ErrorCode::cancelled, "", "stopped on request");
  }
  void close() { set(false); }
  void open() { set(true); }
  void waitUntilReached() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_; });
  }
  void waitUntilStopped() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return stopped_ > 0; });
  }
  int stopped() {
    const std::lock_guard lock(mutex_);
    return stopped_;
  }

 private:
  void set(bool open) {
    {
      const std::lock_guard lock(mutex_);
      open_ = open;
    }
    changed_.notify_all();
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = true, waiting_ = false;
  int stopped_ = 0;
};

class LiveSession : public testing::Test, protected test::Media {
 protected:
  void SetUp() override {
    script->atMotion = [this](const auto&, const RunContext& context) { motionGate.pass(context); };
    script->atFrame = [this](std::int64_t, const RunContext& context) { frameGate.pass(context); };
    script->atPortrait = [this](const RunContext& context) { portraitGate.pass(context); };
    session =
        std::make_unique<Session>(std::make_shared<Resources>(test::scriptedStages(script)), told, cache);
  }
  void show() {
    session->setInputs(inputs);
    told.wait([&] { return told.shown >= 0 && told.motion && told.motion->inputs == inputs; });
  }

  Told told;
  Gate portraitGate, motionGate, frameGate;
  FrameCache cache{std::size_t(64) << 20};
  std::shared_ptr<test::Script> script = std::make_shared<test::Script>();
  std::unique_ptr<Session> session;
};

TEST_F(LiveSession, TellsEveryPartAndFillsTheFilm) {
  show();
  EXPECT_EQ(told.portraits, std::vector<std::string>{"p.png"});
  EXPECT_EQ(told.voices, std::vector<std::size_t>{16000});
  EXPECT_EQ(told.motion->edited.frames(), 25);
  while (cache.nextMissing(0, 25) >= 0) std::this_thread::yield();
  EXPECT_EQ(script->frames, 25);
  EXPECT_EQ(cache.get(7).at<cv::Vec3b>(0, 0)[1], 7);
}

TEST_F(LiveSession, EveryChangeOfTheGenerationStopsTheOlderWork) {
  const std::vector<std::function<void(Inputs&)>> changes = {
      [](Inputs& i) { i.motion.seed = 4; },
      [](Inputs& i) {
        i.motion.rerolls = {{0, 0.5, 7}};
      },
      [](Inputs& i) { i.motion.compat = true; },
      [](Inputs& i) { i.motion.speechGate = motion::SpeechGating::off; },
      [](Inputs& i) {
        i.motion.poseStyle = {{9, 1.0}};
      },
      [](Inputs& i) { i.motion.poseReference = "other.mp4"; },
      [](Inputs& i) { i.voiceCut.beginSeconds = 0.003; },
      [](Inputs& i) {
        i.frameRate = {50, 1};
      }};
  for (const auto& change : changes) {
    Inputs newer = inputs;
    change(newer);
    EXPECT_FALSE(servesBoth(Part::motion, inputs, newer));
    EXPECT_TRUE(servesBoth(Part::portrait, inputs, newer));
  }
  motionGate.close();
  session->setInputs(inputs);
  motionGate.waitUntilReached();
  inputs.motion.seed = 4;
  session->setInputs(inputs);
  motionGate.waitUntilStopped();
  motionGate.open();
  told.wait([&] { return told.motion && told.motion->inputs == inputs; });
  EXPECT_TRUE(told.errors.empty());
}

TEST_F(LiveSession, WhatWasLeftForAMomentIsToldAgain) {
  // Whoever shows the parts puts them aside as soon as others are wanted; the session may never see those.
  std::promise<void> seen;
  told.atShown = [held = seen.get_future().share()] { held.wait(); };
  show();
  told.note([&] { told.motion = nullptr; });
  Inputs other = inputs;
  other.portrait = folder / "q.png";
  other.voice.clear();
  session->setInputs(other);
  session->setInputs(inputs);
  seen.set_value();
  told.wait([&] { return told.portraits.size() == 2 && told.voices.size() == 2 && told.motion; });
  EXPECT_EQ(told.portraits.back(), "p.png");
  EXPECT_EQ(told.voices.back(), 16000u);
  EXPECT_EQ(script->portraits, 1);
  EXPECT_EQ(script->motions, 1);
}

TEST_F(LiveSession, SettingsLetTheWorkGoOn) {
  motionGate.close();
  session->setInputs(inputs);
  motionGate.waitUntilReached();
  inputs.motion.expressionScale = 2;
  inputs.edits.columnGains = {{0, 0.5}};
  session->setInputs(inputs);
  motionGate.open();
  told.wait([&] { return told.motion && told.motion->inputs == inputs; });
  EXPECT_EQ(motionGate.stopped(), 0);
  EXPECT_EQ(script->motions, 1);
}

TEST_F(LiveSession, ANewPortraitStopsTheOlderOneAndIsToldAlone) {
  media::writePicture(folder / "q.png", cv::Mat(80, 80, CV_8UC3, cv::Scalar(1, 2, 3)));
  portraitGate.close();
  session->setInputs(inputs);
  portraitGate.waitUntilReached();
  inputs.portrait = folder / "q.png";
  session->setInputs(inputs);
  portraitGate.waitUntilStopped();
  portraitGate.open();
  told.wait([&] { return told.shown == 0; });
  EXPECT_EQ(told.portraits, std::vector<std::string>{"q.png"});
}

TEST_F(LiveSession, OnlyTheNewestOfManyInputsIsMade) {
  show();
  motionGate.close();
  for (int seed = 1; seed <= 20; ++seed) {
    inputs.motion.seed = std::uint64_t(seed);
    session->setInputs(inputs);
    if (seed == 1) motionGate.waitUntilReached();
  }
  motionGate.open();
  told.wait([&] { return told.motion->inputs == inputs; });
  EXPECT_LE(script->motions, 1 + 2 + 1);  // the first, the one that was stopped, perhaps another, the newest
}

TEST_F(LiveSession, AnyNewsStopTheFillingOfTheCache) {
  show();
  while (cache.nextMissing(0, 25) >= 0) std::this_thread::yield();
  frameGate.close();
  inputs.motion.expressionScale = 2;
  session->setInputs(inputs);
  frameGate.waitUntilReached();  // the frame at the playhead, which a newer playhead does not stop
  session->setPlayhead(20);
  EXPECT_EQ(frameGate.stopped(), 0);
  frameGate.open();
  told.wait([&] { return told.shown == 20; });
}

TEST_F(LiveSession, ARefusedVoiceIsToldOnceAndThePortraitIsShown) {
  inputs.voice = folder / "missing.wav";
  session->setInputs(inputs);
  told.wait([&] { return told.shown == 0; });
  session->setInputs(inputs);
  told.wait([&] { return told.idles >= 2; });
  session->setPlayhead(3);
  told.wait([&] { return told.idles >= 3; });
  using Errors = std::vector<std::pair<Part, ErrorCode>>;
  EXPECT_EQ(told.errors, (Errors{{Part::voice, ErrorCode::fileNotFound}}));
  EXPECT_EQ(told.motion->edited.frames(), 1);
}

TEST_F(LiveSession, ARefusedPortraitLeavesNoMotionAndARetryTriesAgain) {
  std::atomic<bool> broken = true;
  script->atPortrait = [&](const RunContext&) {
    if (broken) throw Error(ErrorCode::noFace, "", "no face");
  };
  session->setInputs(inputs);
  told.wait([&] { return told.idles == 1; });
  EXPECT_EQ(told.errors.size(), 1u);
  EXPECT_EQ(told.portraits, std::vector<std::string>{""});
  broken = false;
  session->retry();
  told.wait([&] { return told.shown == 0; });
  EXPECT_EQ(told.portraits.back(), "p.png");
}

TEST_F(LiveSession, AFrameThatFailsIsNotTriedForEveryOther) {
  script->atFrame = [](std::int64_t, const RunContext&) { throw std::runtime_error("odd"); };
  session->setInputs(inputs);
  told.wait([&] { return !told.errors.empty() && told.idles >= 1; });
  session->setPlayhead(9);
  told.wait([&] { return told.idles >= 2; });
  using Errors = std::vector<std::pair<Part, ErrorCode>>;
  EXPECT_EQ(told.errors, (Errors{{Part::frame, ErrorCode::internal}}));
}

TEST_F(LiveSession, NoExceptionEndsTheThread) {
  told.atShown = [] { throw std::runtime_error("the listener has no memory left"); };
  session->setInputs(inputs);
  told.wait([&] { return !told.errors.empty(); });
  told.note([&] { told.atShown = {}; });
  session->setPlayhead(5);
  told.wait([&] { return told.shown == 5; });
}

TEST_F(LiveSession, WhatTheListenerThrowsAtAVoiceRefusesIt) {
  std::atomic<int> calls = 0;
  told.atVoice = [&] {
    if (++calls == 1) throw Error(ErrorCode::unreadableMedia, "v.wav", "broken behind its begin");
  };
  session->setInputs(inputs);
  told.wait([&] { return told.shown == 0; });
  EXPECT_EQ(told.errors.front().first, Part::voice);
  EXPECT_EQ(told.voices.back(), 0u);
  EXPECT_EQ(told.motion->edited.frames(), 1);
}

TEST_F(LiveSession, EndsWhileItWorks) {
  motionGate.close();
  session->setInputs(inputs);
  motionGate.waitUntilReached();
  session.reset();
  EXPECT_EQ(motionGate.stopped(), 1);
}

}  // namespace
}  // namespace orator::session
