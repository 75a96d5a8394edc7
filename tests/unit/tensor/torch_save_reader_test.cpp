#include "core/tensor/torch_save_reader.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/tensor/safetensors.h"
#include "tests/support/files.h"

namespace orator::tensor {
namespace {

using test::errorOf;
using ::testing::HasSubstr;

const std::filesystem::path kGoldens = ORATOR_SOURCE_DIR "/tests/golden/sadtalker/data";

std::string torchSaveRefusal(const std::vector<std::uint8_t>& bytes) {
  const Error error = errorOf([&] { readTorchSave(copyBytes("model.pth", bytes)); });
  EXPECT_EQ(error.code(), ErrorCode::checkpointRefused);
  EXPECT_EQ(error.subject(), "model.pth");
  return error.reason();
}

std::vector<std::uint8_t> bytesOf(const std::string& text) {
  return {text.begin(), text.end()};
}

class TorchSave : public ::testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(bothFormats, TorchSave, ::testing::Values("small_zip.pth", "small_legacy.pth.tar"));

TEST_P(TorchSave, givesTheTensorsThatWereSaved) {
  const auto tensors = readTorchSave(kGoldens / GetParam());
  const auto expected = SafetensorsFile::open(kGoldens / "small_pth_expected.safetensors");
  EXPECT_EQ(tensors.size(), expected.entries().size());
  for (const auto& entry : expected.entries()) {
    const at::Tensor& found = tensors.at("mapping." + entry.name);
    EXPECT_TRUE(found.to(at::kFloat).equal(expected.tensor(entry.name))) << entry.name;
  }
  EXPECT_EQ(tensors.at("mapping.half").scalar_type(), at::kHalf);
  EXPECT_EQ(tensors.at("mapping.long").scalar_type(), at::kLong);
}

TEST_P(TorchSave, isRefusedAtEveryTruncation) {
  const auto whole = test::readBytes(kGoldens / GetParam());
  for (std::size_t length = 0; length < whole.size(); ++length)
    EXPECT_FALSE(torchSaveRefusal({whole.begin(), whole.begin() + std::ptrdiff_t(length)}).empty()) << length;
}

TEST_P(TorchSave, survivesEveryFlippedBit) {
  const auto whole = test::readBytes(kGoldens / GetParam());
  int refused = 0;
  for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
    auto bytes = whole;
    bytes[bit / 8] ^= std::uint8_t(1u << bit % 8);
    try {
      readTorchSave(copyBytes("m", bytes));
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::checkpointRefused);
      ++refused;
    }
  }
  EXPECT_GT(refused, int(whole.size()));
}

TEST(TorchSave, refusesAPickleThatWantsToRunACommand) {
  EXPECT_THAT(torchSaveRefusal(bytesOf("\x80\x02"
                                       "cos\nsystem\nX\x04" +
                                       std::string("\0\0\0", 3) + "echo\x85R.")),
              HasSubstr("\"os.system\""));
  // The same behind the format's own magic number.
  auto whole = test::readBytes(kGoldens / "small_legacy.pth.tar");
  whole.resize(15);
  const auto evil = bytesOf(
      "\x80\x02"
      "cposix\nsystem\n.");
  whole.insert(whole.end(), evil.begin(), evil.end());
  EXPECT_THAT(torchSaveRefusal(whole), HasSubstr("\"posix.system\""));
}

TEST(TorchSave, refusesAPickleThatBuildsObjects) {
  EXPECT_THAT(torchSaveRefusal(bytesOf("\x80\x02"
                                       "ibuiltins\neval\n.")),
              HasSubstr("instruction 0x69"));
}

TEST(TorchSave, refusesBytesAfterTheLastStorage) {
  auto whole = test::readBytes(kGoldens / "small_legacy.pth.tar");
  whole.push_back(0);
  EXPECT_THAT(torchSaveRefusal(whole), HasSubstr("1 bytes follow"));
}

TEST(TorchSave, refusesARenamedPicture) {
  EXPECT_THAT(torchSaveRefusal({0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 'J', 'F', 'I', 'F'}),
              HasSubstr("no torch.save file"));
}

}  // namespace
}  // namespace orator::tensor
