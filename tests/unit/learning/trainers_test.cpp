#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/base/error.h"
#include "core/face/expression_names.h"
#include "core/learning/motion_nets/average_expnet.h"
#include "core/learning/motion_nets/expnet_trainer.h"
#include "core/learning/motion_nets/pose_material.h"
#include "core/learning/motion_nets/posevae_trainer.h"
#include "core/learning/motion_nets/rebase_expnet.h"
#include "core/learning/motion_nets/rebase_posevae.h"
#include "core/learning/motion_nets/voice_alignment.h"
#include "core/learning/trainer/curve_plot.h"
#include "core/motion/sadtalker/joined_pose.h"
#include "core/motion/sadtalker/pose_draw.h"
#include "core/tensor/device.h"
#include "core/tensor/safetensors.h"
#include "core/tensor/weight_store.h"
#include "tests/support/files.h"
#include "tests/support/progress.h"
#include "tests/support/studio_pack.h"

namespace orator::learning {
namespace {

namespace fs = std::filesystem;
using test::studioFaceModel;
using test::TemporaryFolder;

/// A speaker whose jaw follows the level of the lower bands.
Clip speakingClip(const std::string& name, const std::string& speaker, std::int64_t frames,
                  std::uint64_t seed) {
  at::manual_seed(seed);
  Clip clip;
  clip.name = name;
  clip.speaker = speaker;
  const at::Tensor level = at::sin(at::arange(frames, at::kFloat) * 0.7f + float(seed)) * 0.5 + 0.5;
  const std::int64_t columns = 1 + frames * 16 / 5;
  const at::Tensor heard = level.index_select(
      0, (at::arange(columns, at::kFloat) / 3.2f).floor().clamp(0, float(frames - 1)).to(at::kLong));
  clip.mel =
      (at::full({80, columns}, -3.f) + 4 * heard.unsqueeze(0) + 0.1 * at::randn({80, columns})).clamp(-4, 4);
  clip.expression = at::zeros({frames, face::kExpressionCount});
  clip.expression.select(1, face::kJawOpen).copy_(0.5 * level);
  clip.pose = at::cumsum(0.01 * at::randn({frames, 6}), 0);
  clip.eyeOpening = at::ones({frames});
  clip.lipOpening = 0.1 * level;
  clip.lipWidth = 0.3 - 0.02 * level;
  return clip;
}

ExpNetOptions fewSteps(std::int64_t steps) {
  ExpNetOptions options;
  options.steps = steps;
  options.sequences = 2;
  options.frames = 4;
  options.validateEvery = 2;
  options.alignAt = -1;
  return options;
}

std::map<std::string, at::Tensor> weightsIn(const fs::path& file) {
  std::map<std::string, at::Tensor> tensors;
  const auto contents = tensor::SafetensorsFile::open(file);
  for (const auto& entry : contents.entries()) tensors.emplace(entry.name, contents.tensor(entry.name));
  return tensors;
}

TEST(AdamW, FindsTheBottomOfABowl) {
  at::Tensor x = at::full({3}, 5.f).requires_grad_();
  AdamW optimiser({{"x", x}}, {});
  for (int i = 0; i < 300; ++i) {
    (x - 2).square().sum().backward();
    optimiser.step(0.05);
  }
  EXPECT_LT((x - 2).abs().max().item<float>(), 0.05f);
}

TEST(MelAugmentation, KeepsShapeRangeAndTimingAndIsDecidedByItsSeed) {
  at::Tensor mel = at::full({80, 60}, -3.5f);
  mel.slice(1, 20, 40).fill_(1);  // one syllable
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    std::mt19937_64 first(seed), second(seed);
    at::manual_seed(seed);
    const at::Tensor a = augmentedMel(mel, {}, first);
    at::manual_seed(seed);
    EXPECT_TRUE(at::equal(a, augmentedMel(mel, {}, second)));
    EXPECT_EQ(a.sizes(), mel.sizes());
    EXPECT_GE(a.min().item<float>(), -4);
    EXPECT_LE(a.max().item<float>(), 4);
    EXPECT_GT(a.slice(1, 22, 38).mean().item<float>(), a.slice(1, 0, 18).mean().item<float>());
  }
}

TEST(MelAugmentation, LeavesTheGivenVoiceAsItIs) {
  const at::Tensor mel = at::full({80, 30}, -1.f), before = mel.clone();
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    std::mt19937_64 random(seed);
    augmentedMel(mel, {}, random);
  }
  EXPECT_TRUE(at::equal(mel, before));
}

