// data/speech_probabilities.txt holds what onnxruntime-web 1.30 (npm) answers for the published
// silero_vad_v5.onnx, `sr` 16000, on the sound that spoken() makes: windows of 576 samples, the first 64 of
// them those before the window, `state` [2, 1, 128] handed on from zeros, the last window filled with zeros.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/audio/speech_detector.h"
#include "core/packs/pack.h"
#include "tests/support/sounds.h"

namespace orator::audio {
namespace {

std::vector<float> spoken() {
  std::vector<float> sound = test::speechLike(3);
  for (const auto& part : {test::musicLike(2), test::breathLike(1.5), test::heldVowel(2)})
    sound.insert(sound.end(), part.begin(), part.end());
  return sound;
}

TEST(SpeechDetectorGolden, AnswersAreThoseOfThePublicImplementation) {
  std::ifstream file(std::filesystem::path(ORATOR_TEST_DATA) / "speech_probabilities.txt");
  const std::vector<float> golden{std::istream_iterator<float>(file), {}};
  const SpeechDetector detector(packs::openPack("studio").file("speech_detector"));
  const std::vector<float> answers = detector.probabilities(spoken(), {});
  ASSERT_EQ(answers.size(), golden.size());
  float worst = 0;
  for (std::size_t i = 0; i < golden.size(); ++i) worst = std::max(worst, std::abs(answers[i] - golden[i]));
  EXPECT_LT(worst, 1e-3f);
  RecordProperty("worst", std::to_string(worst));
}

}  // namespace
}  // namespace orator::audio
