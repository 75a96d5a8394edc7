#include "core/capture/capture.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

#include "core/base/files.h"
#include "core/base/parallel.h"
#include "core/base/percentile.h"
#include "core/base/smooth_step.h"
#include "core/capture/fit_person.h"
#include "core/capture/steady_rows.h"
#include "core/face/camera_distance.h"
#include "core/face/face_mesh.h"
#include "core/media/media_info.h"
#include "core/media/video_reader.h"
#include "core/motion/coefficient_row.h"
#include "core/motion/gaze.h"
#include "core/motion/reference_motion.h"

namespace orator::capture {
namespace {

constexpr float kProfileRadians = 1.0f;

motion::CoefficientRow rowOf(const CapturedFrame& frame) {
  return motion::rowOf(frame.expression, frame.pose);
}

void setRow(CapturedFrame& frame, const motion::CoefficientRow& row) {
  std::copy_n(row.begin(), frame.expression.size(), frame.expression.begin());
  for (int axis = 0; axis < 3; ++axis) {
    frame.pose.anglesRadians[axis] = row[std::size_t(motion::kAngleColumn + axis)];
    frame.pose.translation[axis] = row[std::size_t(motion::kTranslationColumn + axis)];
  }
}

cv::Vec2f gazeOf(const std::vector<cv::Point3f>& head) {
  cv::Vec2f gaze;
  for (const face::EyeCurves* eye : {&face::kLeftEye, &face::kRightEye}) {
    const cv::Point3f a = head[std::size_t(eye->corners[0])], b = head[std::size_t(eye->corners[1])],
                      iris = head[std::size_t(eye->iris[0])] - (a + b) * 0.5f;
    const float width = std::max(std::hypot(a.x - b.x, a.y - b.y), 1e-6f);
    gaze += cv::Vec2f(iris.x, iris.y) / (2 * width);
  }
  return gaze;
}

/// How far two identities lie apart, in spreads between people.
float distanceOf(const std::vector<float>& a, const std::vector<float>& b) {
  double sum = 0;
  for (std::size_t k = 0; k < a.size(); ++k) sum += double(a[k] - b[k]) * (a[k] - b[k]);
  return float(std::sqrt(sum / std::max<double>(1, double(a.size()))));
}

/// What speaks against a frame as a portrait, each 1 where it is bad.
float unrestOf(const Capture& capture, std::int64_t i, float sharp, float open) {
  constexpr float kOpenMouth = 0.03f, kTurn = 0.35f, kFast = 0.02f, kGaze = 0.12f;
  const CapturedFrame& frame = capture.frames[std::size_t(i)];
  const float mouth = std::max(0.f, frame.measures.lipOpening) / kOpenMouth;
  const float lids = 4 * std::max(0.f, 1 - frame.measures.eyeOpening / open) + 4 * frame.closure;
  const float turn = float(std::hypot(frame.pose.anglesRadians[0], frame.pose.anglesRadians[1])) / kTurn;
  const float blur = std::max(0.f, 1 - frame.sharpness / sharp);
  float speed = 0;
  for (const std::int64_t other : {i - 1, i + 1}) {
    if (other < 0 || other >= std::int64_t(capture.frames.size())) continue;
    const CapturedFrame& near = capture.frames[std::size_t(other)];
    if (near.shot != frame.shot) continue;
    speed = std::max(speed, std::abs(near.measures.lipOpening - frame.measures.lipOpening) +
                                float(cv::norm(near.pose.anglesRadians - frame.pose.anglesRadians)));
  }
  return 2 * mouth + lids + turn * turn + 2 * blur + speed / kFast * 0.5f +
         float(cv::norm(frame.gaze)) / kGaze * 0.5f;
}

/// Frames in which the person is seen, with what speaks against them as a portrait, the calmest first.
std::vector<std::pair<float, std::int64_t>> byUnrest(const Capture& capture,
                                                     std::span<const std::int64_t> seen) {
  std::vector<float> sharpness, eyes;
  for (const std::int64_t i : seen) {
    sharpness.push_back(capture.frames[std::size_t(i)].sharpness);
    eyes.push_back(capture.frames[std::size_t(i)].measures.eyeOpening);
  }
  const float sharp = std::max(percentile(sharpness, 0.8), 1e-6f),
              open = std::max(percentile(eyes, 0.7), 1e-6f);
  std::vector<std::pair<float, std::int64_t>> unrest;
  for (const std::int64_t i : seen) unrest.emplace_back(unrestOf(capture, i, sharp, open), i);
  std::sort(unrest.begin(), unrest.end());
  return unrest;
}

class Assembly {
 public:
  Assembly(const face::FaceModel& model, const FaceTrack& track, const RunContext& context)
      : model_(model), track_(track), context_(context) {
    capture_.basis = model.id;
    capture_.picture = track.size;
    capture_.sourceFramesPerSecond = track.framesPerSecond;
    capture_.beginSeconds = originSeconds(track);
    capture_.faces = track.faces;
    capture_.facesSeconds = track.facesSeconds;
  }

