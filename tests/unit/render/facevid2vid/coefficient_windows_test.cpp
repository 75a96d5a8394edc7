#include "core/render/facevid2vid/coefficient_windows.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "core/motion/motion_model.h"

namespace orator::render::facevid2vid {
namespace {

using motion::kAngleColumn;

/// Rows that tell where they stand: frame i holds i everywhere.
motion::MotionTrack numbered(int frames) {
  motion::MotionTrack track;
  for (int i = 0; i < frames; ++i) track.rows.emplace_back().fill(float(i));
  return track;
}

TEST(TrackStretch, RepeatsTheEndsOfTheTrack) {
  const TrackStretch stretch = stretchOf(numbered(40), 32, 32);
  ASSERT_EQ(stretch.columns.sizes(), (std::vector<std::int64_t>{70, 32 + 26}));
  EXPECT_EQ(stretch.columns[5][0].item<float>(), 32 - 13);
  EXPECT_EQ(stretch.columns[5][13 + 7].item<float>(), 39);
  EXPECT_EQ(stretch.columns[69][57].item<float>(), 39);
  EXPECT_EQ(stretchOf(numbered(40), 0, 1).columns[0][12].item<float>(), 0);
  EXPECT_FALSE(stretch.pose.yaw.defined());
  const at::Tensor windows = coefficientWindows(stretch.columns);
  ASSERT_EQ(windows.sizes(), (std::vector<std::int64_t>{32, 70, 27}));
  EXPECT_EQ(windows[1][0][13].item<float>(), 33);
}

TEST(TrackStretch, PutsTheCropParametersBelowEveryColumn) {
  const at::Tensor crop = at::tensor({1.5f, -2.f, 3.f});
  const at::Tensor columns = stretchOf(numbered(3), 0, 2, crop).columns;
  ASSERT_EQ(columns.sizes(), (std::vector<std::int64_t>{73, 28}));
  for (const int column : {0, 27}) EXPECT_TRUE(columns.slice(0, 70).select(1, column).equal(crop));
  const at::Tensor window = sourceWindow(numbered(3).rows[2], crop);
  ASSERT_EQ(window.sizes(), (std::vector<std::int64_t>{1, 73, 27}));
  EXPECT_EQ(window[0][10][26].item<float>(), 2);
  EXPECT_EQ(window[0][71][0].item<float>(), -2);
}

/// SadTalker's free view: the network reads the head as the voice moves it, the points turn as the user says.
TEST(TrackStretch, TurnsThePointsByThePathAndReadsTheMotionItReplaced) {
  motion::GeneratedMotion made;
  made.source[kAngleColumn + 1] = 0.1f;
  made.rows.assign(50, made.source);
  for (auto& row : made.rows) row[kAngleColumn] = 0.2f, row[kAngleColumn + 1] = 0.3f;
  motion::MotionSettings settings;
  settings.anglePath[1] = {-10, 39};
  settings.compat = true;  // one degree a frame
  for (const bool still : {false, true}) {
    settings.still = still;
    settings.poseScale.fill(0.5);
    const TrackStretch stretch = stretchOf(motion::applySettings(made, settings), 32, 32);
    ASSERT_TRUE(stretch.pose.yaw.defined());
    EXPECT_FALSE(stretch.pose.pitch.defined());
    EXPECT_FALSE(stretch.pose.roll.defined());
    EXPECT_NEAR(stretch.pose.yaw[0].item<float>(), 22, 1e-3);
    EXPECT_NEAR(stretch.pose.yaw[31].item<float>(), 39, 1e-3) << "held behind the end";
    const at::Tensor pitch = stretch.columns[kAngleColumn], yaw = stretch.columns[kAngleColumn + 1];
    EXPECT_NEAR(pitch.max().item<float>(), still ? 0 : 0.1f, 1e-6);
    EXPECT_NEAR(yaw.max().item<float>(), still ? 0.1f : 0.2f, 1e-6);
    EXPECT_NEAR(yaw.min().item<float>(), still ? 0.1f : 0.2f, 1e-6) << "the path moves no column";
  }
}

}  // namespace
}  // namespace orator::render::facevid2vid
