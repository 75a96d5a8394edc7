#include "core/media/picture.h"

#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "tests/support/files.h"

namespace orator::media {
namespace {

using test::errorOf;
using test::TemporaryFolder;

/// Four areas of colour that tell every orientation and channel order apart: red, green / blue, white.
cv::Mat quadrantsRgb(cv::Size size = {120, 80}) {
  cv::Mat picture(size, CV_8UC3, cv::Scalar(255, 255, 255));
  const int w = size.width / 2, h = size.height / 2;
  picture(cv::Rect(0, 0, w, h)) = cv::Scalar(255, 0, 0);
  picture(cv::Rect(w, 0, w, h)) = cv::Scalar(0, 255, 0);
  picture(cv::Rect(0, h, w, h)) = cv::Scalar(0, 0, 255);
  return picture;
}

std::vector<std::uint8_t> encoded(const std::string& extension, const cv::Mat& bgr) {
  std::vector<std::uint8_t> file;
  cv::imencode(extension, bgr, file);
  return file;
}

std::vector<std::uint8_t> quadrantsFile(const std::string& extension) {
  cv::Mat bgr;
  cv::cvtColor(quadrantsRgb(), bgr, cv::COLOR_RGB2BGR);
  return encoded(extension, bgr);
}

double largestDifference(const cv::Mat& a, const cv::Mat& b) {
  return cv::norm(a, b, cv::NORM_INF);
}

TEST(Picture, LosslessFormatsComeBackExactlyInRgbOrder) {
  const TemporaryFolder folder;
  for (const std::string extension : {".png", ".bmp", ".tiff"}) {
    test::writeBytes(folder / ("p" + extension), quadrantsFile(extension));
    const Picture picture = readPicture(folder / ("p" + extension));
    ASSERT_EQ(picture.rgb.type(), CV_8UC3) << extension;
    EXPECT_EQ(largestDifference(picture.rgb, quadrantsRgb()), 0) << extension;
    EXPECT_TRUE(picture.alpha.empty()) << extension;
  }
}

TEST(Picture, LossyFormatsComeBackClosely) {
  const TemporaryFolder folder;
  for (const std::string extension : {".jpg", ".webp"}) {
    test::writeBytes(folder / ("p" + extension), quadrantsFile(extension));
    const cv::Mat rgb = readPicture(folder / ("p" + extension)).rgb;
    EXPECT_LT(cv::norm(rgb.at<cv::Vec3b>(20, 20) - cv::Vec3b(255, 0, 0)), 12) << extension;
    EXPECT_LT(cv::norm(rgb.at<cv::Vec3b>(60, 20) - cv::Vec3b(0, 0, 255)), 12) << extension;
  }
}

TEST(Picture, TheExtensionDoesNotDecideTheFormat) {
  const TemporaryFolder folder;
  test::writeBytes(folder / "really-a-jpeg.png", quadrantsFile(".jpg"));
  EXPECT_EQ(readPicture(folder / "really-a-jpeg.png").rgb.size(), cv::Size(120, 80));
}

TEST(Picture, AnyUtf8PathWorks) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / u8"Портрет é");
  const auto path = folder / u8"Портрет é" / u8"顔 🙂.png";
  writePicture(path, quadrantsRgb());
  EXPECT_EQ(largestDifference(readPicture(path).rgb, quadrantsRgb()), 0);
}

/// A big-endian EXIF block with nothing but the orientation.
std::vector<std::uint8_t> exifBlock(int orientation) {
  return {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, std::uint8_t(orientation),
          0,   0,   0, 0,  0, 0};
}

std::vector<std::uint8_t> withJpegOrientation(std::vector<std::uint8_t> jpeg, int orientation) {
  std::vector<std::uint8_t> segment = {0xFF, 0xE1, 0, 0, 'E', 'x', 'i', 'f', 0, 0};
  const auto block = exifBlock(orientation);
  segment.insert(segment.end(), block.begin(), block.end());
  segment[3] = std::uint8_t(segment.size() - 2);
  jpeg.insert(jpeg.begin() + 2, segment.begin(), segment.end());
  return jpeg;
}

class Orientation : public testing::TestWithParam<int> {};

/// Where the red (top left), green (top right) and blue (bottom left) corner of the stored picture belong, by
/// the EXIF standard.
TEST_P(Orientation, OfAJpegIsApplied) {
  const TemporaryFolder folder;
  test::writeBytes(folder / "p.jpg", withJpegOrientation(quadrantsFile(".jpg"), GetParam()));
  const cv::Mat rgb = readPicture(folder / "p.jpg").rgb;
  EXPECT_EQ(rgb.size(), GetParam() >= 5 ? cv::Size(80, 120) : cv::Size(120, 80));
  const auto corner = [&](int index) {  // 0 top left, 1 top right, 2 bottom left, 3 bottom right
    const cv::Vec3b p = rgb.at<cv::Vec3b>(index / 2 ? rgb.rows - 10 : 10, index % 2 ? rgb.cols - 10 : 10);
    return p[0] > 128 ? (p[1] > 128 ? 'w' : 'r') : (p[1] > 128 ? 'g' : 'b');
  };
  const std::string found = {corner(0), corner(1), corner(2), corner(3)};
  const std::array<std::string, 8> expected = {"rgbw", "grwb", "wbgr", "bwrg",
                                               "rbgw", "brwg", "wgbr", "gwrb"};
  EXPECT_EQ(found, expected[std::size_t(GetParam() - 1)]);
}
INSTANTIATE_TEST_SUITE_P(AllEight, Orientation, testing::Range(1, 9));

