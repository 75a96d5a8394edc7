#include "core/media/picture.h"

#include <algorithm>
#include <cctype>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/media/exif.h"
#include "core/media/png_chunks.h"

namespace orator::media {
namespace {

constexpr int kSmallestSide = 64;
const char* const kFormatsRemedy = "Save it again as PNG, JPEG, WebP, BMP or TIFF";

bool isJpeg(const std::vector<std::uint8_t>& file) {
  return file.size() > 2 && file[0] == 0xFF && file[1] == 0xD8;
}

bool isTiff(const std::vector<std::uint8_t>& file) {
  return file.size() > 4 && ((file[0] == 'I' && file[1] == 'I') || (file[0] == 'M' && file[1] == 'M'));
}

cv::Mat decode(const std::filesystem::path& path, const std::vector<std::uint8_t>& file) {
  cv::Mat decoded;
  std::string why = "this is not a picture Orator can read, or it is damaged";
  try {
    if (!file.empty()) decoded = cv::imdecode(withoutColourProfile(file), cv::IMREAD_UNCHANGED);
  } catch (const cv::Exception& failure) {
    if (failure.code == cv::Error::StsNoMem)
      throw Error(ErrorCode::outOfMemory, pathText(path), "the picture does not fit into memory",
                  "Reduce its size");
    why = "the picture cannot be decoded (" + failure.err + ")";
  }
  if (decoded.empty()) throw Error(ErrorCode::unreadablePicture, pathText(path), why, kFormatsRemedy);
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
  if (isJpeg(file) && !jpegIsComplete(file))
    throw Error(ErrorCode::unreadablePicture, pathText(path), "the picture is cut off: its end is missing",
                "Copy or download the file again");
  const cv::Mat decoded = decode(path, file);
  // The TIFF decoder of OpenCV turns the picture itself.
  const int orientation = isTiff(file) ? 1 : exifOrientation(file);
  if (std::min(decoded.cols, decoded.rows) < kSmallestSide)
    throw Error(
        ErrorCode::pictureTooSmall, pathText(path),
        "the picture has " + std::to_string(decoded.cols) + " x " + std::to_string(decoded.rows) + " pixels",
        "Choose one of at least 64 x 64, better 512 x 512");
  try {
    const cv::Mat picture = oriented(toEightBits(decoded), orientation);
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
        throw Error(ErrorCode::unreadablePicture, pathText(path),
                    "the picture has an unusual number of channels", kFormatsRemedy);
    }
    return result;
  } catch (const cv::Exception& failure) {
    const bool memory = failure.code == cv::Error::StsNoMem;
    throw Error(memory ? ErrorCode::outOfMemory : ErrorCode::unreadablePicture, pathText(path),
                "the picture cannot be converted (" + failure.err + ")",
                memory ? "Reduce its size" : kFormatsRemedy);
  }
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
