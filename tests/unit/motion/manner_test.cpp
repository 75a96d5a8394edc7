#include "core/motion/sadtalker/manner.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <limits>

#include "core/base/error.h"
#include "core/motion/sadtalker/pose_draw.h"
#include "core/tensor/safetensors.h"
#include "tests/support/files.h"

namespace orator::motion::sadtalker {
namespace {

Manner example() {
  Manner manner;
  manner.gain[3] = 1.5f;
  manner.offset[7] = -0.25f;
  manner.tempo.fill(0);
  manner.tempo[12] = 1;
  manner.lean[1] = 0.05f;
  manner.extent[2] = 2.5f;
  return manner;
}

TEST(MannerFile, GivesBackWhatWasWritten) {
  const test::TemporaryFolder folder;
  writeManner(example(), folder / "manner.safetensors");
  const Manner read = readManner(folder / "manner.safetensors");
  EXPECT_EQ(read.gain, example().gain);
  EXPECT_EQ(read.offset, example().offset);
  EXPECT_EQ(read.tempo, example().tempo);
  EXPECT_EQ(read.lean, example().lean);
  EXPECT_EQ(read.extent, example().extent);
}

TEST(MannerFile, WithNumbersThatNoPersonHasIsRefused) {
  const test::TemporaryFolder folder;
  const auto refused = [&](const Manner& manner) {
    writeManner(manner, folder / "bad.safetensors");
    return test::errorOf([&] { readManner(folder / "bad.safetensors"); }).code() ==
           ErrorCode::checkpointRefused;
  };
  Manner loud = example(), none = example(), far = example();
  loud.gain[0] = 40;
  none.extent[0] = std::numeric_limits<float>::quiet_NaN();
  far.lean[0] = -9;
  for (const Manner& manner : {loud, none, far}) EXPECT_TRUE(refused(manner));
  tensor::writeSafetensors(folder / "other.safetensors", {{"gain", at::zeros({64})}}, {});
  EXPECT_EQ(test::errorOf([&] { readManner(folder / "other.safetensors"); }).code(),
            ErrorCode::checkpointRefused);
}

TEST(PersonalPoseStyle, IsThereWhereAPersonIs) {
  EXPECT_EQ(styleShares({{46, 1}}, 47)[46].item<float>(), 1);
  EXPECT_THROW(styleShares({{46, 1}}), Error);
  EXPECT_THROW(styleShares({{47, 1}}, 47), Error);
}

}  // namespace
}  // namespace orator::motion::sadtalker