  Capture make(int minimumFrames) {
    const std::vector<SteadyStretch> stretches = steadyStretches(track_, minimumFrames);
    if (!stretches.empty()) {
      choosePerson(stretches);
      fitFrames();
      steady();
      readLids();
      rest();
    }
    return std::move(capture_);
  }

 private:
  /// A shot is what one camera shows: stretches that only a loss divides belong to one.
  void choosePerson(const std::vector<SteadyStretch>& stretches) {
    constexpr float kOtherPerson = 0.6f;
    std::vector<std::vector<const SteadyStretch*>> shots;
    for (const SteadyStretch& stretch : stretches) {
      if (shots.empty() || stretch.cut || moved(*shots.back().back(), stretch)) shots.emplace_back();
      shots.back().push_back(&stretch);
    }
    std::vector<face::FaceFit> people;
    std::vector<std::size_t> lengths;
    for (const auto& shot : shots) {
      const auto frames = framesOf(shot);
      people.push_back(fitPerson(model_, frames, track_.size));
      lengths.push_back(frames.size());
    }
    const auto main = std::size_t(std::max_element(lengths.begin(), lengths.end()) - lengths.begin());
    constexpr double kRounding = 0.1;  // of a frame, as a stretch has it
    const double last = (track_.lastSeconds - capture_.beginSeconds) * kFramesPerSecond;
    capture_.frames.resize(std::max(std::size_t(last + kRounding) + 1, endOf(stretches.back())));
    std::vector<std::vector<float>> identities;
    for (std::size_t i = 0; i < shots.size(); ++i) {
      const bool same = distanceOf(people[i].identity, people[main].identity) <= kOtherPerson;
      if (same) {
        capture_.shots.push_back(
            {{shots[i].front()->begin, std::int64_t(endOf(*shots[i].back()))}, people[i].camera});
        // Longer shots know the person better.
        identities.insert(identities.end(), 1 + lengths[i] / kFramesPerSecond, people[i].identity);
      }
      for (const SteadyStretch* stretch : shots[i])
        for (std::size_t t = 0; t < stretch->frames.size(); ++t) {
          CapturedFrame& frame = capture_.frames[std::size_t(stretch->begin) + t];
          frame.unseen = same ? Unseen::seen : Unseen::anotherPerson;
          if (!same) continue;
          frame.shot = int(capture_.shots.size()) - 1;
          frame.landmarks = stretch->frames[t];
          frame.sharpness = stretch->sharpness[t];
        }
    }
    capture_.identity.resize(std::size_t(model_.identity.rows));
    for (std::size_t k = 0; k < capture_.identity.size(); ++k) {
      std::vector<float> values;
      for (const auto& identity : identities) values.push_back(identity[k]);
      capture_.identity[k] = percentile(std::move(values), 0.5);
    }
    capture_.faceHeight = face::faceHeight(model_, capture_.identity);
  }

  static std::size_t endOf(const SteadyStretch& stretch) {
    return std::size_t(stretch.begin) + stretch.frames.size();
  }

  /// The face stands elsewhere without a loss in between: another camera.
  static bool moved(const SteadyStretch& before, const SteadyStretch& after) {
    return std::int64_t(endOf(before)) == after.begin;
  }

  static std::vector<face::FaceLandmarks> framesOf(const std::vector<const SteadyStretch*>& shot) {
    std::vector<face::FaceLandmarks> frames;
    for (const SteadyStretch* stretch : shot)
      frames.insert(frames.end(), stretch->frames.begin(), stretch->frames.end());
    return frames;
  }

