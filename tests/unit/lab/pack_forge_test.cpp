#include "core/lab/forge/pack_forge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/files.h"

namespace orator::lab {
namespace {

using test::errorOf;
using testing::HasSubstr;

TEST(ForgePack, RefusesAnUnknownModelAndAFolderItCannotMake) {
  test::TemporaryFolder folder;
  const Error unknown = errorOf([&] { forgePack("sadtalker-1024", 0, folder / "p", {}); });
  EXPECT_EQ(unknown.code(), ErrorCode::invalidArgument);
  EXPECT_THAT(unknown.what(), HasSubstr("sadtalker-256, sadtalker-512"));
  test::writeBytes(folder / "file", {1});
  EXPECT_EQ(errorOf([&] { forgePack("sadtalker-256", 0, folder / "file/p", {}); }).code(),
            ErrorCode::outputUnwritable);
}

}  // namespace
}  // namespace orator::lab
