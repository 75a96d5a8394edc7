// What the self-check of the published networks takes from its files and what it refuses.
#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "core/lab/lse/sync_net_v2.h"
#include "core/lab/selfcheck/selfcheck.h"
#include "core/motion/wav2lip/lip_expert.h"
#include "core/render/liveportrait/motion_extractor.h"
#include "core/tensor/safetensors.h"
#include "core/tensor/weight_store.h"
#include "tests/golden/goldens.h"
#include "tests/support/files.h"

namespace orator {
namespace {

namespace fs = std::filesystem;
using test::kGoldens;
using test::named;
using test::Tensors;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

class PublishedSelfcheck : public test::GoldenFolder {
 protected:
  template <class Network>
  static Network salted(const std::string& prefix) {
    Network network;
    tensor::fillByFormula("another salt", prefix, network);
    network.eval();
    return network;
  }

  at::NoGradGuard noGradient_;
};

TEST_F(PublishedSelfcheck, TakesTheSaltFromTheFile) {
  const auto expert = salted<motion::wav2lip::LipExpert>("expert.");
  Tensors tensors = read("wav2lip_expert");
  const at::Tensor faces = named(tensors, "faces_bgr").permute({0, 3, 1, 2}).to(at::kFloat) / 255;
  const auto window = [&](std::int64_t v) {
    return faces.slice(0, v, v + 5).slice(2, 48).reshape({15, 48, 96});
  };
  named(tensors, "face") = expert.embedFaces(at::stack({window(0), window(1)}));
  named(tensors, "audio") = expert.embedVoice(named(tensors, "mel"));
  named(tensors, "cosine") = motion::wav2lip::inSync(named(tensors, "face"), named(tensors, "audio"));
  write("wav2lip_expert", tensors, "another salt");
  EXPECT_TRUE(passes("wav2lip_expert"));
  write("wav2lip_expert", tensors, "public");
  EXPECT_FALSE(passes("wav2lip_expert"));
}

TEST_F(PublishedSelfcheck, SeesEveryQuantityThatIsChanged) {
  for (const std::string part :
       {"syncnet_mfcc", "syncnet_lse", "wav2lip_mel", "wav2lip_expert", "liveportrait_motion"})
    for (const auto& line : lab::selfcheck::runPart(part, kGoldens)) {
      Tensors tensors = read(part);
      at::Tensor& tensor = named(tensors, line.quantity);
      tensor.view({-1})[tensor.numel() / 2] += 1;
      write(part, tensors, "public");
      EXPECT_FALSE(passes(part)) << part << " " << line.quantity;
    }
}

TEST_F(PublishedSelfcheck, LooksAtTheModelsOfWhichTheFolderHasFiles) {
  fs::copy(kGoldens / "syncnet_lse.safetensors", folder_.path());
  const auto parts = lab::selfcheck::parts(folder_.path());
  EXPECT_THAT(parts, Contains("syncnet_crop"));
  EXPECT_THAT(parts, Not(Contains("wav2lip")));
  EXPECT_THAT(parts, Not(Contains("mel")));
  const auto results = lab::selfcheck::run(folder_.path(), {});
  for (const auto& result : results) {
    EXPECT_EQ(result.ok(), result.part == "syncnet_lse") << result.part;
    EXPECT_EQ(result.refused.has_value(), result.part != "syncnet_lse") << result.part;
  }
}

TEST_F(PublishedSelfcheck, RefusesTheTensorsOfAnotherPartByName) {
  for (const std::string part : {"syncnet", "wav2lip", "gfpgan", "parsenet", "pasteback", "realesrgan",
                                 "liveportrait_extract", "liveportrait_warp_32", "liveportrait_crop"}) {
    write(part, read("wav2lip_mel"), "public");
    const Error error = test::errorOf([&] { lab::selfcheck::runPart(part, folder_.path()); });
    EXPECT_EQ(error.code(), ErrorCode::checkpointRefused) << part;
    EXPECT_THAT(error.what(), HasSubstr("no tensor")) << part;
  }
}

TEST_F(PublishedSelfcheck, RefusesTensorsOfAnotherForm) {
  const std::pair<const char*, const char*> inputs[] = {{"syncnet", "frames_bgr"},
                                                        {"syncnet_crop", "bbox"},
                                                        {"wav2lip", "faces_bgr"},
                                                        {"gfpgan", "image_rgb"},
                                                        {"parsenet", "image_rgb"},
                                                        {"pasteback", "landmarks5"},
                                                        {"realesrgan", "image_rgb"},
                                                        {"liveportrait_extract", "images_rgb"},
                                                        {"liveportrait_crop", "landmarks106"}};
  for (const auto& [part, input] : inputs) {
    Tensors tensors = read(part);
    named(tensors, input) = at::zeros({3, 5}, at::kHalf);
    write(part, tensors, "public");
    const Error error = test::errorOf([&] { lab::selfcheck::runPart(part, folder_.path()); });
    EXPECT_EQ(error.code(), ErrorCode::checkpointRefused) << part;
    EXPECT_THAT(error.reason(), HasSubstr("not a golden of the part")) << part;
  }
}

TEST_F(PublishedSelfcheck, CountsKeysThatDiffer) {
  const std::string part = "syncnet_checkpoint_keys.json";
  const auto bytes = test::readBytes(kGoldens / part);
  std::string text(bytes.begin(), bytes.end());
  text.replace(text.find("netfclip.3.bias"), 15, "netfclip.4.bias");
  test::writeBytes(folder_ / part, {text.begin(), text.end()});
  const auto lines = lab::selfcheck::runPart(part, folder_.path());
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].error, 2);  // one missing, one extra
}

}  // namespace
}  // namespace orator
