#include "app/cli/landmarks_writer.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cmath>
#include <nlohmann/json.hpp>
#include <opencv2/imgproc.hpp>
#include <string>

#include "core/face/face_mesh.h"

namespace orator::cli {
namespace {

using nlohmann::json;

/// Thousandths of a pixel are finer than the network is exact, and halve the file.
double rounded(float value) {
  return std::round(double(value) * 1000) / 1000;
}

json faceJson(const face::FaceLandmarks& found) {
  json points = json::array();
  for (const cv::Point3f& p : found.points) points.push_back({rounded(p.x), rounded(p.y), rounded(p.z)});
  return {{"box",
           {rounded(found.box.x), rounded(found.box.y), rounded(found.box.width), rounded(found.box.height)}},
          {"presence", rounded(found.presence)},
          {"points", std::move(points)}};
}

}  // namespace

LandmarksWriter::LandmarksWriter(std::filesystem::path file, cv::Size size, double framesPerSecond)
    : file_(std::move(file)), stream_(file_.path()) {
  if (!stream_) throw writeError(file_.target(), errno);
  stream_ << "{\"width\":" << size.width << ",\"height\":" << size.height << ",\"fps\":" << framesPerSecond
          << ",\"frames\":[";
}

void LandmarksWriter::add(const std::vector<face::FaceLandmarks>& faces) {
  json list = json::array();
  for (const face::FaceLandmarks& found : faces) list.push_back(faceJson(found));
  stream_ << (frames_ ? ",\n" : "\n") << json{{"index", frames_}, {"faces", std::move(list)}}.dump();
  if (!stream_) throw writeError(file_.target(), errno);
  ++frames_;
  faces_ += std::int64_t(faces.size());
}

void LandmarksWriter::finish() {
  stream_ << "\n]}\n";
  stream_.close();
  if (!stream_) throw writeError(file_.target(), errno);
  file_.commit();
}

void drawLandmarks(cv::Mat& rgb, const std::vector<face::FaceLandmarks>& faces) {
  constexpr int kSubpixelBits = 4;
  const auto fixed = [](float value) { return cvRound(value * (1 << kSubpixelBits)); };
  for (const face::FaceLandmarks& found : faces) {
    const float radius = std::max(0.7f, found.box.width / 220);
    cv::rectangle(rgb, found.box, {80, 200, 255}, std::max(1, int(radius)), cv::LINE_AA);
    for (int i = 0; i < face::kLandmarkCount; ++i) {
      const bool iris = i >= face::kMeshVertexCount;
      const cv::Point3f& p = found.points[std::size_t(i)];
      cv::circle(rgb, {fixed(p.x), fixed(p.y)}, fixed(radius),
                 iris ? cv::Scalar(255, 190, 60) : cv::Scalar(90, 240, 130), cv::FILLED, cv::LINE_AA,
                 kSubpixelBits);
    }
  }
}

bool isPictureFile(const std::filesystem::path& file) {
  static const std::array<std::string, 10> endings{".png", ".jpg",  ".jpeg", ".webp", ".bmp",
                                                   ".tif", ".tiff", ".heic", ".heif", ".avif"};
  std::string ending = file.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char c) { return char(std::tolower(c)); });
  return std::find(endings.begin(), endings.end(), ending) != endings.end();
}

}  // namespace orator::cli