  void fitFrames() {
    // Within a piece every fit starts at the one before. Pieces are fixed, so that threads change nothing.
    constexpr std::int64_t kPiece = 24;
    const auto count = std::int64_t(capture_.frames.size());
    inParallel((count + kPiece - 1) / kPiece, [&](std::int64_t piece) {
      face::FaceFit last;
      int shot = -1;
      for (std::int64_t i = piece * kPiece; i < std::min(count, (piece + 1) * kPiece); ++i) {
        CapturedFrame& frame = capture_.frames[std::size_t(i)];
        if (context_.stop.stop_requested()) return;
        if (!frame.seen()) continue;
        if (frame.shot != shot) last = capture_.fit(i);
        shot = frame.shot;
        last = face::fitFaceModel(model_, frame.landmarks, track_.size, &last);
        frame.expression = last.expression;
        frame.pose = last.pose;
        frame.residual = residualOf(last, capture_.faceHeight);
        const auto head = headPoints(model_, last, frame.landmarks);
        frame.measures = face::measureFace(head, capture_.faceHeight);
        frame.gaze = gazeOf(head);
      }
    });
    context_.throwIfCancelled();
    context_.progress("fit", count, count);
    for (CapturedFrame& frame : capture_.frames)
      if (frame.seen() && std::abs(frame.pose.anglesRadians[1]) > kProfileRadians) {
        frame.unseen = Unseen::turnedAway;
        frame.shot = -1;
      }
  }

  void steady() {
    const auto all = std::int64_t(capture_.frames.size());
    for (const FrameRange range : capture_.stretches(1, all)) {
      std::vector<motion::CoefficientRow> rows;
      for (std::int64_t i = range.begin; i < range.end; ++i) rows.push_back(capture_.row(i));
      steadyRows(rows);
      for (std::int64_t i = range.begin; i < range.end; ++i)
        setRow(capture_.frames[std::size_t(i)], rows[std::size_t(i - range.begin)]);
    }
  }

  void readLids() {
    std::vector<float> openings;
    for (const CapturedFrame& frame : capture_.frames)
      if (frame.seen()) openings.push_back(frame.measures.eyeOpening);
    const std::vector<float> closure = motion::lidClosureOf(openings, {kFramesPerSecond, 1});
    std::size_t next = 0;
    for (CapturedFrame& frame : capture_.frames)
      if (frame.seen()) frame.closure = closure[next++];
  }

  /// The calmest frame, and the neutral face from the calmest tenth of all.
  void rest() {
    constexpr double kCalmShare = 0.1;
    std::vector<std::int64_t> seen;
    std::array<std::vector<float>, 6> poses;
    for (std::size_t i = 0; i < capture_.frames.size(); ++i) {
      const CapturedFrame& frame = capture_.frames[i];
      if (!frame.seen()) continue;
      seen.push_back(std::int64_t(i));
      for (int axis = 0; axis < 3; ++axis) {
        poses[std::size_t(axis)].push_back(frame.pose.anglesRadians[axis]);
        poses[std::size_t(3 + axis)].push_back(frame.pose.translation[axis]);
      }
    }
    if (seen.empty()) {
      capture_.shots.clear();
      return;
    }
    std::vector<std::pair<float, std::int64_t>> unrest = byUnrest(capture_, seen);
    capture_.calmest = unrest.front().second;
    unrest.resize(std::max<std::size_t>(1, std::size_t(kCalmShare * double(unrest.size()))));
    for (std::size_t k = 0; k < std::size_t(face::kExpressionCount); ++k) {
      std::vector<float> values;
      for (const auto& [score, i] : unrest) values.push_back(capture_.frames[std::size_t(i)].expression[k]);
      capture_.neutral[k] = percentile(std::move(values), 0.5);
    }
    for (std::size_t k = 0; k < poses.size(); ++k)
      capture_.neutral[std::size_t(motion::kAngleColumn) + k] = percentile(std::move(poses[k]), 0.5);
  }

