#include "core/tensor/safetensors.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

#include "tests/support/files.h"

namespace orator::tensor {
namespace {

using test::errorOf;
using ::testing::HasSubstr;

/// A file of this header text and this many data bytes.
std::vector<std::uint8_t> fileOf(const std::string& header, std::size_t dataBytes) {
  std::vector<std::uint8_t> bytes(8 + header.size() + dataBytes);
  const std::uint64_t length = header.size();
  std::memcpy(bytes.data(), &length, 8);
  std::memcpy(bytes.data() + 8, header.data(), header.size());
  return bytes;
}

std::string safetensorsRefusal(const std::vector<std::uint8_t>& bytes) {
  const Error error = errorOf([&] { SafetensorsFile::read(copyBytes("model.safetensors", bytes)); });
  EXPECT_EQ(error.code(), ErrorCode::checkpointRefused);
  EXPECT_EQ(error.subject(), "model.safetensors");
  return error.reason();
}

const std::string kGood = R"({"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}})";

TEST(Safetensors, givesBackWhatWasWritten) {
  test::TemporaryFolder folder;
  const at::Tensor a = at::arange(6, at::kFloat).reshape({2, 3});
  const at::Tensor half = at::tensor({1.5, -2.0}, at::kDouble).to(at::kHalf);
  writeSafetensors(folder / "t.safetensors",
                   {{"a", a},
                    {"view", a.t()},
                    {"half", half},
                    {"long", at::arange(3, at::kLong)},
                    {"scalar", at::scalar_tensor(7, at::kFloat)},
                    {"none", at::empty({0, 4})}},
                   {{"salt", "x"}});
  const auto file = SafetensorsFile::open(folder / "t.safetensors");
  EXPECT_EQ(file.metadata().at("salt"), "x");
  EXPECT_TRUE(file.tensor("a").equal(a));
  EXPECT_TRUE(file.tensor("view").equal(a.t()));
  EXPECT_TRUE(file.tensor("half").equal(half));
  EXPECT_EQ(file.tensor("long").scalar_type(), at::kLong);
  EXPECT_EQ(file.tensor("scalar").dim(), 0);
  EXPECT_EQ(file.tensor("none").sizes(), at::IntArrayRef({0, 4}));
  EXPECT_EQ(folder.names(), std::vector<std::string>{"t.safetensors"});
}

TEST(Safetensors, keepsTheMappingAliveForItsViews) {
  test::TemporaryFolder folder;
  writeSafetensors(folder / "t", {{"a", at::ones({1000})}});
  at::Tensor view;
  {
    const auto file = SafetensorsFile::open(folder / "t");
    view = file.view("a");
  }
  EXPECT_EQ(view.sum().item<float>(), 1000);
}

TEST(Safetensors, acceptsSpacesAfterTheHeader) {
  EXPECT_NO_THROW(SafetensorsFile::read(copyBytes("m", fileOf(kGood + "   ", 16))));
}

TEST(Safetensors, refusesMissingFilesAndFolders) {
  test::TemporaryFolder folder;
  EXPECT_EQ(errorOf([&] { SafetensorsFile::open(folder / "no"); }).code(), ErrorCode::fileNotFound);
  EXPECT_EQ(errorOf([&] { SafetensorsFile::open(folder.path()); }).code(), ErrorCode::notAFile);
}

TEST(Safetensors, refusesAnEmptyAndAShortFile) {
  EXPECT_THAT(safetensorsRefusal({}), HasSubstr("too short"));
  EXPECT_THAT(safetensorsRefusal({1, 2, 3}), HasSubstr("too short"));
}

TEST(Safetensors, refusesATruncatedFile) {
  auto bytes = fileOf(kGood, 15);
  EXPECT_THAT(safetensorsRefusal(bytes), HasSubstr("1 bytes are missing"));
  bytes.resize(20);
  EXPECT_THAT(safetensorsRefusal(bytes), HasSubstr("ends inside its header"));
}

TEST(Safetensors, refusesATruncatedFileAtEveryLength) {
  const auto whole = fileOf(kGood, 16);
  for (std::size_t length = 0; length < whole.size(); ++length)
    safetensorsRefusal({whole.begin(), whole.begin() + std::ptrdiff_t(length)});
}

TEST(Safetensors, refusesBytesAfterTheLastTensor) {
  EXPECT_THAT(safetensorsRefusal(fileOf(kGood, 17)), HasSubstr("1 bytes follow"));
}

TEST(Safetensors, refusesAHeaderOfFourGigabytes) {
  auto bytes = fileOf(kGood, 16);
  bytes[4] = 1;
  EXPECT_THAT(safetensorsRefusal(bytes), HasSubstr("declares a header of 42949"));
  std::fill(bytes.begin(), bytes.begin() + 8, 0xFF);
  EXPECT_THAT(safetensorsRefusal(bytes), HasSubstr("declares a header"));
}

TEST(Safetensors, refusesARenamedPicture) {
  std::vector<std::uint8_t> jpg{0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 'J', 'F', 'I', 'F', 0, 1};
  jpg.resize(5000);
  EXPECT_THAT(safetensorsRefusal(jpg), HasSubstr("no safetensors file"));
}