TEST(Picture, AlphaIsKeptApartAndOpaqueAlphaIsNone) {
  const TemporaryFolder folder;
  cv::Mat bgra(80, 120, CV_8UC4, cv::Scalar(10, 20, 30, 255));
  test::writeBytes(folder / "opaque.png", encoded(".png", bgra));
  EXPECT_TRUE(readPicture(folder / "opaque.png").alpha.empty());
  bgra(cv::Rect(0, 0, 60, 80)) = cv::Scalar(10, 20, 30, 100);
  test::writeBytes(folder / "half.png", encoded(".png", bgra));
  const Picture picture = readPicture(folder / "half.png");
  ASSERT_EQ(picture.alpha.type(), CV_8UC1);
  EXPECT_EQ(picture.alpha.at<std::uint8_t>(5, 5), 100);
  EXPECT_EQ(picture.alpha.at<std::uint8_t>(5, 100), 255);
  EXPECT_EQ(picture.rgb.at<cv::Vec3b>(5, 5), cv::Vec3b(30, 20, 10));
}

TEST(Picture, SixteenBitsAndGreyBecomeEightBitRgb) {
  const TemporaryFolder folder;
  for (const std::string extension : {".png", ".tiff"}) {
    test::writeBytes(folder / "p",
                     encoded(extension, cv::Mat(80, 80, CV_16UC3, cv::Scalar(0, 257 * 100, 65535))));
    EXPECT_EQ(readPicture(folder / "p").rgb.at<cv::Vec3b>(3, 3), cv::Vec3b(255, 100, 0)) << extension;
    test::writeBytes(folder / "g", encoded(extension, cv::Mat(80, 80, CV_16UC1, cv::Scalar(257 * 7))));
    EXPECT_EQ(readPicture(folder / "g").rgb.at<cv::Vec3b>(3, 3), cv::Vec3b(7, 7, 7)) << extension;
  }
}

TEST(Picture, TextRenamedIsRefused) {
  const TemporaryFolder folder;
  test::writeBytes(folder / "text.png", std::vector<std::uint8_t>(500, 'a'));
  const Error error = errorOf([&] { readPicture(folder / "text.png"); });
  EXPECT_EQ(error.code(), ErrorCode::unreadablePicture);
  EXPECT_FALSE(error.remedy().empty());
  test::writeBytes(folder / "empty.png", {});
  EXPECT_EQ(errorOf([&] { readPicture(folder / "empty.png"); }).code(), ErrorCode::unreadablePicture);
}

TEST(Picture, TruncatedFilesOfEveryFormatAreRefused) {
  const TemporaryFolder folder;
  cv::Mat noise(200, 200, CV_8UC3);
  cv::randu(noise, 0, 255);
  for (const std::string extension : {".png", ".jpg", ".webp", ".bmp", ".tiff"}) {
    test::writeBytes(folder / "whole", encoded(extension, noise));
    ASSERT_NO_THROW(readPicture(folder / "whole")) << extension;
    for (const double fraction : {0.01, 0.3, 0.7, 0.95}) {
      test::truncate(folder / "whole", folder / "cut", fraction);
      EXPECT_EQ(errorOf([&] { readPicture(folder / "cut"); }).code(), ErrorCode::unreadablePicture)
          << extension << " " << fraction;
    }
  }
}

TEST(Picture, FoldersMissingAndTinyPicturesHaveTheirOwnCodes) {
  const TemporaryFolder folder;
  EXPECT_EQ(errorOf([&] { readPicture(folder.path()); }).code(), ErrorCode::notAFile);
  EXPECT_EQ(errorOf([&] { readPicture(folder / "none.png"); }).code(), ErrorCode::fileNotFound);
  writePicture(folder / "tiny.png", cv::Mat(16, 16, CV_8UC3, cv::Scalar(1, 2, 3)));
  EXPECT_EQ(errorOf([&] { readPicture(folder / "tiny.png"); }).code(), ErrorCode::pictureTooSmall);
}

TEST(Picture, HundredMegapixelsAreRead) {
  const TemporaryFolder folder;
  test::writeBytes(folder / "large.jpg",
                   encoded(".jpg", cv::Mat(9000, 12000, CV_8UC3, cv::Scalar(40, 80, 120))));
  EXPECT_EQ(readPicture(folder / "large.jpg").rgb.size(), cv::Size(12000, 9000));
}

TEST(Picture, CmykJpegIsReadInItsColours) {
  const cv::Mat rgb =
      readPicture(ORATOR_TEST_DATA "/cmyk.jpg").rgb;  // red and yellow halves, inverted as print programs do
  EXPECT_LT(cv::norm(rgb.at<cv::Vec3b>(30, 10) - cv::Vec3b(255, 0, 0)), 8);
  EXPECT_LT(cv::norm(rgb.at<cv::Vec3b>(30, 60) - cv::Vec3b(255, 255, 0)), 8);
}

TEST(Picture, WritingRefusesUnknownFormatsAndFullDisks) {
  const TemporaryFolder folder;
  EXPECT_EQ(errorOf([&] { writePicture(folder / "p.gif", quadrantsRgb()); }).code(),
            ErrorCode::outputUnwritable);
  cv::Mat noise(200, 200, CV_8UC3);
  cv::randu(noise, 0, 255);
  const test::FileSizeLimit limit(1000);
  EXPECT_EQ(errorOf([&] { writePicture(folder / "p.png", noise); }).code(), ErrorCode::diskFull);
  EXPECT_TRUE(folder.names().empty());
}

}  // namespace
}  // namespace orator::media
