#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/lab/forge/pack_forge.h"
#include "core/lab/lse/face_cropper.h"
#include "core/lab/lse/lse_judge.h"
#include "core/lab/lse/lse_score.h"
#include "core/packs/pack_verify.h"
#include "tests/support/files.h"

namespace orator::lab::lse {
namespace {

using test::errorOf;

TEST(LseScore, FindsTheShiftAtWhichLipsAndSoundMeet) {
  const at::Tensor lips = at::sin(at::arange(60 * 1024, at::kFloat).square()).reshape({60, 1024});
  for (const std::int64_t shift : {-4, 0, 3}) {
    const LseScore score = scoreOf(embeddingDistances(lips, lips.roll(-shift, 0)));
    EXPECT_EQ(score.offsetFrames, shift);
    EXPECT_GT(score.confidence, 1);
    EXPECT_EQ(score.frameConfidence.size(), 60u);
  }
}

TEST(LseScore, FindsNoneInSilence) {
  const at::Tensor lips = at::sin(at::arange(60 * 1024, at::kFloat).square()).reshape({60, 1024});
  EXPECT_NEAR(scoreOf(embeddingDistances(lips, at::zeros_like(lips))).confidence, 0, 1e-3);
}

TEST(FaceCropper, CutsAFrameAlikeWhateverFollows) {
  FaceCropper shorter, longer;
  for (int i = 0; i < 30; ++i) {
    cv::Mat picture(120, 160, CV_8UC3);
    cv::randu(picture, 0, 255);
    const cv::Vec4d box(40 + i, 30, 90 + i, 90);
    if (i < 20) shorter.add(picture, box);
    longer.add(picture, box);
  }
  const auto a = shorter.finish(), b = longer.finish();
  ASSERT_EQ(a.size(), 20u);
  ASSERT_EQ(b.size(), 30u);
  for (std::size_t i = 6; i < 14; ++i) EXPECT_EQ(cv::norm(a[i], b[i], cv::NORM_INF), 0) << i;
  EXPECT_EQ(b[10].size(), cv::Size(kCropSide, kCropSide));
}

TEST(FaceCropper, RefusesAFilmTooShortForItsMedian) {
  FaceCropper cropper;
  for (int i = 0; i < 6; ++i) cropper.add(cv::Mat(64, 64, CV_8UC3, cv::Scalar::all(i)), {10, 10, 50, 50});
  EXPECT_EQ(errorOf([&] { cropper.finish(); }).code(), ErrorCode::noFace);
}

TEST(LseJudge, ScoresAFilmByTheNetworkOfAPack) {
  const test::TemporaryFolder folder;
  forgePack("syncnet", 1, folder / "judge", {});
  const packs::Pack pack = packs::openPack((folder / "judge").string());
  for (const packs::VerifiedFile& file : packs::verifyPackClosely(pack))
    EXPECT_TRUE(file.ok()) << file.faults;
  const LseJudge judge(pack);
  std::vector<cv::Mat> crops;
  for (int i = 0; i < kFewestFrames; ++i) {
    crops.emplace_back(kCropSide, kCropSide, CV_8UC3, cv::Scalar::all(60));
    cv::circle(crops.back(), {112, 150}, 10 + 5 * (i % 4), cv::Scalar(200, 120, 90), cv::FILLED);
  }
  const std::vector<float> voice = test::tone(0.6, 16000, 1);
  const LseScore score = judge.judge(crops, voice), again = judge.judge(crops, voice);
  EXPECT_GT(score.distance, 0);
  EXPECT_GE(score.confidence, 0);
  EXPECT_EQ(score.frameConfidence.size(), std::size_t(kFewestFrames - 5));
  EXPECT_EQ(score.distance, again.distance);
  crops.pop_back();
  EXPECT_EQ(errorOf([&] { judge.judge(crops, voice); }).code(), ErrorCode::invalidArgument);
}

}  // namespace
}  // namespace orator::lab::lse
