#include "core/motion/head_motion.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "tests/support/files.h"

namespace orator::motion {
namespace {

using Poses = std::vector<std::array<float, 6>>;
constexpr double kDegree = std::numbers::pi / 180;

/// Syllables and phrases as a talker's emphasis has them.
std::vector<Articulation> emphasis(double seconds) {
  std::vector<Articulation> voice(std::size_t(seconds * kArticulationsPerSecond));
  for (std::size_t i = 0; i < voice.size(); ++i) {
    const double t = double(i) / kArticulationsPerSecond;
    voice[i].voice = std::fmod(t, 4.0) < 3.4 ? 1.f : 0.f;
    voice[i].stress =
        float(voice[i].voice * std::pow(0.5 + 0.5 * std::sin(2 * std::numbers::pi * t / 0.7), 2));
  }
  return voice;
}

Poses poses(int style, std::uint64_t seed, double seconds = 40, const CoefficientRow& source = {}) {
  return headMotion({{style, 1.0}}, emphasis(seconds), {25, 1}, std::int64_t(seconds * 25), source, seed);
}

struct Moments {
  std::array<double, 6> mean{}, deviation{}, speed{};
};

Moments moments(const Poses& poses) {
  Moments m;
  const auto count = double(poses.size());
  for (int k = 0; k < 6; ++k) {
    for (const auto& row : poses) m.mean[k] += row[k] / count;
    for (const auto& row : poses) m.deviation[k] += std::pow(row[k] - m.mean[k], 2) / count;
    m.deviation[k] = std::sqrt(m.deviation[k]);
    for (std::size_t i = 1; i < poses.size(); ++i)
      m.speed[k] += std::abs(poses[i][k] - poses[i - 1][k]) * 25 / count;
  }
  return m;
}

std::vector<double> features(const Poses& poses) {
  const Moments m = moments(poses);
  std::vector<double> f;
  for (int k = 0; k < 3; ++k) {
    f.push_back(m.mean[k]);
    f.push_back(std::log(m.deviation[k]));
    f.push_back(std::log(m.speed[k]));
  }
  return f;
}

TEST(HeadMotion, StylesTellApartByTheirStatistics) {
  constexpr int kLearned = 8, kTried = 4;
  const std::size_t size = features(poses(0, 0)).size();
  std::vector<std::vector<double>> centre(kPoseStyleCount, std::vector<double>(size, 0));
  std::vector<double> within(size, 0);
  for (int style = 0; style < kPoseStyleCount; ++style) {
    std::vector<std::vector<double>> samples;
    for (int seed = 0; seed < kLearned; ++seed)
      samples.push_back(features(poses(style, std::uint64_t(seed))));
    for (const auto& sample : samples)
      for (std::size_t k = 0; k < size; ++k) centre[style][k] += sample[k] / kLearned;
    for (const auto& sample : samples)
      for (std::size_t k = 0; k < size; ++k) within[k] += std::pow(sample[k] - centre[style][k], 2);
  }
  int right = 0;
  for (int style = 0; style < kPoseStyleCount; ++style)
    for (int seed = 0; seed < kTried; ++seed) {
      const auto sample = features(poses(style, std::uint64_t(1000 + seed)));
      const auto distance = [&](int other) {
        double sum = 0;
        for (std::size_t k = 0; k < size; ++k) sum += std::pow(sample[k] - centre[other][k], 2) / within[k];
        return sum;
      };
      int nearest = 0;
      for (int other = 1; other < kPoseStyleCount; ++other)
        if (distance(other) < distance(nearest)) nearest = other;
      right += nearest == style;
    }
  RecordProperty("right_of_100", 100 * right / (kTried * kPoseStyleCount));
  EXPECT_GE(double(right) / (kTried * kPoseStyleCount), 0.8);
}

TEST(HeadMotion, MovesAsMuchAsTalkersDo) {
  double deviation = 0;
  for (int style = 0; style < kPoseStyleCount; ++style) {
    const Moments m = moments(poses(style, 1));
    for (int axis = 0; axis < 3; ++axis) {
      EXPECT_GT(m.deviation[axis], 0.2 * kDegree) << style;
      EXPECT_LT(m.deviation[axis], 8 * kDegree) << style;
      deviation += m.deviation[axis] / (3 * kPoseStyleCount);
    }
    for (int axis = 3; axis < 6; ++axis) EXPECT_LT(m.deviation[axis], 0.25) << style;
  }
  EXPECT_GT(deviation, 1 * kDegree);
  EXPECT_LT(deviation, 4 * kDegree);
}

TEST(HeadMotion, BeginsAndEndsInThePortraitsPoseWithoutAJump) {
  CoefficientRow source{};
  source[kAngleColumn] = 0.1f;
  source[kAngleColumn + 1] = -0.3f;
  for (int style = 0; style < kPoseStyleCount; ++style) {
    const Poses made = poses(style, 2, 6, source);
    for (int k = 0; k < 6; ++k) {
      EXPECT_NEAR(made.front()[k], 0, 1e-5);
      EXPECT_NEAR(made.back()[k], 0, 1e-5);
    }
    for (std::size_t i = 1; i < made.size(); ++i)
      for (int k = 0; k < 3; ++k) EXPECT_LT(std::abs(made[i][k] - made[i - 1][k]), 2.5 * kDegree) << style;
  }
}

TEST(HeadMotion, DoesNotDriftInTenMinutes) {
  const Poses made = poses(0, 3, 600);
  const auto mean = [&](std::size_t begin, std::size_t end, int k) {
    double sum = 0;
    for (std::size_t i = begin; i < end; ++i) sum += made[i][k];
    return sum / double(end - begin);
  };
  for (int k = 0; k < 3; ++k)
    EXPECT_NEAR(mean(0, made.size() / 3, k), mean(2 * made.size() / 3, made.size(), k), 0.5 * kDegree);
}

TEST(HeadMotion, NodsOnStress) {
  std::vector<Articulation> flat(1600), stressed = emphasis(20);
  const auto quiet = headMotion({{0, 1.0}}, flat, {25, 1}, 500, {}, 1);
  const auto nodding = headMotion({{0, 1.0}}, stressed, {25, 1}, 500, {}, 1);
  double stress = 0, pitch = 0, both = 0, squares = 0, stressSquares = 0;
  const int count = 450;
  for (int i = 25; i < 25 + count; ++i) {
    const double s = stressed[std::size_t(i * 3.2)].stress,
                 p = nodding[std::size_t(i)][0] - quiet[std::size_t(i)][0];
    stress += s, pitch += p, both += s * p, squares += p * p, stressSquares += s * s;
  }
  const double covariance = both / count - stress / count * pitch / count;
  const double correlation =
      covariance / std::sqrt((squares / count - pitch / count * pitch / count) *
                             (stressSquares / count - stress / count * stress / count));
  EXPECT_GT(correlation, 0.5);
}

TEST(HeadMotion, BlendsStylesByWeight) {
  const auto voice = emphasis(10);
  const auto both = headMotion({{3, 1.0}, {9, 1.0}}, voice, {25, 1}, 250, {}, 1);
  const auto same = headMotion({{3, 5.0}, {9, 5.0}}, voice, {25, 1}, 250, {}, 1);
  const auto a = headMotion({{3, 1.0}}, voice, {25, 1}, 250, {}, 1),
             b = headMotion({{9, 2.0}}, voice, {25, 1}, 250, {}, 1);
  for (std::size_t i = 0; i < both.size(); ++i)
    for (int k = 0; k < 3; ++k) {
      EXPECT_NEAR(both[i][k], 0.5 * (a[i][k] + b[i][k]), 1e-5);
      EXPECT_NEAR(both[i][k], same[i][k], 1e-6);
    }
}

TEST(HeadMotion, RefusesStylesThatDoNotExist) {
  for (const int style : {-1, 46})
    EXPECT_EQ(test::errorOf([&] { poses(style, 0, 1); }).code(), ErrorCode::invalidArgument) << style;
}

}  // namespace
}  // namespace orator::motion
