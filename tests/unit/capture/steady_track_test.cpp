#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/capture/capture.h"
#include "core/capture/face_track.h"

namespace orator::capture {
namespace {

/// A face of 100 pixels whose point 13 is at `lip` above its place.
face::FaceLandmarks faceAt(float x, float lip = 0) {
  face::FaceLandmarks face;
  for (int i = 0; i < face::kLandmarkCount; ++i)
    face.points[std::size_t(i)] = {x + float(i % 22) * 5, 50 + float(i / 22) * 5, float(i % 7)};
  face.points[13].y -= lip;
  return face;
}

FaceTrack keptTrackOf(int frames, double framesPerSecond) {
  FaceTrack track;
  track.size = {400, 300};
  track.framesPerSecond = framesPerSecond;
  for (int i = 0; i < frames; ++i)
    track.frames.push_back({i / framesPerSecond, faceAt(100 + 60.f * float(i / framesPerSecond)), 0, false});
  track.lastSeconds = (frames - 1) / framesPerSecond;
  return track;
}

TEST(SteadyStretches, BringsAnyFrameRateToTwentyFive) {
  for (const double rate : {24.0, 25.0, 29.97, 50.0, 240.0}) {
    const auto stretches = steadyStretches(keptTrackOf(int(4 * rate), rate), 20);
    ASSERT_EQ(stretches.size(), 1u) << rate;
    EXPECT_NEAR(double(stretches[0].frames.size()), 100, 2) << rate;
    for (std::size_t t = 0; t < stretches[0].frames.size(); ++t)
      EXPECT_NEAR(stretches[0].frames[t].points[0].x, 100 + 60.f * float(t) / 25, 0.3f) << rate;
  }
}

TEST(SteadyStretches, BridgesAShortLossAndCutsAtALongOne) {
  FaceTrack track = keptTrackOf(150, 25);
  track.frames.erase(track.frames.begin() + 90, track.frames.begin() + 110);  // 0.8 s
  track.frames.erase(track.frames.begin() + 30, track.frames.begin() + 33);   // 0.12 s
  const auto stretches = steadyStretches(track, 20);
  ASSERT_EQ(stretches.size(), 2u);
  EXPECT_EQ(stretches[0].frames.size(), 90u);
  EXPECT_NEAR(stretches[0].frames[31].points[0].x, 100 + 60.f * 31 / 25, 0.3f);
  EXPECT_EQ(stretches[1].frames.size(), 40u);
  EXPECT_EQ(stretches[1].begin, 110);
}

TEST(SteadyStretches, CutsWhereTheFaceJumpsToAnotherPlace) {
  FaceTrack track = keptTrackOf(100, 25);
  for (int i = 50; i < 100; ++i) track.frames[std::size_t(i)].face = faceAt(300);
  const auto stretches = steadyStretches(track, 20);
  ASSERT_EQ(stretches.size(), 2u);
  EXPECT_EQ(stretches[0].frames.size(), 50u);
}

TEST(SteadyStretches, LeaveOutWhatIsTooShort) {
  EXPECT_TRUE(steadyStretches(keptTrackOf(19, 25), 20).empty());
  EXPECT_TRUE(steadyStretches(FaceTrack{}, 20).empty());
}

TEST(SteadyStretches, FollowTheTimesOfAVariableRate) {
  FaceTrack track = keptTrackOf(0, 25);
  std::mt19937 random(5);
  std::uniform_real_distribution<double> gap(0.012, 0.07);
  for (double seconds = 0; seconds < 4; seconds += gap(random))
    track.frames.push_back({seconds, faceAt(float(100 + 20 * std::sin(4 * seconds))), 0, false});
  const auto stretches = steadyStretches(track, 20);
  ASSERT_EQ(stretches.size(), 1u);
  ASSERT_GT(stretches[0].frames.size(), 90u);
  for (std::size_t t = 0; t < stretches[0].frames.size(); ++t)
    EXPECT_NEAR(stretches[0].frames[t].points[0].x, 100 + 20 * std::sin(4.0 * double(t) / 25), 0.5) << t;
}

TEST(SteadyStretches, CutWhereThePictureWasCut) {
  FaceTrack track = keptTrackOf(100, 25);
  track.frames[50].cut = true;
  const auto stretches = steadyStretches(track, 20);
  ASSERT_EQ(stretches.size(), 2u);
  EXPECT_FALSE(stretches[0].cut);
  EXPECT_TRUE(stretches[1].cut);
  EXPECT_EQ(stretches[1].begin, 50);
}

TEST(SteadyStretches, TakesJitterOutWithoutLagAndKeepsAClosureOfOneFrame) {
  std::mt19937 random(3);
  std::normal_distribution<float> noise(0, 0.3f);
  FaceTrack clean = keptTrackOf(200, 25);
  for (int t = 0; t < 200; ++t) clean.frames[std::size_t(t)].face = faceAt(100, t == 100 ? 0.f : 8.f);
  FaceTrack noisy = clean;
  for (auto& frame : noisy.frames)
    for (auto& p : frame.face.points) p += cv::Point3f(noise(random), noise(random), noise(random));
  const auto result = steadyStretches(noisy, 20);
  ASSERT_EQ(result.size(), 1u);
  double before = 0, after = 0;
  for (std::size_t t = 2; t < 198; ++t)
    for (const std::size_t i : {0u, 100u, 300u}) {
      const float truth = clean.frames[t].face.points[i].x;
      before += std::pow(noisy.frames[t].face.points[i].x - truth, 2);
      after += std::pow(result[0].frames[t].points[i].x - truth, 2);
    }
  EXPECT_LT(after, 0.75 * before);
  const auto lip = [&](std::size_t t) { return faceAt(100).points[13].y - result[0].frames[t].points[13].y; };
  EXPECT_LT(lip(100), 1.5f);
  EXPECT_GT(lip(99), 6.5f);
  EXPECT_GT(lip(101), 6.5f);
}

}  // namespace
}  // namespace orator::capture
