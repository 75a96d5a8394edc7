#include "core/learning/person/footage.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/face/camera_distance.h"

namespace orator::learning {
namespace {

using capture::Capture;

constexpr double kShortestSeconds = 8;
constexpr float kSmallestFacePixels =
    96;                              // forehead to chin: the mouth of a smaller one has nothing to teach
constexpr float kMostTurned = 0.6f;  // radians of the portrait: beyond it half of the mouth is hidden
constexpr float kFaceHeight = 256;   // pixels that a reduced face has; the networks see it smaller yet
constexpr float kAround = 0.35f;     // of the face's height: the mesh renderer moves neck and hair with it

cv::Rect aroundFaces(const Capture& seen, const std::vector<std::int64_t>& frames) {
  float left = 1e9f, top = 1e9f, right = -1e9f, bottom = -1e9f;
  for (const std::int64_t i : frames)
    for (const cv::Point3f& p : seen.frames[std::size_t(i)].landmarks.points) {
      left = std::min(left, p.x), right = std::max(right, p.x);
      top = std::min(top, p.y), bottom = std::max(bottom, p.y);
    }
  const float margin = kAround * seen.facePixels();
  return cv::Rect(cv::Point(cvFloor(left - margin), cvFloor(top - margin)),
                  cv::Point(cvCeil(right + margin), cvCeil(bottom + margin))) &
         cv::Rect({}, seen.picture);
}

/// The parts of one camera's pictures that show the face, reduced.
class Reduction {
 public:
  Reduction(cv::Rect window, float scale)
      : window_(window),
        size_(std::max(2, cvRound(float(window.width) * scale)),
              std::max(2, cvRound(float(window.height) * scale))),
        x_(float(size_.width) / float(window.width)),
        y_(float(size_.height) / float(window.height)) {}

  cv::Mat picture(const cv::Mat& rgb) const {
    cv::Mat reduced;
    cv::resize(rgb(window_), reduced, size_, 0, 0, cv::INTER_AREA);
    return reduced;
  }
  /// Pixel centres: x' + 0.5 = scale * (x + 0.5).
  cv::Point2f point(cv::Point2f p) const {
    return {(p.x - float(window_.x) + 0.5f) * x_ - 0.5f, (p.y - float(window_.y) + 0.5f) * y_ - 0.5f};
  }
  face::FaceLandmarks landmarks(face::FaceLandmarks face) const {
    for (cv::Point3f& p : face.points) {
      const cv::Point2f q = point({p.x, p.y});
      p = {q.x, q.y, p.z * x_};
    }
    return face;
  }
  face::PortraitCamera camera(face::PortraitCamera camera) const {
    camera.centre = point(camera.centre);
    camera.focalPixels *= x_;
    return camera;
  }
  float octaves() const { return -std::log2(x_); }

 private:
  cv::Rect window_;
  cv::Size size_;
  float x_, y_;
};

std::vector<std::int64_t> thinned(const std::vector<std::int64_t>& frames, std::size_t most) {
  if (frames.size() <= most) return frames;
  std::vector<std::int64_t> some;
  for (std::size_t k = 0; k < most; ++k) some.push_back(frames[k * frames.size() / most]);
  return some;
}

std::string secondsOf(std::size_t frames) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f s", double(frames) / capture::kFramesPerSecond);
  return text;
}

}  // namespace

std::vector<std::int64_t> FootageParts::known() const {
  std::vector<std::int64_t> all = learned;
  all.insert(all.end(), setAside.begin(), setAside.end());
  return all;
}

FootageParts footageParts(const std::filesystem::path& video, const Capture& seen) {
  std::vector<std::int64_t> frames;
  for (std::size_t i = 0; i < seen.frames.size(); ++i)
    if (seen.frames[i].seen()) frames.push_back(std::int64_t(i));
  if (double(frames.size()) < kShortestSeconds * capture::kFramesPerSecond)
    throw Error(ErrorCode::noFace, pathText(video),
                "the person is in view for " + secondsOf(frames.size()) + " only",
                "Give a video that shows one person for 10 to 60 s");
  if (const float pixels = seen.facePixels(); pixels < kSmallestFacePixels)
    throw Error(
        ErrorCode::pictureTooSmall, pathText(video),
        "the face is only " + std::to_string(int(pixels)) + " pixels high: its mouth has nothing to teach",
        "Film closer, so that the face is at least " + std::to_string(int(kSmallestFacePixels)) +
            " pixels high");
  FootageParts parts;
  const auto at = [&](std::size_t eighths) {
    return frames.begin() + std::ptrdiff_t(frames.size() * eighths / 8);
  };
  parts.learned.assign(frames.begin(), at(5));
  parts.setAside.assign(at(5), at(6));
  parts.judged.assign(at(6), frames.end());
  parts.portrait = capture::calmestOf(seen, {parts.learned.front(), parts.learned.back() + 1});
  const cv::Vec3f& turned = seen.frames[std::size_t(parts.portrait)].pose.anglesRadians;
  if (std::abs(turned[1]) > kMostTurned)
    throw Error(ErrorCode::noFace, pathText(video),
                "the person never looks towards the camera in its first part",
                "Give a video of a person who looks at the camera");
  return parts;
}

std::vector<FilmedShot> filmedShots(const std::filesystem::path& video, const Capture& seen,
                                    const std::vector<std::int64_t>& frames, std::int64_t portrait,
                                    std::size_t most, const RunContext& context) {
  std::vector<FilmedShot> shots;
  const float scale = std::min(1.f, kFaceHeight / seen.facePixels());
  for (std::size_t shot = 0; shot < seen.shots.size(); ++shot) {
    std::vector<std::int64_t> own;
    for (const std::int64_t i : frames)
      if (seen.frames[std::size_t(i)].shot == int(shot) && i != portrait) own.push_back(i);
    own = thinned(own, most);
    if (own.empty()) continue;
    const bool withPortrait = seen.frames[std::size_t(portrait)].shot == int(shot);
    if (withPortrait) own.insert(std::lower_bound(own.begin(), own.end(), portrait), portrait);
    const Reduction reduction(aroundFaces(seen, own), scale);
    FilmedShot& filmed = shots.emplace_back();
    filmed.reducedOctaves = reduction.octaves();
    filmed.person.name = "shot" + std::to_string(shot);
    filmed.person.speaker = "person";
    filmed.person.licence = "the user's own";
    filmed.person.fit = seen.fit(own.front());
    filmed.person.fit.camera = reduction.camera(filmed.person.fit.camera);
    capture::visitPictures(
        video, seen, own,
        [&](std::size_t k, const cv::Mat& rgb) {
          const capture::CapturedFrame& frame = seen.frames[std::size_t(own[k])];
          if (own[k] == portrait) filmed.portrait = int(filmed.person.frames.size());
          filmed.person.frames.push_back(
              {reduction.picture(rgb), reduction.landmarks(frame.landmarks), frame.expression, frame.pose});
        },
        context);
  }
  return shots;
}

}  // namespace orator::learning
