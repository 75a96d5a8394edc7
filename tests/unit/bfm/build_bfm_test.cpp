#include "core/face/bfm/build_bfm.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"
#include "core/render/face3d/bfm_face.h"
#include "core/render/face3d/face3d_renderer.h"
#include "tests/support/files.h"
#include "tests/unit/bfm/synthetic_bfm.h"

namespace orator::face {
namespace {

namespace fs = std::filesystem;
using test::SyntheticBfm;
using test::TemporaryFolder;
using testing::HasSubstr;

Error refusal(const fs::path& folder) {
  try {
    buildBfmModel(folder, {});
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "the folder was accepted";
  return {ErrorCode::internal, "", ""};
}

class BuildBfm : public testing::Test {
 protected:
  const TemporaryFolder temporary;
  const SyntheticBfm source{temporary / "BFM_Fitting"};
};

TEST_F(BuildBfm, ScalesAndChoosesAsThePublishedCodeDoes) {
  const BfmModel model = buildBfmModel(source.folder, {});
  ASSERT_EQ(model.vertexCount(), SyntheticBfm::kFront);
  ASSERT_EQ(model.identity.rows, 80);
  ASSERT_EQ(model.expression.rows, 64);
  double sum[3] = {};
  for (int i = 0; i < SyntheticBfm::kFront; ++i)
    for (int axis = 0; axis < 3; ++axis)
      sum[axis] += SyntheticBfm::meanOf(SyntheticBfm::trimmed(SyntheticBfm::front(i)), axis) / 1e5;
  for (const int i : {0, 13, 35})
    for (int axis = 0; axis < 3; ++axis) {
      const int front = SyntheticBfm::front(i), vertex = SyntheticBfm::trimmed(front), at = 3 * i + axis;
      EXPECT_NEAR(model.mean(0, at),
                  SyntheticBfm::meanOf(vertex, axis) / 1e5 - sum[axis] / SyntheticBfm::kFront, 1e-5);
      EXPECT_FLOAT_EQ(model.textureMean(0, at), float(SyntheticBfm::textureMeanOf(vertex, axis)));
      for (const int k : {0, 63, 79}) {
        const double shape = SyntheticBfm::shapeOf(vertex, axis, k) * SyntheticBfm::deviationOf(k);
        EXPECT_NEAR(model.identity(k, at), shape / 1e5, 1e-8);
        EXPECT_NEAR(model.texture(k, at), shape, 1e-3);
      }
      for (const int k : {0, 63})
        EXPECT_NEAR(model.expression(k, at),
                    SyntheticBfm::expressionOf(front, axis, k) * SyntheticBfm::expressionDeviationOf(k) / 1e5,
                    1e-7);
    }
  EXPECT_EQ(model.triangles.front(), cv::Vec3i(0, 6, 7));
  EXPECT_EQ(model.keypoints.size(), 68u);
  EXPECT_EQ(model.keypoints[37], 15);
}

TEST_F(BuildBfm, ShapeAndColoursAddTheBases) {
  const BfmModel model = buildBfmModel(source.folder, {});
  ExpressionCoefficients expression{};
  expression[3] = 2;
  const auto points = model.shape({0, 0.5f}, expression);
  EXPECT_NEAR(points[4].y, model.mean(0, 13) + 0.5f * model.identity(1, 13) + 2 * model.expression(3, 13),
              1e-6f);
  EXPECT_NEAR(model.colours({})[4][1], model.textureMean(0, 13) / 255, 1e-6f);
}

TEST_F(BuildBfm, ImportIsReadBackToTheBitAndFoundByName) {
  const fs::path models = temporary / "models";
  const fs::path file = importBfm(source.folder, models, {});
  EXPECT_EQ(file, bfmModelFile(models));
  const BfmModel built = buildBfmModel(source.folder, {}), read = loadBfmModel(file);
  EXPECT_EQ(cv::norm(built.mean, read.mean, cv::NORM_INF), 0);
  EXPECT_EQ(cv::norm(built.identity, read.identity, cv::NORM_INF), 0);
  EXPECT_EQ(cv::norm(built.expression, read.expression, cv::NORM_INF), 0);
  EXPECT_EQ(cv::norm(built.texture, read.texture, cv::NORM_INF), 0);
  EXPECT_EQ(built.triangles, read.triangles);
  EXPECT_EQ(built.keypoints, read.keypoints);
}

TEST_F(BuildBfm, IsFoundOnceItIsImported) {
  const fs::path models = temporary / "models";
  ASSERT_EQ(setenv("ORATOR_MODELS", models.c_str(), 1), 0);
  ASSERT_EQ(setenv("XDG_DATA_HOME", (temporary / "data").c_str(), 1), 0);
  try {
    installedBfmModel();
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::packMissing);
    EXPECT_THAT(error.remedy(), HasSubstr("orator packs import"));
  }
  const fs::path file = importBfm(source.folder, models, {});
  EXPECT_TRUE(fs::equivalent(installedBfmModel(), file));
  unsetenv("ORATOR_MODELS");
  unsetenv("XDG_DATA_HOME");
}

TEST_F(BuildBfm, ImportIntoAFolderThatCannotBeWrittenIsRefused) {
  std::ofstream(temporary / "file") << "no folder";
  try {
    importBfm(source.folder, temporary / "file", {});
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::outputUnwritable);
  }
}

TEST_F(BuildBfm, StopsOnRequest) {
  std::stop_source stop;
  stop.request_stop();
  try {
    buildBfmModel(source.folder, {stop.get_token(), nullptr});
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::cancelled);
  }
}

