#include "core/capture/fit_person.h"

#include <gtest/gtest.h>

#include "core/base/percentile.h"
#include "core/face/expression_names.h"
#include "core/face/face_measures.h"
#include "tests/unit/capture/projected.h"

namespace orator::capture {
namespace {

using test::projected;
using test::studioFaceModel;

/// A person who turns the head slowly and opens the mouth to `jaw`.
face::FaceFit person(float yaw, float jaw) {
  face::FaceFit fit;
  fit.identity.assign(std::size_t(studioFaceModel().identity.rows), 0.f);
  fit.identity[0] = 0.8f;
  fit.identity[2] = -0.6f;
  fit.camera = {2200, {256, 256}};
  fit.pose.anglesRadians = {0.05f, yaw, 0.1f};
  fit.expression[face::kJawOpen] = jaw;
  return fit;
}

TEST(FitPerson, MeasuresTheMouthWhateverTheHeadDoes) {
  std::vector<face::FaceLandmarks> frames;
  for (int i = 0; i < 9; ++i) frames.push_back(projected(person(0.06f * float(i - 4), i % 2 ? 0.5f : 0.f)));
  const cv::Size picture(512, 512);
  const face::FaceFit fitted = fitPerson(studioFaceModel(), frames, picture);
  const float height = face::faceHeight(studioFaceModel(), fitted.identity);
  const auto measured = [&](float yaw, float jaw) {
    const face::FaceLandmarks seen = projected(person(yaw, jaw));
    const face::FaceFit frame = face::fitFaceModel(studioFaceModel(), seen, picture, &fitted);
    EXPECT_LT(residualOf(frame, height), 0.02f);
    return face::measureFace(headPoints(studioFaceModel(), frame, seen), height);
  };
  const face::FaceMeasures shut = measured(0, 0), open = measured(0, 0.5f), turned = measured(0.35f, 0.5f);
  EXPECT_NEAR(shut.lipOpening, 0, 0.01f);
  EXPECT_GT(open.lipOpening, 0.035f);
  EXPECT_NEAR(turned.lipOpening, open.lipOpening, 0.012f);
  EXPECT_NEAR(turned.lipWidth, open.lipWidth, 0.03f);
  EXPECT_GT(shut.eyeOpening, 0.15f);
}

TEST(FitPerson, OneBadFrameDoesNotChangeThePerson) {
  std::vector<face::FaceLandmarks> frames(9, projected(person(0, 0)));
  const face::FaceFit before = fitPerson(studioFaceModel(), frames, {512, 512});
  for (auto& p : frames[4].points) p.x = 256 + 1.6f * (p.x - 256);
  const face::FaceFit after = fitPerson(studioFaceModel(), frames, {512, 512});
  for (std::size_t k = 0; k < before.identity.size(); ++k)
    EXPECT_NEAR(after.identity[k], before.identity[k], 0.02f);
}

TEST(Percentile, IsTheValueBelowWhichThatShareLies) {
  EXPECT_EQ(percentile({5, 1, 4, 2, 3}, 0.5), 3);
  EXPECT_EQ(percentile({5, 1, 4, 2, 3}, 1), 5);
  EXPECT_EQ(percentile({}, 0.5), 0);
}

}  // namespace
}  // namespace orator::capture
