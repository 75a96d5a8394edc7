#include "core/lab/selfcheck/selfcheck.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/face/sadtalker/recon_net.h"
#include "core/motion/sadtalker/pose_vae.h"
#include "core/motion/sadtalker/savitzky_golay.h"
#include "core/render/facevid2vid/generator.h"
#include "core/render/facevid2vid/key_points.h"
#include "core/render/facevid2vid/mapping_net.h"
#include "core/tensor/safetensors.h"
#include "core/tensor/weight_store.h"
#include "tests/golden/goldens.h"
#include "tests/support/files.h"

namespace orator {
namespace {

namespace fs = std::filesystem;
namespace fv = render::facevid2vid;
using test::kGoldens;
using test::named;
using test::Tensors;
using testing::Contains;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::Not;

const std::string kSuffix = ".safetensors";

/// A copy of the golden folder that a test may spoil.
class Selfcheck : public test::GoldenFolder {
 protected:
  Selfcheck() { fs::copy(kGoldens, folder_.path()); }
  Error refusal(const std::string& part) const {
    return test::errorOf([&] { lab::selfcheck::runPart(part, folder_.path()); });
  }
};

TEST_F(Selfcheck, TakesTheSaltFromTheFile) {
  const at::NoGradGuard noGradient;
  fv::MappingNet mapping(70);
  tensor::fillByFormula("another salt", "mapping70.", mapping);
  Tensors tensors = read("mapping70");
  const auto motion = mapping.forward(named(tensors, "input"));
  named(tensors, "yaw") = motion.yaw;
  named(tensors, "pitch") = motion.pitch;
  named(tensors, "roll") = motion.roll;
  named(tensors, "t") = motion.translation;
  named(tensors, "exp") = motion.expression;
  write("mapping70", tensors, "another salt");
  EXPECT_TRUE(passes("mapping70"));
  write("mapping70", tensors, "public");
  EXPECT_FALSE(passes("mapping70"));

  face::sadtalker::ReconNet regressor;
  tensor::fillByFormula("another salt", "face_3drecon.", regressor);
  regressor.eval();
  tensors = read("face_recon");
  named(tensors, "coeffs") = regressor.forward(named(tensors, "image"));
  write("face_recon", tensors, "another salt");
  EXPECT_TRUE(passes("face_recon"));
}

TEST_F(Selfcheck, TakesLengthsFromTheFile) {
  const at::NoGradGuard noGradient;
  motion::sadtalker::PoseVae network;
  tensor::fillByFormula("lengths", "audio2pose.", network);
  network.eval();
  for (const char* part : {"posevae_T20", "posevae_T75"}) fs::remove(folder_ / (part + kSuffix));
  for (const std::int64_t frames : {3, 33, 66}) {
    const at::Tensor mel = 4 * at::sin(at::arange(frames * 1280, at::kFloat)).reshape({frames, 1, 80, 16});
    const at::Tensor reference = at::full({1, frames, 70}, 0.1f), style = at::full({1}, 45, at::kLong);
    const at::Tensor noise = at::cos(at::arange(network.chunks(frames) * 64, at::kFloat)).reshape({-1, 64});
    const at::Tensor pose =
        network.forward(mel, reference[0][0].slice(0, 0, 6), noise, network.styleBias()[45]);
    write("posevae_T" + std::to_string(frames),
          {{"mel", mel.unsqueeze(0)},
           {"ref", reference},
           {"z", noise},
           {"class", style},
           {"pose_pred", pose.unsqueeze(0)},
           {"pose_smooth", motion::sadtalker::savitzkyGolay(pose).unsqueeze(0)}},
          "lengths");
  }
  const auto parts = lab::selfcheck::parts(folder_.path());
  EXPECT_THAT(parts, IsSupersetOf({"posevae_T3", "posevae_T33", "posevae_T66"}));
  EXPECT_THAT(parts, Not(Contains("posevae_T75")));
  for (const char* part : {"posevae_T3", "posevae_T33", "posevae_T66"}) EXPECT_TRUE(passes(part)) << part;
}

/// The largest singular vectors of every normed weight, as training leaves them beside it.
void settleSpectralNorms(torch::nn::Module& network) {
  auto state = tensor::namedState(network);
  for (auto& [name, u] : state) {
    if (!name.ends_with("weight_u")) continue;
    const std::string stem = name.substr(0, name.size() - 1);
    const at::Tensor weight = state.at(stem + "orig").flatten(1);
    at::Tensor& v = state.at(stem + "v");
    for (int i = 0; i < 15; ++i) {
      v.copy_(weight.t().mv(u).div(weight.t().mv(u).norm()));
      u.copy_(weight.mv(v).div(weight.mv(v).norm()));
    }
  }
}

TEST_F(Selfcheck, TakesTheNumberOfDrivingFramesFromTheFile) {
  const at::NoGradGuard noGradient;
  const std::string salt = "frames";
  fv::MappingNet mapping(70);
  fv::KeyPointDetector detector;
  fv::Generator generator;
  tensor::fillByFormula(salt, "mapping70.", mapping);
  tensor::fillByFormula(salt, "kp_extractor.", detector);
  tensor::fillByFormula(salt, "generator.", generator);
  settleSpectralNorms(generator);
  mapping.eval(), detector.eval(), generator.eval();
  const at::Tensor image = at::rand({1, 3, 128, 128}), semantics = 0.3 * at::randn({3, 70, 27});
  const auto motion = mapping.forward(semantics);
  const at::Tensor canonical = detector.forward(image);
  const at::Tensor points = fv::transformKeyPoints(canonical, motion);
  const at::Tensor source = points.slice(0, 0, 1), driving = points.slice(0, 1);
  const auto frames = generator.forward(generator.sourceFeature(image), driving, source);
  Tensors tensors{{"image", image},
                  {"semantics", semantics},
                  {"kp_canonical", canonical},
                  {"kp_source", source},
                  {"kp_driving", driving},
                  {"yaw", fv::degreesOf(motion.yaw).slice(0, 1)},
                  {"pitch", fv::degreesOf(motion.pitch).slice(0, 1)},
                  {"roll", fv::degreesOf(motion.roll).slice(0, 1)},
                  {"deformation", frames.motion.deformation},
                  {"occlusion_map", frames.motion.occlusionMap},
                  {"prediction", frames.prediction}};
  for (const auto& [name, value] : tensor::namedState(generator, "generator."))
    if (name.ends_with("weight_u") || name.ends_with("weight_v")) tensors.emplace_back(name, value);
  fs::remove(folder_ / "render_128.safetensors");
  named(tensors, "prediction")[1][0][5][5] += 0.01;  // of the second driving frame
  write("render_other", tensors, salt);
  EXPECT_THAT(lab::selfcheck::parts(folder_.path()), Contains("render_other"));
  for (const auto& line : lab::selfcheck::runPart("render_other", folder_.path()))
    EXPECT_EQ(line.ok, line.quantity != "prediction") << line.quantity << " " << line.error;
}

TEST_F(Selfcheck, WantsAtLeastOnePartOfEachKind) {
  for (const char* part : {"posevae_T20", "posevae_T75", "render_128"})
    fs::remove(folder_ / (part + kSuffix));
  EXPECT_THAT(lab::selfcheck::parts(folder_.path()), IsSupersetOf({"posevae_T75", "render_128"}));
  EXPECT_EQ(refusal("posevae_T75").code(), ErrorCode::fileNotFound);
  EXPECT_EQ(test::errorOf([&] { lab::selfcheck::runPart("render_", folder_.path()); }).code(),
            ErrorCode::invalidArgument);
}

TEST_F(Selfcheck, TakesTheExpressionScaleFromTheTensorsName) {
  Tensors tensors = read("semantics");
  for (auto& [name, value] : tensors)
    if (name == "crop_scale1.3") {
      name = "crop_scale2.6";
      value.slice(1, 0, 64) *= 2;
    }
  write("semantics", tensors, "public");
  EXPECT_TRUE(passes("semantics"));
}

TEST_F(Selfcheck, SeesEveryQuantityThatIsChanged) {
  for (const std::string& part : lab::selfcheck::parts(kGoldens)) {
    if (!fs::exists(kGoldens / (part + ".safetensors")) || part == "render_128") continue;
    for (const auto& line : lab::selfcheck::runPart(part, kGoldens)) {
      Tensors tensors = read(part);
      if (std::none_of(tensors.begin(), tensors.end(),
                       [&](const auto& t) { return t.first == line.quantity; }))
        continue;  // a second comparison with the same tensor
      at::Tensor& tensor = named(tensors, line.quantity);
      if (line.quantity == "aligned")
        tensor = 255 - tensor;
      else
        tensor.view({-1})[tensor.numel() / 2] += 1;
      write(part, tensors, "public");
      EXPECT_FALSE(passes(part)) << part << " " << line.quantity;
    }
  }
}

TEST_F(Selfcheck, NamesAMissingFileAndStillRunsTheOtherParts) {
  fs::remove(folder_ / "crop.safetensors");
  EXPECT_EQ(refusal("crop").code(), ErrorCode::fileNotFound);
  const auto results = lab::selfcheck::run(folder_.path(), {});
  ASSERT_EQ(results.size(), lab::selfcheck::parts(kGoldens).size());
  for (const auto& result : results) {
    EXPECT_EQ(result.ok(), result.part != "crop") << result.part;
    EXPECT_EQ(result.refused.has_value(), result.part == "crop") << result.part;
  }
}

TEST_F(Selfcheck, RefusesFilesThatAreNoGoldens) {
  for (const std::string& part : lab::selfcheck::parts(kGoldens)) {
    const fs::path whole = folder_ / (part + ".safetensors");
    const fs::path file = fs::exists(whole) ? whole : folder_ / part;
    test::writeBytes(file, {'n', 'o', 'n', 's', 'e', 'n', 's', 'e', 0, 1, 2});
    const Error error = refusal(part);
    EXPECT_EQ(error.code(), ErrorCode::checkpointRefused) << part;
    EXPECT_THAT(error.subject(), HasSubstr(part));
  }
}

TEST_F(Selfcheck, RefusesTheTensorsOfAnotherPartByName) {
  for (const std::string& part : lab::selfcheck::parts(kGoldens)) {
    if (!fs::exists(kGoldens / (part + ".safetensors"))) continue;
    write(part, read(part == "mel" ? "expnet" : "mel"), "public");
    const Error error = refusal(part);
    EXPECT_EQ(error.code(), ErrorCode::checkpointRefused) << part;
    EXPECT_THAT(error.what(), HasSubstr("no tensor")) << part;
  }
}

TEST_F(Selfcheck, RefusesTensorsOfAnotherForm) {
  const std::pair<const char*, const char*> inputs[] = {
      {"mel", "wav"},     {"expnet", "mel"},       {"posevae_T20", "ref"}, {"crop", "landmarks0"},
      {"align", "image"}, {"face_recon", "image"}, {"semantics", "coeff"}, {"mapping73", "input"}};
  for (const auto& [part, input] : inputs) {
    Tensors tensors = read(part);
    named(tensors, input) = at::zeros({3, 5}, at::kHalf);
    write(part, tensors, "public");
    const Error error = refusal(part);
    EXPECT_EQ(error.code(), ErrorCode::checkpointRefused) << part;
    EXPECT_THAT(error.reason(), HasSubstr("not a golden of the part")) << part;
  }
}

TEST_F(Selfcheck, NumbersThatAreNoneNeverPass) {
  Tensors tensors = read("mapping70");
  named(tensors, "t").fill_(std::nan(""));
  write("mapping70", tensors, "public");
  EXPECT_FALSE(passes("mapping70"));
}

TEST_F(Selfcheck, AsksForAFolder) {
  EXPECT_EQ(test::errorOf([&] { lab::selfcheck::run(folder_ / "none", {}); }).code(),
            ErrorCode::fileNotFound);
  EXPECT_EQ(test::errorOf([&] { lab::selfcheck::run(folder_ / "mel.safetensors", {}); }).code(),
            ErrorCode::invalidArgument);
}

}  // namespace
}  // namespace orator
