#include "core/render/restore/enlarge.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <opencv2/imgproc.hpp>

#include "core/packs/pack.h"
#include "core/render/enlarging.h"
#include "core/render/restore/esrgan_net.h"
#include "core/tensor/weight_store.h"
#include "tests/support/files.h"
#include "tests/unit/face_networks/sample.h"

namespace orator::render {
namespace {

using test::errorOf;
using testing::HasSubstr;

double meanSquare(const cv::Mat& a, const cv::Mat& b) {
  cv::Mat difference;
  cv::absdiff(a, b, difference);
  difference.convertTo(difference, CV_64F);
  return difference.dot(difference) / double(difference.total() * std::size_t(difference.channels()));
}

/// As near to the photograph as interpolation is, and nowhere as near where it is moved by a pixel.
TEST(Enlarging, GivesBackAPhotographInItsPlace) {
  const cv::Mat photograph = test::samplePortrait()(cv::Rect(150, 40, 160, 160)).clone();
  cv::Mat small, interpolated;
  cv::resize(photograph, small, {}, 0.5, 0.5, cv::INTER_AREA);
  cv::resize(small, interpolated, photograph.size(), 0, 0, cv::INTER_CUBIC);
  const cv::Mat enlarged = enlargedPicture(small, Enlarging::esrgan, {});
  ASSERT_EQ(enlarged.size(), photograph.size());
  const double own = meanSquare(enlarged, photograph);
  EXPECT_LT(own, 1.8 * meanSquare(interpolated, photograph));
  const cv::Rect inner(2, 2, 156, 156);
  for (const cv::Point aside : {cv::Point(1, 0), cv::Point(-1, 0), cv::Point(0, 1), cv::Point(0, -1)})
    EXPECT_LT(1.5 * own, meanSquare(enlarged(inner + aside), photograph(inner))) << aside;
}

TEST(Enlarging, HasTheFactorThatIsAskedFor) {
  const cv::Mat picture = test::samplePortrait()(cv::Rect(200, 80, 40, 30)).clone();
  EXPECT_EQ(enlargedPicture(picture, Enlarging::off, {}).data, picture.data);
  EXPECT_EQ(enlargedPicture(picture, Enlarging::esrganX3, {}).size(), cv::Size(120, 90));
  EXPECT_EQ(enlargedPicture(picture, Enlarging::esrganX4, {}).size(), cv::Size(160, 120));
}

TEST(Enlarging, TilesOfTheSmallNetworkMeetWithoutASeam) {
  const at::NoGradGuard noGradient;
  restore::EsrganNet net(2);
  net.loadPublished(packs::openPack("studio").file("esrgan_x2"));
  const restore::EnlargingNet forward{
      2, 1, [&](const at::Tensor& picture) { return net.forward(picture * 255) / 255; }};
  const cv::Mat picture = test::samplePortrait()(cv::Rect(200, 80, 70, 50)).clone();
  const cv::Mat whole = restore::enlarged(forward, picture, {.tile = 0, .tilePad = 0}, {});
  const cv::Mat tiled = restore::enlarged(forward, picture, {.tile = 32, .tilePad = 20}, {});
  EXPECT_LE(cv::norm(whole, tiled, cv::NORM_INF), 1);
}

TEST(Enlarging, AStopEndsIt) {
  std::stop_source stop;
  stop.request_stop();
  const cv::Mat picture(40, 40, CV_8UC3, cv::Scalar::all(9));
  const Error error = errorOf(
      [&] { enlargedPicture(picture, Enlarging::esrgan, {.stop = stop.get_token(), .sink = nullptr}); });
  EXPECT_EQ(error.code(), ErrorCode::cancelled);
}

TEST(EsrganNet, RefusesFilesOfAnotherLengthAndWithoutNumbers) {
  const test::TemporaryFolder folder;
  const auto file = folder / "weights.bin";
  auto bytes = test::readBytes(packs::openPack("studio").file("esrgan_x2"));
  bytes.resize(bytes.size() - 4);
  test::writeBytes(file, bytes);
  restore::EsrganNet net(2);
  const Error shorter = errorOf([&] { net.loadPublished(file); });
  EXPECT_EQ(shorter.code(), ErrorCode::checkpointRefused);
  EXPECT_THAT(shorter.reason(), HasSubstr("the network for x2 has 2772940"));
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const auto* raw = reinterpret_cast<const std::uint8_t*>(&nan);
  bytes.insert(bytes.end(), raw, raw + 4);
  test::writeBytes(file, bytes);
  EXPECT_THAT(errorOf([&] { net.loadPublished(file); }).reason(), HasSubstr("not numbers"));
  EXPECT_EQ(errorOf([&] { net.loadPublished(folder / "none"); }).code(), ErrorCode::fileNotFound);
}

}  // namespace
}  // namespace orator::render
