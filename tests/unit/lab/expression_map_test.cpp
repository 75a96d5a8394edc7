#include "core/face/expression_map.h"

#include <gtest/gtest.h>

#include <random>

#include "core/lab/face_model/fit_expression_map.h"
#include "core/motion/track_basis.h"
#include "core/packs/pack.h"
#include "tests/support/files.h"
#include "tests/support/studio_pack.h"

namespace orator::lab {
namespace {

using test::studioFaceModel;

constexpr int kCount = face::kExpressionCount;

cv::Mat1f randomMatrix(int rows, int columns, float spread, std::uint64_t seed) {
  cv::Mat1f out(rows, columns);
  std::mt19937_64 random(seed);
  std::normal_distribution<float> normal(0, spread);
  for (float& value : out) value = normal(random);
  return out;
}

/// People whose studio expression is truth * bfm plus a resting face of their own.
std::vector<MatchedSequence> people(const cv::Mat1f& truth, float noise) {
  std::vector<MatchedSequence> sequences;
  for (std::uint64_t person = 0; person < 4; ++person) {
    MatchedSequence s;
    s.name = "person " + std::to_string(person);
    s.bfm = randomMatrix(300, kCount, 1, 10 + person);
    s.studio = s.bfm * truth.t() + cv::repeat(randomMatrix(1, kCount, 0.5f, 20 + person), 300, 1) +
               randomMatrix(300, kCount, noise, 30 + person);
    sequences.push_back(s);
  }
  return sequences;
}

TEST(FitExpressionMap, FindsALinearRelationWhateverTheRestingFaces) {
  const cv::Mat1f truth = randomMatrix(kCount, kCount, 0.1f, 1);
  const ExpressionMapFit fit = fitExpressionMap(people(truth, 0.01f), studioFaceModel());
  EXPECT_GT(fit.explained, 0.99);
  EXPECT_GT(fit.explainedLips, 0.99);
  EXPECT_GT(fit.openingCorrelation, 0.99);
  EXPECT_LT(cv::norm(fit.map.studioFromBfm - truth), 0.05 * cv::norm(truth));
}

TEST(AlignSequences, FindsHowFarEachIsOutOfStep) {
  auto sequences = people(randomMatrix(kCount, kCount, 0.1f, 1), 0.05f);
  const std::vector<int> late{2, -3, 0, 2};
  for (std::size_t i = 0; i < sequences.size(); ++i) {
    // Row t of the coefficients belongs to row t - late of the video.
    const int from = std::max(0, late[i]), to = 300 + std::min(0, late[i]);
    sequences[i].studio = sequences[i].studio.rowRange(from, to).clone();
    sequences[i].bfm = sequences[i].bfm.rowRange(from - late[i], to - late[i]).clone();
  }
  EXPECT_EQ(alignSequences(sequences, studioFaceModel()), (std::vector<int>{2, -3, 0, 2}));
  EXPECT_GT(fitExpressionMap(sequences, studioFaceModel()).explained, 0.95);
}

TEST(FitExpressionMap, ReportsThatNothingIsExplainedWhereThereIsNoRelation) {
  auto sequences = people(cv::Mat1f::zeros(kCount, kCount), 1);
  EXPECT_LT(fitExpressionMap(sequences, studioFaceModel()).explained, 0.05);
}

TEST(FitExpressionMap, RefusesSequencesOfDifferentLength) {
  auto sequences = people(cv::Mat1f::eye(kCount, kCount), 0.1f);
  sequences[2].bfm = sequences[2].bfm.rowRange(0, 200);
  EXPECT_EQ(test::errorOf([&] { fitExpressionMap(sequences, studioFaceModel()); }).code(),
            ErrorCode::invalidArgument);
}

face::ExpressionMap someMap() {
  return {randomMatrix(kCount, kCount, 0.1f, 1), randomMatrix(kCount, kCount, 0.1f, 2),
          randomMatrix(kCount, 1, 0.1f, 3), randomMatrix(kCount, 1, 0.1f, 4)};
}

TEST(ExpressionMap, ReadsBackWhatWasSavedAndRefusesAnother) {
  const test::TemporaryFolder folder;
  const face::ExpressionMap map = someMap();
  face::saveExpressionMap(map, {{"frames", "4000"}}, folder / "map.safetensors");
  const face::ExpressionMap read = face::loadExpressionMap(folder / "map.safetensors");
  face::ExpressionCoefficients bfm{};
  bfm[3] = 1;
  EXPECT_EQ(read.toStudio(bfm), map.toStudio(bfm));
  EXPECT_EQ(read.toBfm(bfm), map.toBfm(bfm));
  const auto other = packs::openPack("studio").file("face_model");
  EXPECT_EQ(test::errorOf([&] { face::loadExpressionMap(other); }).code(), ErrorCode::packDamaged);
}

TEST(ToStudioBasis, StartsFromThePortraitAndFollowsTheChanges) {
  const face::ExpressionMap map = someMap();
  motion::MotionTrack track;
  track.basis = "bfm";
  track.source[2] = 0.5f;
  track.source[motion::kAngleColumn + 1] = 0.1f;
  track.rows.assign(3, track.source);
  track.rows[1][2] += 1;
  track.rows[1][motion::kAngleColumn + 1] += 0.2f;
  motion::CoefficientRow portrait{};
  portrait[0] = 0.3f;
  portrait[motion::kAngleColumn + 1] = -0.05f;
  ASSERT_TRUE(motion::isBfmBasis(track.basis));
  const motion::MotionTrack made = motion::toStudioBasis(track, map, portrait);
  EXPECT_EQ(made.basis, "studio");
  EXPECT_EQ(made.rows[0], portrait);
  EXPECT_NEAR(made.rows[1][motion::kAngleColumn + 1], 0.15f, 1e-6f);
  for (int k = 0; k < kCount; ++k)
    EXPECT_NEAR(made.rows[1][std::size_t(k)], portrait[std::size_t(k)] + map.studioFromBfm(k, 2), 1e-5f);
}

}  // namespace
}  // namespace orator::lab
