#include "core/render/face_files/face_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/base/error.h"
#include "core/render/face_files/gltf.h"
#include "core/render/face_files/obj.h"
#include "core/render/face_files/usd.h"
#include "tests/support/files.h"
#include "tests/support/synthetic_portrait.h"

namespace orator::render::face_files {
namespace {

using nlohmann::json;
using testing::HasSubstr;

motion::MotionTrack nodding() {
  motion::MotionTrack track;
  track.frameRate = {25, 1};
  track.rows.resize(3);
  track.rows[1][0] = 0.7f;  // the first coefficient opens the jaw
  track.rows[1][motion::kAngleColumn] = 0.3f;
  track.rows[1][motion::kAngleColumn + 1] = -0.2f;
  track.rows[2][motion::kTranslationColumn] = 0.5f;
  return track;
}

AnimatedFace nodder() {
  return animatedFace(*test::syntheticPortrait(), nodding());
}

/// Where the portrait's model has the points of a row, in metres.
std::vector<cv::Point3f> expected(const motion::CoefficientRow& row, bool withHead) {
  const auto portrait = test::syntheticPortrait();
  face::ExpressionCoefficients expression{};
  std::copy_n(row.begin(), expression.size(), expression.begin());
  std::vector<cv::Point3f> points = portrait->model->shape(portrait->fit.identity, expression);
  points.resize(468);
  const cv::Matx33f turn = face::rotationMatrix({row[64], row[65], row[66]});
  for (cv::Point3f& p : points) {
    if (withHead) p = cv::Point3f(turn * cv::Vec3f(p)) + cv::Point3f(row[67], row[68], row[69]);
    p *= 0.1f;
  }
  return points;
}

double farthest(const std::vector<cv::Point3f>& a, const std::vector<cv::Point3f>& b) {
  double most = a.size() == b.size() ? 0 : 1e9;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) most = std::max(most, cv::norm(a[i] - b[i]));
  return most;
}

constexpr double kMicrometre = 1e-6;

TEST(AnimatedFace, HasTheModelsPointsAtEveryFrame) {
  const AnimatedFace face = nodder();
  ASSERT_EQ(face.weights.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i)
    EXPECT_LT(farthest(face.posed(i), expected(nodding().rows[i], false)), kMicrometre);
}

TEST(AnimatedFace, RefusesATrackOfAnotherBasisOrWithoutFrames) {
  motion::MotionTrack track = nodding();
  track.basis = "bfm";
  EXPECT_THROW(animatedFace(*test::syntheticPortrait(), track), Error);
  track = nodding();
  track.rows.clear();
  EXPECT_THROW(animatedFace(*test::syntheticPortrait(), track), Error);
}

/// A GLB taken apart as the format says it (glTF 2.0, section 4.4).
struct Glb {
  explicit Glb(const std::string& bytes) {
    const auto word = [&](std::size_t at) {
      std::uint32_t value = 0;
      std::memcpy(&value, bytes.data() + at, sizeof value);
      return value;
    };
    EXPECT_EQ(bytes.substr(0, 4), "glTF");
    EXPECT_EQ(word(4), 2u);
    EXPECT_EQ(word(8), bytes.size());
    EXPECT_EQ(bytes.size() % 4, 0u);
    scene = json::parse(bytes.substr(20, word(12)));
    const std::size_t second = 20 + word(12);
    EXPECT_EQ(bytes.substr(second + 4, 3), "BIN");
    data = bytes.substr(second + 8, word(second));
  }
  std::vector<float> floats(int accessor) const {
    const json& described = scene["accessors"][std::size_t(accessor)];
    const json& view = scene["bufferViews"][described["bufferView"].get<std::size_t>()];
    const std::map<std::string, std::size_t> components{{"SCALAR", 1}, {"VEC2", 2}, {"VEC3", 3}, {"VEC4", 4}};
    std::vector<float> values(described["count"].get<std::size_t>() * components.at(described["type"]));
    const std::size_t begin = view.value("byteOffset", 0u);
    EXPECT_EQ(begin % 4, 0u);
    EXPECT_LE(begin + values.size() * 4, data.size());
    std::memcpy(values.data(), data.data() + begin, values.size() * 4);
    return values;
  }
  json scene;
  std::string data;
};

TEST(Gltf, MorphTargetsAndAnimationGiveTheModelsPoints) {
  const Glb file(gltf(nodder(), true));
  const json& mesh = file.scene["meshes"][0];
  const json& part = mesh["primitives"][0];
  const std::vector<float> neutral = file.floats(part["attributes"]["POSITION"]);
  std::map<std::string, std::vector<float>> moved;
  for (const json& channel : file.scene["animations"][0]["channels"]) {
    const json& sampler = file.scene["animations"][0]["samplers"][channel["sampler"].get<std::size_t>()];
    EXPECT_EQ(file.floats(sampler["input"]), (std::vector<float>{0, 0.04f, 0.08f}));
    moved[channel["target"]["path"]] = file.floats(sampler["output"]);
  }
  ASSERT_EQ(part["targets"].size(), 64u);
  ASSERT_EQ(moved["weights"].size(), 3u * 64);
  for (std::size_t frame = 0; frame < 3; ++frame) {
    std::vector<cv::Point3f> points(neutral.size() / 3);
    std::memcpy(static_cast<void*>(points.data()), neutral.data(), neutral.size() * sizeof(float));
    for (std::size_t k = 0; k < 64; ++k) {
      const std::vector<float> offsets = file.floats(part["targets"][k]["POSITION"]);
      for (std::size_t i = 0; i < points.size(); ++i)
        points[i] += moved["weights"][frame * 64 + k] *
                     cv::Point3f(offsets[3 * i], offsets[3 * i + 1], offsets[3 * i + 2]);
    }
    const float* q = &moved["rotation"][4 * frame];
    const float* t = &moved["translation"][3 * frame];
    for (cv::Point3f& p : points) {  // v + 2 w (u x v) + 2 u x (u x v)
      const cv::Point3f u(q[0], q[1], q[2]), across = u.cross(p);
      p += 2 * q[3] * across + 2 * u.cross(across) + cv::Point3f(t[0], t[1], t[2]);
    }
    EXPECT_LT(farthest(points, expected(nodding().rows[frame], true)), kMicrometre) << frame;
  }
  EXPECT_EQ(mesh["extras"]["targetNames"][0], test::syntheticPortrait()->model->expressionNames[0]);
}

TEST(Gltf, HoldsThePortraitAsItsTexture) {
  const Glb file(gltf(nodder(), true));
  const json& image = file.scene["images"][0];
  EXPECT_EQ(image["mimeType"], "image/png");
  const json& view = file.scene["bufferViews"][image["bufferView"].get<std::size_t>()];
  EXPECT_EQ(file.data.substr(view.value("byteOffset", std::size_t(0)) + 1, 3), "PNG");
}

TEST(Gltf, IsTheSameSceneAsJson) {
  const json text = json::parse(gltf(nodder(), false));
  EXPECT_EQ(text["asset"]["version"], "2.0");
  EXPECT_THAT(text["buffers"][0]["uri"].get<std::string>(), HasSubstr("base64"));
}

TEST(Obj, HasThePointsOfItsFrameTurnedAndMoved) {
  std::istringstream lines(obj(nodder(), 1, "face.mtl"));
  std::vector<cv::Point3f> points;
  std::size_t triangles = 0;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string kind;
    cv::Point3f p;
    if (words >> kind; kind == "v" && words >> p.x >> p.y >> p.z) points.push_back(p);
    triangles += kind == "f";
  }
  EXPECT_LT(farthest(points, expected(nodding().rows[1], true)), 2e-6);
  EXPECT_EQ(triangles, nodder().skin.size() + nodder().mouth.size());
}