  const face::FaceModel& model_;
  const FaceTrack& track_;
  const RunContext& context_;
  Capture capture_;
};

CapturedFrame between(const CapturedFrame& a, const CapturedFrame& b, float share) {
  CapturedFrame out = a;
  const auto mix = [share](auto from, auto to) { return from + share * (to - from); };
  const motion::CoefficientRow from = rowOf(a), to = rowOf(b);
  motion::CoefficientRow row;
  for (std::size_t k = 0; k < row.size(); ++k) row[k] = mix(from[k], to[k]);
  setRow(out, row);
  out.closure = mix(a.closure, b.closure);
  out.gaze = mix(a.gaze, b.gaze);
  return out;
}

/// Gives frames that show nothing what was seen before, and leads over to what is seen behind.
void holdGaps(Capture& capture) {
  constexpr std::int64_t kLeadOver = 10;
  const auto count = std::int64_t(capture.frames.size());
  for (const Gap& gap : capture.gaps()) {
    const bool first = gap.frames.begin == 0, last = gap.frames.end == count;
    if (first && last) return;
    const CapturedFrame before = capture.frames[std::size_t(first ? gap.frames.end : gap.frames.begin - 1)],
                        after = capture.frames[std::size_t(last ? gap.frames.begin - 1 : gap.frames.end)];
    const std::int64_t lead = std::min(kLeadOver, gap.frames.size());
    for (std::int64_t i = gap.frames.begin; i < gap.frames.end; ++i) {
      const float share = smoothStep(0.f, 1.f, float(i - (gap.frames.end - lead) + 1) / float(lead + 1));
      CapturedFrame& frame = capture.frames[std::size_t(i)];
      const Unseen why = frame.unseen;
      frame = between(before, after, share);
      frame.unseen = why;
      frame.shot = -1;
    }
  }
}

std::string secondsText(double seconds) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f s", seconds);
  return text;
}

std::string nameOf(Unseen reason) {
  switch (reason) {
    case Unseen::turnedAway:
      return "the face is turned away";
    case Unseen::anotherPerson:
      return "the film shows another person";
    default:
      return "no face is seen";
  }
}

void note(const Capture& capture, const RunContext& context) {
  constexpr std::size_t kMostGaps = 6;
  if (capture.faces > 1)
    context.note(std::to_string(capture.faces) + " faces at " + secondsText(capture.facesSeconds) +
                 ": the largest near the middle is followed");
  const std::vector<Gap> gaps = capture.gaps();
  for (std::size_t i = 0; i < std::min(gaps.size(), kMostGaps); ++i)
    context.note(nameOf(gaps[i].reason) + " from " + secondsText(capture.seconds(gaps[i].frames.begin)) +
                 " to " + secondsText(capture.seconds(gaps[i].frames.end)) + ": the last expression is held");
  if (gaps.size() > kMostGaps)
    context.note("and " + std::to_string(gaps.size() - kMostGaps) + " more gaps, all of them held");
  if (capture.shots.size() > 1)
    context.note("the film has " + std::to_string(capture.shots.size()) +
                 " shots of the person: every cut moves the head");
}

void requireUsable(const Capture& capture, const FaceTrack& track, const std::filesystem::path& video) {
  constexpr std::int64_t kShortestFrames = 10;
  constexpr float kSmallestFacePixels = 48;
  const auto refuse = [&](const std::string& reason, const std::string& remedy) {
    throw Error(ErrorCode::noFace, pathText(video), reason, remedy);
  };
  if (track.framesInFile == 0)
    throw Error(ErrorCode::unreadableMedia, pathText(video), "there is no picture in this part of it",
                "Choose a part inside the video");
  if (track.frames.empty())
    refuse("no face was found in the video", "Choose a video of one person who looks at the camera");
  const auto turned = std::count_if(capture.frames.begin(), capture.frames.end(),
                                    [](const CapturedFrame& f) { return f.unseen == Unseen::turnedAway; });
  const auto seen = std::count_if(capture.frames.begin(), capture.frames.end(),
                                  [](const CapturedFrame& f) { return f.seen(); });
  if (seen < kShortestFrames && turned > seen)
    refuse("the face is turned away from the camera all along",
           "Choose a video of a person who looks at the camera");
  if (seen < kShortestFrames)
    refuse("the face is in view for " + secondsText(double(seen) / kFramesPerSecond) + " only",
           "Choose a video that shows one face for at least half a second");
  if (const float pixels = capture.facePixels(); pixels < kSmallestFacePixels)
    throw Error(ErrorCode::pictureTooSmall, pathText(video),
                "the face is only " + std::to_string(int(pixels)) + " pixels high",
                "Choose a video in which it is at least " + std::to_string(int(kSmallestFacePixels)) +
                    " pixels high");
}

}  // namespace

face::FaceFit Capture::fit(std::int64_t frame) const {
  const CapturedFrame& f = frames[std::size_t(frame)];
  face::FaceFit fit;
  fit.identity = identity;
  fit.expression = f.expression;
  fit.pose = f.pose;
  if (f.shot >= 0) fit.camera = shots[std::size_t(f.shot)].camera;
  return fit;
}

motion::CoefficientRow Capture::row(std::int64_t frame) const {
  return rowOf(frames[std::size_t(frame)]);
}

