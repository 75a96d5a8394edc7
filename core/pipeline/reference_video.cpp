#include "core/pipeline/reference_video.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "core/base/files.h"
#include "core/capture/capture.h"
#include "core/face/face_tracker.h"
#include "core/face/sadtalker/portrait_coefficients.h"
#include "core/media/video_reader.h"

namespace orator::pipeline {
namespace {

/// One frame with a face.
struct Seen {
  double seconds = 0;
  std::array<float, 6> pose{};
  float opening = 0;
  face::ExpressionCoefficients expression{};
};

/// Height of the lid gap over the width of the eye, the mean of both eyes.
float lidOpening(const face::FaceLandmarks& face) {
  const auto distance = [&](int a, int b) {
    const cv::Point3f d = face.points[std::size_t(a)] - face.points[std::size_t(b)];
    return std::hypot(d.x, d.y);
  };
  const float left = (distance(160, 144) + distance(159, 145) + distance(158, 153)) / (3 * distance(33, 133));
  const float right =
      (distance(385, 380) + distance(386, 374) + distance(387, 373)) / (3 * distance(362, 263));
  return (left + right) / 2;
}

/// By the network; none where it cannot see the face.
std::optional<Seen> readFace(const face::sadtalker::FaceReader& reader, const cv::Mat& rgb,
                             const face::FaceLandmarks& face, double seconds) {
  face::sadtalker::Landmarks68 landmarks = face::sadtalker::landmarks68(face);
  const cv::Rect2f close = cv::boundingRect(std::vector<cv::Point2f>(landmarks.begin(), landmarks.end()));
  const cv::Rect around =
      cv::Rect(close.tl() - cv::Point2f(close.size()), close.br() + cv::Point2f(close.size())) &
      cv::Rect({}, rgb.size());
  for (cv::Point2f& p : landmarks) p -= cv::Point2f(around.tl());
  try {
    const auto row = face::sadtalker::motionOf(reader.read(rgb(around), landmarks));
    Seen seen{seconds, {}, lidOpening(face), {}};
    std::copy_n(row.begin(), seen.expression.size(), seen.expression.begin());
    std::copy_n(row.begin() + seen.expression.size(), seen.pose.size(), seen.pose.begin());
    return seen;
  } catch (const Error& error) {
    if (error.code() != ErrorCode::noFace && error.code() != ErrorCode::pictureTooSmall) throw;
    return std::nullopt;
  }
}

/// The frames at a steady rate: between two that were seen, a straight line.
motion::ReferenceMotion evenly(const std::vector<Seen>& seen, FrameRate rate, std::int64_t frames) {
  motion::ReferenceMotion reference;
  reference.frameRate = rate;
  std::vector<float> openings;
  std::size_t next = 0;
  for (std::int64_t i = 0; i < frames; ++i) {
    const double t = rate.secondsAt(i);
    while (next < seen.size() && seen[next].seconds < t) ++next;
    const Seen &b = seen[std::min(next, seen.size() - 1)], &a = seen[next == 0 ? 0 : next - 1];
    const double gap = b.seconds - a.seconds;
    const float share = gap > 0 ? float(std::clamp((t - a.seconds) / gap, 0.0, 1.0)) : 0.f;
    const auto mix = [&](float from, float to) { return from + share * (to - from); };
    std::array<float, 6> pose;
    for (std::size_t k = 0; k < pose.size(); ++k) pose[k] = mix(a.pose[k], b.pose[k]);
    face::ExpressionCoefficients expression;
    for (std::size_t k = 0; k < expression.size(); ++k) expression[k] = mix(a.expression[k], b.expression[k]);
    reference.pose.push_back(pose);
    reference.expression.push_back(expression);
    openings.push_back(mix(a.opening, b.opening));
  }
  reference.closure = motion::lidClosureOf(openings, rate);
  return reference;
}

void requireMostly(std::int64_t seen, std::int64_t frames, const std::filesystem::path& video) {
  constexpr double kFaceShare = 0.5;
  if (seen == 0 || double(seen) < kFaceShare * double(frames))
    throw Error(ErrorCode::noFace, pathText(video),
                seen == 0 ? "no face was found in the video" : "most of the video shows no face",
                "Choose a video of one person who looks at the camera");
}

/// What the published program's network sees, picture by picture.
motion::ReferenceMotion readPublished(const std::filesystem::path& video, const packs::Pack& pack,
                                      double seconds, const RunContext& context) {
  media::VideoReader reader(video);
  face::FaceTracker tracker(
      {.detector = pack.file("face_detector"), .attentionMesh = pack.file("attention_mesh")});
  const face::sadtalker::FaceReader network(pack);
  std::vector<Seen> seen;
  cv::Mat rgb;
  std::int64_t frames = 0;
  double time = 0, end = 0;
  while (reader.read(rgb, time) && time < seconds) {
    context.throwIfCancelled();
    ++frames;
    end = time;
    const auto faces = tracker.track(rgb);
    if (faces.empty()) continue;
    if (const auto read = readFace(network, rgb, faces.front(), time)) seen.push_back(*read);
  }
  requireMostly(std::int64_t(seen.size()), frames, video);
  const FrameRate rate = reader.frameRate();
  return evenly(seen, rate, std::max<std::int64_t>(1, std::llround(end * rate.perSecond()) + 1));
}

motion::ReferenceMotion readCaptured(const std::filesystem::path& video, const packs::Pack& pack,
                                     double seconds, const RunContext& context) {
  const capture::Capture performance = capture::captureVideo(video, pack, context, {0, seconds});
  motion::ReferenceMotion reference;
  reference.frameRate = {capture::kFramesPerSecond, 1};
  std::int64_t seen = 0;
  for (const capture::CapturedFrame& frame : performance.frames) {
    seen += frame.seen();
    const cv::Vec3f &angles = frame.pose.anglesRadians, &at = frame.pose.translation;
    reference.pose.push_back({angles[0], angles[1], angles[2], at[0], at[1], at[2]});
    reference.closure.push_back(frame.closure);
    reference.expression.push_back(frame.expression);
  }
  requireMostly(seen, std::int64_t(performance.frames.size()), video);
  return reference;
}

}  // namespace

motion::ReferenceMotion readReference(const std::filesystem::path& video, const packs::Pack& pack,
                                      double seconds, bool published, const RunContext& context) {
  if (published && pack.coefficientBasis == "bfm") return readPublished(video, pack, seconds, context);
  return readCaptured(video, pack, seconds, context);
}

}  // namespace orator::pipeline
