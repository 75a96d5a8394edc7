#include "core/render/face3d/face3d_renderer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"
#include "core/face/face_mesh.h"
#include "core/render/face3d/studio_face.h"
#include "tests/support/synthetic_portrait.h"

namespace orator::render::face3d {
namespace {

using motion::CoefficientRow;

std::size_t lane(const face::FaceModel& model, const std::string& name) {
  const auto& names = model.expressionNames;
  return std::size_t(std::find(names.begin(), names.end(), name) - names.begin());
}

std::vector<cv::Mat> drawn(const std::vector<CoefficientRow>& rows, Face3dSettings settings = {}) {
  const auto portrait = test::syntheticPortrait();
  motion::MotionTrack track;
  track.rows = rows;
  settings.sidePixels = 200;
  std::vector<cv::Mat> frames;
  makeFace3dRenderer(portrait, settings)
      ->render(track, {0, track.frames()}, [&](auto, cv::Mat rgb) { frames.push_back(rgb); }, {});
  return frames;
}

CoefficientRow with(const std::string& name, float value) {
  CoefficientRow row{};
  row[lane(*test::syntheticPortrait()->model, name)] = value;
  return row;
}

double meanChange(const cv::Mat& a, const cv::Mat& b, cv::Rect where) {
  cv::Mat change;
  cv::absdiff(a(where), b(where), change);
  return cv::mean(change.reshape(1))[0];
}

const cv::Rect kEyes(55, 55, 90, 40), kMouth(70, 110, 60, 50), kCorner(0, 0, 25, 25);

TEST(Face3d, MovesTheMouthWithHardlyALidAndTheLidsWithoutTheMouth) {
  const auto frames = drawn({{}, with("jaw_open", 0.9f), with("blink_left", 1)});
  ASSERT_EQ(frames.size(), 3u);
  EXPECT_EQ(frames[0].size(), cv::Size(200, 200));
  EXPECT_EQ(frames[0].type(), CV_8UC3);
  const double opened = meanChange(frames[0], frames[1], kMouth);
  EXPECT_GT(opened, 8);
  EXPECT_LT(meanChange(frames[0], frames[1], kEyes), 0.2 * opened) << "people's lower lids rise a little";
  EXPECT_GT(meanChange(frames[0], frames[2], kEyes), 1);
  EXPECT_LT(meanChange(frames[0], frames[2], kMouth), 0.5);
  EXPECT_EQ(meanChange(frames[0], frames[1], kCorner), 0) << "the backdrop has no flicker";
}

TEST(Face3d, TurnsTheHead) {
  CoefficientRow left{}, right{};
  left[motion::kAngleColumn + 1] = -0.4f;
  right[motion::kAngleColumn + 1] = 0.4f;
  const auto frames = drawn({left, right});
  EXPECT_GT(meanChange(frames[0], frames[1], {40, 30, 120, 140}), 10);
}

TEST(Face3d, ViewFromTheSideIsNotTheTurnedHead) {
  const auto front = drawn({{}}), side = drawn({{}}, {.turnDegrees = 30});
  EXPECT_GT(meanChange(front[0], side[0], {40, 30, 120, 140}), 10);
}

TEST(Face3d, MarksLandmarksOnTop) {
  const auto plain = drawn({{}}), marked = drawn({{}}, {.landmarks = true});
  EXPECT_GT(meanChange(plain[0], marked[0], {50, 40, 100, 120}), 5);
}

TEST(Face3d, TexturedLookShowsThePortraitsColours) {
  const auto portrait = test::syntheticPortrait();
  const cv::Point3f cheek = portrait->landmarks.points[50];
  const cv::Vec3b skin = portrait->rgb.at<cv::Vec3b>(int(cheek.y), int(cheek.x));
  const cv::Mat frame = drawn({{}}, {.look = Look::textured})[0];
  int close = 0;
  for (const cv::Vec3b& pixel : cv::Mat_<cv::Vec3b>(frame)) close += cv::norm(pixel, skin, cv::NORM_INF) < 40;
  EXPECT_GT(close, 200 * 200 / 10);
}

TEST(Face3d, TheSameRowGivesTheSamePicture) {
  const auto frames = drawn({with("jaw_open", 0.3f), with("blink_right", 1), with("jaw_open", 0.3f)});
  EXPECT_EQ(cv::norm(frames[0], frames[2], cv::NORM_INF), 0);
  EXPECT_GT(cv::norm(frames[0], frames[1], cv::NORM_INF), 0);
}

TEST(Face3d, RefusesSizesAndTurnsOutOfRange) {
  const auto portrait = test::syntheticPortrait();
  for (const Face3dSettings& settings : {Face3dSettings{.sidePixels = 63}, Face3dSettings{.sidePixels = 3841},
                                         Face3dSettings{.turnDegrees = 61}})
    try {
      makeFace3dRenderer(portrait, settings);
      ADD_FAILURE();
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::invalidArgument);
    }
}

TEST(Face3d, StopsOnRequest) {
  std::stop_source stop;
  motion::MotionTrack track;
  track.rows.assign(5, {});
  const auto renderer = makeFace3dRenderer(test::syntheticPortrait(), {.sidePixels = 64});
  int frames = 0;
  try {
    renderer->render(track, {0, 5},
                     [&](auto, const cv::Mat&) {
                       ++frames;
                       stop.request_stop();
                     },
                     {stop.get_token(), nullptr});
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::cancelled);
  }
  EXPECT_EQ(frames, 1);
}

