#include "core/lab/finish/finish_set.h"

#include <gtest/gtest.h>

#include <fstream>

#include "core/base/error.h"
#include "core/learning/finish/finish_pairs.h"
#include "core/motion/coefficient_row.h"
#include "core/render/mesh/mesh_renderer.h"
#include "tests/support/studio_pack.h"
#include "tests/unit/capture/film.h"

namespace orator::lab {
namespace {

/// The sample's head, talking and blinking.
std::vector<cv::Mat> talking(int frames) {
  const auto portrait = face::analysePortrait({test::sampleHead(), {}}, packs::openPack("studio"), {}, {});
  motion::MotionTrack track;
  track.source = motion::rowOf(portrait->fit.expression, portrait->fit.pose);
  for (int i = 0; i < frames; ++i) {
    motion::CoefficientRow row = track.source;
    row[0] += i % 4 < 2 ? 0.f : 0.6f;
    for (std::size_t k = 0; i % 8 > 5 && k < portrait->model->blink.size(); ++k)
      row[k] += portrait->model->blink[k];
    track.rows.push_back(row);
  }
  std::vector<cv::Mat> pictures;
  render::mesh::makeMeshRenderer(portrait, {})
      ->render(track, {0, frames}, [&](auto, const cv::Mat& rgb) { pictures.push_back(rgb); }, {});
  return pictures;
}

TEST(FinishSet, IsMadeOfWhoeverIsFilmedNearEnoughAndFreeToUse) {
  const test::TemporaryFolder folder;
  std::filesystem::create_directory(folder / "clips");
  const std::vector<cv::Mat> pictures = talking(32);
  const auto picture = [&](double t) { return pictures[std::size_t(std::lround(t * 25))]; };
  test::film(folder / "clips/free.mp4", {25, 1}, 32, picture);
  test::film(folder / "clips/bound.mp4", {25, 1}, 32, picture);
  test::film(folder / "clips/far.mp4", {25, 1}, 32, [&](double t) {
    cv::Mat far(360, 360, CV_8UC3, cv::Scalar(90, 90, 90)), small;
    cv::resize(picture(t), small, {180, 180}, 0, 0, cv::INTER_AREA);
    small.copyTo(far({90, 90, 180, 180}));
    return far;
  });
  std::ofstream(folder / "clips.tsv")
      << "file\tspeaker\tlicence\nfree.mp4\tanna\tMIT\n"
         "bound.mp4\tanna\tCC-BY-NC-4.0 (research only)\nfar.mp4\tbert\tMIT\n";
  FinishSetOptions options{.clips = folder / "clips", .set = folder / "set", .freeOnly = true};
  options.sources = 1;
  options.targets = 16;
  const FinishSetReport report = buildFinishSet(options, {});
  EXPECT_EQ(report.clips, 1);
  EXPECT_GT(report.mouths, 0);
  EXPECT_GT(report.eyes, 0);
  ASSERT_EQ(report.skipped.size(), 2u);
  EXPECT_NE(report.skipped[0].find("research only"), std::string::npos);
  EXPECT_NE(report.skipped[1].find("pixels high"), std::string::npos);
  const learning::FinishPairs pairs = learning::readPairs(folder / "set/free.safetensors");
  EXPECT_EQ(pairs.speaker, "anna");
  EXPECT_EQ(pairs.licence, "MIT");
  EXPECT_EQ(buildFinishSet(options, {}).clips, 0) << "what is there is kept";
}

TEST(FinishSet, OfAFolderWithoutVideosIsRefused) {
  const test::TemporaryFolder folder;
  EXPECT_THROW(buildFinishSet({.clips = folder.path(), .set = folder / "set"}, {}), Error);
}

}  // namespace
}  // namespace orator::lab
