#include "core/media/picture.h"

#include <algorithm>
#include <cctype>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/media/colour_profile.h"
#include "core/media/exif.h"
#include "core/media/heif_picture.h"
#include "core/media/picture_header.h"

namespace orator::media {
namespace {

constexpr int kSmallestSide = 64;
constexpr int kMostScans = 200;  ///< of a JPEG: each one goes over the whole picture
constexpr std::int64_t kLongestSide = 65'535;
const char* const kFormatsRemedy = "Save it again as PNG, JPEG, WebP, BMP or TIFF";

Error unreadablePicture(const std::filesystem::path& path, const std::string& reason) {
  return Error(ErrorCode::unreadablePicture, pathText(path), reason, kFormatsRemedy);
}

Error noMemory(const std::filesystem::path& path) {
  return Error(ErrorCode::outOfMemory, pathText(path), "the picture does not fit into memory",
               "Reduce its size");
}

PictureFormat requireKnownFormat(const std::filesystem::path& path, const std::vector<std::uint8_t>& file) {
  if (const auto format = pictureFormat(file)) return *format;
  const std::string name = foreignFormatName(file);
  throw unreadablePicture(path, name.empty()
                                    ? "this is not a picture Orator can read, or it is damaged"
                                    : "it is a picture of the format " + name + ", which is not read");
}

/// Sizes are checked before anything is decoded.
void checkHeader(const std::filesystem::path& path, const PictureHeader& header) {
  const std::string size = std::to_string(header.width) + " x " + std::to_string(header.height) + " pixels";
  if (header.width > kLongestSide || header.height > kLongestSide ||
      header.width * header.height > kMostPicturePixels)
    throw Error(ErrorCode::unreadablePicture, pathText(path),
                "it says to have " + size + ", more than any portrait needs", "Reduce its size");
  if (header.scans > kMostScans)
    throw unreadablePicture(path, "it is stored in " + std::to_string(header.scans) + " passes");
}

/// Whatever a decoder throws becomes our error.
template <typename Work>
auto translated(const std::filesystem::path& path, const Work& work) {
  try {
    return work();
  } catch (const cv::Exception& failure) {
    if (failure.code == cv::Error::StsNoMem) throw noMemory(path);
    throw unreadablePicture(path, "the picture cannot be decoded (" + failure.err + ")");
  } catch (const std::length_error&) {
    throw noMemory(path);
  }
}

/// The pixels as stored and the profile of their colours.
struct Decoded {
  cv::Mat pixels;
  std::vector<std::uint8_t> colourProfile;
};

Decoded decode(const std::filesystem::path& path, const std::vector<std::uint8_t>& file,
               PictureFormat format) {
  if (format == PictureFormat::heif) {
    HeifPicture picture = readHeif(file, kMostPicturePixels);
    if (picture.pixels.empty())
      throw Error(ErrorCode::unreadablePicture, pathText(path), picture.fault,
                  "Save it as JPEG: phones do so with the setting \"Most compatible\"");
    return {picture.pixels, std::move(picture.colourProfile)};
  }
  PictureHeader header = readPictureHeader(file, format);
  checkHeader(path, header);
  Decoded decoded{
      cv::imdecode(format == PictureFormat::png ? pngPixelsOnly(file) : file, cv::IMREAD_UNCHANGED),
      std::move(header.colourProfile)};
  if (decoded.pixels.empty())
    throw unreadablePicture(path, "this is not a picture Orator can read, or it is damaged");
  return decoded;
}

/// Any depth to 8 bits: integers by their range, floating point by 0..1.
cv::Mat toEightBits(const cv::Mat& picture) {
  double scale = 1;
  switch (picture.depth()) {
    case CV_8U:
      return picture;
    case CV_16U:
      scale = 1.0 / 257;
      break;
    case CV_32F:
    case CV_64F:
      scale = 255;
      break;
    default:
      throw cv::Exception(cv::Error::BadDepth, "unknown sample type", "toEightBits", __FILE__, __LINE__);
  }
  cv::Mat converted;
  picture.convertTo(converted, CV_8U, scale);
  return converted;
}

cv::Mat oriented(const cv::Mat& picture, int orientation) {
  cv::Mat turned = picture;
  if (orientation >= 5) cv::transpose(picture, turned);
  cv::Mat result;
  switch (orientation) {
    case 2:
    case 6:
      cv::flip(turned, result, 1);
      return result;
    case 3:
    case 7:
      cv::flip(turned, result, -1);
      return result;
    case 4:
    case 8:
      cv::flip(turned, result, 0);
      return result;
    default:
      return turned;
  }
}

}  // namespace

Picture readPicture(const std::filesystem::path& path) {
  const std::vector<std::uint8_t> file = readFile(path, ErrorCode::unreadablePicture);
  const PictureFormat format = requireKnownFormat(path, file);
  if (format == PictureFormat::jpeg && !jpegIsComplete(file))
    throw Error(ErrorCode::unreadablePicture, pathText(path), "the picture is cut off: its end is missing",
                "Copy or download the file again");
  return translated(path, [&] {
    Decoded decoded = decode(path, file, format);
    if (std::min(decoded.pixels.cols, decoded.pixels.rows) < kSmallestSide)
      throw Error(ErrorCode::pictureTooSmall, pathText(path),
                  "the picture has " + std::to_string(decoded.pixels.cols) + " x " +
                      std::to_string(decoded.pixels.rows) + " pixels",
                  "Choose one of at least 64 x 64, better 512 x 512");
    convertToSrgb(decoded.pixels, decoded.colourProfile);
    // The decoders of these two turn the picture themselves.
    const bool turned = format == PictureFormat::tiff || format == PictureFormat::heif;
    const cv::Mat picture = oriented(toEightBits(decoded.pixels), turned ? 1 : exifOrientation(file));
    Picture result;
    switch (picture.channels()) {
      case 1:
        cv::cvtColor(picture, result.rgb, cv::COLOR_GRAY2RGB);
        break;
      case 3:
        cv::cvtColor(picture, result.rgb, cv::COLOR_BGR2RGB);
        break;
      case 4:
        cv::cvtColor(picture, result.rgb, cv::COLOR_BGRA2RGB);
        cv::extractChannel(picture, result.alpha, 3);
        if (cv::countNonZero(result.alpha != 255) == 0) result.alpha.release();
        break;
      default:
        throw unreadablePicture(path, "the picture has an unusual number of channels");
    }
    return result;
  });
}

void writePicture(const std::filesystem::path& path, const cv::Mat& rgb) {
  std::string extension = pathText(path.extension());
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  if (extension != ".png" && extension != ".jpg" && extension != ".jpeg")
    throw Error(ErrorCode::outputUnwritable, pathText(path), "pictures are written as PNG or JPEG",
                "Let the name end in .png or .jpg");
  cv::Mat bgr;
  cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
  std::vector<std::uint8_t> file;
  const std::vector<int> options = {cv::IMWRITE_JPEG_QUALITY, 95, cv::IMWRITE_PNG_COMPRESSION, 3};
  if (!cv::imencode(extension, bgr, file, options))
    throw Error(ErrorCode::internal, pathText(path), "the picture could not be encoded");
  writeFile(path, file);
}

}  // namespace orator::media
