#include "core/base/frame_rate.h"

#include <gtest/gtest.h>

namespace orator {
namespace {

TEST(FrameRate, CoversTheVoiceWithinHalfAFrame) {
  const FrameRate rate{25, 1};
  EXPECT_EQ(rate.framesCovering(16000, 16000), 25);
  EXPECT_EQ(rate.framesCovering(16000 + 319, 16000), 25);
  EXPECT_EQ(rate.framesCovering(16000 + 321, 16000), 26);
}

TEST(FrameRate, MakesAtLeastOneFrame) {
  EXPECT_EQ((FrameRate{25, 1}.framesCovering(10, 16000)), 1);
}

TEST(FrameRate, DoesNotOverflowOnHoursOfSound) {
  EXPECT_EQ((FrameRate{60, 1}.framesCovering(192000LL * 36000, 192000)), 60LL * 36000);
}

}  // namespace
}  // namespace orator