std::vector<Gap> Capture::gaps() const {
  std::vector<Gap> found;
  const auto count = std::int64_t(frames.size());
  for (std::int64_t i = 0; i < count; ++i) {
    const Unseen reason = frames[std::size_t(i)].unseen;
    if (reason == Unseen::seen) continue;
    if (found.empty() || found.back().frames.end != i) found.push_back({{i, i}, reason});
    found.back().frames.end = i + 1;
  }
  return found;
}

std::vector<FrameRange> Capture::stretches(std::int64_t minimum, std::int64_t maximum) const {
  std::vector<FrameRange> runs;
  const auto count = std::int64_t(frames.size());
  for (std::int64_t begin = 0; begin < count;) {
    const int shot = frames[std::size_t(begin)].shot;
    std::int64_t end = begin + 1;
    while (end < count && end - begin < maximum && frames[std::size_t(end)].shot == shot) ++end;
    if (shot >= 0 && end - begin >= minimum) runs.push_back({begin, end});
    begin = end;
  }
  return runs;
}

float Capture::facePixels() const {
  if (shots.empty()) return 0;
  float largest = 0;
  for (const Shot& shot : shots)
    largest = std::max(largest, faceHeight * shot.camera.focalPixels / face::kCameraDistance);
  return largest;
}

motion::MotionTrack Capture::track() const {
  motion::MotionTrack track;
  track.frameRate = {kFramesPerSecond, 1};
  track.basis = basis;
  track.source = neutral;
  for (std::int64_t i = 0; i < std::int64_t(frames.size()); ++i) {
    track.rows.push_back(row(i));
    track.blink.push_back(frames[std::size_t(i)].closure);
  }
  track.gaze = motion::gazeOf(track);
  return track;
}

std::int64_t calmestOf(const Capture& capture, FrameRange range) {
  std::vector<std::int64_t> seen;
  for (std::int64_t i = range.begin; i < range.end; ++i)
    if (capture.frames[std::size_t(i)].seen()) seen.push_back(i);
  return seen.empty() ? range.begin : byUnrest(capture, seen).front().second;
}

Capture captureTrack(const face::FaceModel& model, const FaceTrack& track, const RunContext& context,
                     int minimumFrames) {
  Capture capture = Assembly(model, track, context).make(minimumFrames);
  holdGaps(capture);
  return capture;
}

Capture captureVideo(const std::filesystem::path& video, const packs::Pack& pack, const RunContext& context,
                     const TrackRange& range) {
  face::FaceTracker tracker(
      {.detector = pack.file("face_detector"), .attentionMesh = pack.file("attention_mesh")});
  const FaceTrack track = trackFace(video, tracker, context, range);
  Capture capture = captureTrack(face::loadFaceModel(pack.file("face_model")), track, context);
  requireUsable(capture, track, video);
  note(capture, context);
  return capture;
}

cv::Mat pictureOf(const std::filesystem::path& video, const Capture& capture, std::int64_t frame) {
  const double late = media::readMediaInfo(video).pictureDelaySeconds, wanted = capture.seconds(frame) - late;
  media::VideoReader reader(video);
  cv::Mat rgb, best;
  double seconds = 0, nearest = 1e300;
  while (reader.read(rgb, seconds)) {
    if (std::abs(seconds - wanted) >= nearest) break;
    nearest = std::abs(seconds - wanted);
    best = rgb.clone();
  }
  return best;
}

void visitPictures(const std::filesystem::path& video, const Capture& capture,
                   std::span<const std::int64_t> frames,
                   const std::function<void(std::size_t, const cv::Mat&)>& visit, const RunContext& context) {
  const double late = media::readMediaInfo(video).pictureDelaySeconds;
  const auto wanted = [&](std::size_t i) { return capture.seconds(frames[i]) - late; };
  media::VideoReader reader(video);
  cv::Mat rgb, last;
  double seconds = 0, lastSeconds = -1e9;
  std::size_t next = 0;
  while (next < frames.size() && reader.read(rgb, seconds)) {
    context.throwIfCancelled();
    for (; next < frames.size() && wanted(next) <= seconds; ++next)
      visit(next, last.empty() || seconds - wanted(next) <= wanted(next) - lastSeconds ? rgb : last);
    last = rgb.clone();
    lastSeconds = seconds;
  }
  for (; next < frames.size() && !last.empty(); ++next) visit(next, last);
}

}  // namespace orator::capture
