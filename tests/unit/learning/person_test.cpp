// What is learned of one person, on footage whose truth is known.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "core/learning/person/footage.h"
#include "core/learning/person/likeness.h"
#include "core/learning/person/person_manner.h"
#include "core/motion/motion_model.h"
#include "tests/support/studio_pack.h"
#include "tests/unit/capture/film.h"
#include "tests/unit/motion/spoken.h"

namespace orator::learning {
namespace {

using testing::HasSubstr;

/// Somebody in front of one camera; frame i of `rows` is what they do.
capture::Capture performance(const std::vector<motion::CoefficientRow>& rows, float focalPixels = 1800) {
  capture::Capture seen;
  seen.basis = test::studioFaceModel().id;
  seen.picture = {640, 480};
  seen.faceHeight = 1.4f;
  seen.identity.assign(std::size_t(test::studioFaceModel().identity.rows), 0.f);
  seen.shots = {{{0, std::int64_t(rows.size())}, {focalPixels, {320, 240}}}};
  for (const motion::CoefficientRow& row : rows) {
    capture::CapturedFrame frame;
    frame.unseen = capture::Unseen::seen;
    frame.shot = 0;
    frame.sharpness = 100;
    frame.measures.eyeOpening = 0.3f;
    std::copy_n(row.begin(), frame.expression.size(), frame.expression.begin());
    for (int axis = 0; axis < 3; ++axis) {
      frame.pose.anglesRadians[axis] = row[std::size_t(motion::kAngleColumn + axis)];
      frame.pose.translation[axis] = row[std::size_t(motion::kTranslationColumn + axis)];
    }
    seen.frames.push_back(frame);
  }
  return seen;
}

std::vector<motion::CoefficientRow> still(std::size_t frames, float yaw = 0) {
  motion::CoefficientRow row{};
  row[motion::kAngleColumn + 1] = yaw;
  return std::vector<motion::CoefficientRow>(frames, row);
}

TEST(FootageParts, KeepTheLastQuarterForTheJudge) {
  const FootageParts parts = footageParts("anna.mp4", performance(still(400)));
  EXPECT_EQ(parts.learned.size(), 250u);
  EXPECT_EQ(parts.setAside.size(), 50u);
  EXPECT_EQ(parts.judged.size(), 100u);
  EXPECT_EQ(parts.judged.front(), 300);
  EXPECT_EQ(parts.known().back(), 299);
  EXPECT_LT(parts.portrait, 250);
}

TEST(FootageParts, TakeTheCalmestOfTheLearnedFramesAsPortrait) {
  capture::Capture seen = performance(still(400));
  for (std::size_t i = 0; i < seen.frames.size(); ++i) seen.frames[i].measures.lipOpening = 0.04f;
  for (const std::size_t calm : {100u, 99u, 101u, 350u, 349u, 351u})
    seen.frames[calm].measures.lipOpening = 0;
  seen.frames[350].sharpness = 200;  // the best of all, but not learned from
  EXPECT_EQ(footageParts("anna.mp4", seen).portrait, 100);
}

TEST(FootageParts, RefuseAVideoThatTeachesNothing) {
  const auto refused = [](const capture::Capture& seen) {
    return test::errorOf([&] { footageParts("films/anna.mp4", seen); });
  };
  const Error brief = refused(performance(still(100)));
  EXPECT_EQ(brief.code(), ErrorCode::noFace);
  EXPECT_THAT(brief.what(), HasSubstr("anna.mp4"));
  EXPECT_THAT(brief.reason(), HasSubstr("4.0 s only"));
  EXPECT_EQ(refused(performance(still(400), 200)).code(), ErrorCode::pictureTooSmall);
  EXPECT_THAT(refused(performance(still(400, 0.8f))).reason(), HasSubstr("never looks towards the camera"));
}

TEST(FilmedShots, AreReducedWithTheirGeometry) {
  const test::TemporaryFolder folder;
  const cv::Mat head = test::sampleHead();
  cv::Mat large;
  cv::resize(head, large, {1080, 1080}, 0, 0, cv::INTER_CUBIC);
  const auto video = test::film(folder / "head.mp4", {25, 1}, 30, [&](double t) {
    return test::movedPicture(large, 0, 0, 4 * std::sin(2 * std::numbers::pi * t));
  });
  const capture::Capture seen = capture::captureVideo(video, packs::openPack("studio"), {});
  std::vector<std::int64_t> frames;
  for (std::int64_t i = 0; i < 30; ++i) frames.push_back(i);
  const auto shots = filmedShots(video, seen, frames, 12, 10, {});
  ASSERT_EQ(shots.size(), 1u);
  const FilmedPerson& person = shots[0].person;
  EXPECT_EQ(person.frames.size(), 11u) << "ten and the portrait";
  EXPECT_EQ(shots[0].portrait, 5);
  EXPECT_GT(shots[0].reducedOctaves, 0.5f);
  const FilmedFrame& frame = person.frames[5];
  EXPECT_LT(frame.rgb.rows, 700);
  // The fitted nose lies on the nose that was found, in the reduced picture as in the whole one.
  const cv::Point3f nose = test::studioFaceModel().shape(person.fit.identity, frame.expression)[1];
  const cv::Vec3f placed =
      face::rotationMatrix(frame.pose.anglesRadians) * cv::Vec3f(nose.x, nose.y, nose.z) +
      frame.pose.translation;
  const cv::Point2f projected = person.fit.camera.project({placed[0], placed[1], placed[2]});
  const cv::Point3f& found = frame.landmarks.points[1];
  EXPECT_LT(std::hypot(projected.x - found.x, projected.y - found.y), 10);
  EXPECT_TRUE(cv::Rect({}, frame.rgb.size()).contains(cv::Point(found.x, found.y)));
}

TEST(PersonManner, FindsLivelierLipsAndALivelierHead) {
  const packs::Pack pack = packs::openPack("studio");
  const auto spoken = test::speak(
      "The quick brown fox jumps over the lazy dog. Many people may buy more "
      "apples, and five women will move away from that beautiful old house. "
      "Please bring my brother a warm blue blanket before he goes to bed.",
      "slt");
  const motion::MotionInput input{spoken.voice16k, {}, {25, 1}, std::int64_t(spoken.voice16k.size() / 640)};
  motion::MotionSettings lively;
  lively.poseStyle = {{20, 1}};
  auto rows = motion::makeMotionModel(pack, test::studioFaceModel())->generate(input, lively, {}).rows;
  ASSERT_GT(rows.size(), 200u);
  for (motion::CoefficientRow& row : rows) {
    for (std::size_t k = 0; k < face::kExpressionCount; ++k) row[k] *= 1.5f;
    for (int k = 0; k < 3; ++k) row[std::size_t(motion::kAngleColumn + k)] *= 2;
  }
  std::fill_n(rows.begin(), 20, motion::CoefficientRow{});  // the portrait is calm
  const capture::Capture seen = performance(rows);
  std::vector<std::int64_t> frames;
  for (std::int64_t i = 25; i < std::int64_t(rows.size()) - 10; ++i) frames.push_back(i);
  const std::span<const std::int64_t> all(frames);
  const MannerFrames parts{all.first(frames.size() * 5 / 8),
                           all.subspan(frames.size() * 5 / 8, frames.size() / 8), all.last(frames.size() / 4),
                           10};
  const MeasuredManner found = measureManner(seen, parts, spoken.voice16k, pack, test::studioFaceModel(), {});
  EXPECT_TRUE(found.ownSpeech);
  EXPECT_LT(found.lipsAfter, 0.9 * found.lipsBefore);
  double gain = 0;
  for (const float one : found.manner.gain) gain = std::max(gain, double(one));
  EXPECT_GT(gain, 1.1);
  EXPECT_LE(gain, 1.6);

  const MeasuredManner silent = measureManner(seen, parts, {}, pack, test::studioFaceModel(), {});
  EXPECT_FALSE(silent.ownSpeech);
  EXPECT_LT(silent.lipsBefore, 0);
  EXPECT_NEAR(silent.extentDegrees, found.extentDegrees, 1e-6);
  EXPECT_GT(found.extentDegrees, 0.2);
}

TEST(Likeness, OfASwayingHeadIsGreatWithAnyNetworks) {
  const test::TemporaryFolder folder;
  const cv::Mat head = test::sampleHead();
  const auto video = test::film(folder / "sway.mp4", {25, 1}, 40, [&](double t) {
    return test::movedPicture(head, 0, 0, 4 * std::sin(2 * std::numbers::pi * t));
  });
  const packs::Pack pack = packs::openPack("studio");
  const capture::Capture seen = capture::captureVideo(video, pack, {});
  const auto portrait = face::analysePortrait({capture::pictureOf(video, seen, 0), {}}, pack, {}, {});
  std::vector<std::int64_t> frames;
  for (std::int64_t i = 0; i < 40; ++i) frames.push_back(i);
  const Likeness likeness(video, seen, 0, portrait, frames, {});
  const PartFigures figures = likeness.judge({{}, pack.file("finish_eye")});
  for (const PartScore& part : figures) {
    EXPECT_EQ(part.frames, 39) << "all but the portrait itself";
    EXPECT_LT(part.difference, 6);
    EXPECT_GT(part.ssim, 0.85);
  }
  EXPECT_GT(likeness.sheet({{}, {{}, pack.file("finish_eye")}}).cols, 1000);
}

}  // namespace
}  // namespace orator::learning
