#include <algorithm>
#include <cmath>
#include <sstream>
#include <string>

#include "core/base/files.h"
#include "core/pipeline/animate.h"
#include "core/pipeline/parameters.h"

namespace orator::pipeline {
namespace {

std::string text(double value) {
  std::ostringstream out;
  out.precision(12);
  out << value;
  return out.str();
}

void check(const ParamSpec& spec, double value) {
  if (spec.accepts(value)) return;
  throw Error(ErrorCode::invalidArgument, std::string(spec.name), text(value) + " is out of range",
              "Choose a value from " + text(spec.minimum) + " to " + text(spec.maximum) +
                  (spec.unit.empty() ? "" : " " + std::string(spec.unit)));
}

void checkMotion(const motion::MotionSettings& settings) {
  check(kBlinkStrength, settings.blinkStrength);
  check(kBlinkRate, settings.blinkRate);
  check(kExpressionScale, settings.expressionScale);
  for (const double scale : settings.poseScale) check(kPoseScale, scale);
  const ParamSpec* const angles[] = {&kPitch, &kYaw, &kRoll};
  for (std::size_t axis = 0; axis < 3; ++axis)
    for (const double degrees : settings.anglePath[axis]) check(*angles[axis], degrees);
  for (const motion::PoseReroll& reroll : settings.rerolls)
    if (!(reroll.beginSeconds >= 0) || !(reroll.endSeconds > reroll.beginSeconds))
      throw Error(ErrorCode::invalidArgument, "rerolls", "a range is empty or runs backwards",
                  "Choose an end behind the begin, in seconds");
  for (const auto& video : {settings.poseReference, settings.blinkReference})
    if (!video.empty()) requireFile(video);
  double total = 0;
  for (const auto& [style, weight] : settings.poseStyle) {
    check(kPoseStyle, style);
    if (!(weight >= 0) || std::isinf(weight))
      throw Error(ErrorCode::invalidArgument, "pose_style", "a weight is negative",
                  "Choose weights from 0 up");
    total += weight;
  }
  if (!(total > 0))
    throw Error(ErrorCode::invalidArgument, "pose_style", "no style has a weight",
                "Choose a style from 0 to 45");
}

}  // namespace

void checkRequest(const AnimateRequest& request) {
  checkMotion(request.motion);
  check(kOutputSide, request.render.outputSide);
  if (request.render.outputSide != 0 && request.render.outputSide < 64)
    throw Error(ErrorCode::invalidArgument, "size",
                text(request.render.outputSide) + " px is too small for a face",
                "Choose 0 for the portrait's own size, or 64 to 3840 px");
  if (request.face) check(kFace, *request.face);
  check(kConstantRateFactor, request.constantRateFactor);
  const FrameRate rate = request.frameRate;
  const bool ofTrack = rate == kTrackFrameRate && !request.track.empty();
  const bool known =
      ofTrack || (rate.denominator == 1 && std::find(kFramesPerSecond.begin(), kFramesPerSecond.end(),
                                                     rate.numerator) != kFramesPerSecond.end());
  if (!known)
    throw Error(ErrorCode::invalidArgument, "fps",
                std::to_string(rate.numerator) + "/" + std::to_string(rate.denominator) + " is not offered",
                "Choose 24, 25, 30, 50 or 60");
  if (std::find(kDeviceNames.begin(), kDeviceNames.end(), request.render.device) == kDeviceNames.end())
    throw Error(ErrorCode::invalidArgument, "device", "\"" + request.render.device + "\" is unknown",
                "Choose auto, cpu or cuda");
  render::requireRendererName(request.renderer);
  if (render::rendererTraits(request.renderer).offers(render::Precision::fast) &&
      request.render.precision == render::Precision::fast && request.render.device == "cpu")
    throw Error(ErrorCode::deviceUnavailable, "fast precision", "it needs a CUDA device, cpu is chosen",
                "Choose the exact precision, or the device cuda");
  if (request.frames && (request.frames->begin < 0 || request.frames->end <= request.frames->begin))
    throw Error(ErrorCode::invalidArgument, "frames", "the range is empty or runs backwards",
                "Write it as first:end, for example 0:50 for the first 50 frames");
  const media::VoiceCut& cut = request.voiceCut;
  if (!(cut.beginSeconds >= 0) || !(cut.endSeconds == 0 || cut.endSeconds > cut.beginSeconds))
    throw Error(ErrorCode::invalidArgument, "voice_cut", "the part of the voice is empty or runs backwards",
                "Choose an end behind the begin, or 0 for the end of the voice");
  if (cut.track < 0 || cut.track > 99)
    throw Error(ErrorCode::invalidArgument, "voice_track", std::to_string(cut.track) + " is out of range",
                "Choose a sound track from 1 to 99, or 0 for the main one");
  if (!(std::abs(cut.gainDecibel) <= 24))
    throw Error(ErrorCode::invalidArgument, "gain_decibel", text(cut.gainDecibel) + " dB is out of range",
                "Choose a gain from -24 to 24 dB");
  check(kIdle, request.idleSeconds);
  const bool idle = request.idleSeconds > 0;
  if (idle && !(request.voice.empty() && request.track.empty()))
    throw Error(ErrorCode::invalidArgument, "idle", "who waits has neither a voice nor a track",
                "Leave out either idle or the other");
  requireFile(request.portrait);
  if ((request.track.empty() && !idle) || !request.voice.empty()) requireFile(request.voice);
  if (!request.track.empty()) requireFile(request.track);
}

}  // namespace orator::pipeline
