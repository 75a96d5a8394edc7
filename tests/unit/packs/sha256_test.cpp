#include "core/packs/sha256.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/base/error.h"

namespace orator::packs {
namespace {

namespace fs = std::filesystem;

fs::path written(const std::string& name, const std::string& content) {
  const fs::path file = fs::path(testing::TempDir()) / name;
  std::ofstream(file, std::ios::binary) << content;
  return file;
}

// The two digests are the examples of FIPS 180-2, appendix B.1, and of the empty message.
TEST(Sha256, MatchesThePublishedExamples) {
  EXPECT_EQ(fileSha256(written("abc", "abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(fileSha256(written("empty", "")),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Sha256, ReadsFilesLargerThanOneBlock) {
  // A million times "a": FIPS 180-2, appendix B.3.
  EXPECT_EQ(fileSha256(written("million", std::string(1000000, 'a'))),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, NamesAMissingFileAndAFolder) {
  const fs::path missing = fs::path(testing::TempDir()) / "not-there";
  try {
    fileSha256(missing);
    FAIL() << "expected an Error";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::fileNotFound);
    EXPECT_EQ(error.subject(), missing.string());
  }
  try {
    fileSha256(testing::TempDir());
    FAIL() << "expected an Error";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::notAFile);
  }
}

}  // namespace
}  // namespace orator::packs
