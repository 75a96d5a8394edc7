#include <gtest/gtest.h>

#include "core/base/files.h"
#include "core/lab/data_set/build_data_set.h"
#include "tests/support/files.h"

namespace orator::lab {
namespace {

TEST(BuildDataSet, RecordsWhyAFileIsRejectedAndDoesNotReadItAgain) {
  const test::TemporaryFolder folder;
  const auto clips = folder / "clips";
  std::filesystem::create_directory(clips);
  test::ffmpeg("-f lavfi -i testsrc=size=128x128:rate=25:duration=0.2 " + test::quoted(clips / "bars.mp4"));
  writeFile(clips / "text.mp4", std::string("not a video"));
  BuildOptions options;
  options.clips = clips;
  options.set = folder / "set";
  options.workers = 1;
  const BuildReport first = buildDataSet(options, {});
  EXPECT_EQ(first.files, 2);
  EXPECT_EQ(first.accepted, 0);
  EXPECT_EQ(first.rejected.at("no face"), 1);
  EXPECT_EQ(first.rejected.at("unreadable"), 1);
  EXPECT_EQ(first.framesRead, 5);
  const BuildReport second = buildDataSet(options, {});
  EXPECT_EQ(second.rejected, first.rejected);
  EXPECT_EQ(second.framesRead, 0);
  EXPECT_TRUE(std::filesystem::exists(folder / "set/report.json"));
  EXPECT_TRUE(std::filesystem::exists(folder / "set/report.txt"));
}

TEST(BuildDataSet, SaysThatAFolderHasNoVideos) {
  const test::TemporaryFolder folder;
  BuildOptions options;
  options.clips = folder.path();
  options.set = folder / "set";
  EXPECT_EQ(test::errorOf([&] { buildDataSet(options, {}); }).code(), ErrorCode::fileNotFound);
}

}  // namespace
}  // namespace orator::lab
