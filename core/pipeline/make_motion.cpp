#include "core/pipeline/make_motion.h"

#include <utility>

#include "core/base/voice_rate.h"
#include "core/motion/idle_motion.h"

namespace orator::pipeline {
namespace {

constexpr const char* kNoSpeech =
    "no speech was found in the voice, the mouth stays shut: choose a recording in which somebody speaks, or "
    "let any sound move the mouth, for singing (--speech-gate off)";

void layReferences(const Stages& stages, const packs::Pack& pack, const motion::MotionSettings& settings,
                   References& references, motion::GeneratedMotion& motion, const RunContext& context) {
  const double seconds = motion.frameRate.secondsAt(std::int64_t(motion.rows.size()));
  const auto read = [&](const std::filesystem::path& video) -> const motion::ReferenceMotion& {
    const References::key_type key{video, seconds, settings.compat ? pack.id : std::string()};
    const auto known = references.find(key);
    if (known != references.end()) return known->second;
    return references.emplace(key, stages.readReference(video, pack, seconds, settings.compat, context))
        .first->second;
  };
  if (!settings.poseReference.empty()) followPose(motion, read(settings.poseReference), settings.compat);
  if (settings.blinkReference.empty()) return;
  if (!settings.compat) return followBlinks(motion, read(settings.blinkReference));
  followExpression(motion, read(settings.blinkReference));
}

motion::GeneratedMotion idle(const motion::MotionModel& model, motion::MotionInput input,
                             const motion::MotionSettings& settings, const face::FaceModel& faceModel,
                             const RunContext& context) {
  const std::vector<float> second(kVoiceRateHz, 0.f);
  input.voice16k = second;
  const std::int64_t frames =
      std::exchange(input.frames, input.frameRate.framesCovering(std::int64_t(second.size()), kVoiceRateHz));
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
  if (!waiting && !motion.speechFound) context.note(kNoSpeech);
  layReferences(stages, pack, settings, references, motion, context);
  return motion;
}

}  // namespace orator::pipeline
