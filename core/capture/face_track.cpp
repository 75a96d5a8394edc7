#include "core/capture/face_track.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "core/base/percentile.h"
#include "core/capture/read_ahead.h"
#include "core/face/portrait_quality.h"
#include "core/media/media_info.h"
#include "core/tensor/parallel.h"

namespace orator::capture {
namespace {

/// Notices that the whole picture has changed.
class CutFinder {
 public:
  bool isCut(const cv::Mat& rgb) {
    constexpr int kSparse = 96, kSide = 16;
    constexpr float kChange = 24, kOverUsual = 4;  // of 255
    constexpr std::size_t kRemembered = 12;
    cv::Mat sparse, now;
    cv::resize(rgb, sparse, {kSparse, kSparse}, 0, 0, cv::INTER_NEAREST);
    cv::resize(sparse, now, {kSide, kSide}, 0, 0, cv::INTER_AREA);
    bool cut = false;
    if (!last_.empty()) {
      const auto change = float(cv::norm(now, last_, cv::NORM_L1) / double(now.total() * 3));
      cut = change > kChange && change > kOverUsual * percentile(changes_, 0.5);
      changes_.push_back(change);
      if (cut) changes_.clear();
      if (changes_.size() > kRemembered) changes_.erase(changes_.begin());
    }
    last_ = now;
    return cut;
  }

 private:
  cv::Mat last_;
  std::vector<float> changes_;
};

/// The face that a film is about: large and near the middle.
std::size_t mainFace(const std::vector<face::FaceLandmarks>& faces, cv::Size picture) {
  constexpr double kOffCentre = 0.6;  // of its weight is lost at the corner
  const cv::Point2f middle(float(picture.width) / 2, float(picture.height) / 2);
  const auto weight = [&](const face::FaceLandmarks& face) {
    const double away = cv::norm((face.box.tl() + face.box.br()) * 0.5f - middle) / cv::norm(middle);
    return double(face.box.area()) * (1 - kOffCentre * std::min(away, 1.0));
  };
  return std::size_t(std::max_element(faces.begin(), faces.end(),
                                      [&](const auto& a, const auto& b) { return weight(a) < weight(b); }) -
                     faces.begin());
}

/// The face nearest to where one was lost.
std::size_t nearestFace(const std::vector<face::FaceLandmarks>& faces, const face::FaceLandmarks& lost) {
  const auto distance = [&](const face::FaceLandmarks& face) {
    return cv::norm(face.points[1] - lost.points[1]);
  };
  return std::size_t(
      std::min_element(faces.begin(), faces.end(),
                       [&](const auto& a, const auto& b) { return distance(a) < distance(b); }) -
      faces.begin());
}

class Follower {
 public:
  Follower(face::FaceTracker& tracker, FaceTrack& track) : tracker_(tracker), track_(track) {}

  void add(const cv::Mat& rgb, double seconds) {
    // The whole picture is searched often, but not every time, where nobody is for long.
    constexpr double kRememberedSeconds = 1, kSearchSeconds = 0.1;
    const bool cut = cuts_.isCut(rgb);
    std::optional<face::FaceLandmarks> face;
    if (known_ && !cut) face = tracker_.follow(rgb, last_);
    const bool lost = known_ && !face;
    if (!face && (lost || cut || seconds >= nextSearch_)) {
      nextSearch_ = seconds + kSearchSeconds;
      const auto faces = tracker_.detect(rgb);
      if (int(faces.size()) > track_.faces) {
        track_.faces = int(faces.size());
        track_.facesSeconds = seconds;
      }
      const bool remembered = !cut && !track_.frames.empty() && seconds - lastSeconds_ < kRememberedSeconds;
      if (!faces.empty()) face = faces[remembered ? nearestFace(faces, last_) : mainFace(faces, rgb.size())];
    }
    cutSince_ |= cut;
    known_ = face.has_value();
    if (!face) return;
    last_ = *face;
    lastSeconds_ = seconds;
    track_.frames.push_back({seconds, *face, face::faceSharpness(rgb, face->box), cutSince_});
    cutSince_ = false;
  }

 private:
  face::FaceTracker& tracker_;
  FaceTrack& track_;
  CutFinder cuts_;
  face::FaceLandmarks last_;
  double lastSeconds_ = 0, nextSearch_ = -1e9;
  bool known_ = false, cutSince_ = false;
};

}  // namespace

FaceTrack trackFace(const std::filesystem::path& video, face::FaceTracker& tracker, const RunContext& context,
                    const TrackRange& range) {
  const double late = media::readMediaInfo(video).pictureDelaySeconds;
  media::VideoReader reader(video);
  FaceTrack track;
  track.size = reader.size();
  track.beginSeconds = range.beginSeconds;
  track.framesPerSecond = reader.frameRate().perSecond();
  const std::int64_t total = reader.frameCountHint();
  ReadAhead ahead(reader);
  Follower follower(tracker, track);
  while (auto frame = ahead.next()) {
    context.throwIfCancelled();
    if (frame->seconds >= range.endSeconds) break;
    if (frame->seconds < range.beginSeconds) continue;
    const double seconds = frame->seconds + late;
    if (track.framesInFile++ == 0) track.firstSeconds = seconds;
    track.lastSeconds = std::max(track.lastSeconds, seconds);
    follower.add(frame->rgb, seconds);
    context.progress("track", track.framesInFile, std::max(total, track.framesInFile));
  }
  return track;
}

}  // namespace orator::capture
