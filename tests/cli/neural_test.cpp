// The way to a video with SadTalker's networks: a pack of random weights in the published form.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "core/media/media_info.h"
#include "core/media/video_reader.h"
#include "program.h"
#include "sample.h"

namespace orator::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

TEST(Neural, APackOfThePublishedFormMakesAVideo) {
  const SampleFolder folder;
  const fs::path pack = folder / "models/packs/forged";
  ASSERT_EQ(runOrator({"packs", "forge", "--like", "sadtalker-256", "--seed", "5", "--out", pack.string()})
                .exitCode,
            0);
  // Smaller pictures keep the test short; the networks take any multiple of 128.
  json description = json::parse(std::ifstream(pack / "pack.json"));
  description["picture_size"] = 128;
  std::ofstream(pack / "pack.json") << description;
  const std::vector<std::string> environment{"ORATOR_MODELS=" + (folder / "models").string()};

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
  const ProgramResult mesh = animate({"--renderer", "mesh"});
  EXPECT_EQ(mesh.exitCode, 2);
  EXPECT_NE(mesh.err.find("facevid2vid"), std::string::npos) << mesh.err;
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
