#include "core/pipeline/make_motion.h"

#include "core/base/files.h"
#include "core/motion/idle_motion.h"
#include "core/motion/silence.h"

namespace orator::pipeline {
namespace {

void layReferences(const Stages& stages, const packs::Pack& pack, const motion::MotionSettings& settings,
                   const face::FaceModel& faceModel, References& references, motion::GeneratedMotion& motion,
                   const RunContext& context) {
  const double seconds = motion.frameRate.secondsAt(std::int64_t(motion.rows.size()));
  const auto read = [&](const std::filesystem::path& video) -> const motion::ReferenceMotion& {
    const auto known = references.find({video, seconds});
    if (known != references.end()) return known->second;
    return references
        .emplace(std::pair(video, seconds), stages.readReference(video, pack, faceModel, seconds, context))
        .first->second;
  };
  if (!settings.poseReference.empty()) followPose(motion, read(settings.poseReference), settings.compat);
  if (settings.blinkReference.empty()) return;
  if (!settings.compat) return followBlinks(motion, read(settings.blinkReference));
  if (motion.basis != faceModel.id)
    throw Error(ErrorCode::invalidArgument, "blink_reference",
                "the published way needs the reference in the basis \"" + motion.basis +
                    "\", a video is read in \"" + faceModel.id + "\"",
                "Leave compat out: the blinks are then read from the lids, which works with every pack");
  followExpression(motion, read(settings.blinkReference));
}

motion::GeneratedMotion idle(const motion::MotionModel& model, motion::MotionInput input,
                             const motion::MotionSettings& settings, const face::FaceModel& faceModel,
                             const RunContext& context) {
  const std::vector<float> second(16000, 0.f);
  input.voice16k = second;
  const std::int64_t frames =
      std::exchange(input.frames, input.frameRate.framesCovering(std::int64_t(second.size()), 16000));
  return motion::idleMotion(model.generate(input, settings, context), frames, settings, faceModel);
}

}  // namespace

motion::GeneratedMotion generateMotion(const Stages& stages, const packs::Pack& pack,
                                       const motion::MotionModel& model, const motion::MotionInput& input,
                                       const motion::MotionSettings& settings,
                                       const face::FaceModel& faceModel, References& references,
                                       const RunContext& context) {
  const bool waiting = input.voice16k.empty();
  motion::GeneratedMotion motion =
      waiting ? idle(model, input, settings, faceModel, context) : model.generate(input, settings, context);
  if (!waiting && !settings.compat && motion.basis == faceModel.id)
    closeInSilence(motion, input.voice16k, faceModel, context);
  layReferences(stages, pack, settings, faceModel, references, motion, context);
  return motion;
}

}  // namespace orator::pipeline
