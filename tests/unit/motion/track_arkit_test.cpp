#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "core/face/expression_names.h"
#include "core/motion/track_io.h"
#include "tests/support/files.h"

namespace orator::motion {
namespace {

using test::errorOf;
using testing::HasSubstr;

/// Everything that ARKit can tell, another value in every frame.
MotionTrack speaking(int frames = 40) {
  MotionTrack track;
  for (int i = 0; i < frames; ++i) {
    const float part = float(i) / float(frames);
    CoefficientRow row{};
    row[face::kJawOpen] = part;
    row[face::kMouthSmileLeft] = 0.5f * part;
    row[face::kBlinkRight] = 1 - part;
    row[face::kBrowInnerRaiseLeft] = row[face::kBrowInnerRaiseRight] = 0.25f;
    row[face::kGazeHorizontal] = part - 0.5f;
    row[face::kGazeVertical] = 0.5f - part;
    row[kAngleColumn] = 0.1f;
    row[kAngleColumn + 1] = -0.2f * part;
    row[kAngleColumn + 2] = 0.05f;
    track.rows.push_back(row);
    track.blink.push_back(row[face::kBlinkRight] / 2);
  }
  return track;
}

std::string textOf(const std::filesystem::path& file) {
  const auto bytes = test::readBytes(file);
  return {bytes.begin(), bytes.end()};
}

class ArkitTrack : public testing::TestWithParam<const char*> {
 protected:
  std::filesystem::path file(const std::string& name) const { return folder_ / (name + GetParam()); }
  test::TemporaryFolder folder_;
};

TEST_P(ArkitTrack, ComesBackAsItWas) {
  const MotionTrack track = speaking();
  writeTrack(track, file("take"));
  const MotionTrack read = readTrack(file("take"));
  EXPECT_EQ(read.frameRate, track.frameRate);
  EXPECT_EQ(read.basis, "studio");
  ASSERT_EQ(read.rows.size(), track.rows.size());
  for (std::size_t i = 0; i < track.rows.size(); ++i)
    for (std::size_t k = 0; k < track.rows[i].size(); ++k)
      EXPECT_NEAR(read.rows[i][k], track.rows[i][k], 1e-5) << i << " " << k;
  EXPECT_NEAR(read.blink[3], track.blink[3], 1e-5);
}

TEST_P(ArkitTrack, OfAnotherBasisIsRefusedBeforeAnythingIsWritten) {
  MotionTrack track = speaking();
  track.basis = "bfm";
  const Error error = errorOf([&] { writeTrack(track, file("take")); });
  EXPECT_EQ(error.code(), ErrorCode::invalidArgument);
  EXPECT_THAT(error.reason(), HasSubstr("bfm"));
  EXPECT_FALSE(std::filesystem::exists(file("take")));
}

TEST_P(ArkitTrack, ValuesStayWithinWhatARigUnderstands) {
  MotionTrack track = speaking(1);
  track.rows[0][face::kJawOpen] = 1.4f;
  track.rows[0][face::kMouthFunnel] = -0.3f;
  writeTrack(track, file("take"));
  const MotionTrack read = readTrack(file("take"));
  EXPECT_EQ(read.rows[0][face::kJawOpen], 1);
  EXPECT_EQ(read.rows[0][face::kMouthFunnel], 0);
}

INSTANTIATE_TEST_SUITE_P(Formats, ArkitTrack, testing::Values(".arkit.csv", ".arkit.json"));

TEST(ArkitCsv, NamesTheSidesOfThePersonNotOfThePicture) {
  const test::TemporaryFolder folder;
  MotionTrack track = speaking(1);
  track.rows[0][face::kBlinkLeft] = 0;
  track.rows[0][face::kBlinkRight] = 0.75f;
  writeTrack(track, folder / "take.arkit.csv");
  const std::string text = textOf(folder / "take.arkit.csv");
  EXPECT_THAT(text, testing::StartsWith("Timecode,BlendshapeCount,EyeBlinkLeft,EyeLookDownLeft,"));
  EXPECT_THAT(text, HasSubstr("\n00:00:00:00.000,61,0.75,"));
}

TEST(ArkitCsv, OfAPhoneIsKnownByItsFirstLineAndItsGapsAreFilled) {
  const test::TemporaryFolder folder;
  std::ofstream(folder / "MySlate_1_iPhone.csv")
      << "Timecode,BlendShapeCount,jawOpen,HeadYaw,Unknown\r\n"
         "10:59:59:58.250,61,0.0,0.0,1\r\n10:59:59:59.250,61,0.2,0.1,1\r\n11:00:00:03.250,61,1.0,0.5,1\r\n";
  const MotionTrack track = readTrack(folder / "MySlate_1_iPhone.csv");
  EXPECT_EQ(track.frameRate, (FrameRate{60, 1}));
  ASSERT_EQ(track.rows.size(), 6u);
  for (std::size_t i = 1; i < 6; ++i) {
    EXPECT_NEAR(track.rows[i][face::kJawOpen], 0.2 * double(i), 1e-5) << i;
    EXPECT_NEAR(track.rows[i][kAngleColumn + 1], 0.1 * double(i), 1e-5) << i;
  }
}

TEST(ArkitCsv, SaysWhatIsWrongAndWhere) {
  const test::TemporaryFolder folder;
  const auto reasonOf = [&](const std::string& text) {
    std::ofstream(folder / "t.csv") << "Timecode,BlendshapeCount,JawOpen\n" << text;
    const Error error = errorOf([&] { readTrack(folder / "t.csv"); });
    EXPECT_EQ(error.code(), ErrorCode::unreadableProject) << text;
    return error.reason();
  };
  EXPECT_THAT(reasonOf(""), HasSubstr("no frames"));
  EXPECT_THAT(reasonOf("00:00:00:00,61,0.1\n00:00:00:01,61,x\n"), HasSubstr("line 3 has no number"));
  EXPECT_THAT(reasonOf("00:00:00:00,61\n"), HasSubstr("line 2 has not as many columns"));
  EXPECT_THAT(reasonOf("00:61:00:00,61,0.1\n"), HasSubstr("line 2 has no time"));
  EXPECT_THAT(reasonOf("00:00:00:05,61,0.1\n00:00:00:05,61,0.1\n"), HasSubstr("do not rise"));
  EXPECT_THAT(reasonOf("00:00:00:00,61,0.1\n99:00:00:00,61,0.1\n"), HasSubstr("ten hours"));
}

}  // namespace
}  // namespace orator::motion
