#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "core/base/files.h"
#include "tests/support/files.h"

namespace orator {
namespace {

namespace fs = std::filesystem;
using test::errorOf;

std::string text(const fs::path& file) {
  const auto bytes = test::readBytes(file);
  return {bytes.begin(), bytes.end()};
}

mode_t modeOf(const fs::path& file) {
  struct stat status {};
  EXPECT_EQ(stat(file.c_str(), &status), 0);
  return status.st_mode & 07777;
}

TEST(PartialFile, HasNoNameUntilItIsComplete) {
  const test::TemporaryFolder folder;
  PartialFile file(folder / "a");
  test::writeBytes(file.path(), {'x'});
  EXPECT_TRUE(folder.names().empty());
  file.commit();
  EXPECT_EQ(folder.names(), std::vector<std::string>{"a"});
  EXPECT_EQ(text(folder / "a"), "x");
}

TEST(PartialFile, LeavesFilesAloneThatAreNamedLikeSideFiles) {
  const test::TemporaryFolder folder;
  test::writeBytes(folder / "precious", {'p'});
  test::writeBytes(folder / "a.part", {'u'});
  fs::create_symlink(folder / "precious", folder / "b.part");
  writeFile(folder / "a", std::string("1"));
  writeFile(folder / "b", std::string("2"));
  EXPECT_EQ(text(folder / "a.part"), "u");
  EXPECT_EQ(text(folder / "precious"), "p");
  EXPECT_TRUE(fs::is_symlink(folder / "b.part"));
}

TEST(PartialFile, KeepsTheRightsOfTheFileItReplaces) {
  const test::TemporaryFolder folder;
  for (const mode_t mode : {0600, 0640, 0755}) {
    writeFile(folder / "a", std::string("old"));
    chmod((folder / "a").c_str(), mode);
    writeFile(folder / "a", std::string("new"));
    EXPECT_EQ(modeOf(folder / "a"), mode);
  }
}

TEST(PartialFile, ReplacesWhatALinkPointsTo) {
  const test::TemporaryFolder folder;
  fs::create_directory(folder / "elsewhere");
  writeFile(folder / "elsewhere" / "real", std::string("old"));
  fs::create_symlink("elsewhere/real", folder / "link");
  fs::create_symlink(folder / "link", folder / "link to a link");
  fs::create_symlink("elsewhere/not yet", folder / "dangling");
  writeFile(folder / "link to a link", std::string("new"));
  writeFile(folder / "dangling", std::string("made"));
  EXPECT_EQ(text(folder / "elsewhere" / "real"), "new");
  EXPECT_EQ(text(folder / "elsewhere" / "not yet"), "made");
  for (const char* name : {"link", "link to a link", "dangling"})
    EXPECT_TRUE(fs::is_symlink(folder / name)) << name;
}

TEST(PartialFile, LinksInACircleAreRefused) {
  const test::TemporaryFolder folder;
  fs::create_symlink("b", folder / "a");
  fs::create_symlink("a", folder / "b");
  EXPECT_EQ(errorOf([&] { writeFile(folder / "a", std::string("x")); }).code(), ErrorCode::outputUnwritable);
}

TEST(PartialFile, DevicesAndPipesAreRefusedAndStay) {
  const test::TemporaryFolder folder;
  ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
  fs::create_symlink("/dev/null", folder / "null");
  for (const fs::path& name : {folder / "pipe", folder / "null", fs::path("/dev/null")})
    EXPECT_EQ(errorOf([&] { writeFile(name, std::string("x")); }).code(), ErrorCode::outputUnwritable)
        << name;
  EXPECT_TRUE(fs::is_fifo(folder / "pipe"));
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST(PartialFile, NamesAsLongAsTheDiskAllowsAreWritten) {
  const test::TemporaryFolder folder;
  const std::string longest(255, 'n');
  writeFile(folder / longest, std::string("1"));
  writeFile(folder / longest, std::string("2"));
  EXPECT_EQ(text(folder / longest), "2");
  EXPECT_EQ(errorOf([&] { writeFile(folder / std::string(256, 'n'), std::string("x")); }).code(),
            ErrorCode::outputUnwritable);
  EXPECT_EQ(errorOf([&] { writeFile(folder / std::string(5000, 'n'), std::string("x")); }).code(),
            ErrorCode::outputUnwritable);
}

TEST(PartialFile, OneOfTwoWritersOfAPlaceIsToldOfTheOther) {
  const test::TemporaryFolder folder;
  fs::create_directory(folder / "sub");
  fs::create_symlink("sub", folder / "same");
  PartialFile first(folder / "sub" / "a");
  const Error error = errorOf([&] { PartialFile(folder / "same" / "a"); });
  EXPECT_EQ(error.code(), ErrorCode::outputUnwritable);
  EXPECT_NE(error.reason().find("another program"), std::string::npos);
  PartialFile(folder / "sub" / "b");
  first.commit();
  PartialFile(folder / "sub" / "a");
}

TEST(PartialFile, AKilledWriterLeavesNothingAndNobodyWaitsForIt) {
  const test::TemporaryFolder folder;
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  const pid_t writer = fork();
  if (writer == 0) {
    PartialFile file(folder / "a");
    test::writeBytes(file.path(), {'x'});
    if (write(ready[1], "1", 1) == 1) pause();
    _exit(1);
  }
  char told = 0;
  ASSERT_EQ(read(ready[0], &told, 1), 1);
  EXPECT_EQ(errorOf([&] { PartialFile(folder / "a"); }).code(), ErrorCode::outputUnwritable);
  kill(writer, SIGKILL);
  waitpid(writer, nullptr, 0);
  close(ready[0]), close(ready[1]);
  EXPECT_TRUE(folder.names().empty());
  writeFile(folder / "a", std::string("y"));
  EXPECT_EQ(text(folder / "a"), "y");
}

TEST(PartialFile, AFileThatMayNotBeChangedIsNotReplaced) {
  if (geteuid() == 0) GTEST_SKIP() << "everything may be changed by the administrator";
  const test::TemporaryFolder folder;
  writeFile(folder / "a", std::string("old"));
  chmod((folder / "a").c_str(), 0444);
  EXPECT_EQ(errorOf([&] { writeFile(folder / "a", std::string("x")); }).code(), ErrorCode::outputUnwritable);
  EXPECT_EQ(text(folder / "a"), "old");
}

}  // namespace
}  // namespace orator
