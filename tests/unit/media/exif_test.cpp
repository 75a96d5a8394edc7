#include "core/media/exif.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace orator::media {
namespace {

std::vector<std::uint8_t> bytes(const std::string& text) {
  return {text.begin(), text.end()};
}

/// Little-endian TIFF structure with the orientation as its only entry.
std::string tiff(char orientation) {
  return std::string("II\x2A\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0", 18) + orientation +
         std::string(7, '\0');
}

TEST(Exif, OrientationIsFoundInPngWebpAndTiff) {
  const std::string block = tiff(6);
  const std::string png = std::string("\x89PNG\r\n\x1A\n", 8) + std::string("\0\0\0", 3) +
                          char(block.size()) + "eXIf" + block + "crc ";
  EXPECT_EQ(exifOrientation(bytes(png)), 6);
  const std::string webp =
      std::string("RIFF\0\0\0\0WEBPEXIF", 16) + char(block.size()) + std::string("\0\0\0", 3) + block;
  EXPECT_EQ(exifOrientation(bytes(webp)), 6);
  EXPECT_EQ(exifOrientation(bytes(tiff(8))), 8);
}

TEST(Exif, MalformedBlocksMeanUpright) {
  EXPECT_EQ(exifOrientation({}), 1);
  EXPECT_EQ(exifOrientation(bytes(tiff(9))), 1);
  EXPECT_EQ(exifOrientation(bytes(tiff(6).substr(0, 15))), 1);
  EXPECT_EQ(exifOrientation(bytes("\xFF\xD8\xFF\xE1\xFF\xFF"
                                  "Exif")),
            1);
  EXPECT_EQ(exifOrientation(bytes(std::string("II\x2A\0\xFF\xFF\xFF\xFF", 8))), 1);
}

TEST(Exif, AJpegWithoutItsEndMarkerIsIncomplete) {
  const std::string scan = std::string(
      "\xFF\xD8\xFF\xDA\0\x02"
      "data\xFF\0more",
      15);
  EXPECT_FALSE(jpegIsComplete(bytes(scan)));
  EXPECT_TRUE(jpegIsComplete(bytes(scan + "\xFF\xD9")));
  // The end marker of an embedded thumbnail does not count.
  EXPECT_FALSE(jpegIsComplete(bytes(std::string("\xFF\xD8\xFF\xE1\0\x06..\xFF\xD9", 10) + scan.substr(2))));
}

}  // namespace
}  // namespace orator::media
