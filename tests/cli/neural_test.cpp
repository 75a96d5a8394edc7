// The way to a video with SadTalker's networks: a pack of random weights in the published form.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/media/media_info.h"
#include "core/media/video_reader.h"
#include "program.h"
#include "sample.h"
#include "tests/unit/bfm/synthetic_bfm.h"

namespace orator::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

TEST(Neural, APackOfThePublishedFormMakesAVideo) {
  const SampleFolder folder;
  const fs::path pack = folder / "models/packs/forged";
  ASSERT_EQ(runLab({"forge", "--like", "sadtalker-256", "--seed", "5", "--out", pack.string()}).exitCode, 0);
  // Smaller pictures keep the test short; the networks take any multiple of 128.
  json description = json::parse(std::ifstream(pack / "pack.json"));
  description["picture_size"] = 128;
  std::ofstream(pack / "pack.json") << description;
  const std::vector<std::string> environment{"ORATOR_MODELS=" + (folder / "models").string(),
                                             "XDG_DATA_HOME=" + (folder / "data").string()};

  const auto animate = [&](const std::vector<std::string>& more) {
    std::vector<std::string> arguments{"animate",         "--pack",  "forged",       "--portrait",
                                       folder.portrait(), "--voice", folder.voice(), "--frames",
                                       "20:22",           "--out",   folder.output()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return runOrator(arguments, environment);
  };
  for (const std::string crop : {"crop", "full"}) {
    const ProgramResult result = animate({"--renderer", "facevid2vid", "--crop", crop});
    ASSERT_EQ(result.exitCode, 0) << result.err;
    const media::MediaInfo info = media::readMediaInfo(folder.output());
    EXPECT_EQ(info.frames, 2);
    EXPECT_EQ(info.width, crop == "crop" ? 128 : 512);
    media::VideoReader reader(folder.output());
    cv::Mat one, two;
    double seconds = 0;
    ASSERT_TRUE(reader.read(one, seconds));
    one = one.clone();
    ASSERT_TRUE(reader.read(two, seconds));
    EXPECT_GT(cv::norm(one, two, cv::NORM_INF), 0) << "nothing moves";
    EXPECT_FALSE(fs::exists(folder / "out.mp4.frames"));
  }
  // The published way: the network's view of a reference video takes the place of the portrait's expression.
  const std::string video = (folder / "reference.mp4").string();
  ASSERT_EQ(runOrator({"animate", "--portrait", folder.portrait(), "--voice", folder.voice(), "--frames",
                       "0:8", "--out", video})
                .exitCode,
            0);
  const auto track = [&](const std::vector<std::string>& more) {
    const fs::path file = folder / "track.json";
    std::vector<std::string> arguments{"motion",  "--pack",       "forged",   "--portrait", folder.portrait(),
                                       "--voice", folder.voice(), "--compat", "--out",      file.string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const ProgramResult made = runOrator(arguments, environment);
    EXPECT_EQ(made.exitCode, 0) << made.err;
    return json::parse(std::ifstream(file));
  };
  const json own = track({}), followed = track({"--blink-reference", video});
  EXPECT_EQ(followed.at("basis"), "bfm");
  EXPECT_NE(followed.at("rows").at(20), own.at("rows").at(20));
  EXPECT_THAT(followed.at("blink").get<std::vector<double>>(), testing::Each(0));

  // The 3D face of such a pack is the Basel Face Model, which the user brings.
  const auto face3d = [&] {
    return runOrator({"face3d", "--pack", "forged", "--portrait", folder.portrait(), "--voice",
                      folder.voice(), "--size", "96", "--landmarks", "--out", folder.output()},
                     environment);
  };
  const ProgramResult lacking = face3d();
  EXPECT_EQ(lacking.exitCode, int(ErrorCode::packMissing)) << lacking.err;
  EXPECT_THAT(lacking.err, testing::HasSubstr("BFM_Fitting"));
  const SyntheticBfm published(folder / "BFM_Fitting");
  ASSERT_EQ(runOrator({"packs", "import", published.folder.string()}, environment).exitCode, 0);
  const ProgramResult drawn = face3d();
  ASSERT_EQ(drawn.exitCode, 0) << drawn.err;
  EXPECT_EQ(media::readMediaInfo(folder.output()).frames, 50);

  const ProgramResult mesh = animate({"--renderer", "mesh"});
  EXPECT_EQ(mesh.exitCode, 2);
  EXPECT_NE(mesh.err.find("facevid2vid"), std::string::npos) << mesh.err;
}

TEST(Neural, BenchStatesPartsRatioAndDifference) {
  const ProgramResult result = runOrator(
      {"bench", "--renderer", "facevid2vid", "--size", "128", "--frames", "1", "--baseline", "--json"});
  ASSERT_EQ(result.exitCode, 0) << result.err;
  const json figures = json::parse(result.out);
  for (const char* list : {"portrait", "frame", "baseline"})
    for (const char* field : {"part", "ms", "gflop", "gflop_per_second"})
      EXPECT_TRUE(figures.at(list).at(0).contains(field)) << list << " " << field;
  EXPECT_EQ(figures.at("weights"), "random");
  EXPECT_GT(figures.at("peak_memory_mb"), 100);
  EXPECT_NEAR(figures.at("ratio"),
              figures.at("baseline_ms").get<double>() / figures.at("frame_ms").get<double>(), 1e-6);
  EXPECT_GT(figures.at("largest_difference"), 0) << "two paths that share nothing differ in rounding";
  EXPECT_LT(figures.at("largest_difference"), 1e-4);
}

TEST(Neural, APackWithoutTheNetworksIsRefusedByName) {
  const SampleFolder folder;
  const ProgramResult result =
      runOrator({"animate", "--renderer", "facevid2vid", "--portrait", folder.portrait(), "--voice",
                 folder.voice(), "--out", folder.output(), "--progress", "json"});
  EXPECT_EQ(result.exitCode, 2) << result.err;
  EXPECT_EQ(result.error().value("subject", ""), "renderer facevid2vid");
  EXPECT_FALSE(fs::exists(folder.output()));
}

}  // namespace
}  // namespace orator::test