TEST(Safetensors, refusesDuplicateKeys) {
  EXPECT_THAT(safetensorsRefusal(fileOf(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)"
                                        R"("a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})",
                                        8)),
              HasSubstr("\"a\" occurs twice"));
  EXPECT_THAT(safetensorsRefusal(
                  fileOf(R"({"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}})", 4)),
              HasSubstr("\"dtype\" twice"));
}

TEST(Safetensors, refusesOverlapsAndHoles) {
  EXPECT_THAT(safetensorsRefusal(fileOf(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
                                        R"("b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}})",
                                        12)),
              HasSubstr("overlaps"));
  EXPECT_THAT(safetensorsRefusal(fileOf(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})", 8)),
              HasSubstr("hole"));
}

TEST(Safetensors, refusesShapesThatDoNotFitTheirBytes) {
  EXPECT_THAT(safetensorsRefusal(fileOf(R"({"a":{"dtype":"F32","shape":[3],"data_offsets":[0,16]}})", 16)),
              HasSubstr("its shape needs 12"));
  EXPECT_THAT(safetensorsRefusal(fileOf(
                  R"({"a":{"dtype":"F32","shape":[4294967296,4294967296,4],"data_offsets":[0,0]}})", 0)),
              HasSubstr("impossible shape"));
  EXPECT_THAT(safetensorsRefusal(fileOf(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[8,4]}})", 8)),
              HasSubstr("ends before it begins"));
  EXPECT_THAT(safetensorsRefusal(fileOf(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}})", 4)),
              HasSubstr("no pair of data offsets"));
}

TEST(Safetensors, refusesUnknownTypesAndFields) {
  EXPECT_THAT(safetensorsRefusal(fileOf(R"({"a":{"dtype":"F12","shape":[1],"data_offsets":[0,4]}})", 4)),
              HasSubstr("unknown type \"F12\""));
  EXPECT_THAT(
      safetensorsRefusal(fileOf(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}})", 4)),
      HasSubstr("unknown field"));
  EXPECT_THAT(safetensorsRefusal(fileOf(R"({"a":{"dtype":"F32","shape":[1]}})", 4)), HasSubstr("lacks"));
}

TEST(Safetensors, refusesAnythingThatIsNotItsJson) {
  EXPECT_THAT(safetensorsRefusal(fileOf("[]", 0)), HasSubstr("not a JSON object"));
  EXPECT_THAT(safetensorsRefusal(fileOf(R"({"a":)", 0)), HasSubstr("not valid JSON"));
  EXPECT_THAT(safetensorsRefusal(fileOf(std::string("{\"\xff\":1}"), 0)), HasSubstr("not valid JSON"));
  EXPECT_THAT(safetensorsRefusal(fileOf(R"({"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}})", 4)),
              HasSubstr("negative"));
  EXPECT_THAT(safetensorsRefusal(fileOf(R"({"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}})", 4)),
              HasSubstr("fraction"));
  EXPECT_THAT(safetensorsRefusal(fileOf(R"({"__metadata__":{"a":1}})", 0)), HasSubstr("number"));
  EXPECT_THAT(safetensorsRefusal(fileOf(R"({"a":{"dtype":"F32","shape":[[1]],"data_offsets":[0,4]}})", 4)),
              HasSubstr("list"));
  EXPECT_THAT(safetensorsRefusal(fileOf(R"({"a":{"dtype":{}}})", 0)), HasSubstr("object"));
}

TEST(Safetensors, neverCrashesOnAFlippedBit) {
  const auto whole = fileOf(kGood, 16);
  int refused = 0;
  for (std::size_t bit = 0; bit < (whole.size() - 16) * 8; ++bit) {
    auto bytes = whole;
    bytes[bit / 8] ^= std::uint8_t(1u << bit % 8);
    try {
      SafetensorsFile::read(copyBytes("m", bytes));
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::checkpointRefused);
      ++refused;
    }
  }
  EXPECT_GT(refused, 400);
}

TEST(Safetensors, namesTheTensorItDoesNotHave) {
  const auto file = SafetensorsFile::read(copyBytes("m", fileOf(kGood, 16)));
  EXPECT_THAT(errorOf([&] { file.tensor("b"); }).reason(), HasSubstr("\"b\""));
}

TEST(Safetensors, noticesAFileThatShrinksWhileMapped) {
  test::TemporaryFolder folder;
  writeSafetensors(folder / "t", {{"a", at::ones({100000})}});
  const auto file = SafetensorsFile::open(folder / "t");
  std::filesystem::resize_file(folder / "t", 100);
  EXPECT_THAT(errorOf([&] { file.tensor("a"); }).reason(), HasSubstr("became shorter"));
}

TEST(Safetensors, leavesNothingBehindWhenTheDiskIsFull) {
  test::TemporaryFolder folder;
  {
    test::FileSizeLimit limit(1000);
    EXPECT_EQ(errorOf([&] {
                writeSafetensors(folder / "t", {{"a", at::ones({100000})}});
              }).code(),
              ErrorCode::diskFull);
  }
  EXPECT_TRUE(folder.names().empty());
}

}  // namespace
}  // namespace orator::tensor
