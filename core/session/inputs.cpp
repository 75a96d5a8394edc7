#include "core/session/inputs.h"

#include "core/project/project.h"

namespace orator::session {

Inputs inputsOf(const project::Project& project) {
  Inputs inputs;
  inputs.portrait = project.portrait;
  inputs.face = project.face;
  inputs.pack = project.pack;
  inputs.voice = project.voice;
  inputs.voiceCut = project.voiceEdit;
  inputs.idleSeconds = project.idleSeconds;
  inputs.track = project.track;
  inputs.frameRate = project.frameRate;
  inputs.motion = project.motion;
  inputs.edits = project.edits;
  inputs.renderer = project.renderer;
  inputs.render = project.render;
  return inputs;
}

FileStamp nameOf(const std::filesystem::path& file) {
  return {file, {}};
}

FileStamp stampOf(const std::filesystem::path& file) {
  FileStamp stamp{file, {}};
  std::error_code missing;  // whoever reads the file says so
  if (const auto written = std::filesystem::last_write_time(file, missing); !missing) stamp.written = written;
  return stamp;
}

PortraitKey portraitKey(const Inputs& inputs, Stamp stamp) {
  return {stamp(inputs.portrait), inputs.face.value_or(0), inputs.pack};
}

VoiceKey voiceKey(const Inputs& inputs, Stamp stamp) {
  if (inputs.voice.empty()) return {};
  return {stamp(inputs.voice), inputs.voiceCut};
}

GenerationKey generationKey(const Inputs& inputs, std::uint64_t seed, Stamp stamp) {
  GenerationKey key{portraitKey(inputs, stamp),
                    voiceKey(inputs, stamp),
                    isIdle(inputs) ? inputs.idleSeconds : 0,
                    inputs.frameRate,
                    inputs.motion,
                    stamp(inputs.motion.poseReference),
                    stamp(inputs.motion.blinkReference),
                    inputs.maximumSeconds};
  key.settings.seed = seed;
  return key;
}

TrackKey trackKey(const Inputs& inputs, Stamp stamp) {
  return {generationKey(inputs, inputs.motion.seed, stamp), stamp(inputs.track), inputs.motion, inputs.edits};
}

RendererKey rendererKey(const Inputs& inputs, Stamp stamp) {
  RendererKey key{portraitKey(inputs, stamp), inputs.renderer, inputs.render, inputs.maximumSide};
  if (inputs.maximumSide > 0) key.settings.outputSide = 0;  // it does not count then
  return key;
}

}  // namespace orator::session
