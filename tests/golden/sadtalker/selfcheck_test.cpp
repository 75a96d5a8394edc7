#include "core/pipeline/selfcheck/selfcheck.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/face/sadtalker/recon_net.h"
#include "core/render/facevid2vid/mapping_net.h"
#include "core/tensor/safetensors.h"
#include "core/tensor/weight_store.h"
#include "tests/support/files.h"

namespace orator {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using Tensors = std::vector<std::pair<std::string, at::Tensor>>;

const fs::path kData = ORATOR_TEST_DATA;

/// A copy of the golden folder that a test may spoil.
class Selfcheck : public testing::Test {
 protected:
  Selfcheck() { fs::copy(kData, folder_.path()); }
  Tensors read(const std::string& part) const {
    const auto file = tensor::SafetensorsFile::open(kData / (part + ".safetensors"));
    Tensors tensors;
    for (const auto& entry : file.entries()) tensors.emplace_back(entry.name, file.tensor(entry.name));
    return tensors;
  }
  void write(const std::string& part, const Tensors& tensors, const std::string& salt) const {
    tensor::writeSafetensors(folder_ / (part + ".safetensors"), tensors, {{"salt", salt}});
  }
  bool passes(const std::string& part) const {
    const auto lines = selfcheck::runPart(part, folder_.path());
    return !lines.empty() &&
           std::all_of(lines.begin(), lines.end(), [](const auto& line) { return line.ok; });
  }
  Error refusal(const std::string& part) const {
    return test::errorOf([&] { selfcheck::runPart(part, folder_.path()); });
  }
  test::TemporaryFolder folder_;
};

at::Tensor& named(Tensors& tensors, const std::string& name) {
  for (auto& [key, tensor] : tensors)
    if (key == name) return tensor;
  throw std::out_of_range(name);
}

TEST_F(Selfcheck, TakesTheSaltFromTheFile) {
  const at::NoGradGuard noGradient;
  render::facevid2vid::MappingNet mapping(70);
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

TEST_F(Selfcheck, SeesEveryQuantityThatIsChanged) {
  for (const std::string& part : selfcheck::parts()) {
    if (!fs::exists(kData / (part + ".safetensors")) || part == "render_128") continue;
    for (const auto& line : selfcheck::runPart(part, kData)) {
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
  const auto results = selfcheck::run(folder_.path(), {});
  ASSERT_EQ(results.size(), selfcheck::parts().size());
  for (const auto& result : results) {
    EXPECT_EQ(result.ok(), result.part != "crop") << result.part;
    EXPECT_EQ(result.refused.has_value(), result.part == "crop") << result.part;
  }
}

TEST_F(Selfcheck, RefusesFilesThatAreNoGoldens) {
  for (const std::string& part : selfcheck::parts()) {
    const fs::path whole = folder_ / (part + ".safetensors");
    const fs::path file = fs::exists(whole) ? whole : folder_ / part;
    test::writeBytes(file, {'n', 'o', 'n', 's', 'e', 'n', 's', 'e', 0, 1, 2});
    const Error error = refusal(part);
    EXPECT_EQ(error.code(), ErrorCode::checkpointRefused) << part;
    EXPECT_THAT(error.subject(), HasSubstr(part));
  }
}

TEST_F(Selfcheck, RefusesTheTensorsOfAnotherPartByName) {
  for (const std::string& part : selfcheck::parts()) {
    if (!fs::exists(kData / (part + ".safetensors"))) continue;
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
  EXPECT_EQ(test::errorOf([&] { selfcheck::run(folder_ / "none", {}); }).code(), ErrorCode::fileNotFound);
  EXPECT_EQ(test::errorOf([&] { selfcheck::run(folder_ / "mel.safetensors", {}); }).code(),
            ErrorCode::invalidArgument);
}

}  // namespace
}  // namespace orator
