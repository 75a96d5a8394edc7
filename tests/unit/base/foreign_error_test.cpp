#include "core/base/foreign_error.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <new>
#include <system_error>

#include "core/base/file_system.h"
#include "tests/support/files.h"

namespace orator {
namespace {

TEST(ForeignError, OursStayWhatTheyAre) {
  EXPECT_EQ(asError(Error(ErrorCode::noFace, "a", "b", "c")).code(), ErrorCode::noFace);
}

TEST(ForeignError, MemoryThatIsRefusedHasOneCodeWhoeverSaysSo) {
  EXPECT_EQ(asError(std::bad_alloc()).code(), ErrorCode::outOfMemory);
  EXPECT_EQ(asError(std::length_error("vector::_M_default_append")).code(), ErrorCode::outOfMemory);
  EXPECT_EQ(asError(std::system_error(EAGAIN, std::system_category())).code(), ErrorCode::outOfMemory);
  for (const char* text :
       {"[enforce fail at alloc_cpu.cpp:66] . DefaultCPUAllocator: can't allocate memory: you tried",
        "OpenCV(4.6.0) alloc.cpp:73: error: (-4:Insufficient memory) Failed to allocate 12 bytes",
        "CUDA out of memory. Tried to allocate 20.00 MiB"})
    EXPECT_EQ(asError(std::runtime_error(text)).code(), ErrorCode::outOfMemory) << text;
}

TEST(ForeignError, PathsThatTheSystemRefusesAreNoMistakeOfOurs) {
  const std::filesystem::filesystem_error refused("x", "/locked",
                                                  std::make_error_code(std::errc::permission_denied));
  EXPECT_EQ(asError(refused).code(), ErrorCode::fileNotFound);
  EXPECT_EQ(asError(refused).subject(), "/locked");
}

TEST(ForeignError, TheRestIsOurMistake) {
  EXPECT_EQ(asError(std::runtime_error("x")).code(), ErrorCode::internal);
}

TEST(FileSystem, QuestionsAboutPathsThatNoSystemTakesAreAnswered) {
  const std::filesystem::path endless(std::string(5000, 'x'));
  EXPECT_FALSE(isThere(endless));
  EXPECT_FALSE(isFile(endless));
  EXPECT_FALSE(isFolder(endless));
  EXPECT_EQ(sizeOfFile(endless), 0u);
  EXPECT_EQ(test::errorOf([&] { entriesOf(endless); }).code(), ErrorCode::fileNotFound);
}

}  // namespace
}  // namespace orator