TEST(LipGeometry, OpensWithTheJawAndWidensWithAStretch) {
  const LipGeometry geometry = lipGeometry(studioFaceModel());
  EXPECT_NEAR(geometry.neutralOpening, 0, 0.01);
  EXPECT_GT(geometry.opening[face::kJawOpen].item<float>(), 0.05f);
  EXPECT_LT(geometry.opening[face::kMouthClose].item<float>(), -0.02f);
  EXPECT_GT(geometry.width[face::kMouthStretchLeft].item<float>(), 0.01f);
  EXPECT_LT(geometry.width[face::kMouthPucker].item<float>(), -0.01f);
}

TEST(TrainExpNet, GoesOnAfterAStopAsIfItHadNotStopped) {
  const TemporaryFolder folder;
  const face::FaceModel& model = studioFaceModel();
  const ExpNetMaterial material{{speakingClip("a/1", "anna", 40, 1), speakingClip("a/2", "bert", 50, 2)},
                                {speakingClip("spoken/fr", "fr", 40, 4)},
                                {speakingClip("b/1", "carl", 40, 3)}};
  fs::create_directories(folder.path() / "whole");
  fs::create_directories(folder.path() / "parts");
  trainExpNet(material, model, fewSteps(4), folder.path() / "whole", {});

  test::StopAt user(2);
  EXPECT_THROW(trainExpNet(material, model, fewSteps(4), folder.path() / "parts", user.context()), Error);
  trainExpNet(material, model, fewSteps(4), folder.path() / "parts", {});

  const auto whole = weightsIn(folder.path() / "whole/state.safetensors"),
             parts = weightsIn(folder.path() / "parts/state.safetensors");
  ASSERT_EQ(whole.size(), parts.size());
  for (const auto& [name, value] : whole)
    EXPECT_TRUE(at::allclose(value, parts.at(name), 1e-4, 1e-6)) << name;
}

TEST(TrainExpNet, LearnsOnCudaNearlyWhatItLearnsOnTheCpu) {
  if (!at::hasCUDA()) GTEST_SKIP() << "no CUDA device";
  const TemporaryFolder folder;
  const face::FaceModel& model = studioFaceModel();
  const std::vector<Clip> clips{speakingClip("a/1", "anna", 40, 1)};
  for (const char* device : {"cpu", "cuda"}) {
    fs::create_directories(folder / device);
    ExpNetOptions options = fewSteps(2);
    options.device = tensor::deviceOf(device);
    options.dropout = 0;
    trainExpNet({clips, {}, clips}, model, options, folder / device, {});
  }
  const auto cpu = weightsIn(folder / "cpu/state.safetensors"),
             cuda = weightsIn(folder / "cuda/state.safetensors");
  for (const auto& [name, value] : cpu) {
    if (!name.starts_with("net.") || !value.is_floating_point()) continue;
    EXPECT_LT((value - cuda.at(name)).abs().mean().item<float>(), 1e-5f) << name;
  }
}

TEST(TrainExpNet, KeepsLidsAndGazeOutOfTheVoicesReach) {
  const TemporaryFolder folder;
  const face::FaceModel& model = studioFaceModel();
  const std::vector<Clip> clips{speakingClip("a/1", "anna", 40, 1)};
  trainExpNet({clips, {}, clips}, model, fewSteps(2), folder.path(), {});
  motion::sadtalker::ExpNet net;
  tensor::WeightStore::open(folder.path() / "expnet.safetensors").loadInto(net);
  for (const int row : {int(face::kBlinkLeft), int(face::kGazeHorizontal)}) {
    EXPECT_EQ(net.mapping->weight[row].slice(0, 0, 512).abs().max().item<float>(), 0);
    EXPECT_EQ(net.mapping->weight[row][512 + row].item<float>(), 1);
  }
  for (int row = 0; row < face::kExpressionCount; ++row)
    EXPECT_NEAR(net.mapping->weight[row][576].item<float>(), model.blink[std::size_t(row)], 1e-3);
}

TEST(TrainExpNet, RefusesMaterialWithoutClips) {
  const TemporaryFolder folder;
  EXPECT_THROW(trainExpNet({}, studioFaceModel(), fewSteps(1), folder.path(), {}), Error);
}

TEST(VoiceAlignment, MovesAVoiceByWholeColumnsAndRepeatsItsEnds) {
  Clip clip = speakingClip("a/1", "anna", 20, 1);
  const at::Tensor before = clip.mel.clone();
  moveVoice(clip, 2.5);  // 8 columns
  EXPECT_TRUE(at::equal(clip.mel.slice(1, 0, 20), before.slice(1, 8, 28)));
  EXPECT_TRUE(at::equal(clip.mel.select(1, -1), before.select(1, -1)));
}

