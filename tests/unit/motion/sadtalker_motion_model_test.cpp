#include "core/motion/sadtalker/sadtalker_motion_model.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/audio/mel_spectrogram.h"
#include "core/motion/noise.h"
#include "core/motion/sadtalker/exp_net.h"
#include "core/motion/sadtalker/joined_pose.h"
#include "core/motion/sadtalker/pose_draw.h"
#include "core/motion/sadtalker/pose_vae.h"
#include "core/motion/sadtalker/voice_encoder.h"
#include "core/packs/sha256.h"
#include "core/tensor/safetensors.h"
#include "core/tensor/weight_store.h"
#include "tests/support/files.h"

namespace orator::motion::sadtalker {
namespace {

/// A pack with formula weights.
class SadTalkerMotion : public testing::Test {
 protected:
  static void SetUpTestSuite() { folder_ = new test::TemporaryFolder; }
  static void TearDownTestSuite() { delete std::exchange(folder_, nullptr); }

  static packs::PackFile save(torch::nn::Module& network, const std::string& role,
                              const std::string& prefix) {
    tensor::fillByFormula("motion", prefix, network);
    const auto state = tensor::namedState(network);
    const auto file = *folder_ / (role + ".safetensors");
    tensor::writeSafetensors(file, {state.begin(), state.end()});
    return {role, file, packs::fileSha256(file), "test", "none"};
  }

  static const packs::Pack& pack() {
    static const packs::Pack pack = [] {
      const at::NoGradGuard noGradient;
      packs::Pack made;
      made.id = "forged";
      made.coefficientBasis = "bfm";
      made.motionModel = "sadtalker";
      ExpNet expression;
      PoseVae pose;
      made.files = {save(expression, "audio2exp", "audio2exp."), save(pose, "audio2pose", "audio2pose.")};
      return made;
    }();
    return pack;
  }

  static const MotionModel& model() {
    static const auto model = makeMotionModel(pack(), face::FaceModel{});
    return *model;
  }

  static std::vector<float> voice(double seconds) {
    std::vector<float> samples(std::size_t(seconds * 16000));
    RandomStream random(5, "voice");
    for (std::size_t i = 0; i < samples.size(); ++i)
      samples[i] = float(0.1 * random.normal() * (1 + std::sin(double(i) / 900)));
    return samples;
  }

  static GeneratedMotion generate(const std::vector<float>& voice, const MotionSettings& settings = {},
                                  FrameRate rate = {25, 1}) {
    MotionInput input;
    input.voice16k = voice;
    input.source = source();
    input.frameRate = rate;
    input.frames = rate.framesCovering(std::int64_t(voice.size()), 16000);
    return model().generate(input, settings, {});
  }

  static CoefficientRow source() {
    CoefficientRow row{};
    for (std::size_t k = 0; k < row.size(); ++k) row[k] = 0.1f * std::sin(float(k));
    return row;
  }

