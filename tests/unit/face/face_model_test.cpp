#include "core/face/face_model.h"

#include <gtest/gtest.h>

#include "core/face/expression_names.h"
#include "core/face/face_mesh.h"
#include "core/face/model_builder/build_face_model.h"
#include "core/packs/pack.h"
#include "tests/support/files.h"

namespace orator::face {
namespace {

constexpr float kTolerance = 1e-4f;  // decimetre: a hundredth of a millimetre

class StudioFaceModel : public testing::Test {
 protected:
  std::vector<cv::Point3f> shapeWith(std::initializer_list<std::pair<int, float>> actions) const {
    ExpressionCoefficients expression{};
    for (const auto& [index, value] : actions) expression[std::size_t(index)] = value;
    return model_.shape({}, expression);
  }
  static float distance(const std::vector<cv::Point3f>& points, int a, int b) {
    return float(cv::norm(points[std::size_t(a)] - points[std::size_t(b)]));
  }
  packs::Pack pack_ = packs::openPack("studio");
  FaceModel model_ = loadFaceModel(pack_.file("face_model"));
};

TEST_F(StudioFaceModel, KeepsTheSkinAndTheMeaningOfTheDrawnActions) {
  const FaceModel drawn = buildStudioFaceModel(pack_.file("canonical_mesh"));
  EXPECT_EQ(drawn.triangles, model_.triangles);
  EXPECT_EQ(drawn.openingTriangles, model_.openingTriangles);
  EXPECT_EQ(drawn.expressionNames, model_.expressionNames);
  for (int k = 0; k < kFirstMode; ++k) {
    const cv::Mat1f a = drawn.expression.row(k), b = model_.expression.row(k);
    const double likeness = a.dot(b) / (cv::norm(a) * cv::norm(b));
    EXPECT_GT(likeness, 0.5) << model_.expressionNames[std::size_t(k)];
    EXPECT_NEAR(cv::norm(b, cv::NORM_INF) / cv::norm(a, cv::NORM_INF), 1, 0.4)
        << model_.expressionNames[std::size_t(k)];
  }
}

TEST_F(StudioFaceModel, OrdersItsModesByThePartOfTheMotionTheyHold) {
  for (int k = kFirstMode; k < kExpressionCount; ++k) {
    EXPECT_EQ(model_.expressionDeviation[std::size_t(k)], 1) << "a unit is one standard deviation";
    if (k > kFirstMode) {
      EXPECT_LT(cv::norm(model_.expression.row(k)), 2 * cv::norm(model_.expression.row(k - 1)));
    }
  }
  EXPECT_LT(cv::norm(model_.expression.row(kExpressionCount - 1)),
            cv::norm(model_.expression.row(kFirstMode)));
  for (int k = 1; k < model_.identity.rows; ++k)
    EXPECT_LE(cv::norm(model_.identity.row(k)), cv::norm(model_.identity.row(k - 1)) * 1.0001) << k;
}

TEST_F(StudioFaceModel, NamesItsDirectionsAsTheConstantsDo) {
  ASSERT_EQ(model_.expressionNames.size(), std::size_t(kExpressionCount));
  EXPECT_EQ(model_.expressionNames[kJawOpen], "jaw_open");
  EXPECT_EQ(model_.expressionNames[kBlinkRight], "blink_right");
  EXPECT_EQ(model_.expressionNames[kGazeVertical], "gaze_vertical");
  EXPECT_EQ(model_.expressionNames[kFirstMode], "mouth_mode_01");
  EXPECT_EQ(model_.expressionNames.back(), "mouth_mode_14");
}

TEST_F(StudioFaceModel, ClosesTheLipsAtRestAndWhileTheJawIsOpenAndClosed) {
  for (const auto& points : {shapeWith({}), shapeWith({{kJawOpen, 0.8f}, {kMouthClose, 0.8f}})})
    for (int column = 0; column < kLipColumns; ++column)
      EXPECT_LT(
          distance(points, kUpperLipRings[0][std::size_t(column)], kLowerLipRings[0][std::size_t(column)]),
          kTolerance);
}

TEST_F(StudioFaceModel, BlinkBringsTheUpperLidExactlyOntoTheLowerOne) {
  const auto rest = shapeWith({});
  const auto closed = model_.shape({}, model_.blink);
  for (const EyeCurves& eye : {kLeftEye, kRightEye})
    for (std::size_t i = 0; i < eye.upperLid.size(); ++i) {
      EXPECT_LT(distance(closed, eye.upperLid[i], eye.lowerLid[i]), kTolerance);
      const auto moved = [&](int v) { return cv::norm(closed[std::size_t(v)] - rest[std::size_t(v)]); };
      EXPECT_GT(moved(eye.upperLid[i]), 4 * moved(eye.lowerLid[i]));
    }
  EXPECT_LT(cv::norm(closed[468] - rest[468]), kTolerance) << "the iris stays";
}

TEST_F(StudioFaceModel, JawOpenTurnsTheChinAboutTheHinge) {
  const auto rest = shapeWith({}), open = shapeWith({{kJawOpen, 1}});
  const cv::Matx33f turn = rotationMatrix({kJawOpenRadians, 0, 0});
  for (const int vertex : {kChin, 14, 17, 200}) {
    const cv::Point3f arm = rest[std::size_t(vertex)] - kJawHinge;
    const cv::Vec3f turned = turn * cv::Vec3f(arm.x, arm.y, arm.z);
    const cv::Point3f expected = kJawHinge + cv::Point3f(turned[0], turned[1], turned[2]);
    const cv::Point3f moved = open[std::size_t(vertex)] - rest[std::size_t(vertex)];
    EXPECT_LT(cv::norm(open[std::size_t(vertex)] - expected), 0.25 * cv::norm(moved)) << vertex;
  }
  EXPECT_LT(cv::norm(open[1] - rest[1]), 0.1 * cv::norm(open[kChin] - rest[kChin])) << "the nose stays";
  EXPECT_GT(distance(open, 13, 14), 0.1f) << "the mouth opens by more than a centimetre";
}

TEST_F(StudioFaceModel, MirrorsEveryActionOfOneSide) {
  const auto rest = shapeWith({});
  for (int k = 0; k + 1 < kFirstMode; ++k) {
    const std::string& name = model_.expressionNames[std::size_t(k)];
    if (name.size() < 5 || name.substr(name.size() - 5) != "_left") continue;
    const auto left = shapeWith({{k, 1}}), right = shapeWith({{k + 1, 1}});
    const auto pairs = {std::pair{61, 291}, {159, 386}, {50, 280}, {107, 336},
                        {64, 294},          {205, 425}, {13, 13}};
    for (const auto& [a, b] : pairs) {
      const cv::Point3f one = left[std::size_t(a)] - rest[std::size_t(a)],
                        other = right[std::size_t(b)] - rest[std::size_t(b)];
      EXPECT_NEAR(one.x, -other.x, kTolerance) << name;
      EXPECT_NEAR(one.y, other.y, kTolerance) << name;
      EXPECT_NEAR(one.z, other.z, kTolerance) << name;
    }
  }
}

TEST_F(StudioFaceModel, NeverFoldsTheSkinAroundTheMouthOrTheCheeks) {
  const auto rest = shapeWith({});
  const auto normalOf = [](const std::vector<cv::Point3f>& p, const cv::Vec3i& t) {
    const cv::Point3f n =
        (p[std::size_t(t[1])] - p[std::size_t(t[0])]).cross(p[std::size_t(t[2])] - p[std::size_t(t[0])]);
    return n * float(1 / std::max(1e-9, cv::norm(n)));
  };
  for (const int action : {kJawOpen, kMouthStretchLeft, kMouthSmileLeft, kMouthFrownLeft, kCheekPuffLeft,
                           kCheekRaiseLeft, kBrowInnerRaiseLeft, kBrowOuterRaiseLeft, kChinRaise}) {
    const auto moved = shapeWith({{action, 1}});
    for (const cv::Vec3i& t : model_.triangles)
      EXPECT_GT(normalOf(rest, t).dot(normalOf(moved, t)), -0.2f)
          << model_.expressionNames[std::size_t(action)] << " " << t;
  }
}

TEST_F(StudioFaceModel, IsRefusedWhenAFileIsMissingOrCut) {
  const test::TemporaryFolder folder;
  const auto file = pack_.file("face_model");
  EXPECT_EQ(test::errorOf([&] { loadFaceModel(folder / "none.safetensors"); }).code(),
            ErrorCode::packMissing);
  for (const double share : {0.0, 0.0000001, 0.001, 0.3, 0.999}) {
    test::truncate(file, folder / "cut.safetensors", share);
    EXPECT_EQ(test::errorOf([&] { loadFaceModel(folder / "cut.safetensors"); }).code(),
              ErrorCode::packDamaged)
        << share;
  }
}

TEST_F(StudioFaceModel, SurvivesSavingAndLoading) {
  const test::TemporaryFolder folder;
  saveFaceModel(model_, folder / "copy.safetensors");
  const FaceModel read = loadFaceModel(folder / "copy.safetensors");
  for (const auto part : {&FaceModel::mean, &FaceModel::identity, &FaceModel::expression})
    EXPECT_EQ(cv::norm(read.*part, model_.*part, cv::NORM_INF), 0);
  EXPECT_EQ(read.expressionNames, model_.expressionNames);
  EXPECT_EQ(read.blink, model_.blink);
  EXPECT_EQ(read.triangles, model_.triangles);
  saveFaceModel(read, folder / "again.safetensors");
  EXPECT_EQ(test::readBytes(folder / "again.safetensors"), test::readBytes(folder / "copy.safetensors"));
}

TEST(RotationMatrix, TurnsAboutXThenYThenZ) {
  const cv::Matx33f m = rotationMatrix({0.2f, -0.3f, 0.4f});
  EXPECT_NEAR(cv::determinant(m), 1, 1e-5);
  const cv::Vec3f y = rotationMatrix({float(CV_PI / 2), 0, 0}) * cv::Vec3f(0, 1, 0);
  EXPECT_NEAR(y[2], 1, 1e-5) << "positive pitch turns up towards the camera";
  EXPECT_LT(cv::norm(m - rotationMatrix({0, 0, 0.4f}) * rotationMatrix({0, -0.3f, 0}) *
                             rotationMatrix({0.2f, 0, 0})),
            1e-5);
}

}  // namespace
}  // namespace orator::face
