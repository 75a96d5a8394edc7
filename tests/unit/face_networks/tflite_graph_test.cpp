#include "core/face/graph/tflite_graph.h"

#include <ATen/ops/zeros.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/base/error.h"
#include "core/packs/pack.h"

namespace orator::face::graph {
namespace {

namespace fs = std::filesystem;

std::string bytesOf(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

class TfliteGraphFiles : public testing::Test {
 protected:
  fs::path write(const std::string& bytes) {
    const fs::path file =
        fs::path(testing::TempDir()) /
        (std::string("graph_") + testing::UnitTest::GetInstance()->current_test_info()->name() + ".tflite");
    std::ofstream(file, std::ios::binary) << bytes;
    return file;
  }
  static ErrorCode codeOf(const fs::path& file) {
    try {
      TfliteGraph graph(file);
    } catch (const Error& error) {
      EXPECT_NE(std::string(error.what()).find(file.filename().string()), std::string::npos);
      return error.code();
    }
    return ErrorCode::internal;
  }
};

TEST_F(TfliteGraphFiles, ReadsTheDetectorAndGivesItsTwoOutputs) {
  const TfliteGraph graph(packs::openPack("studio").file("face_detector"));
  EXPECT_EQ(graph.inputWidth(), 128);
  const auto outputs = graph.run(at::zeros({1, 3, 128, 128}));
  EXPECT_EQ(outputs.at("regressors").numel(), 896 * 16);
  EXPECT_EQ(outputs.at("classificators").numel(), 896);
}

TEST_F(TfliteGraphFiles, NamesAMissingFile) {
  EXPECT_EQ(codeOf("/nowhere/face.tflite"), ErrorCode::packMissing);
}

TEST_F(TfliteGraphFiles, RefusesATextFile) {
  EXPECT_EQ(codeOf(write("this is not a graph, whatever its name says")), ErrorCode::packDamaged);
}

TEST_F(TfliteGraphFiles, RefusesATruncatedFileAtEveryLength) {
  const std::string whole = bytesOf(packs::openPack("studio").file("face_detector"));
  for (std::size_t share = 0; share < 20; ++share)
    EXPECT_EQ(codeOf(write(whole.substr(0, whole.size() * share / 20))), ErrorCode::packDamaged) << share;
}

}  // namespace
}  // namespace orator::face::graph