TEST(PoseStyles, AskForEnoughMovingHeads) {
  const std::vector<Clip> clips{speakingClip("a/1", "anna", 200, 1)};
  EXPECT_THROW(choosePoseStyles(clips), Error);
}

TEST(PoseVae, TrainsOnMovingHeadsAndSharesTheHearingOfExpNet) {
  const TemporaryFolder folder;
  std::vector<Clip> clips;
  for (int i = 0; i < 16; ++i)
    clips.push_back(
        speakingClip("a/" + std::to_string(i), "speaker" + std::to_string(i), 110, std::uint64_t(i)));
  motion::sadtalker::ExpNet expNet;
  {
    const c10::NoGradGuard guard;
    for (auto& p : expNet.audioEncoder->parameters()) p.normal_(0, 0.05);
  }
  expNet.eval();
  PoseVaeOptions options;
  options.steps = 2;
  options.batch = 2;
  options.adversarialFrom = 1;
  trainPoseVae(clips, *expNet.audioEncoder, options, folder.path(), {});
  const auto weights = tensor::WeightStore::open(folder.path() / "posevae.safetensors");
  motion::sadtalker::AudioEncoder encoder;
  weights.under("audio_encoder.audio_encoder.").loadInto(encoder);
  EXPECT_TRUE(at::allclose(encoder.parameters()[0], expNet.audioEncoder->parameters()[0], 1e-3, 1e-4));

  // What it makes from noise for a voice it never heard has the extent and the lean of its styles.
  const c10::NoGradGuard guard;
  motion::sadtalker::PoseDecoder decoder;
  motion::sadtalker::PoseStyles styles;
  weights.under("netG.decoder.").loadInto(decoder);
  weights.under("manners.").loadInto(styles);
  decoder.eval();
  const auto chosen = choosePoseStyles(clips);
  const std::int64_t frames = 3000;
  at::manual_seed(3);
  for (const int style : {0, 20}) {
    const at::Tensor motion =
        joinedPose(decoder, styles, at::zeros({frames, 6}),
                   at::randn({motion::sadtalker::joinedChunks(frames), motion::sadtalker::kPoseLatent}),
                   motion::sadtalker::styleShares({{style, 1.0}}))
            .slice(0, 20, frames - 20);
    for (std::int64_t k = 0; k < 3; ++k) {
      const double extent = chosen[std::size_t(style)].extent[std::size_t(k)];
      // The trainer knows the extent from 75 chunks of noise.
      EXPECT_NEAR(motion.select(1, k).std().item<double>(), extent, 0.4 * extent);
      EXPECT_NEAR(motion.select(1, k).mean().item<double>(),
                  chosen[std::size_t(style)].leanRadians[std::size_t(k)], 0.4 * extent);
    }
  }
}

TEST(TrainingLog, IsDrawnAsAPicture) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "log.csv") << "step,loss,score\n1,3,0.1\n2,2,0.3\n3,1.5,0.4\n";
  plotTrainingLog(folder.path() / "log.csv", folder.path() / "log.png");
  EXPECT_GT(fs::file_size(folder.path() / "log.png"), 1000u);
  std::ofstream(folder.path() / "empty.csv") << "step,loss\n";
  EXPECT_THROW(plotTrainingLog(folder.path() / "empty.csv", folder.path() / "empty.png"), Error);
}

TEST(RebaseExpNet, SpeaksTheNewBasis) {
  const TemporaryFolder folder;
  motion::sadtalker::ExpNet net;
  net.mapping->weight.detach().normal_(0, 0.1);
  std::vector<std::pair<std::string, at::Tensor>> tensors;
  for (const auto& [name, value] : tensor::namedState(net, "")) tensors.emplace_back(name, value.detach());
  tensor::writeSafetensors(folder / "old.safetensors", tensors);
  const at::Tensor forward = at::eye(64) + 0.05 * at::randn({64, 64}), offset = 0.1 * at::randn({64});
  tensor::writeSafetensors(
      folder / "rebase.safetensors",
      {{"forward", forward}, {"backward", at::inverse(forward).contiguous()}, {"offset", offset}});
  rebaseExpNet(folder / "old.safetensors", folder / "rebase.safetensors", folder / "new.safetensors");
  motion::sadtalker::ExpNet moved;
  tensor::WeightStore::open(folder / "new.safetensors").loadInto(moved);
  const at::Tensor heard = at::rand({5, 512}), beta0 = at::randn({1, 64}), blink = at::rand({5, 1});
  const at::Tensor expected = at::matmul(net.express(heard, beta0, blink), forward) + offset;
  const at::Tensor made = moved.express(heard, at::matmul(beta0, forward) + offset, blink);
  EXPECT_LT((made - expected).abs().max().item<float>(), 0.02) << "half precision";
}

