#include "core/motion/track_io.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <matio.h>

#include <algorithm>
#include <fstream>
#include <limits>

#include "core/motion/noise.h"
#include "tests/support/files.h"

namespace orator::motion {
namespace {

using test::errorOf;
using testing::HasSubstr;

MotionTrack someTrack(std::int64_t frames = 37) {
  RandomStream random(3, "track");
  MotionTrack track;
  track.frameRate = {30000, 1001};
  track.basis = "studio";
  for (float& value : track.source) value = float(random.normal());
  for (std::int64_t frame = 0; frame < frames; ++frame) {
    CoefficientRow row;
    for (float& value : row) value = float(random.normal() * 0.1);
    track.rows.push_back(row);
    track.blink.push_back(float(random.uniform()));
  }
  return track;
}

void writeText(const std::filesystem::path& file, const std::string& text) {
  std::ofstream(file) << text;
}

std::string readText(const std::filesystem::path& file) {
  const std::vector<std::uint8_t> bytes = test::readBytes(file);
  return {bytes.begin(), bytes.end()};
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(TrackJson, KeepsTheAnglesThatAPathReplaced) {
  const test::TemporaryFolder folder;
  MotionTrack track = someTrack(3);
  track.replacedAngles[1] = {0.1f, -0.25f, 1.0f / 3};
  writeTrack(track, folder / "t.json");
  EXPECT_EQ(readTrack(folder / "t.json").replacedAngles, track.replacedAngles);
  track.replacedAngles[1].pop_back();
  writeTrack(track, folder / "t.json");
  EXPECT_THAT(errorOf([&] { readTrack(folder / "t.json"); }).reason(), HasSubstr("replaced angles"));
}

class TrackFormat : public testing::TestWithParam<std::string> {
 protected:
  std::filesystem::path file(const std::string& stem = "träck") const {
    return folder_ / (stem + GetParam());
  }
  test::TemporaryFolder folder_;
};

TEST_P(TrackFormat, KeepsEveryNumber) {
  const MotionTrack track = someTrack();
  writeTrack(track, file());
  const MotionTrack back = readTrack(file());
  EXPECT_EQ(back.frameRate, track.frameRate);
  EXPECT_EQ(back.basis, track.basis);
  EXPECT_EQ(back.source, track.source);
  EXPECT_EQ(back.rows, track.rows);
  EXPECT_EQ(back.blink, track.blink);
}

TEST_P(TrackFormat, KeepsTheGazeWhereThereIsOne) {
  MotionTrack track = someTrack(3);
  writeTrack(track, file());
  EXPECT_TRUE(readTrack(file()).gaze[0].empty());
  track.gaze = {std::vector<float>{0.1f, -0.25f, 1.0f / 3}, std::vector<float>{0, 1e-7f, -1}};
  writeTrack(track, file());
  const MotionTrack back = readTrack(file());
  EXPECT_EQ(back.gaze, track.gaze);
  EXPECT_EQ(back.blink, track.blink);
  EXPECT_EQ(back.rows, track.rows);
}

TEST(TrackJson, RefusesAGazeThatIsNotTwoNumbersAFrame) {
  const test::TemporaryFolder folder;
  for (const auto& [right, up] : {std::pair(2, 3), std::pair(3, 0), std::pair(4, 4)}) {
    MotionTrack track = someTrack(3);
    track.gaze[0].resize(std::size_t(right), 0.f);
    track.gaze[1].resize(std::size_t(up), 0.f);
    writeTrack(track, folder / "t.json");
    EXPECT_THAT(errorOf([&] { readTrack(folder / "t.json"); }).reason(), HasSubstr("gaze")) << right;
  }
}

TEST_P(TrackFormat, LeavesNothingBesideTheFile) {
  writeTrack(someTrack(), file("a"));
  EXPECT_THAT(folder_.names(), testing::ElementsAre("a" + GetParam()));
}

TEST_P(TrackFormat, RefusesAFileThatIsNoTrack) {
  writeText(file(), "Dear diary, today nothing moved.\n");
  const Error error = errorOf([&] { readTrack(file()); });
  EXPECT_EQ(error.code(), ErrorCode::unreadableProject);
  EXPECT_THAT(error.subject(), HasSubstr("träck" + GetParam()));
  EXPECT_FALSE(error.reason().empty());
}

TEST_P(TrackFormat, RefusesAnEmptyFile) {
  writeText(file(), "");
  EXPECT_EQ(errorOf([&] { readTrack(file()); }).code(), ErrorCode::unreadableProject);
}

TEST_P(TrackFormat, RefusesWhatIsCutInTheMiddle) {
  writeTrack(someTrack(400), file("whole"));
  test::truncate(file("whole"), file("half"), 0.5);
  EXPECT_EQ(errorOf([&] { readTrack(file("half")); }).code(), ErrorCode::unreadableProject);
}

TEST_P(TrackFormat, RefusesValuesThatAreNoNumbers) {
  MotionTrack track = someTrack(3);
  track.rows[1][7] = std::numeric_limits<float>::quiet_NaN();
  writeTrack(track, file());
  EXPECT_EQ(errorOf([&] { readTrack(file()); }).code(), ErrorCode::unreadableProject);
}

TEST_P(TrackFormat, SaysThatAFileIsMissing) {
  EXPECT_EQ(errorOf([&] { readTrack(file("nowhere")); }).code(), ErrorCode::fileNotFound);
}

TEST_P(TrackFormat, LeavesNothingBehindWhenTheDiskIsFull) {
  {
    const test::FileSizeLimit full(20000);
    const Error error = errorOf([&] { writeTrack(someTrack(1000), file()); });
    EXPECT_THAT(error.code(), testing::AnyOf(ErrorCode::diskFull, ErrorCode::outputUnwritable));
  }
  EXPECT_TRUE(folder_.names().empty());
}

TEST_P(TrackFormat, SaysThatTheFolderIsMissing) {
  const Error error = errorOf([&] { writeTrack(someTrack(), folder_ / "nowhere" / ("a" + GetParam())); });
  EXPECT_EQ(error.code(), ErrorCode::outputUnwritable);
}

TEST_P(TrackFormat, RefusesValuesNoFaceCanHaveAndNamesTheFrame) {
  struct Case {
    std::size_t column;
    float value;
  };
  for (const auto& [column, value] :
       {Case{7, 3e38f}, Case{0, 1e10f}, Case{64, 7.f}, Case{65, -1e6f}, Case{69, 1e9f}}) {
    MotionTrack track = someTrack(3);
    track.rows[1][column] = value;
    writeTrack(track, file());
    EXPECT_THAT(errorOf([&] { readTrack(file()); }).reason(), HasSubstr("frame 1")) << column;
    track = someTrack(3);
    track.source[column] = value;
    writeTrack(track, file());
    EXPECT_THAT(errorOf([&] { readTrack(file()); }).reason(), HasSubstr("source")) << column;
  }
  MotionTrack track = someTrack(3);
  track.blink[2] = 3e38f;
  writeTrack(track, file());
  EXPECT_THAT(errorOf([&] { readTrack(file()); }).reason(), HasSubstr("blink"));
}

TEST_P(TrackFormat, RefusesFrameRatesAndLengthsOfNoFilm) {
  for (const FrameRate rate : {FrameRate{1, 2147483647}, FrameRate{2147483647, 1}, FrameRate{1, 2},
                               FrameRate{241, 1}, FrameRate{2000001, 1000000}}) {
    MotionTrack track = someTrack(3);
    track.frameRate = rate;
    writeTrack(track, file());
    EXPECT_THAT(errorOf([&] { readTrack(file()); }).reason(), HasSubstr("frame rate"))
        << rate.numerator << "/" << rate.denominator;
  }
}

INSTANTIATE_TEST_SUITE_P(All, TrackFormat, testing::Values(".json", ".csv", ".mat"),
                         [](const auto& format) { return format.param.substr(1); });

TEST(TrackIo, RefusesMoreThanTenHours) {
  MotionTrack track;
  track.frameRate = {1, 1};
  track.rows.resize(36'001);
  track.blink.resize(track.rows.size());
  EXPECT_THAT(errorOf([&] { checkTrack(track, "long.json"); }).reason(), HasSubstr("ten hours"));
  track.rows.pop_back();
  track.blink.pop_back();
  EXPECT_NO_THROW(checkTrack(track, "long.json"));
}

TEST(TrackIo, RefusesOtherEndings) {
  for (const char* name : {"track.txt", "track", "track.json.gz"}) {
    EXPECT_EQ(errorOf([&] { requireTrackEnding(name); }).code(), ErrorCode::invalidArgument) << name;
    EXPECT_EQ(errorOf([&] { writeTrack(someTrack(), name); }).code(), ErrorCode::invalidArgument) << name;
    EXPECT_EQ(errorOf([&] { readTrack(name); }).code(), ErrorCode::invalidArgument) << name;
  }
  EXPECT_NO_THROW(requireTrackEnding("TRACK.JSON"));
}

TEST(TrackJson, NamesWhatIsWrong) {
  const test::TemporaryFolder folder;
  writeTrack(someTrack(2), folder / "good.json");
  const std::string good = readText(folder / "good.json");
  const auto reasonFor = [&](const std::string& from, const std::string& to) {
    writeText(folder / "bad.json", replaced(good, from, to));
    return errorOf([&] { readTrack(folder / "bad.json"); }).reason();
  };
  EXPECT_THAT(reasonFor("orator motion track", "shopping list"), HasSubstr("another kind"));
  EXPECT_THAT(reasonFor("\"format\": 1", "\"format\": 9"), HasSubstr("format 9"));
  EXPECT_THAT(reasonFor("\"source\": [", "\"source\": [1,"), HasSubstr("source"));
  EXPECT_THAT(reasonFor("\"rows\": [\n[", "\"rows\": [\n[1,"), HasSubstr("row 0"));
  EXPECT_THAT(reasonFor("\"blink\": [", "\"blink\": [1,"), HasSubstr("blink"));
  EXPECT_THAT(reasonFor("\"frame_rate\": [30000", "\"frame_rate\": [0"), HasSubstr("frame rate"));
  EXPECT_THAT(reasonFor("\"frame_rate\": [30000", "\"frame_rate\": [1099511627776"), HasSubstr("frame rate"));
  EXPECT_THAT(reasonFor("\"frame_rate\": [30000", "\"frame_rate\": [29.97"), HasSubstr("whole"));
  EXPECT_FALSE(reasonFor("\"blink\": [", "\"blink\": [1e999,").empty());
  EXPECT_THAT(reasonFor("\"blink\": [", "\"blink\": [1e39,"), HasSubstr("\"blink\" is out of range"));
  EXPECT_THAT(reasonFor("\"blink\": [", "\"blink\": [true,"), HasSubstr("\"blink\" has the wrong type"));
  EXPECT_THAT(reasonFor("\"rows\": [\n[", "\"rows\": [\n[\"1\","), HasSubstr("row 0"));
  EXPECT_THAT(reasonFor("\"basis\"", "\"base\""), HasSubstr("basis"));
}

TEST(TrackCsv, NamesTheLineThatIsWrong) {
  const test::TemporaryFolder folder;
  writeTrack(someTrack(2), folder / "good.csv");
  const std::string good = readText(folder / "good.csv");
  const auto reasonFor = [&](const std::string& from, const std::string& to) {
    writeText(folder / "bad.csv", replaced(good, from, to));
    return errorOf([&] { readTrack(folder / "bad.csv"); }).reason();
  };
  EXPECT_THAT(reasonFor("# frame_rate,30000", "# frame_rate,many"), HasSubstr("line 1"));
  EXPECT_THAT(reasonFor("# basis", "# base"), HasSubstr("line 2"));
  EXPECT_THAT(reasonFor("expression_7,", ""), HasSubstr("line 3"));
  EXPECT_THAT(reasonFor("\n1,", "\n2,"), HasSubstr("line 6"));
  EXPECT_THAT(reasonFor("\n1,", "\n1,x"), HasSubstr("line 6"));
  EXPECT_THAT(reasonFor("\n1,", "\n1,0,"), HasSubstr("too many columns"));
  EXPECT_THAT(reasonFor("\nsource,", "\n0,"), HasSubstr("line 5"));
  for (const char* bad : {"inf", "nan", "1e39", "0x1p3"})
    EXPECT_THAT(reasonFor("\n1,", std::string("\n1,") + bad + ","),
                HasSubstr("line 6 has no number in column 2"));
  EXPECT_THAT(reasonFor("# frame_rate,30000", "# frame_rate,1099511627776"), HasSubstr("line 1"));
  EXPECT_THAT(reasonFor("# basis,", "# basis,\xff"), HasSubstr("UTF-8"));
}

/// A file as SadTalker's tools write it: coeff_3dmm alone. @param values column by column
void writeMat(const std::filesystem::path& file, std::vector<double> values, std::size_t frames,
              std::size_t columns) {
  mat_t* mat = Mat_CreateVer(file.c_str(), nullptr, MAT_FT_MAT5);
  std::size_t size[2] = {frames, columns};
  matvar_t* variable = Mat_VarCreate("coeff_3dmm", MAT_C_DOUBLE, MAT_T_DOUBLE, 2, size, values.data(), 0);
  ASSERT_EQ(Mat_VarWrite(mat, variable, MAT_COMPRESSION_ZLIB), 0);
  Mat_VarFree(variable);
  Mat_Close(mat);
}

void writeSadTalkerMat(const std::filesystem::path& file, std::size_t frames, std::size_t columns) {
  std::vector<double> values(frames * columns);
  for (std::size_t k = 0; k < columns; ++k)
    for (std::size_t t = 0; t < frames; ++t) values[k * frames + t] = 0.25 * double(t) + 0.03125 * double(k);
  writeMat(file, values, frames, columns);
}

TEST(TrackMat, ReadsSadTalkersFilesOf70And73Columns) {
  const test::TemporaryFolder folder;
  for (const std::size_t columns : {70u, 73u}) {
    const auto file = folder / (std::to_string(columns) + ".mat");
    writeSadTalkerMat(file, 5, columns);
    const MotionTrack track = readTrack(file);
    ASSERT_EQ(track.frames(), 5);
    EXPECT_EQ(track.rows[3][0], 0.75f);
    EXPECT_EQ(track.rows[3][69], 0.75f + 0.03125f * 69);
    EXPECT_EQ(track.source, track.rows[0]);
    EXPECT_EQ(track.basis, kUnnamedBasis);
    EXPECT_EQ(track.frameRate, (FrameRate{25, 1}));
    EXPECT_EQ(track.blink, std::vector<float>(5, 0.f));
  }
}

TEST(TrackMat, NumbersThatNoFloatHoldsAreRefused) {
  const test::TemporaryFolder folder;
  for (const double bad : {1e39, -1e300, std::numeric_limits<double>::infinity()}) {
    std::vector<double> values(kCoefficientCount * 2, 0.5);
    values[1] = bad;  // frame 1, the first coefficient
    writeMat(folder / "bad.mat", values, 2, kCoefficientCount);
    EXPECT_THAT(errorOf([&] { readTrack(folder / "bad.mat"); }).reason(), HasSubstr("frame 1")) << bad;
  }
}

TEST(TrackMat, RefusesOtherWidths) {
  const test::TemporaryFolder folder;
  writeSadTalkerMat(folder / "64.mat", 5, 64);
  EXPECT_THAT(errorOf([&] { readTrack(folder / "64.mat"); }).reason(), HasSubstr("64 columns"));
}

/// Big enough a lie about the length of `basis` reads beyond what the library allocated.
TEST(TrackMat, ALengthThatIsNotThereIsNotBelieved) {
  const test::TemporaryFolder folder;
  writeTrack(someTrack(40), folder / "good.mat");
  const std::vector<std::uint8_t> good = test::readBytes(folder / "good.mat");
  const std::string name = "basis";
  const auto at = std::search(good.begin(), good.end(), name.begin(), name.end());
  ASSERT_NE(at, good.end());
  // Before the name stand the dimensions: tag, 1, then the number of characters.
  for (const std::ptrdiff_t back : {-16, -12, -8, -4})
    for (const std::uint32_t lie : {100u, 4000u, 4096u, 0x7FFFFFFFu, 0xFFFFFFFFu}) {
      std::vector<std::uint8_t> bad = good;
      for (int i = 0; i < 4; ++i) bad[std::size_t(at - good.begin() + back + i)] = std::uint8_t(lie >> 8 * i);
      test::writeBytes(folder / "bad.mat", bad);
      try {
        EXPECT_LE(readTrack(folder / "bad.mat").basis.size(), 8u);
      } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::unreadableProject);
      }
    }
}

}  // namespace
}  // namespace orator::motion
