#include "core/lab/evaluate/evaluate.h"

#include <gtest/gtest.h>

namespace orator::lab {
namespace {

TEST(MeanScore, CountsEverySpeakerAlike) {
  ClipScore a, b, c;
  a.speaker = b.speaker = "ann";
  c.speaker = "carl";
  a.lipOpening.correlation = 0.2, b.lipOpening.correlation = 0.4, c.lipOpening.correlation = 0.7;
  a.closures = {4, 2, 2};
  c.closures = {4, 6, 4};
  a.sharpness = 0.5, b.sharpness = 0.5, c.sharpness = 0.7;
  const ClipScore mean = meanScore({a, b, c});
  EXPECT_NEAR(mean.lipOpening.correlation, 0.5, 1e-9);
  EXPECT_EQ(mean.closures.recall(), 0.75);
  EXPECT_EQ(mean.closures.precision(), 0.75);
  EXPECT_NEAR(mean.sharpness.value(), 0.6, 1e-9);
  EXPECT_FALSE(mean.identity.has_value());
}

}  // namespace
}  // namespace orator::lab
