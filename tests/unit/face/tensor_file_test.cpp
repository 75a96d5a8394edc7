#include "core/face/tensor_file.h"

#include <gtest/gtest.h>

#include <cstring>

#include "tests/support/files.h"

namespace orator::face {
namespace {

void writeRaw(const std::filesystem::path& path, const std::string& header, std::size_t dataBytes) {
  const std::uint64_t length = header.size();
  std::vector<std::uint8_t> bytes(8 + header.size() + dataBytes);
  std::memcpy(bytes.data(), &length, 8);
  std::memcpy(bytes.data() + 8, header.data(), header.size());
  test::writeBytes(path, bytes);
}

TEST(TensorFile, GivesBackWhatWasWritten) {
  const test::TemporaryFolder folder;
  TensorFile contents;
  contents.tensors["a"] = (cv::Mat1f(2, 3) << 1, 2, 3, 4, 5, -6);
  contents.tensors["b"] = (cv::Mat1i(1, 2) << 7, -8);
  contents.metadata["id"] = "test";
  writeTensorFile(folder / "t.safetensors", contents);
  const TensorFile read = readTensorFile(folder / "t.safetensors");
  EXPECT_EQ(read.metadata, contents.metadata);
  EXPECT_EQ(cv::norm(read.tensors.at("a"), contents.tensors["a"]), 0);
  EXPECT_EQ(cv::norm(read.tensors.at("b"), contents.tensors["b"]), 0);
  EXPECT_EQ(folder.names(), std::vector<std::string>{"t.safetensors"});
}

TEST(TensorFile, AWriteThatFailsLeavesNothing) {
  const test::TemporaryFolder folder;
  TensorFile contents;
  contents.tensors["a"] = cv::Mat1f(100, 100, 1.f);
  {
    const test::FileSizeLimit limit(1000);
    EXPECT_EQ(test::errorOf([&] { writeTensorFile(folder / "t.safetensors", contents); }).code(),
              ErrorCode::diskFull);
  }
  EXPECT_TRUE(folder.names().empty());
}

TEST(TensorFile, RefusesHostileHeaders) {
  const test::TemporaryFolder folder;
  const auto path = folder / "bad.safetensors";
  for (const std::string header :
       {R"({"a":{"dtype":"F32","shape":[4],"data_offsets":[0,17]}})",
        R"({"a":{"dtype":"F64","shape":[2],"data_offsets":[0,16]}})",
        R"({"a":{"dtype":"F32","shape":[-1,4],"data_offsets":[0,16]}})",
        R"({"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}})",
        R"({"a":{"dtype":"F32","shape":[4],"data_offsets":[16,0]}})", R"({"a":{"dtype":"F32","shape":[4]}})",
        R"({"a":[]})", R"([1,2])", R"({"a")", R"({"__metadata__":{"x":1}})"}) {
    writeRaw(path, header, 16);
    EXPECT_EQ(test::errorOf([&] { readTensorFile(path); }).code(), ErrorCode::packDamaged) << header;
  }
}

}  // namespace
}  // namespace orator::face
