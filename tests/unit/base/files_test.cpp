#include "core/base/files.h"

#include <gtest/gtest.h>

#include "tests/support/files.h"

namespace orator {
namespace {

using test::errorOf;

TEST(Files, MissingFilesFoldersAndDevicesAreToldApart) {
  const test::TemporaryFolder folder;
  EXPECT_EQ(errorOf([&] { requireFile(folder / "none"); }).code(), ErrorCode::fileNotFound);
  EXPECT_EQ(errorOf([&] { requireFile(""); }).code(), ErrorCode::fileNotFound);
  EXPECT_EQ(errorOf([&] { requireFile(folder.path()); }).code(), ErrorCode::notAFile);
  EXPECT_EQ(errorOf([] { requireFile("/dev/null"); }).code(), ErrorCode::notAFile);
}

TEST(Files, WrittenTextIsReadBackUnderAnyName) {
  const test::TemporaryFolder folder;
  const auto path = folder / u8"голос 声 'a:b'.json";
  writeFile(path, std::string("text\0more", 9));
  const auto bytes = readFile(path, ErrorCode::internal);
  EXPECT_EQ(std::string(bytes.begin(), bytes.end()), std::string("text\0more", 9));
  EXPECT_EQ(folder.names().size(), 1u);
}

TEST(Files, AnAbandonedPartialFileLeavesTheOldOneUntouched) {
  const test::TemporaryFolder folder;
  writeFile(folder / "a", std::string("old"));
  {
    const PartialFile partial(folder / "a");
    test::writeBytes(partial.path(), {1, 2, 3});
  }
  EXPECT_EQ(folder.names(), std::vector<std::string>{"a"});
  EXPECT_EQ(readFile(folder / "a", ErrorCode::internal).size(), 3u);
}

TEST(Files, OfHolesAreRefusedBeforeTheyTakeMemory) {
  const test::TemporaryFolder folder;
  test::writeBytes(folder / "holes.png", {1});
  std::filesystem::resize_file(folder / "holes.png", std::uintmax_t(1) << 40);  // takes no space on the disk
  const Error error = errorOf([&] { readFile(folder / "holes.png", ErrorCode::unreadablePicture); });
  EXPECT_EQ(error.code(), ErrorCode::unreadablePicture);
  EXPECT_NE(error.reason().find("1048576 MB"), std::string::npos) << error.what();
}

TEST(Files, UnwritableTargetsSaySo) {
  const test::TemporaryFolder folder;
  writeFile(folder / "file", std::string("x"));
  EXPECT_EQ(errorOf([&] { writeFile(folder / "none" / "a", std::string("x")); }).code(),
            ErrorCode::outputUnwritable);
  EXPECT_EQ(errorOf([&] { writeFile(folder / "file" / "a", std::string("x")); }).code(),
            ErrorCode::outputUnwritable);
  EXPECT_EQ(errorOf([&] { writeFile(folder.path(), std::string("x")); }).code(), ErrorCode::outputUnwritable);
}

TEST(Files, AFullDiskHasItsOwnCodeAndLeavesNothing) {
  const test::TemporaryFolder folder;
  const test::FileSizeLimit limit(1000);
  EXPECT_EQ(errorOf([&] { writeFile(folder / "a", std::string(100000, 'x')); }).code(), ErrorCode::diskFull);
  EXPECT_TRUE(folder.names().empty());
}

}  // namespace
}  // namespace orator
