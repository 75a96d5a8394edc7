// Pictures in other colours than sRGB, and files that say more than they hold.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <lcms2.h>
#include <zlib.h>

#include <map>
#include <opencv2/imgcodecs.hpp>
#include <string>

#include "core/media/picture.h"
#include "core/media/picture_header.h"
#include "tests/support/files.h"
#ifdef ORATOR_HEIF
#include "tests/support/heif_file.h"
#endif

namespace orator::media {
namespace {

using test::errorOf;
using test::TemporaryFolder;
using Bytes = std::vector<std::uint8_t>;

/// A profile with the primaries of Display P3 or of Adobe RGB.
Bytes profile(bool displayP3) {
  const cmsCIExyY white{0.3127, 0.3290, 1};
  const cmsCIExyYTRIPLE p3{{0.680, 0.320, 1}, {0.265, 0.690, 1}, {0.150, 0.060, 1}};
  const cmsCIExyYTRIPLE adobe{{0.640, 0.330, 1}, {0.210, 0.710, 1}, {0.150, 0.060, 1}};
  cmsToneCurve* curve = cmsBuildGamma(nullptr, 2.2);
  cmsToneCurve* curves[] = {curve, curve, curve};
  cmsHPROFILE made = cmsCreateRGBProfile(&white, displayP3 ? &p3 : &adobe, curves);
  cmsUInt32Number size = 0;
  cmsSaveProfileToMem(made, nullptr, &size);
  Bytes bytes(size);
  cmsSaveProfileToMem(made, bytes.data(), &size);
  cmsCloseProfile(made);
  cmsFreeToneCurve(curve);
  return bytes;
}

Bytes encodedLossless(const std::string& extension, const cv::Mat& bgr) {
  Bytes file;
  cv::imencode(extension, bgr, file, {cv::IMWRITE_JPEG_QUALITY, 100, cv::IMWRITE_WEBP_QUALITY, 101});
  return file;
}

void number(Bytes& to, std::uint64_t value, int bytes, bool little) {
  for (int i = 0; i < bytes; ++i) {
    const int place = little ? i : bytes - 1 - i;  // beyond the value lie zeros
    to.push_back(place < 8 ? std::uint8_t(value >> 8 * place) : std::uint8_t(0));
  }
}

void text(Bytes& to, const std::string& value) {
  to.insert(to.end(), value.begin(), value.end());
}

Bytes chunk(const std::string& type, const Bytes& data) {
  Bytes whole;
  number(whole, data.size(), 4, false);
  text(whole, type);
  whole.insert(whole.end(), data.begin(), data.end());
  number(whole, crc32(0, whole.data() + 4, uInt(whole.size() - 4)), 4, false);
  return whole;
}

Bytes packedProfile(const Bytes& icc) {
  Bytes data{'p', 0, 0};
  uLongf size = compressBound(uLong(icc.size()));
  Bytes packed(size);
  compress(packed.data(), &size, icc.data(), uLong(icc.size()));
  data.insert(data.end(), packed.begin(), packed.begin() + std::ptrdiff_t(size));
  return data;
}

/// Behind the header of a PNG: signature and IHDR are 33 bytes.
Bytes withChunks(const Bytes& png, const Bytes& chunks) {
  Bytes made(png.begin(), png.begin() + 33);
  made.insert(made.end(), chunks.begin(), chunks.end());
  made.insert(made.end(), png.begin() + 33, png.end());
  return made;
}

Bytes withProfile(const std::string& extension, const Bytes& file, const Bytes& icc) {
  if (extension == ".png") return withChunks(file, chunk("iCCP", packedProfile(icc)));
  Bytes made;
  if (extension == ".jpg") {
    made = {0xFF, 0xD8};
    const std::size_t half = icc.size() / 2;
    for (int part = 0; part < 2; ++part) {  // in two parts, as large profiles are
      const Bytes piece(icc.begin() + (part ? std::ptrdiff_t(half) : 0),
                        part ? icc.end() : icc.begin() + std::ptrdiff_t(half));
      number(made, 0xFFE2, 2, false);
      number(made, piece.size() + 16, 2, false);
      text(made, std::string("ICC_PROFILE\0", 12));
      number(made, std::uint64_t(part + 1), 1, false), number(made, 2, 1, false);
      made.insert(made.end(), piece.begin(), piece.end());
    }
    made.insert(made.end(), file.begin() + 2, file.end());
    return made;
  }
  // WebP: an extended header, the profile, then the lossless picture.
  Bytes body;
  text(body, "WEBPVP8X"), number(body, 10, 4, true), number(body, 0x20, 4, true);
  number(body, 63, 3, true), number(body, 63, 3, true);
  text(body, "ICCP"), number(body, icc.size(), 4, true);
  body.insert(body.end(), icc.begin(), icc.end());
  if (icc.size() % 2) body.push_back(0);
  body.insert(body.end(), file.begin() + 12, file.end());
  text(made, "RIFF"), number(made, body.size(), 4, true);
  made.insert(made.end(), body.begin(), body.end());
  return made;
}

cv::Vec3b middle(const std::filesystem::path& path) {
  const cv::Mat rgb = readPicture(path).rgb;
  return rgb.at<cv::Vec3b>(rgb.rows / 2, rgb.cols / 2);
}

TEST(ColourProfile, PicturesOfEveryFormatComeOutInSrgb) {
  const TemporaryFolder folder;
  const cv::Mat skin(64, 64, CV_8UC3, cv::Scalar(120, 150, 200));  // R 200, G 150, B 120
  for (const std::string extension : {".png", ".jpg", ".webp"}) {
    const Bytes plain = encodedLossless(extension, skin);
    test::writeBytes(folder / "plain", plain);
    EXPECT_LT(cv::norm(middle(folder / "plain") - cv::Vec3b(200, 150, 120)), 4) << extension;
    test::writeBytes(folder / "adobe", withProfile(extension, plain, profile(false)));
    const cv::Vec3b adobe = middle(folder / "adobe");
    EXPECT_GT(adobe[0], 206) << extension;  // a wider red is more of sRGB's
    EXPECT_NEAR(adobe[1], 150, 5) << extension;
    test::writeBytes(folder / "p3", withProfile(extension, plain, profile(true)));
    const cv::Vec3b p3 = middle(folder / "p3");
    EXPECT_GT(p3[0], 205) << extension;
    EXPECT_LT(p3[2], 119) << extension;
  }
}

TEST(ColourProfile, SixteenBitPicturesAreConvertedBeforeTheyAreReduced) {
  const TemporaryFolder folder;
  const cv::Mat skin(64, 64, CV_16UC3, cv::Scalar(120 * 257, 150 * 257, 200 * 257));
  test::writeBytes(folder / "deep.png", withProfile(".png", encodedLossless(".png", skin), profile(false)));
  EXPECT_GT(middle(folder / "deep.png")[0], 206);
}

TEST(ColourProfile, ADamagedOrForeignProfileChangesNothing) {
  const TemporaryFolder folder;
  const Bytes plain = encodedLossless(".png", cv::Mat(64, 64, CV_8UC3, cv::Scalar(120, 150, 200)));
  Bytes damaged = profile(false);
  std::fill(damaged.begin() + 100, damaged.end(), std::uint8_t(0xA5));
  const Bytes grey = encodedLossless(".png", cv::Mat(64, 64, CV_8UC1, cv::Scalar(77)));
  test::writeBytes(folder / "damaged.png", withProfile(".png", plain, damaged));
  test::writeBytes(folder / "grey.png", withProfile(".png", grey, profile(false)));
  test::writeBytes(folder / "unpacked.png", withChunks(plain, chunk("iCCP", profile(false))));
  EXPECT_EQ(middle(folder / "damaged.png"), cv::Vec3b(200, 150, 120));
  EXPECT_EQ(middle(folder / "grey.png"), cv::Vec3b(77, 77, 77));
  EXPECT_EQ(middle(folder / "unpacked.png"), cv::Vec3b(200, 150, 120));
}

TEST(PictureLimits, HundredsOfThousandsOfChunksAreStillAPicture) {
  const TemporaryFolder folder;
  const Bytes plain = encodedLossless(".png", cv::Mat(64, 64, CV_8UC3, cv::Scalar(1, 2, 3)));
  Bytes many;
  const Bytes one = chunk("iCCP", {'x', 0, 0, 1});
  for (int i = 0; i < 400'000; ++i) many.insert(many.end(), one.begin(), one.end());
  test::writeBytes(folder / "many.png", withChunks(plain, many));
  EXPECT_EQ(middle(folder / "many.png"), cv::Vec3b(3, 2, 1));
}

/// Headers alone, of every format: what they promise is refused before a decoder sees it.
TEST(PictureLimits, SizesThatNoPortraitHasAreRefusedByTheHeader) {
  const TemporaryFolder folder;
  Bytes png{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'}, header;
  number(header, 32767, 4, false), number(header, 32767, 4, false),
      text(header, std::string("\x08\x02\0\0\0", 5));
  const Bytes ihdr = chunk("IHDR", header);
  png.insert(png.end(), ihdr.begin(), ihdr.end());
  Bytes bmp;
  text(bmp, "BM"), number(bmp, 0, 12, true), number(bmp, 40, 4, true), number(bmp, 30000, 4, true);
  number(bmp, std::uint32_t(-30000), 4, true), number(bmp, 0x180001, 4, true), number(bmp, 0, 24, true);
  Bytes tiff;
  text(tiff, std::string("II\x2A\0\x08\0\0\0\x02\0", 10));
  for (const int tag : {256, 257})
    number(tiff, std::uint64_t(tag) | 4 << 16, 4, true), number(tiff, 1, 4, true),
        number(tiff, 60000, 4, true);
  Bytes webp;
  text(webp, "RIFF"), number(webp, 100, 4, true), text(webp, "WEBPVP8X"), number(webp, 10, 4, true);
  number(webp, 0, 4, true), number(webp, 0xFFFFFF, 3, true), number(webp, 0xFFFFFF, 3, true);
  Bytes jpeg{0xFF, 0xD8, 0xFF, 0xC0, 0,    17, 8, 0xFF, 0xFF, 0xFF, 0xFF, 3,
             1,    0x11, 0,    2,    0x11, 0,  3, 0x11, 0,    0xFF, 0xD9};
  for (const auto& [name, bytes] : std::map<std::string, Bytes>{
           {"a.png", png}, {"a.bmp", bmp}, {"a.tiff", tiff}, {"a.webp", webp}, {"a.jpg", jpeg}}) {
    test::writeBytes(folder / name, bytes);
    const Error error = errorOf([&] { readPicture(folder / name); });
    EXPECT_EQ(error.code(), ErrorCode::unreadablePicture) << name;
    EXPECT_THAT(error.reason(), testing::HasSubstr("more than any portrait needs")) << name;
  }
}

TEST(PictureLimits, AJpegOfEndlessPassesIsRefused) {
  const TemporaryFolder folder;
  Bytes jpeg = encodedLossless(".jpg", cv::Mat(64, 64, CV_8UC3, cv::Scalar(1, 2, 3)));
  jpeg.resize(jpeg.size() - 2);
  for (int i = 0; i < 300; ++i) jpeg.insert(jpeg.end(), {0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0});
  jpeg.insert(jpeg.end(), {0xFF, 0xD9});
  test::writeBytes(folder / "p.jpg", jpeg);
  EXPECT_THAT(errorOf([&] { readPicture(folder / "p.jpg"); }).reason(), testing::HasSubstr("passes"));
}

TEST(Picture, AFormatThatIsNotReadIsNamed) {
  const TemporaryFolder folder;
  for (const auto& [begin, name] : std::map<std::string, std::string>{
           {"GIF89a", "GIF"}, {std::string("\0\0\0\x0CJXL ", 8), "JPEG XL"}, {"8BPS", "Photoshop"}}) {
    Bytes bytes;
    text(bytes, begin);
    bytes.resize(500);
    test::writeBytes(folder / "p", bytes);
    EXPECT_THAT(errorOf([&] { readPicture(folder / "p"); }).reason(), testing::HasSubstr(name));
  }
  Bytes heic(600);
  text(heic = Bytes{0, 0, 0, 24}, "ftypheic");
  heic.resize(600);
  test::writeBytes(folder / "p.heic", heic);
  const Error error = errorOf([&] { readPicture(folder / "p.heic"); });
  EXPECT_EQ(error.code(), ErrorCode::unreadablePicture);
  EXPECT_THAT(error.remedy(), testing::HasSubstr("JPEG"));
}

#ifdef ORATOR_HEIF
TEST(Picture, HeicAndAvifAreReadInTheirColours) {
  const TemporaryFolder folder;
  for (const bool avif : {false, true}) {
    ASSERT_TRUE(test::writeHeif(folder / "p.heic", avif));
    const cv::Mat rgb = readPicture(folder / "p.heic").rgb;
    ASSERT_EQ(rgb.size(), cv::Size(96, 64));
    EXPECT_LT(cv::norm(rgb.at<cv::Vec3b>(32, 20) - cv::Vec3b(200, 150, 120)), 12);
    EXPECT_LT(cv::norm(rgb.at<cv::Vec3b>(32, 80) - cv::Vec3b(40, 80, 160)), 12);
    ASSERT_TRUE(test::writeHeif(folder / "wide.heic", avif, profile(false)));
    EXPECT_GT(readPicture(folder / "wide.heic").rgb.at<cv::Vec3b>(32, 20)[0], 205);
    test::truncate(folder / "p.heic", folder / "cut.heic", 0.6);
    EXPECT_EQ(errorOf([&] { readPicture(folder / "cut.heic"); }).code(), ErrorCode::unreadablePicture);
  }
}
#endif

}  // namespace
}  // namespace orator::media