class StudioFaceParts : public testing::Test {
 protected:
  const std::shared_ptr<const face::Portrait> portrait = test::syntheticPortrait();
  const StudioFace studioFace{portrait->model, portrait->fit.identity, &portrait->landmarks};

  static std::vector<Surface> of(Material material, std::vector<Surface> surfaces) {
    std::erase_if(surfaces, [&](const Surface& s) { return s.material != material; });
    return surfaces;
  }
};

TEST_F(StudioFaceParts, FitTheLidsWithoutAGap) {
  const auto surfaces = studioFace.pose(with("squint_left", 0.7f));
  const Surface skin = of(Material::skin, surfaces).front();
  for (const Surface& eye : of(Material::eye, surfaces))
    for (const auto& loop : borderLoops(eye.triangles))
      for (const int i : loop) {
        // Every point of the eye's finer border lies between two of the lid's.
        float nearest = 1;
        for (const cv::Point3f& p : skin.points)
          nearest = std::min(nearest, float(cv::norm(p - eye.points[std::size_t(i)])));
        EXPECT_LT(nearest, 0.01f);
      }
}

TEST_F(StudioFaceParts, LowerTeethFollowTheJawAndUpperTeethDoNot) {
  const auto closed = of(Material::tooth, studioFace.pose({})),
             open = of(Material::tooth, studioFace.pose(with("jaw_open", 1)));
  ASSERT_EQ(closed.size(), 3u);
  const std::size_t front = closed[0].points.size() / 2;
  EXPECT_EQ(cv::norm(closed[0].points[front] - open[0].points[front]), 0);
  EXPECT_LT(open[1].points[front].y, closed[1].points[front].y - 0.05f);
}

TEST_F(StudioFaceParts, TeethStayBehindClosedLips) {
  const auto surfaces = studioFace.pose({});
  const Surface skin = of(Material::skin, surfaces).front();
  float lips = -10;
  for (const cv::Point3f& p : skin.points)
    if (std::abs(p.x) < 0.02f && std::abs(p.y - studioFace.points({})[13].y) < 0.02f)
      lips = std::max(lips, p.z);
  for (const Surface& teeth : of(Material::tooth, surfaces))
    for (const cv::Point3f& p : teeth.points) EXPECT_LT(p.z, lips);
}

TEST_F(StudioFaceParts, NormalsLookOutward) {
  for (const Surface& surface : studioFace.pose({})) {
    if (surface.material == Material::cavity) continue;
    double forward = 0;
    for (const cv::Vec3f& normal : surface.normals) forward += normal[2];
    EXPECT_GT(forward, 0.05 * double(surface.normals.size())) << int(surface.material);
  }
}

}  // namespace
}  // namespace orator::render::face3d
