#include "core/lab/data_set/clip_builder.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>

#include "core/base/files.h"
#include "core/base/percentile.h"
#include "core/capture/capture.h"
#include "core/capture/fit_person.h"
#include "core/learning/clips/data_set.h"
#include "core/media/audio_reader.h"

namespace orator::lab {
namespace {

namespace fs = std::filesystem;

constexpr int kMinimumFrames = 20, kMaximumFrames = 1500;
constexpr float kSmallestFacePixels = 48;
constexpr float kFurthestTurnRadians = 0.87f;
constexpr double kWorstResidual = 0.05;  ///< over the height of the face
constexpr double kAbsurdOffsetSeconds = 0.4;
constexpr double kCorrectedFromSeconds = 0.5 / learning::kFramesPerSecond;

using capture::Capture;
using capture::CapturedFrame;

/// An unbroken stretch of a file that becomes a clip.
struct Stretch {
  FrameRange frames;
  double residual = 0;   ///< root mean square over the frames, over the height of the face
  float medianTurn = 0;  ///< radians away from the camera, pitch and yaw together
};

std::span<const CapturedFrame> framesOf(const Capture& capture, FrameRange range) {
  return std::span(capture.frames).subspan(std::size_t(range.begin), std::size_t(range.size()));
}

std::vector<Stretch> stretchesOf(const Capture& capture) {
  std::vector<Stretch> stretches;
  for (const FrameRange range : capture.stretches(kMinimumFrames, kMaximumFrames)) {
    double squares = 0;
    std::vector<float> turns;
    for (const CapturedFrame& frame : framesOf(capture, range)) {
      squares += double(frame.residual) * frame.residual;
      turns.push_back(std::hypot(frame.pose.anglesRadians[0], frame.pose.anglesRadians[1]));
    }
    stretches.push_back(
        {range, std::sqrt(squares / double(range.size())), percentile(std::move(turns), 0.5)});
  }
  return stretches;
}

/// The offset that the longest stretches agree on: measured on the longest one that gives a clear answer.
VoiceOffset fileOffset(const Capture& capture, const std::vector<Stretch>& stretches,
                       const std::vector<float>& voice) {
  VoiceOffset best;
  for (const Stretch& stretch : stretches) {
    std::vector<float> openings;
    for (const CapturedFrame& frame : framesOf(capture, stretch.frames))
      openings.push_back(frame.measures.lipOpening);
    const auto cut = cutVoice(voice, capture.seconds(stretch.frames.begin), openings.size());
    const VoiceOffset found = measureVoiceOffset(openings, cut);
    if (found.clarity > best.clarity) best = found;
  }
  return best;
}

at::Tensor asTensor(const std::vector<float>& values) {
  at::Tensor tensor = at::empty({std::int64_t(values.size())}, at::kFloat);
  std::copy(values.begin(), values.end(), tensor.data_ptr<float>());
  return tensor;
}

void setFace(const face::FaceModel& model, const Capture& capture, FrameRange range, learning::Clip& clip) {
  const std::int64_t frames = range.size();
  at::Tensor points = at::empty({frames, face::kLandmarkCount, 3}, at::kFloat);
  clip.expression = at::empty({frames, face::kExpressionCount}, at::kFloat);
  clip.pose = at::empty({frames, 6}, at::kFloat);
  float *point = points.data_ptr<float>(), *expression = clip.expression.data_ptr<float>(),
        *pose = clip.pose.data_ptr<float>();
  std::vector<float> eyes, openings, widths;
  for (std::int64_t i = range.begin; i < range.end; ++i) {
    const CapturedFrame& frame = capture.frames[std::size_t(i)];
    for (const cv::Point3f& p : capture::headPoints(model, capture.fit(i), frame.landmarks))
      *point++ = p.x, *point++ = p.y, *point++ = p.z;
    expression = std::copy(frame.expression.begin(), frame.expression.end(), expression);
    for (int k = 0; k < 3; ++k) *pose++ = frame.pose.anglesRadians[k];
    for (int k = 0; k < 3; ++k) *pose++ = frame.pose.translation[k];
    eyes.push_back(frame.measures.eyeOpening);
    openings.push_back(frame.measures.lipOpening);
    widths.push_back(frame.measures.lipWidth);
  }
  clip.points = points.to(at::kHalf);
  clip.lipOpening = asTensor(openings);
  clip.lipWidth = asTensor(widths);
  clip.eyeOpening = asTensor(eyes);
}

std::vector<float> readVoice(const fs::path& video, std::string& detail, const RunContext& context) {
  try {
    return media::readVoice16k(video, context);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::noSound && error.code() != ErrorCode::silentVoice &&
        error.code() != ErrorCode::voiceTooShort)
      throw;
    detail = error.reason();
    return {};
  }
}

}  // namespace

