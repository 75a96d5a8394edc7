#include "core/session/parts.h"

#include <gtest/gtest.h>

#include <map>

#include "tests/support/parameter_values.h"
#include "tests/unit/session/scripted_stages.h"

namespace orator::session {
namespace {

using test::errorOf;

class SessionParts : public testing::Test, protected test::Media {
 protected:
  /// How often portrait, voice, motion model and renderer have run.
  std::vector<int> work() const {
    return {script->portraits, script->voices, script->motions, script->renderers};
  }
  cv::Vec3b pixel(std::int64_t frame) { return parts.frame(inputs, frame, {}).at<cv::Vec3b>(0, 0); }

  std::shared_ptr<test::Script> script = std::make_shared<test::Script>();
  Parts parts{std::make_shared<Resources>(test::scriptedStages(script))};
};

TEST_F(SessionParts, AreMadeOnceForTheSameInputs) {
  EXPECT_EQ(pixel(12)[1], 12);
  EXPECT_EQ(pixel(13)[1], 13);
  EXPECT_EQ(work(), (std::vector{1, 1, 1, 1}));
}

TEST_F(SessionParts, SettingsAndEditsNeverRunTheModelAgain) {
  const int red = pixel(5)[0];
  inputs.motion.expressionScale = 0.5;
  inputs.motion.blinkStrength = 2;
  inputs.motion.poseScale.fill(0);
  inputs.motion.still = true;
  inputs.edits.columnGains = {{0, 0.5}};
  EXPECT_NEAR(pixel(5)[0], red / 4, 1);
  EXPECT_EQ(work(), (std::vector{1, 1, 1, 1}));
}

TEST_F(SessionParts, WhateverDecidesTheGenerationRunsTheModelAndNothingElse) {
  const std::vector<std::function<void(Inputs&)>> changes = {[](Inputs& i) {
                                                               i.motion.poseStyle = {{9, 1.0}};
                                                             },
                                                             [](Inputs& i) { i.motion.seed = 4; },
                                                             [](Inputs& i) {
                                                               i.motion.rerolls = {{0, 0.5, 7}};
                                                             },
                                                             [](Inputs& i) { i.motion.compat = true; },
                                                             [](Inputs& i) {
                                                               i.frameRate = {50, 1};
                                                             },
                                                             [](Inputs& i) { i.maximumSeconds = 0.5; }};
  parts.motion(inputs, {});
  for (std::size_t n = 0; n < changes.size(); ++n) {
    changes[n](inputs);
    parts.motion(inputs, {});
    EXPECT_EQ(work(), (std::vector{1, 1, 2 + int(n), 0})) << n;
  }
}

TEST_F(SessionParts, SizeAndRendererMakeANewRendererOnly) {
  pixel(0);
  inputs.render.outputSide = 128;
  pixel(0);
  inputs.renderer = "facevid2vid";
  pixel(0);
  inputs.maximumSide = 64;
  pixel(0);
  EXPECT_EQ(work(), (std::vector{1, 1, 1, 4}));
  inputs.render.outputSide = 256;  // of no account where another size is asked for
  pixel(0);
  EXPECT_EQ(work(), (std::vector{1, 1, 1, 4}));
}

TEST_F(SessionParts, ANewVoiceKeepsThePortraitAndANewPortraitTheVoice) {
  pixel(0);
  inputs.voiceCut.endSeconds = 0.5;
  pixel(0);
  EXPECT_EQ(work(), (std::vector{1, 2, 2, 1}));
  media::writePicture(folder / "q.png", cv::Mat(80, 80, CV_8UC3, cv::Scalar(1, 2, 3)));
  inputs.portrait = folder / "q.png";
  EXPECT_EQ(parts.frame(inputs, 0, {}).size(), cv::Size(80, 80));
  EXPECT_EQ(work(), (std::vector{2, 2, 3, 2}));
}

/// Which of the keys of portrait, voice, generation, track and renderer differ.
std::vector<bool> changedKeys(const Inputs& a, const Inputs& b) {
  return {portraitKey(a, nameOf) != portraitKey(b, nameOf), voiceKey(a, nameOf) != voiceKey(b, nameOf),
          generationKey(a, a.motion.seed, nameOf) != generationKey(b, b.motion.seed, nameOf),
          trackKey(a, nameOf) != trackKey(b, nameOf), rendererKey(a, nameOf) != rendererKey(b, nameOf)};
}

TEST_F(SessionParts, EveryParameterRenewsWhatItsDeclarationSaysAndWhatStandsOnIt) {
  const std::map<PipelinePart, std::vector<bool>> renewed{
      {PipelinePart::portrait, {true, false, true, true, true}},
      {PipelinePart::voice, {false, true, true, true, false}},
      {PipelinePart::motion, {false, false, true, true, false}},
      {PipelinePart::track, {false, false, false, true, false}},
      {PipelinePart::renderer, {false, false, false, false, true}},
      {PipelinePart::film, {false, false, false, false, false}}};
  Inputs shown;
  shown.maximumSide = 512;
  for (const pipeline::Parameter& one : pipeline::parameters()) {
    const std::string_view name = one.spec.name;
    for (const pipeline::FilmSettings& film : test::valuesOf(one)) {
      Inputs before = shown, after = shown;
      if (one.spec.invalidates == PipelinePart::voice) before.voice = after.voice = "/films/voice.wav";
      pipeline::copyValue(one, film, after);
      std::vector<bool> expected = renewed.at(one.spec.invalidates);
      if (after == before || (name == "face" && film.face == 0)) expected.assign(5, false);
      if (name == "track" && after != before) expected = {false, false, false, true, false};
      if (name == "voice" && after.voice.empty()) expected = {false, true, true, true, false};
      EXPECT_EQ(changedKeys(before, after), expected) << name << " = " << valueText(one, film);
    }
  }
}

TEST_F(SessionParts, APortraitIsTurnedAndLaidOverItsBackgroundAsInAFilm) {
  std::vector<face::PortraitOptions> asked;
  pipeline::Stages stages = test::scriptedStages(script);
  stages.analysePortrait = [&asked, inner = stages.analysePortrait](
                               const media::Picture& picture, const packs::Pack& pack,
                               const face::PortraitOptions& options, const RunContext& context) {
    asked.push_back(options);
    return inner(picture, pack, options, context);
  };
  Parts own{std::make_shared<Resources>(stages)};
  own.portrait(inputs, {});
  inputs.rotation = face::Rotation::half;
  own.portrait(inputs, {});
  inputs.background = {0, 177, 64};
  own.portrait(inputs, {});
  ASSERT_EQ(asked.size(), 3u);
  EXPECT_EQ(asked[1].rotation, face::Rotation::half);
  EXPECT_EQ(asked[2].background, cv::Vec3b(0, 177, 64));
}

TEST_F(SessionParts, ATrimOfMillisecondsFarBehindTheBeginIsNoticed) {
  inputs.voiceCut = {1200.001, 1230, 0};
  Inputs other = inputs;
  other.voiceCut.beginSeconds += 0.003;
  EXPECT_NE(voiceKey(inputs, nameOf), voiceKey(other, nameOf));
}

TEST_F(SessionParts, AFileThatWasWrittenAgainIsReadAgain) {
  pixel(0);
  std::filesystem::last_write_time(inputs.voice,
                                   std::filesystem::last_write_time(inputs.voice) + std::chrono::seconds(2));
  pixel(0);
  EXPECT_EQ(work(), (std::vector{1, 2, 2, 1}));
  std::filesystem::last_write_time(
      inputs.portrait, std::filesystem::last_write_time(inputs.portrait) + std::chrono::seconds(2));
  pixel(0);
  EXPECT_EQ(work(), (std::vector{2, 2, 3, 2}));
}

TEST_F(SessionParts, RerolledRangesAreGeneratedOnceEach) {
  inputs.edits.rerolls = {{{5, 12}, 3}, {{14, 20}, 4}};
  const auto shaped = parts.motion(inputs, {});
  EXPECT_EQ(script->motions, 3);
  EXPECT_NE(shaped->edited.rows[8], shaped->generated.rows[8]);
  inputs.edits.rerolls.pop_back();
  inputs.motion.expressionScale = 2;
  parts.motion(inputs, {});
  EXPECT_EQ(script->motions, 3);
}

TEST_F(SessionParts, WithoutAVoiceThereIsThePortraitOrThePersonWaits) {
  inputs.voice.clear();
  EXPECT_EQ(parts.motion(inputs, {})->edited.frames(), 1);
  EXPECT_EQ(script->motions, 0);
  inputs.idleSeconds = 2;
  EXPECT_EQ(parts.motion(inputs, {})->edited.frames(), 50);
}

TEST_F(SessionParts, AnImportedTrackIsHeldUntilTheVoiceEndsAndNeedsNoModel) {
  inputs.track = folder / "t.json";  // the fake's track has ten rows
  EXPECT_EQ(parts.motion(inputs, {})->edited.frames(), 25);
  EXPECT_EQ(script->motions, 0);
}

TEST_F(SessionParts, AGivenTrackIsReadOnceHoweverItIsTaken) {
  int reads = 0;
  pipeline::Stages stages = test::scriptedStages(script);
  stages.readTrack = [&reads, inner = stages.readTrack](const auto& file, const auto& pack,
                                                        const RunContext& context) {
    ++reads;
    return inner(file, pack, context);
  };
  Parts counted(std::make_shared<Resources>(std::move(stages)));
  inputs.track = folder / "t.json";
  const auto relative = counted.motion(inputs, {});
  inputs.relative = pipeline::Relative::off;
  EXPECT_NE(counted.motion(inputs, {}), relative);
  inputs.frameRate = {50, 1};
  counted.motion(inputs, {});
  EXPECT_EQ(reads, 1);
}

TEST_F(SessionParts, AFailureIsRepeatedUntilItsCauseIsGone) {
  inputs.portrait = folder / "missing.png";
  EXPECT_EQ(errorOf([&] { pixel(0); }).code(), ErrorCode::fileNotFound);
  EXPECT_EQ(errorOf([&] { pixel(0); }).code(), ErrorCode::fileNotFound);
  inputs.portrait = folder / "p.png";
  EXPECT_NO_THROW(pixel(0));
  EXPECT_EQ(errorOf([&] { pixel(25); }).code(), ErrorCode::invalidArgument);
}

TEST_F(SessionParts, AStopRequestEndsTheWorkAndKeepsWhatIsFinished) {
  std::stop_source source;
  script->atMotion = [&](const auto&, const RunContext&) { source.request_stop(); };
  EXPECT_EQ(errorOf([&] { parts.motion(inputs, {source.get_token()}); }).code(), ErrorCode::cancelled);
  script->atMotion = [](const auto&, const RunContext&) {};
  EXPECT_NO_THROW(parts.motion(inputs, {}));
  EXPECT_EQ(work(), (std::vector{1, 1, 2, 0}));
}

TEST_F(SessionParts, ACopySharesWhatIsMadeAndGoesItsOwnWay) {
  pixel(0);
  Parts copy = parts;
  Inputs own = inputs;
  own.motion.poseStyle = {{3, 1.0}};
  copy.frame(own, 0, {});
  EXPECT_EQ(work(), (std::vector{1, 1, 2, 2}));
  pixel(0);
  EXPECT_EQ(work(), (std::vector{1, 1, 2, 2}));
}

TEST_F(SessionParts, GiveTheTrackThatAnimateRenders) {
  pipeline::AnimateRequest request;
  request.portrait = inputs.portrait;
  request.voice = inputs.voice;
  request.motion.seed = inputs.motion.seed = 5;
  request.motion.poseStyle = inputs.motion.poseStyle = {{7, 1.0}};
  request.motion.expressionScale = inputs.motion.expressionScale = 1.5;
  const motion::MotionTrack film = pipeline::makeTrack(test::scriptedStages(script), request, {});
  const motion::MotionTrack shown = parts.motion(inputs, {})->edited;
  EXPECT_EQ(shown.rows, film.rows);
  EXPECT_EQ(shown.blink, film.blink);
  EXPECT_EQ(shown.source, film.source);
  EXPECT_EQ(shown.frameRate, film.frameRate);
}

}  // namespace
}  // namespace orator::session