TEST(BfmLikeness, TakesIdentityTextureAndLightFromThePublishedOrder) {
  std::vector<float> all(257);
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = float(i);
  const auto likeness = render::face3d::bfmLikeness(all);
  EXPECT_EQ(likeness.identity.front(), 0);
  EXPECT_EQ(likeness.identity.size(), 80u);
  EXPECT_EQ(likeness.texture.front(), 144);
  EXPECT_EQ(likeness.texture.back(), 223);
  ASSERT_TRUE(likeness.light);
  EXPECT_EQ(likeness.light->front(), 227);
  EXPECT_EQ(likeness.light->back(), 253);
}

TEST_F(BuildBfm, NamesEveryMissingFile) {
  fs::remove(source.folder / "Exp_Pca.bin");
  fs::remove(source.folder / "facemodel_info.mat");
  const Error error = refusal(source.folder);
  EXPECT_EQ(error.code(), ErrorCode::fileNotFound);
  EXPECT_THAT(error.reason(), HasSubstr("Exp_Pca.bin, facemodel_info.mat"));
}

struct WrongFile {
  const char* name;
  std::string reason;
  std::function<void(const SyntheticBfm&)> spoil;
};

void writeText(const fs::path& file, const std::string& text) {
  std::ofstream(file, std::ios::binary) << text;
}

void cut(const fs::path& file, double share) {
  fs::resize_file(file, std::uintmax_t(share * double(fs::file_size(file))));
}

TEST_F(BuildBfm, NamesTheFileThatIsWrong) {
  const std::vector<WrongFile> wrong{
      {"01_MorphableModel.mat", "no MATLAB file",
       [](auto& s) { writeText(s.folder / "01_MorphableModel.mat", "\x89PNG"); }},
      {"01_MorphableModel.mat", "cut", [](auto& s) { cut(s.folder / "01_MorphableModel.mat", 0.7); }},
      {"01_MorphableModel.mat", "80 are needed", [](auto& s) { s.writeMorphable(70); }},
      {"01_MorphableModel.mat", "not finite", [](auto& s) { s.writeMorphable(90, true); }},
      {"Exp_Pca.bin", "size", [](auto& s) { cut(s.folder / "Exp_Pca.bin", 0.5); }},
      {"Exp_Pca.bin", "too short", [](auto& s) { cut(s.folder / "Exp_Pca.bin", 0); }},
      {"Exp_Pca.bin", "75 expressions", [](auto& s) { s.writeExpressions(75); }},
      {"std_exp.txt", "not a number", [](auto& s) { s.writeDeviations("many"); }},
      {"std_exp.txt", "64", [](auto& s) { writeText(s.folder / "std_exp.txt", "1 2 3"); }},
      {"BFM_front_idx.mat", "idx", [](auto& s) { s.writeFront(20); }},
      {"BFM_front_idx.mat", "idx", [](auto& s) { s.writeFront(-3); }},
      {"BFM_exp_idx.mat", "trimIndex is missing",
       [](auto& s) {
         fs::copy_file(s.folder / "BFM_front_idx.mat", s.folder / "BFM_exp_idx.mat",
                       fs::copy_options::overwrite_existing);
       }},
      {"facemodel_info.mat", "tri is missing", [](auto& s) { s.writeInfo("triangles"); }},
  };
  int number = 0;
  for (const WrongFile& one : wrong) {
    const SyntheticBfm spoiled(temporary / ("wrong" + std::to_string(number++)));
    one.spoil(spoiled);
    const Error error = refusal(spoiled.folder);
    EXPECT_EQ(error.code(), ErrorCode::checkpointRefused) << error.what();
    EXPECT_THAT(error.subject(), HasSubstr(one.name));
    EXPECT_THAT(error.reason(), HasSubstr(one.reason));
  }
}

TEST_F(BuildBfm, ADamagedImportIsNoticed) {
  const fs::path file = importBfm(source.folder, temporary / "models", {});
  cut(file, 0.6);
  try {
    loadBfmModel(file);
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::packDamaged);
  }
}

TEST_F(BuildBfm, ItsFaceIsDrawnByTheCameraOfTheCoefficients) {
  using namespace render::face3d;
  const auto model = std::make_shared<const BfmModel>(buildBfmModel(source.folder, {}));
  const auto drawn = [&](const motion::CoefficientRow& row, Look look) {
    motion::MotionTrack track;
    track.basis = "bfm";
    track.rows = {row};
    cv::Mat frame;
    makeBfmFaceRenderer(model, {}, {.look = look, .sidePixels = 224})
        ->render(track, {0, 1}, [&](auto, cv::Mat rgb) { frame = rgb; }, {});
    return frame;
  };
  motion::CoefficientRow moved{};
  moved[motion::kTranslationColumn] = 0.3f;
  for (const Look look : {Look::clay, Look::textured}) {
    cv::Mat centred, change;
    cv::absdiff(drawn({}, look), drawn({}, look), change);
    EXPECT_EQ(cv::norm(change, cv::NORM_INF), 0);
    // The grid is 1.2 dm wide around the middle: 122 pixels at the focal length 1015 and the distance 10.
    const cv::Mat still = drawn({}, look), right = drawn(moved, look);
    cv::Mat differs;
    cv::absdiff(still, right, differs);
    cv::cvtColor(differs, differs, cv::COLOR_RGB2GRAY);
    const cv::Rect touched = cv::boundingRect(differs > 4);
    EXPECT_NEAR(touched.x, 112 - 61, 4);
    EXPECT_NEAR(touched.br().x, 112 + 61 + 30, 4);
  }
}

}  // namespace
}  // namespace orator::face