TEST(AverageExpNet, LiesBetweenTheTwoAndMovesAsFarAsPeople) {
  const TemporaryFolder folder;
  for (const char* name : {"old", "new"}) {
    motion::sadtalker::ExpNet net;
    tensor::fillByFormula(name, "", net);
    net.mapping->weight.detach().mul_(1e-3);  // far less than people
    writeExpNet(folder / (std::string(name) + ".safetensors"), net);
  }
  const std::vector<Clip> judged{speakingClip("a/1", "anna", 60, 1)};
  const double factor = averageExpNet(folder / "old.safetensors", folder / "new.safetensors", 0.25, judged,
                                      studioFaceModel(), folder / "made.safetensors");
  EXPECT_NEAR(factor, 2.2, 1e-6) << "the most that is restored";
  const auto from = weightsIn(folder / "old.safetensors"), towards = weightsIn(folder / "new.safetensors"),
             made = weightsIn(folder / "made.safetensors");
  const auto between = [&](const std::string& name) {
    return 0.75 * from.at(name).to(at::kFloat) + 0.25 * towards.at(name).to(at::kFloat);
  };
  for (const std::string name :
       {"audio_encoder.3.conv_block.0.weight", "audio_encoder.3.conv_block.1.running_mean"})
    EXPECT_TRUE(at::allclose(made.at(name).to(at::kFloat), between(name), 2e-3, 1e-4)) << name;
  const at::Tensor weight = made.at("mapping1.weight").to(at::kFloat), expected = between("mapping1.weight");
  EXPECT_TRUE(at::allclose(weight.slice(0, 0, face::kBlinkLeft).slice(1, 0, 512),
                           factor * expected.slice(0, 0, face::kBlinkLeft).slice(1, 0, 512), 5e-3, 1e-6));
  EXPECT_TRUE(at::allclose(weight.slice(1, 512), expected.slice(1, 512), 5e-3, 1e-6)) << "the portrait's own";
  EXPECT_THROW(averageExpNet(folder / "old.safetensors", folder / "new.safetensors", 0.5, {},
                             studioFaceModel(), folder / "none.safetensors"),
               Error);
}

TEST(RebasePoseVae, HearsWithAnotherEncoderWhatItHeard) {
  const TemporaryFolder folder;
  motion::sadtalker::ExpNet net;
  tensor::fillByFormula("rebase", "", net);
  motion::sadtalker::PoseDecoder decoder;
  tensor::fillByFormula("rebase", "netG.decoder.", decoder);
  NamedTensors pose, expNet;
  for (const auto& [name, value] : tensor::namedState(*net.audioEncoder, "audio_encoder.audio_encoder."))
    pose.emplace_back(name, value.detach().clone());
  for (const auto& [name, value] : tensor::namedState(decoder, "netG.decoder."))
    pose.emplace_back(name, value.detach().clone());
  pose.emplace_back("manners.extent", at::rand({46, 6}));
  // Another encoder that hears the same in another order.
  const at::Tensor order = at::arange(511, -1, -1, at::kLong);
  for (const auto& [name, value] : tensor::namedState(net, "")) {
    const bool last = name.starts_with("audio_encoder.12.") && value.dim() > 0;
    expNet.emplace_back(name, last ? value.detach().index_select(0, order) : value.detach().clone());
  }
  tensor::writeSafetensors(folder / "posevae.safetensors", pose);
  tensor::writeSafetensors(folder / "expnet.safetensors", expNet);
  const std::vector<Clip> fitted{speakingClip("a/1", "anna", 400, 1), speakingClip("a/2", "bert", 400, 2)},
      judged{speakingClip("b/1", "carl", 100, 3)};
  const double share = rebasePoseVae(folder / "posevae.safetensors", folder / "expnet.safetensors", fitted,
                                     judged, folder / "new.safetensors");
  EXPECT_GT(share, 0.9);
  EXPECT_LE(share, 1);

  const auto before = weightsIn(folder / "posevae.safetensors"), now = weightsIn(folder / "new.safetensors"),
             heard = weightsIn(folder / "expnet.safetensors");
  ASSERT_EQ(now.size(), before.size());
  for (const auto& [name, value] : now)
    if (name.starts_with("audio_encoder."))
      EXPECT_TRUE(at::equal(value, heard.at(name.substr(14)))) << name;
    else
      EXPECT_EQ(at::equal(value, before.at(name)), !name.starts_with("netG.decoder.linear_audio.")) << name;
  EXPECT_THROW(rebasePoseVae(folder / "posevae.safetensors", folder / "expnet.safetensors", {}, judged,
                             folder / "none.safetensors"),
               Error);
}

}  // namespace
}  // namespace orator::learning
