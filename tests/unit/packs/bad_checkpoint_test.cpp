// Files that a user may hand to `orator packs import`, each spoilt in one way: refused with the reason, and
// without a trace.
#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <limits>

#include "core/packs/pack_import.h"
#include "core/tensor/torch_save_writer.h"
#include "small_catalogue.h"
#include "tests/support/files.h"

namespace orator::packs {
namespace {

namespace fs = std::filesystem;
using test_data::replaceInHeader;
using test_data::writeHollowCheckpoint;
using testing::HasSubstr;

class BadCheckpoint : public testing::Test {
 protected:
  /// Why the import refuses the file; it must be the only one and lead to nothing.
  std::string refusal() {
    ImportOptions options;
    options.modelsFolder = folder_ / "models";
    const ImportResult result = importPacks({file_}, options, {});
    EXPECT_TRUE(result.packs.empty());
    EXPECT_TRUE(result.found.empty());
    EXPECT_FALSE(fs::exists(folder_ / "models"));
    EXPECT_EQ(result.refused.size(), 1u);
    return result.refused.empty() ? "" : result.refused[0].reason;
  }
  void mapping() { writeHollowCheckpoint(file_, "mapping70", "mapping."); }
  void write(const std::string& text) { test::writeBytes(file_, {text.begin(), text.end()}); }
  void patch(std::streamoff offset, const void* data, std::size_t size,
             std::ios::seekdir from = std::ios::beg) {
    std::fstream stream(file_, std::ios::binary | std::ios::in | std::ios::out);
    stream.seekp(offset, from);
    stream.write(static_cast<const char*>(data), std::streamsize(size));
  }
  /// In torch.save's form.
  void save(const std::string& group, std::vector<std::pair<std::string, at::Tensor>> tensors) {
    tensor::writeTorchSave(file_, {{group, std::move(tensors)}});
  }

  test::TemporaryFolder folder_;
  fs::path file_ = folder_ / "download.safetensors";
};

TEST_F(BadCheckpoint, Truncated) {
  mapping();
  fs::resize_file(file_, fs::file_size(file_) - 1000);
  EXPECT_THAT(refusal(), HasSubstr("it is cut off: 1000 bytes are missing"));
  save("mapping", {{"first.0.weight", at::ones({4, 70, 7})}});
  fs::resize_file(file_, fs::file_size(file_) - 1000);
  EXPECT_THAT(refusal(), HasSubstr("it is cut off"));
  fs::resize_file(file_, 0);
  EXPECT_THAT(refusal(), HasSubstr("too short"));
}

TEST_F(BadCheckpoint, BitFlipped) {
  mapping();
  replaceInHeader(file_, "\"dtype\"", "\"dtyp%\"");
  EXPECT_THAT(refusal(), HasSubstr("unknown field"));
  file_ = folder_ / "mapping_00229-model.pth.tar";
  mapping();
  patch(-1, "\x01", 1, std::ios::end);
  EXPECT_THAT(refusal(), HasSubstr("another SHA-256"));
}

TEST_F(BadCheckpoint, OverLong) {
  mapping();
  fs::resize_file(file_, fs::file_size(file_) + 12);
  EXPECT_THAT(refusal(), HasSubstr("12 bytes follow its last tensor"));
}

TEST_F(BadCheckpoint, DuplicateKey) {
  mapping();
  replaceInHeader(file_, "mapping.encoder1.1.bias", "mapping.encoder0.1.bias");
  EXPECT_THAT(refusal(), HasSubstr("\"mapping.encoder0.1.bias\" occurs twice"));
}

TEST_F(BadCheckpoint, OverlappingOffset) {
  mapping();
  replaceInHeader(file_, "\"data_offsets\":[2007040,", "\"data_offsets\":[2007036,");
  EXPECT_THAT(refusal(), HasSubstr("overlaps the one before it"));
}

TEST_F(BadCheckpoint, WrongDtype) {
  mapping();
  replaceInHeader(file_, "\"mapping.fc_t.bias\":{\"dtype\":\"F32\"",
                  "\"mapping.fc_t.bias\":{\"dtype\":\"I32\"");
  EXPECT_THAT(refusal(), HasSubstr("1 of another type (mapping.fc_t.bias I32)"));
  mapping();
  replaceInHeader(file_, "\"dtype\":\"F32\"", "\"dtype\":\"Q32\"");
  EXPECT_THAT(refusal(), HasSubstr("unknown type \"Q32\""));
}

TEST_F(BadCheckpoint, LadenWithNan) {
  mapping();
  const float nan = std::numeric_limits<float>::quiet_NaN();
  patch(-4, &nan, 4, std::ios::end);
  EXPECT_THAT(refusal(), HasSubstr("values that are not numbers (mapping.fc_exp.bias)"));
}

TEST_F(BadCheckpoint, HeaderOfFourGigabytes) {
  mapping();
  const std::uint64_t length = 4ull << 30;
  patch(0, &length, 8);
  EXPECT_THAT(refusal(), HasSubstr("declares a header of 4294967296 bytes"));
}

TEST_F(BadCheckpoint, PickleThatRunsACommand) {
  const fs::path proof = folder_ / "proof";
  const std::string command = "touch " + proof.string();
  write(
      "\x80\x02"
      "cos\nsystem\nX" +
      std::string(1, char(command.size())) + std::string(3, '\0') + command + "\x85R.");
  EXPECT_THAT(refusal(), HasSubstr("it asks for \"os.system\", which no checkpoint needs and is never run"));
  EXPECT_FALSE(fs::exists(proof));
}

TEST_F(BadCheckpoint, RenamedPicture) {
  std::string jpg("\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01", 12);
  write(jpg + std::string(5000, 'x'));
  EXPECT_THAT(refusal(), HasSubstr("it is no safetensors file or is damaged"));
}

TEST_F(BadCheckpoint, MappingFileOfAnotherWidth) {
  save("mapping", {{"first.0.weight", at::ones({4, 71, 7})}});
  EXPECT_THAT(refusal(), HasSubstr("a mapping network for 71 coefficients; SadTalker's have 70 or 73"));
}

TEST_F(BadCheckpoint, CheckpointOfAnotherModel) {
  save("params_ema", {{"conv_body_first.weight", at::ones({2})}});
  EXPECT_THAT(refusal(),
              HasSubstr("it holds no published network that packs are made of; its first tensor is "
                        "\"params_ema.conv"));
}

TEST_F(BadCheckpoint, CheckpointOfANeighbour) {
  // The right names in the wrong sizes, as a network of the same family has them.
  save("mapping", {{"first.0.weight", at::ones({512, 70, 7})}});
  const std::string reason = refusal();
  EXPECT_THAT(reason, HasSubstr("mapping.first.0.weight [512, 70, 7] instead of [1024, 70, 7]"));
  EXPECT_THAT(reason, HasSubstr("17 missing"));
}

}  // namespace
}  // namespace orator::packs