ClipBuilder::ClipBuilder(const BuildOptions& options, const packs::Pack& pack)
    : options_(options),
      tracker_({pack.file("face_detector"), pack.file("attention_mesh")}),
      model_(face::loadFaceModel(pack.file("face_model"))) {}

BuiltFile ClipBuilder::build(const fs::path& video, const RunContext& context) {
  BuiltFile built;
  built.file = video.lexically_relative(options_.clips).generic_string();
  try {
    buildClips(video, built, context);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::unreadableMedia && error.code() != ErrorCode::notAFile) throw;
    built.rejected = "unreadable";
    built.detail = error.what();
  }
  return built;
}

void ClipBuilder::buildClips(const fs::path& video, BuiltFile& built, const RunContext& context) {
  if (!table_ || tableFolder_ != video.parent_path()) {
    tableFolder_ = video.parent_path();
    table_.emplace(tableFolder_);
  }
  const ClipEntry entry = table_->entry(video.filename().string());
  built.speaker = entry.speaker;
  const auto reject = [&](const char* reason, const std::string& detail = {}) {
    built.rejected = reason;
    built.detail = detail;
  };

  const capture::FaceTrack track = trackOrRead(video, options_.clips, options_.landmarks, tracker_, context);
  built.framesRead = track.framesInFile;
  if (track.frames.empty()) return reject("no face");
  const Capture seen = capture::captureTrack(model_, track, context, kMinimumFrames);
  if (seen.shots.empty())
    return reject("face not long enough in view",
                  std::to_string(track.frames.size()) + " frames with a face");
  if (const float pixels = seen.facePixels(); pixels < kSmallestFacePixels)
    return reject("face too small", std::to_string(int(pixels)) + " pixels high");
  std::vector<Stretch> fitted = stretchesOf(seen);
  double worst = 0, furthest = fitted.empty() ? std::numbers::pi / 2 : 0;
  for (const Stretch& stretch : fitted) {
    worst = std::max(worst, stretch.residual);
    furthest = std::max(furthest, double(stretch.medianTurn));
  }
  std::erase_if(fitted, [](const Stretch& stretch) {
    return stretch.residual > kWorstResidual || stretch.medianTurn > kFurthestTurnRadians;
  });
  if (fitted.empty())
    return furthest > kFurthestTurnRadians ? reject("face turned away", std::to_string(furthest) + " radians")
                                           : reject("face model does not fit", std::to_string(worst));

  const std::vector<float> voice = readVoice(video, built.detail, context);
  if (!voice.empty()) built.offset = fileOffset(seen, fitted, voice);
  const bool late = built.offset.clear && std::abs(built.offset.seconds) > kCorrectedFromSeconds;
  if (late && std::abs(built.offset.seconds) > kAbsurdOffsetSeconds)
    return reject("voice out of step", std::to_string(built.offset.seconds) + " s");
  built.offsetCorrected = late;

  std::vector<float> eyes;
  for (const Stretch& one : fitted)
    for (const CapturedFrame& frame : framesOf(seen, one.frames)) eyes.push_back(frame.measures.eyeOpening);
  const float openEyes = std::max(percentile(std::move(eyes), 0.9), 1e-3f);
  const std::string name = fs::path(built.file).replace_extension().generic_string();
  for (const Stretch& one : fitted) {
    learning::Clip clip;
    clip.name = built.stretches.empty() ? name : name + "~" + std::to_string(built.stretches.size() + 1);
    clip.speaker = entry.speaker;
    clip.language = entry.language;
    clip.source = entry.source;
    clip.licence = entry.licence;
    clip.file = built.file;
    clip.beginSeconds = seen.seconds(one.frames.begin);
    clip.offsetSeconds = late ? built.offset.seconds : 0;
    clip.offsetClarity = built.offset.clarity;
    clip.sourceFramesPerSecond = track.framesPerSecond;
    clip.faceHeight = seen.faceHeight;
    clip.identity = asTensor(seen.identity);
    setFace(model_, seen, one.frames, clip);
    clip.eyeOpening /= openEyes;
    std::vector<float> cut;
    if (!voice.empty())
      cut = cutVoice(voice, clip.beginSeconds + clip.offsetSeconds, std::size_t(one.frames.size()));
    learning::setVoice(clip, cut);
    learning::writeClip(options_.set, clip);
    built.stretches.push_back({clip.name, clip.frames(), clip.beginSeconds, clip.hasVoice(), one.residual});
  }
}

}  // namespace orator::lab
