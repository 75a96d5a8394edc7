// Performances whose every coefficient is known, as a tracker without fault would see them.
#include <gtest/gtest.h>

#include <cmath>

#include "core/capture/capture.h"
#include "core/face/expression_names.h"
#include "tests/unit/capture/projected.h"

namespace orator::capture {
namespace {

using test::projected;
using test::studioFaceModel;

/// @param unlike how far from the mean face, in spreads between people
face::FaceFit person(float unlike) {
  face::FaceFit fit;
  fit.identity.assign(std::size_t(studioFaceModel().identity.rows), 0.f);
  for (std::size_t k = 0; k < 8; ++k) fit.identity[k] = k % 2 ? -unlike : unlike;
  fit.camera = {2200, {256, 256}};
  fit.pose.anglesRadians = {0.05f, 0, 0};
  return fit;
}

/// 25 pictures a second; `at` gives the face of each, from 0 on.
template <typename At>
FaceTrack trackOf(int frames, const At& at) {
  FaceTrack track;
  track.size = {512, 512};
  track.framesPerSecond = 25;
  track.framesInFile = frames;
  track.lastSeconds = (frames - 1) / 25.0;
  for (int i = 0; i < frames; ++i) track.frames.push_back({i / 25.0, projected(at(i)), 1, false});
  return track;
}

TEST(CaptureTrack, ReadsJawAndHeadWithoutLag) {
  const auto jaw = [](int i) { return 0.3f + 0.3f * float(std::sin(i * 0.7)); };
  const auto yaw = [](int i) { return 0.25f * float(std::sin(i * 0.15)); };
  const Capture seen = captureTrack(studioFaceModel(),
                                    trackOf(60,
                                            [&](int i) {
                                              face::FaceFit fit = person(0.7f);
                                              fit.expression[face::kJawOpen] = jaw(i);
                                              fit.pose.anglesRadians[1] = yaw(i);
                                              return fit;
                                            }),
                                    {});
  ASSERT_EQ(seen.frames.size(), 60u);
  EXPECT_TRUE(seen.gaps().empty());
  // Openings swing with the jaw: the best of all lags is none.
  const auto likeness = [&](int lag) {
    double sum = 0;
    for (int i = 5; i < 55; ++i)
      sum += seen.frames[std::size_t(i + lag)].measures.lipOpening * (jaw(i) - 0.3);
    return sum;
  };
  for (const int lag : {-2, -1, 1, 2}) EXPECT_GT(likeness(0), likeness(lag));
  for (int i = 2; i < 58; ++i)
    EXPECT_NEAR(seen.frames[std::size_t(i)].pose.anglesRadians[1], yaw(i), 0.03) << i;
  EXPECT_LT(seen.frames[std::size_t(seen.calmest)].measures.lipOpening, 0.02f);
  EXPECT_LT(seen.neutral[face::kJawOpen], 0.15f);
}

TEST(CaptureTrack, APersonBehindACutIsLeftOut) {
  FaceTrack track = trackOf(80, [](int i) { return person(i < 50 ? 1.4f : -1.4f); });
  track.frames[50].cut = true;
  const Capture seen = captureTrack(studioFaceModel(), track, {});
  EXPECT_EQ(seen.shots.size(), 1u);
  const auto gaps = seen.gaps();
  ASSERT_EQ(gaps.size(), 1u);
  EXPECT_EQ(gaps[0].frames, (FrameRange{50, 80}));
  EXPECT_EQ(gaps[0].reason, Unseen::anotherPerson);
  EXPECT_EQ(seen.row(79), seen.row(49)) << "held";
}

TEST(CaptureTrack, AProfileIsAGapOfItsOwnKind) {
  const Capture seen = captureTrack(studioFaceModel(),
                                    trackOf(60,
                                            [](int i) {
                                              face::FaceFit fit = person(0);
                                              fit.pose.anglesRadians[1] =
                                                  i < 30 ? 0.f : std::min(1.3f, float(i - 29) * 0.13f);
                                              return fit;
                                            }),
                                    {});
  ASSERT_FALSE(seen.gaps().empty());
  EXPECT_EQ(seen.gaps().back().reason, Unseen::turnedAway);
  EXPECT_EQ(seen.gaps().back().frames.end, 60);
  const Capture never = captureTrack(studioFaceModel(),
                                     trackOf(40,
                                             [](int) {
                                               face::FaceFit fit = person(0);
                                               fit.pose.anglesRadians[1] = 1.3f;
                                               return fit;
                                             }),
                                     {});
  EXPECT_TRUE(never.shots.empty());
  EXPECT_TRUE(never.stretches(1, 1000).empty());
}

}  // namespace
}  // namespace orator::capture
