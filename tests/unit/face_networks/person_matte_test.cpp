#include "core/face/person_matte.h"

#include "tests/unit/face_networks/sample.h"

namespace orator::face {
namespace {

TEST(PersonMatte, CoversTheFaceAndLeavesTheCornerFree) {
  const cv::Mat picture = test::samplePortrait();
  const cv::Mat matte = personMatte(packs::openPack("studio").file("person_matte"), picture);
  ASSERT_EQ(matte.size(), picture.size());
  ASSERT_EQ(matte.type(), CV_8UC1);
  EXPECT_GT(cv::mean(matte(cv::Rect(190, 90, 70, 80)))[0], 250);
  EXPECT_LT(cv::mean(matte(cv::Rect(2, 2, 40, 60)))[0], 30);
}

}  // namespace
}  // namespace orator::face
