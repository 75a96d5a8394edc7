#include "core/lab/data_set/clip_builder.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <cmath>

#include "core/base/files.h"
#include "core/lab/data_set/fit_clip.h"
#include "core/learning/clips/data_set.h"
#include "core/learning/measures/face_measures.h"
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

/// The offset that the longest stretches agree on: measured on the longest one that gives a clear answer.
VoiceOffset fileOffset(const std::vector<FittedStretch>& stretches, const std::vector<float>& voice) {
  VoiceOffset best;
  for (const FittedStretch& stretch : stretches) {
    const auto cut = cutVoice(voice, stretch.beginSeconds, stretch.frames.size());
    const VoiceOffset found = measureVoiceOffset(stretch.lipOpening(), cut);
    if (found.clarity > best.clarity) best = found;
  }
  return best;
}

at::Tensor asTensor(const std::vector<float>& values) {
  at::Tensor tensor = at::empty({std::int64_t(values.size())}, at::kFloat);
  std::copy(values.begin(), values.end(), tensor.data_ptr<float>());
  return tensor;
}

void setFace(const FittedStretch& stretch, learning::Clip& clip) {
  const auto frames = std::int64_t(stretch.frames.size());
  at::Tensor points = at::empty({frames, face::kLandmarkCount, 3}, at::kFloat);
  clip.expression = at::empty({frames, face::kExpressionCount}, at::kFloat);
  clip.pose = at::empty({frames, 6}, at::kFloat);
  float *point = points.data_ptr<float>(), *expression = clip.expression.data_ptr<float>(),
        *pose = clip.pose.data_ptr<float>();
  for (const FittedFrame& frame : stretch.frames) {
    for (const cv::Point3f& p : frame.head) *point++ = p.x, *point++ = p.y, *point++ = p.z;
    expression = std::copy(frame.expression.begin(), frame.expression.end(), expression);
    for (int k = 0; k < 3; ++k) *pose++ = frame.pose.anglesRadians[k];
    for (int k = 0; k < 3; ++k) *pose++ = frame.pose.translation[k];
  }
  clip.points = points.to(at::kHalf);
  std::vector<float> eyes, openings, widths;
  for (const learning::FaceMeasures& m : stretch.measures) {
    eyes.push_back(m.eyeOpening);
    openings.push_back(m.lipOpening);
    widths.push_back(m.lipWidth);
  }
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

  const FaceTrack track = trackOrRead(video, options_.clips, options_.landmarks, tracker_, context);
  built.framesRead = track.framesInFile;
  if (track.frames.empty()) return reject("no face");
  const std::vector<FaceStretch> stretches = cleanStretches(track, kMinimumFrames, kMaximumFrames);
  if (stretches.empty())
    return reject("face not long enough in view",
                  std::to_string(track.frames.size()) + " frames with a face");
  FittedPerson person = fitStretches(model_, stretches, track.size, context);
  if (const float pixels = person.height * person.fit.camera.focalPixels / 10; pixels < kSmallestFacePixels)
    return reject("face too small", std::to_string(int(pixels)) + " pixels high");
  double worst = 0, furthest = 0;
  for (const FittedStretch& stretch : person.stretches) {
    worst = std::max(worst, stretch.residual());
    furthest = std::max(furthest, double(stretch.medianTurn()));
  }
  auto& fitted = person.stretches;
  std::erase_if(fitted, [](const FittedStretch& stretch) {
    return stretch.residual() > kWorstResidual || stretch.medianTurn() > kFurthestTurnRadians;
  });
  if (fitted.empty())
    return furthest > kFurthestTurnRadians ? reject("face turned away", std::to_string(furthest) + " radians")
                                           : reject("face model does not fit", std::to_string(worst));

  const std::vector<float> voice = readVoice(video, built.detail, context);
  if (!voice.empty()) built.offset = fileOffset(fitted, voice);
  const bool late = built.offset.clear && std::abs(built.offset.seconds) > kCorrectedFromSeconds;
  if (late && std::abs(built.offset.seconds) > kAbsurdOffsetSeconds)
    return reject("voice out of step", std::to_string(built.offset.seconds) + " s");
  built.offsetCorrected = late;

  std::vector<float> eyes;
  for (const FittedStretch& one : fitted)
    for (const learning::FaceMeasures& m : one.measures) eyes.push_back(m.eyeOpening);
  const float openEyes = std::max(learning::percentile(std::move(eyes), 0.9), 1e-3f);
  const std::string name = fs::path(built.file).replace_extension().generic_string();
  for (const FittedStretch& one : fitted) {
    learning::Clip clip;
    clip.name = built.stretches.empty() ? name : name + "~" + std::to_string(built.stretches.size() + 1);
    clip.speaker = entry.speaker;
    clip.language = entry.language;
    clip.source = entry.source;
    clip.licence = entry.licence;
    clip.file = built.file;
    clip.beginSeconds = one.beginSeconds;
    clip.offsetSeconds = late ? built.offset.seconds : 0;
    clip.offsetClarity = built.offset.clarity;
    clip.sourceFramesPerSecond = track.framesPerSecond;
    clip.faceHeight = person.height;
    clip.identity = asTensor(person.fit.identity);
    setFace(one, clip);
    clip.eyeOpening /= openEyes;
    std::vector<float> cut;
    if (!voice.empty()) cut = cutVoice(voice, one.beginSeconds + clip.offsetSeconds, one.frames.size());
    learning::setVoice(clip, cut);
    learning::writeClip(options_.set, clip);
    built.stretches.push_back({clip.name, clip.frames(), clip.beginSeconds, clip.hasVoice(), one.residual()});
  }
}

}  // namespace orator::lab
