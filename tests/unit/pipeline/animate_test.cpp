#include "core/pipeline/animate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include "core/media/media_info.h"
#include "core/media/picture.h"
#include "core/media/video_reader.h"
#include "core/motion/gaze.h"
#include "core/pipeline/film_parts.h"
#include "tests/support/files.h"
#include "tests/unit/pipeline/fake_stages.h"

namespace orator::pipeline {
namespace {

using test::errorOf;
using testing::ElementsAre;
using testing::HasSubstr;

class Log : public ProgressSink {
 public:
  void progress(std::string_view stage, std::int64_t done, std::int64_t total) override {
    if (stages.empty() || stages.back() != stage) {
      stages.emplace_back(stage);
      last = -1;
    }
    EXPECT_GT(done, last) << stage;
    EXPECT_LE(done, total) << stage;
    last = done;
    lastTotal = total;
    if (onProgress) onProgress(stage, done);
  }
  void note(std::string_view text) override { notes.emplace_back(text); }
  std::vector<std::string> stages, notes;
  std::int64_t last = -1, lastTotal = 0;
  std::function<void(std::string_view, std::int64_t)> onProgress;
};

class Animate : public testing::Test {
 protected:
  Animate() {
    media::writePicture(folder / "p.png", cv::Mat(64, 96, CV_8UC3, cv::Scalar(1, 2, 3)));
    test::writeWav(folder / "v.wav", test::tone(2.01, 44100, 2), 44100, 2);
    request.portrait = folder / "p.png";
    request.voice = folder / "v.wav";
    request.output = folder / "out.mp4";
  }
  std::vector<std::string> inputs() const { return {"p.png", "v.wav"}; }