TEST(Usd, HasPointsAndPlacesOfEveryFrame) {
  const std::string text = usd(nodder(), "./portrait.png");
  EXPECT_THAT(text, HasSubstr("#usda 1.0"));
  EXPECT_THAT(text, HasSubstr("timeCodesPerSecond = 25"));
  EXPECT_THAT(text, HasSubstr("2: (0.05, 0, 0)"));
  EXPECT_THAT(text, HasSubstr("@./portrait.png@"));
}

TEST(FaceFiles, FoldersHoldAFileAFrameAndNothingIsLeftOfOneThatWasStopped) {
  const test::TemporaryFolder folder;
  writeFaceFile(nodder(), folder / "face.obj", {});
  for (const char* name : {"face_000000.obj", "face_000002.obj", "face.mtl", "portrait.png"})
    EXPECT_TRUE(std::filesystem::exists(folder / "face.obj" / name)) << name;
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW(writeFaceFile(nodder(), folder / "stopped.obj", {.stop = stop.get_token()}), Error);
  EXPECT_EQ(folder.names(), std::vector<std::string>{"face.obj"});
}

TEST(FaceFiles, NamesTheEndingsWhereItKnowsNone) {
  const test::TemporaryFolder folder;
  try {
    writeFaceFile(nodder(), folder / "face.stl", {});
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.remedy(), HasSubstr(".glb"));
  }
}

}  // namespace
}  // namespace orator::render::face_files