 private:
  static inline test::TemporaryFolder* folder_ = nullptr;
};

TEST_F(SadTalkerMotion, GivesTheExpressionOfTheNetwork) {
  const at::NoGradGuard noGradient;
  const auto sound = voice(2);
  const GeneratedMotion motion = generate(sound);
  ASSERT_EQ(motion.rows.size(), 50u);
  EXPECT_EQ(motion.basis, "bfm");

  ExpNet network;
  tensor::WeightStore::open(pack().file("audio2exp")).loadInto(network);
  network.eval();
  auto windows = audio::MelSpectrogram(sound).windows({0, 50});
  const at::Tensor mel = at::from_blob(windows.data(), {50, 1, 80, 16});
  const auto from = source();
  const at::Tensor beta0 = at::tensor(at::ArrayRef<float>(from.data(), 64)).unsqueeze(0);
  for (const float blink : {0.f, 0.7f}) {
    const at::Tensor expected = network.forward(mel, beta0, at::full({50, 1}, blink));
    for (int i = 0; i < 50; ++i)
      for (int k = 0; k < 64; ++k)
        ASSERT_NEAR(
            motion.rows[std::size_t(i)][std::size_t(k)] + blink * motion.blinkDirection[std::size_t(k)],
            expected[i][k].item<float>(), 1e-4f)
            << i << " " << k;
  }
}

TEST_F(SadTalkerMotion, MovesTheHeadFromThePortraitsPose) {
  const GeneratedMotion one = generate(voice(0.04)), motion = generate(voice(3));
  double moved = 0;
  for (std::size_t k = kAngleColumn; k < kCoefficientCount; ++k) {
    EXPECT_FLOAT_EQ(one.rows[0][k], one.source[k]);
    for (const auto& row : motion.rows) moved = std::max(moved, double(std::abs(row[k] - motion.source[k])));
  }
  EXPECT_GT(moved, 1e-3);
}

TEST_F(SadTalkerMotion, IsTheSameForTheSameSeedAndAnotherPoseForAnother) {
  const auto sound = voice(2);
  MotionSettings other;
  other.seed = 1;
  const GeneratedMotion first = generate(sound), again = generate(sound), different = generate(sound, other);
  EXPECT_EQ(first.rows, again.rows);
  EXPECT_NE(first.rows, different.rows);
  for (std::size_t i = 0; i < first.rows.size(); ++i)
    for (std::size_t k = 0; k < 64; ++k) ASSERT_EQ(first.rows[i][k], different.rows[i][k]);
}

TEST_F(SadTalkerMotion, BlendsStyles) {
  const auto sound = voice(3);
  const auto styled = [&](std::vector<std::pair<int, double>> styles) {
    MotionSettings settings;
    settings.poseStyle = std::move(styles);
    return generate(sound, settings).rows;
  };
  const auto three = styled({{3, 1}}), seventeen = styled({{17, 1}}), both = styled({{3, 1}, {17, 1}}),
             weighted = styled({{3, 0.5}, {17, 0.5}});
  EXPECT_NE(three, seventeen);
  EXPECT_NE(both, three);
  EXPECT_NE(both, seventeen);
  EXPECT_EQ(both, weighted);
  EXPECT_EQ(test::errorOf([&] { styled({{46, 1}}); }).code(), ErrorCode::invalidArgument);
  EXPECT_EQ(test::errorOf([&] { styled({{3, 0}}); }).code(), ErrorCode::invalidArgument);
}

TEST_F(SadTalkerMotion, RerollsTheChunksOfARangeAlone) {
  const auto sound = voice(8);
  MotionSettings settings;
  settings.rerolls = {{3.2, 3.8, 77}};
  const auto before = generate(sound).rows, after = generate(sound, settings).rows;
  // Chunks are 32 frames from frame 1 on; 3.2 to 3.8 s touches frames 65 to 96, and smoothing reaches 6
  // further.
  bool moved = false;
  for (int i = 0; i < 200; ++i) {
    if (before[std::size_t(i)] != after[std::size_t(i)]) {
      EXPECT_GE(i, 65 - 6);
      EXPECT_LE(i, 96 + 6);
      moved = true;
    }
    for (std::size_t k = 0; k < 64; ++k) ASSERT_EQ(before[std::size_t(i)][k], after[std::size_t(i)][k]);
  }
  EXPECT_TRUE(moved);
  settings.rerolls[0].seed = 78;
  EXPECT_NE(generate(sound, settings).rows, after);
}

TEST_F(SadTalkerMotion, TellsWhatBeta0Adds) {
  const auto sound = voice(0.5);
  GeneratedMotion motion = generate(sound);
  MotionInput input;
  input.voice16k = sound;
  input.frames = 12;
  const GeneratedMotion without = model().generate(input, {}, {});
  for (std::size_t k = 0; k < 64; ++k) {
    double expected = without.rows[5][k];
    for (std::size_t j = 0; j < 64; ++j) expected += motion.source[j] * motion.beta0Gain[j * 64 + k];
    EXPECT_NEAR(motion.rows[5][k], expected, 1e-4);
  }
}

TEST_F(SadTalkerMotion, ReadsTheSameCurvesAtEveryFrameRate) {
  const auto sound = voice(2);
  const GeneratedMotion base = generate(sound), fast = generate(sound, {}, {50, 1});
  ASSERT_EQ(fast.rows.size(), 100u);
  for (std::size_t i = 2; i < 48; ++i)
    for (std::size_t k = 0; k < kCoefficientCount; ++k)
      ASSERT_NEAR(fast.rows[2 * i][k], base.rows[i][k], 1e-4f) << i << " " << k;
}

TEST_F(SadTalkerMotion, SpeaksTheShortestVoice) {
  for (const double seconds : {0.01, 0.05, 0.1, 1.3, 1.32}) {
    const GeneratedMotion motion = generate(voice(seconds));
    EXPECT_GE(motion.rows.size(), 1u);
    for (const auto& row : motion.rows)
      for (const float value : row) ASSERT_TRUE(std::isfinite(value));
  }
}

TEST_F(SadTalkerMotion, IsTheSameWhereTheVoiceIsHeardInSlices) {
  // A shorter voice ends in the middle of a slice.
  const auto whole = voice(12);
  const GeneratedMotion all = generate(whole);
  const std::vector<float> head(whole.begin(), whole.begin() + 16000 * 11);
  const GeneratedMotion part = generate(head);
  for (std::size_t i = 0; i < 270; ++i)
    for (std::size_t k = 0; k < 64; ++k) ASSERT_NEAR(part.rows[i][k], all.rows[i][k], 1e-5f);
}

TEST_F(SadTalkerMotion, StopsOnRequest) {
  std::stop_source stop;
  stop.request_stop();
  const auto sound = voice(7);
  MotionInput input;
  input.voice16k = sound;
  input.frames = 175;
  EXPECT_EQ(test::errorOf([&] {
              model().generate(input, {}, {stop.get_token(), nullptr});
            }).code(),
            ErrorCode::cancelled);
}

TEST(JoinedPose, CoversEveryFrame) {
  for (std::int64_t frames = 1; frames < 200; ++frames) {
    const std::int64_t count = joinedChunks(frames);
    EXPECT_GE((count - 1) * kPoseStep + kPoseChunk, frames);
    EXPECT_TRUE(count == 1 || (count - 2) * kPoseStep + kPoseChunk < frames);
  }
}

/// A decoder that makes `value` of everything, in styles of the given lean and extent.
at::Tensor constantMotion(double value, double lean, double extent, std::int64_t frames) {
  PoseDecoder decoder;
  for (auto& item : decoder.named_parameters())
    if (item.key() == "pose_linear.bias") item.value().fill_(value);
  decoder.eval();
  PoseStyles styles;
  styles.lean.fill_(lean);
  styles.extent.fill_(extent);
  return joinedPose(decoder, styles, at::zeros({frames, 6}), at::zeros({joinedChunks(frames), kPoseLatent}),
                    styleShares({{3, 1.0}, {5, 1.0}}));
}

TEST(JoinedPose, HasNoSeamWhereChunksAgree) {
  const at::NoGradGuard noGradient;
  const std::int64_t frames = 150;
  const at::Tensor pose = constantMotion(0.3, 0.1, 0.5, frames);
  ASSERT_EQ(pose.size(0), frames);
  for (std::int64_t i = 0; i < frames; ++i) {
    const float value = pose[i][2].item<float>();
    if (i >= 17 && i < frames - 17) {
      EXPECT_NEAR(value, 0.25f, 1e-5f) << i;
    }
    EXPECT_LE(value, 0.25f + 1e-5f) << i;
  }
  EXPECT_EQ(pose[0][2].item<float>(), 0);
  EXPECT_EQ(pose[frames - 1][2].item<float>(), 0);
}

TEST(JoinedPose, CarriesOneChunkOnIntoTheNext) {
  const at::NoGradGuard noGradient;
  PoseDecoder decoder;
  for (auto& item : decoder.named_parameters()) {  // the first latent number moves everything one way
    at::Tensor& p = item.value();
    if (item.key() == "MLP.L0.weight") p[0][6].fill_(1), p[1][6].fill_(-1);
    if (item.key() == "MLP.L1.weight") p.select(1, 0).fill_(1), p.select(1, 1).fill_(-1);
    if (item.key().find("input_skip.0.weight") != std::string::npos ||
        item.key().find("up_residual_conv3.conv_skip.0.weight") != std::string::npos)
      p.fill_(0.01);
    if (item.key().find("output_layer.0.weight") != std::string::npos) p.fill_(0.1);
    if (item.key() == "pose_linear.weight") p.copy_(at::eye(6));
  }
  decoder.eval();
  const std::int64_t frames = 4000;
  at::manual_seed(1);
  const at::Tensor noise = at::randn({joinedChunks(frames), kPoseLatent}), shares = styleShares({{0, 1.0}});
  const auto changes = [&](const PoseStyles& styles) {
    const at::Tensor pose =
        joinedPose(decoder, styles, at::zeros({frames, 6}), noise, shares).slice(0, 50, frames - 50);
    return (pose.diff(1, 0).std(0) / pose.std(0)).mean().item<double>();
  };
  PoseStyles loose, tied;
  tied.carry.copy_(0.9 * at::eye(kPoseLatent));
  tied.fresh.copy_(std::sqrt(1 - 0.81) * at::eye(kPoseLatent));
  EXPECT_LT(changes(tied), 0.6 * changes(loose));
}

TEST(VoiceEncoder, EqualsTheNetworkWithItsBatchNorms) {
  const at::NoGradGuard noGradient;
  AudioEncoder network;
  tensor::fillByFormula("encoder", "audio2exp.audio_encoder.", network);
  network.eval();
  const at::Tensor mel = 4 * at::sin(at::arange(37 * 1280, at::kFloat) * 0.37f).reshape({37, 1, 80, 16});
  const at::Tensor expected = network.forward(mel), found = VoiceEncoder(network).encode(mel);
  EXPECT_LT((found - expected).abs().max().item<float>(), 1e-4f * expected.abs().max().item<float>());
}

TEST(VoiceEncoder, KnowsWhenOneRunServesTwoNetworks) {
  AudioEncoder a, b, c;
  tensor::fillByFormula("one", "", a);
  tensor::fillByFormula("one", "", b);
  tensor::fillByFormula("two", "", c);
  EXPECT_TRUE(sameWeights(a, b));
  EXPECT_FALSE(sameWeights(a, c));
}

}  // namespace
}  // namespace orator::motion::sadtalker