  test::TemporaryFolder folder;
  AnimateRequest request;
  std::shared_ptr<test::Calls> calls = std::make_shared<test::Calls>();
  Stages stages = test::fakeStages(calls);
};

TEST_F(Animate, MakesAVideoAsLongAsTheVoiceAndReportsEveryStage) {
  Log log;
  const AnimateResult result = animate(stages, request, {{}, &log});
  EXPECT_EQ(result.frames, 50);
  EXPECT_EQ(result.size, cv::Size(96, 64));
  EXPECT_THAT(log.stages, ElementsAre("analyse", "motion", "render"));
  EXPECT_EQ(log.last, 50);
  EXPECT_EQ(log.lastTotal, 50);
  const media::MediaInfo info = media::readMediaInfo(request.output);
  EXPECT_EQ(info.frames, 50);
  EXPECT_NEAR(info.durationSeconds, 2.01, 0.04);
  EXPECT_EQ(info.sampleRateHz, 44100);
  EXPECT_EQ(info.channels, 2);
  EXPECT_EQ(folder.names(), (std::vector<std::string>{"out.mp4", "p.png", "v.wav"}));
}

TEST_F(Animate, EnlargesThePortraitBeforeItIsLookedAt) {
  request.enlarging = render::Enlarging::esrganX3;
  request.frames = FrameRange{0, 2};
  EXPECT_EQ(animate(stages, request, {}).size, cv::Size(288, 192));
}

TEST_F(Animate, SaysThatAPortraitIsLargeEnough) {
  media::writePicture(folder / "p.png", cv::Mat(64, 1922, CV_8UC3, cv::Scalar(1, 2, 3)));
  request.enlarging = render::Enlarging::esrgan;
  request.frames = FrameRange{0, 2};
  Log log;
  animate(stages, request, {{}, &log});
  EXPECT_THAT(log.notes, testing::Contains(HasSubstr("1922 pixels on its longer side")));
}

TEST_F(Animate, EveryFrameRateCoversTheVoice) {
  for (const int fps : {24, 25, 30, 50, 60}) {
    request.frameRate = {fps, 1};
    EXPECT_NEAR(animate(stages, request, {}).durationSeconds, 2.01, 0.5 / fps + 1e-6) << fps;
    EXPECT_EQ(media::readMediaInfo(request.output).frameRate, (FrameRate{fps, 1}));
  }
}

TEST_F(Animate, ARangeRendersOnlyItsFramesWithTheirSound) {
  request.frames = FrameRange{10, 20};
  EXPECT_EQ(animate(stages, request, {}).frames, 10);
  EXPECT_THAT(calls->rendered, ElementsAre(10, 11, 12, 13, 14, 15, 16, 17, 18, 19));
  EXPECT_NEAR(media::readMediaInfo(request.output).durationSeconds, 0.4, 0.03);
}

TEST_F(Animate, ARangeBehindTheEndIsClampedWithANoteOrRefused) {
  Log log;
  request.frames = FrameRange{45, 80};
  EXPECT_EQ(animate(stages, request, {{}, &log}).frames, 5);
  EXPECT_THAT(log.notes, ElementsAre(HasSubstr("ends at frame 50")));
  request.frames = FrameRange{50, 80};
  EXPECT_EQ(errorOf([&] { animate(stages, request, {}); }).code(), ErrorCode::invalidArgument);
}

TEST_F(Animate, AStopRequestEndsItWithinAFrameAndLeavesNothing) {
  for (const std::string stage : {"analyse", "motion", "render"}) {
    std::stop_source source;
    Log log;
    const std::size_t before = calls->rendered.size();
    log.onProgress = [&](std::string_view reported, std::int64_t done) {
      if (reported == stage && done >= 1) source.request_stop();
    };
    EXPECT_EQ(errorOf([&] {
                animate(stages, request, {source.get_token(), &log});
              }).code(),
              ErrorCode::cancelled);
    EXPECT_EQ(folder.names(), inputs()) << stage;
    EXPECT_LE(calls->rendered.size() - before, 1u) << stage;
  }
}

const std::vector<std::uint8_t> kFilmHead{0, 0, 0, 8, 'f', 't', 'y', 'p'};

TEST_F(Animate, TheVideoOfBeforeSurvivesACancelledRun) {
  test::writeBytes(request.output, kFilmHead);
  std::stop_source source;
  source.request_stop();
  EXPECT_EQ(errorOf([&] { animate(stages, request, {source.get_token()}); }).code(), ErrorCode::cancelled);
  EXPECT_EQ(test::readBytes(request.output), kFilmHead);
}

TEST_F(Animate, OnlyAFilmIsReplacedUnlessMoreIsAllowed) {
  test::writeBytes(request.output, {1, 2, 3});
  EXPECT_EQ(errorOf([&] { animate(stages, request, {}); }).code(), ErrorCode::invalidArgument);
  EXPECT_EQ(test::readBytes(request.output).size(), 3u);
  request.overwrite = true;
  animate(stages, request, {});
  request.overwrite = false;
  EXPECT_EQ(animate(stages, request, {}).output, request.output);
}

TEST_F(Animate, AFullDiskLeavesNothing) {
  request.frames.reset();
  const test::FileSizeLimit limit(2000);
  EXPECT_EQ(errorOf([&] { animate(stages, request, {}); }).code(), ErrorCode::diskFull);
  EXPECT_EQ(folder.names(), inputs());
}

TEST_F(Animate, AnUnwritableOutputIsFoundBeforeAnyWork) {
  request.output = folder / "none" / "out.mp4";
  stages.openPack = [](const std::string&) -> packs::Pack { throw std::logic_error("work was begun"); };
  EXPECT_EQ(errorOf([&] { animate(stages, request, {}); }).code(), ErrorCode::outputUnwritable);
  request.output = request.voice;
  EXPECT_EQ(errorOf([&] { animate(stages, request, {}); }).code(), ErrorCode::invalidArgument);
  EXPECT_EQ(folder.names(), inputs());
}

TEST_F(Animate, WhatALibraryThrowsBecomesOneOfOurErrors) {
  stages.analysePortrait = [](const media::Picture&, const packs::Pack&, const face::PortraitOptions&,
                              const RunContext&) -> std::shared_ptr<const face::Portrait> {
    throw std::bad_alloc();
  };
  EXPECT_EQ(errorOf([&] { animate(stages, request, {}); }).code(), ErrorCode::outOfMemory);
  stages.openPack = [](const std::string&) -> packs::Pack { throw std::runtime_error("odd"); };
  const Error error = errorOf([&] { animate(stages, request, {}); });
  EXPECT_EQ(error.code(), ErrorCode::internal);
  EXPECT_THAT(error.what(), HasSubstr("odd"));
}

TEST_F(Animate, SaysThatTheVoiceHoldsNoSpeechAndMakesTheVideo) {
  calls->speaks = false;
  Log log;
  EXPECT_EQ(animate(stages, request, {{}, &log}).frames, 50);
  EXPECT_THAT(log.notes, ElementsAre(HasSubstr("no speech was found")));
  request.voice.clear();
  request.idleSeconds = 1;
  Log waiting;
  animate(stages, request, {{}, &waiting});
  EXPECT_THAT(waiting.notes, testing::IsEmpty());
}

TEST_F(Animate, AGivenTrackIsHeldUntilTheVoiceEnds) {
  request.track = folder / "p.png";  // any existing file: the fake reader makes ten rows
  Log log;
  const AnimateResult result = animate(stages, request, {{}, &log});
  EXPECT_EQ(result.frames, 50);
  EXPECT_EQ(calls->generated, 0);
  EXPECT_THAT(log.notes, ElementsAre(HasSubstr("last row is held")));
}

TEST_F(Animate, ATrackIsAddedToThePortraitsRowOrTakenAsItIs) {
  auto model = std::make_shared<face::FaceModel>();
  model->id = "studio";
  auto shown = std::make_shared<face::Portrait>();
  shown->model = model;
  const Analysed analysed{stages.openPack("fake"), shown};
  motion::CoefficientRow portrait{};
  portrait[0] = 0.5f;
  portrait[motion::kAngleColumn] = -0.1f;
  motion::MotionTrack performer = stages.readTrack({}, {}, {});
  performer.basis = model->id;
  performer.source[0] = 0.2f;
  for (motion::CoefficientRow& row : performer.rows) row[0] = 0.3f, row[motion::kAngleColumn] = 0.25f;
  performer.replacedAngles[0].assign(performer.rows.size(), 0.125f);
  performer.source[face::kGazeHorizontal] = 0.1f;
  for (motion::CoefficientRow& row : performer.rows) row[face::kGazeHorizontal] = 0.35f;
  performer.gaze = motion::gazeOf(performer);
  const auto taken = [&](Relative relative) {
    return fitTrack(analysed, performer, "track", portrait, relative, kTrackFrameRate, 0, {});
  };
  const motion::MotionTrack added = taken(Relative::on), absolute = taken(Relative::off);
  EXPECT_EQ(added.source, portrait);
  EXPECT_FLOAT_EQ(added.rows[3][0], 0.6f);
  EXPECT_FLOAT_EQ(added.rows[3][motion::kAngleColumn], 0.15f);
  EXPECT_FLOAT_EQ(added.replacedAngles[0][3], 0.025f);
  EXPECT_EQ(absolute.source, portrait);
  EXPECT_EQ(absolute.rows, performer.rows);
  ASSERT_EQ(added.gaze[0].size(), performer.rows.size());
  EXPECT_FLOAT_EQ(added.gaze[0][3], 0.25f);
  EXPECT_FLOAT_EQ(absolute.gaze[0][3], 0.35f) << "against the portrait's own row";
  performer.source = portrait;  // a track of this portrait is the same either way, to the bit
  EXPECT_EQ(taken(Relative::on).rows, performer.rows);
}

TEST_F(Animate, ATrackWithoutAVoiceMakesASilentVideo) {
  request.track = folder / "p.png";
  request.voice.clear();
  EXPECT_EQ(animate(stages, request, {}).frames, 10);
  EXPECT_FALSE(media::readMediaInfo(request.output).hasAudio);
}

TEST_F(Animate, ATrackIsReadAtTheFrameRateAskedFor) {
  request.track = folder / "p.png";  // ten rows at 25 a second
  request.voice.clear();
  request.frameRate = {50, 1};
  EXPECT_EQ(animate(stages, request, {}).frames, 20);
  request.frameRate = kTrackFrameRate;
  EXPECT_EQ(animate(stages, request, {}).frames, 10);
  request.track.clear();
  request.voice = folder / "v.wav";
  EXPECT_EQ(errorOf([&] { animate(stages, request, {}); }).subject(), "fps");
}

TEST_F(Animate, WaitsWithoutAVoice) {
  request.voice.clear();
  request.idleSeconds = 1.5;
  request.frameRate = {30, 1};
  EXPECT_EQ(animate(stages, request, {}).frames, 45);
  EXPECT_FALSE(media::readMediaInfo(request.output).hasAudio);
  request.voice = folder / "v.wav";
  EXPECT_EQ(errorOf([&] { animate(stages, request, {}); }).subject(), "idle");
}

TEST_F(Animate, ReferencesAreReadOnceAndLaidOverTheMotion) {
  int read = 0;
  stages.readReference = [&](const std::filesystem::path&, const packs::Pack&, double seconds, bool published,
                             const RunContext&) {
    ++read;
    EXPECT_EQ(published, request.motion.compat);
    EXPECT_NEAR(seconds, 2, 0.1);
    motion::ReferenceMotion reference;
    for (int i = 0; i < 60; ++i) {
      reference.pose.push_back({float(i), 0, 0, 0, 0, 0});
      reference.closure.push_back(i == 20 ? 1.f : 0.f);
    }
    return reference;
  };
  stages.applySettings = [](const motion::GeneratedMotion& motion, const motion::MotionSettings& settings) {
    return motion::applySettings(motion, settings);
  };
  request.motion.poseReference = request.motion.blinkReference = folder / "p.png";
  const motion::MotionTrack track = makeTrack(stages, request, {});
  EXPECT_EQ(read, 1);
  EXPECT_FLOAT_EQ(track.rows[30][motion::kAngleColumn], 30);
  EXPECT_EQ(track.blink[20], 1);
  EXPECT_EQ(track.blink[30], 0);
  request.motion.compat = true;
  makeTrack(stages, request, {});
  EXPECT_EQ(read, 2);
  request.motion.poseReference = folder / "missing.mp4";
  EXPECT_EQ(errorOf([&] { makeTrack(stages, request, {}); }).code(), ErrorCode::fileNotFound);
}

TEST_F(Animate, ATrackOfAnotherBasisIsRefused) {
  motion::MotionTrack track;
  track.basis = "other";
  track.rows.resize(5);
  track.blink.resize(5);
  EXPECT_EQ(errorOf([&] { renderTrack(stages, request, nullptr, track, {}); }).code(),
            ErrorCode::invalidArgument);
  track.rows.clear();
  EXPECT_EQ(errorOf([&] { renderTrack(stages, request, nullptr, track, {}); }).code(),
            ErrorCode::unreadableProject);
}

TEST_F(Animate, RenderingAMadeTrackGivesTheSameFile) {
  animate(stages, request, {});
  const auto whole = test::readBytes(request.output);
  const motion::MotionTrack track = makeTrack(stages, request, {});
  EXPECT_EQ(track.frames(), 50);
  renderTrack(stages, request, nullptr, track, {});
  EXPECT_EQ(test::readBytes(request.output), whole);
}

TEST_F(Animate, ValuesOutOfRangeAreRefusedByName) {
  const auto refused = [&](auto change) {
    AnimateRequest bad = request;
    change(bad);
    const Error error = errorOf([&] { animate(stages, bad, {}); });
    EXPECT_EQ(error.code(), ErrorCode::invalidArgument) << error.what();
    EXPECT_FALSE(error.remedy().empty());
    return error.subject();
  };
  EXPECT_EQ(refused([](auto& r) { r.motion.blinkStrength = 2.1; }), "blink_strength");
  EXPECT_EQ(refused([](auto& r) { r.motion.blinkRate = -1; }), "blink_rate");
  EXPECT_EQ(refused([](auto& r) { r.motion.poseStyle = {{47, 1}}; }), "pose_style");
  EXPECT_EQ(refused([](auto& r) { r.motion.poseStyle.clear(); }), "pose_style");
  EXPECT_EQ(refused([](auto& r) { r.motion.poseScale[3] = std::nan(""); }), "pose_scale");
  EXPECT_EQ(refused([](auto& r) { r.motion.expressionScale = 4; }), "expression_scale");
  EXPECT_EQ(refused([](auto& r) { r.frameRate = {26, 1}; }), "fps");
  EXPECT_EQ(refused([](auto& r) { r.render.outputSide = 5000; }), "size");
  EXPECT_EQ(refused([](auto& r) { r.render.outputSide = 10; }), "size");
  EXPECT_EQ(refused([](auto& r) { r.render.device = "tpu"; }), "device");
  EXPECT_EQ(refused([](auto& r) { r.renderer = "oil"; }), "renderer oil");
  EXPECT_EQ(refused([](auto& r) { r.frames = FrameRange{5, 5}; }), "frames");
  EXPECT_EQ(refused([](auto& r) { r.face = -1; }), "face");
  EXPECT_EQ(refused([](auto& r) { r.voiceCut = {2, 1, 0}; }), "voice_cut");
  EXPECT_EQ(refused([](auto& r) { r.motion.anglePath[0] = {0, 61}; }), "pitch");
  EXPECT_EQ(refused([](auto& r) { r.motion.anglePath[2] = {std::nan("")}; }), "roll");
  EXPECT_EQ(refused([](auto& r) { r.motion.rerolls = {{2, 1, 0}}; }), "rerolls");
  EXPECT_EQ(refused([](auto& r) { r.idleSeconds = -1; }), "idle");
}

TEST_F(Animate, FastPrecisionOnACpuIsRefusedAtOnce) {
  request.renderer = "facevid2vid";
  request.render.precision = render::Precision::fast;
  request.render.device = "cpu";
  const Error error = errorOf([&] { animate(stages, request, {}); });
  EXPECT_EQ(error.code(), ErrorCode::deviceUnavailable);
  EXPECT_NE(error.remedy().find("exact"), std::string::npos);
}

TEST_F(Animate, TenMinutesNeedNoMoreMemoryThanTheirSound) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "sanitizers keep memory of their own";
#endif
  std::vector<float> minutes = test::tone(600, 8000, 1);
  test::writeWav(folder / "long.wav", minutes, 8000, 1);
  minutes = {};
  request.voice = folder / "long.wav";
  rusage before{}, after{};
  getrusage(RUSAGE_SELF, &before);
  EXPECT_EQ(animate(stages, request, {}).frames, 15000);
  getrusage(RUSAGE_SELF, &after);
  // 38 MB of voice at 16 kHz and 4 MB for each copy of the track; frames alone would be 276 MB.
  EXPECT_LT(after.ru_maxrss - before.ru_maxrss, 64 * 1024);
}

}  // namespace
}  // namespace orator::pipeline
