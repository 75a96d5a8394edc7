#include "core/lab/data_set/voice_offset.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>
#include <vector>

namespace orator::lab {
namespace {

/// Lips that open at irregular moments, and a buzz as loud as they are open `lateSeconds` + 0.05 s later.
struct Talk {
  std::vector<float> lips, voice;
};

Talk talk(double seconds, double lateSeconds) {
  std::mt19937 random(11);
  std::uniform_real_distribution<double> gap(0.15, 0.5);
  std::vector<double> openings;
  for (double t = 0.2; t < seconds; t += gap(random)) openings.push_back(t);
  const auto opening = [&](double t) {
    double sum = 0;
    for (const double o : openings) sum += std::exp(-std::pow((t - o) / 0.06, 2));
    return sum;
  };
  Talk made;
  for (int i = 0; i < int(seconds * 25); ++i) made.lips.push_back(float(0.06 * opening(i / 25.0)));
  for (int i = 0; i < int(seconds * 16000); ++i) {
    const double t = i / 16000.0;
    double buzz = 0;
    for (const double hz : {500.0, 900.0, 1500.0, 2300.0}) buzz += std::sin(2 * std::numbers::pi * hz * t);
    made.voice.push_back(float(0.05 * buzz * (0.02 + opening(t - lateSeconds - 0.05))));
  }
  return made;
}

TEST(VoiceOffset, FindsHowLateTheVoiceIs) {
  for (const double late : {-0.2, 0.0, 0.12, 0.3}) {
    const Talk made = talk(14, late);
    const VoiceOffset found = measureVoiceOffset(made.lips, made.voice);
    EXPECT_TRUE(found.clear) << late << " clarity " << found.clarity;
    EXPECT_NEAR(found.seconds, late, 0.03);
  }
}

TEST(VoiceOffset, IsNotClearForAShortClip) {
  const Talk made = talk(5, 0.2);
  EXPECT_FALSE(measureVoiceOffset(made.lips, made.voice).clear);
}

TEST(VoiceOffset, IsNotClearForSomebodyElsesVoice) {
  const Talk made = talk(14, 0);
  std::mt19937 random(5);
  std::normal_distribution<float> noise(0, 0.02f);
  std::vector<float> lips(made.lips.size());
  float level = 0;
  for (float& value : lips) value = level = 0.7f * level + noise(random);
  EXPECT_FALSE(measureVoiceOffset(lips, made.voice).clear);
}

}  // namespace
}  // namespace orator::lab
