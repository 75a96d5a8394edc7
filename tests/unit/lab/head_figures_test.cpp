// The studio pack's head motion against the figures of people.
#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "core/audio/mel_spectrogram.h"
#include "core/learning/measures/speech_measures.h"
#include "core/motion/motion_model.h"
#include "core/motion/sadtalker/joined_pose.h"
#include "core/motion/sadtalker/pose_draw.h"
#include "core/motion/sadtalker/voice_encoder.h"
#include "core/packs/pack.h"
#include "core/tensor/weight_store.h"
#include "tests/unit/motion/spoken.h"

namespace orator::lab {
namespace {

using namespace motion::sadtalker;

constexpr double kDegree = std::numbers::pi / 180;
constexpr std::int64_t kEnds = 25;  // frames in which the motion comes from and goes to the portrait's pose
constexpr const char* kText =
    "Good evening. Tonight we shall hear how the little town by the river got its bridge, and why nobody "
    "wanted to pay for it.";

/// The networks of the pack and what they make of one flite voice.
class Talker {
 public:
  Talker() {
    const c10::NoGradGuard guard;
    const auto weights = tensor::WeightStore::open(packs::openPack("studio").file("head_motion"));
    weights.under("netG.decoder.").loadInto(decoder_);
    weights.under("manners.").loadInto(styles_);
    AudioEncoder encoder;
    weights.under("audio_encoder.audio_encoder.").loadInto(encoder);
    decoder_.eval();
    const auto voice = test::speak(kText, "slt").voice16k;
    const audio::MelSpectrogram mel(voice);
    auto windows = mel.windows({0, mel.frameCount()});
    sound_ = decoder_.voiceFeatures(VoiceEncoder(encoder).encode(
        at::from_blob(windows.data(), {mel.frameCount(), 1, audio::kMelBands, audio::kMelWindowColumns})));
  }

  /// [frames, 6] the voice said over and over, without the ends.
  at::Tensor move(int style, std::uint64_t seed, std::int64_t frames) const {
    const c10::NoGradGuard guard;
    const std::int64_t all = frames + 2 * kEnds;
    std::vector<at::Tensor> noise;
    for (std::int64_t i = 0; i < joinedChunks(all); ++i) noise.push_back(chunkNoise(seed, i));
    return joinedPose(decoder_, styles_, sound_.index_select(0, at::arange(all, at::kLong) % sound_.size(0)),
                      at::stack(noise), styleShares({{style, 1.0}}))
        .slice(0, kEnds, all - kEnds);
  }

 private:
  PoseDecoder decoder_;
  PoseStyles styles_;
  at::Tensor sound_;
};

const Talker& talker() {
  static const Talker made;
  return made;
}

TEST(HeadFigures, MovesAsFarAndAsFastAsPeopleDo) {
  // 20 clips of people who were held out, 6.6 seconds long in the mean (orator evaluate, MODEL_CARD.md).
  constexpr double kPeopleDiversity = 1.90, kPeopleSpeed = 9.33, kWithin = 0.2;
  const packs::Pack pack = packs::openPack("studio");
  const auto model = motion::makeMotionModel(pack, face::loadFaceModel(pack.file("face_model")));
  double diversity = 0, speed = 0;
  constexpr int kSeeds = 8;
  const std::vector<const char*> voices{"slt", "rms", "kal16"};
  for (const char* name : voices) {
    const auto voice = test::speak(kText, name).voice16k;
    motion::MotionInput input{voice, {}, {25, 1}, std::int64_t(voice.size() / 640)};
    motion::MotionSettings settings;
    for (settings.seed = 0; settings.seed < kSeeds; ++settings.seed) {
      std::vector<float> angles;
      for (const auto& row : model->generate(input, settings, {}).rows)
        angles.insert(angles.end(), row.begin() + motion::kAngleColumn,
                      row.begin() + motion::kAngleColumn + 3);
      const learning::HeadMeasures head = learning::measureHead(angles, voice);
      diversity += head.diversityDegrees / double(kSeeds * voices.size());
      speed += head.speedDegreesPerSecond / double(kSeeds * voices.size());
    }
  }
  RecordProperty("diversity_degrees", std::to_string(diversity));
  RecordProperty("speed_degrees_per_second", std::to_string(speed));
  EXPECT_NEAR(diversity, kPeopleDiversity, kWithin * kPeopleDiversity);
  EXPECT_NEAR(speed, kPeopleSpeed, kWithin * kPeopleSpeed);
}

TEST(HeadFigures, DoesNotDriftInTenMinutes) {
  const std::int64_t minute = 60 * 25;
  const at::Tensor motion = talker().move(0, 5, 10 * minute);
  const at::Tensor begin = motion.slice(0, 0, 3 * minute), end = motion.slice(0, 7 * minute);
  for (std::int64_t axis = 0; axis < 3; ++axis) {
    EXPECT_NEAR(begin.select(1, axis).mean().item<double>(), end.select(1, axis).mean().item<double>(),
                0.6 * kDegree);
    EXPECT_NEAR((end.select(1, axis).std() / begin.select(1, axis).std()).log().item<double>(), 0, 0.25);
  }
  EXPECT_LT(motion.slice(1, 0, 3).abs().max().item<double>(), 18 * kDegree);
}

TEST(HeadFigures, DoesNotJump) {
  for (const int style : {0, 7, 23, 41}) {
    const at::Tensor step = talker().move(style, 2, 750).slice(1, 0, 3).diff(1, 0).norm(2, {1});
    EXPECT_LT(step.max().item<double>() * 25, 160 * kDegree) << style;  // a second
    EXPECT_LT(step.diff(1, 0).abs().max().item<double>(), 1.2 * kDegree) << style;
  }
}

/// Lean, extent and speed of every axis.
at::Tensor motionStyle(const at::Tensor& motion) {
  const at::Tensor angles = motion.slice(1, 0, 3);
  return at::cat({angles.mean(0) / (1.0 * kDegree), angles.std(0).log() / 0.25,
                  angles.diff(1, 0).abs().mean(0).log() / 0.2});
}

TEST(HeadFigures, StylesTellApartByTheNearestMean) {
  constexpr std::int64_t kFrames = 1000;
  std::vector<at::Tensor> mean;
  for (int style = 0; style < kPoseStyles; ++style)
    mean.push_back(motionStyle(talker().move(style, 100, kFrames)));
  const at::Tensor means = at::stack(mean);
  int right = 0;
  for (int style = 0; style < kPoseStyles; ++style) {
    const at::Tensor sample = motionStyle(talker().move(style, 200 + std::uint64_t(style), kFrames));
    right += (means - sample).norm(2, {1}).argmin().item<std::int64_t>() == style;
  }
  RecordProperty("right_of_46", right);
  EXPECT_GE(double(right) / kPoseStyles, 0.8);
}

}  // namespace
}  // namespace orator::lab
