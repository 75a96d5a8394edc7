#include "core/session/inputs.h"

#include "core/pipeline/parameters.h"
#include "core/project/project.h"

namespace orator::session {

using pipeline::settingsOf;

Inputs inputsOf(const project::Project& project) {
  Inputs inputs;
  static_cast<pipeline::FilmSettings&>(inputs) = project;
  inputs.edits = project.edits;
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
  PortraitKey key{stamp(inputs.portrait), settingsOf(inputs, PipelinePart::portrait)};
  key.settings.face = inputs.face.value_or(0);  // the largest, whether it was named or not
  return key;
}

VoiceKey voiceKey(const Inputs& inputs, Stamp stamp) {
  if (inputs.voice.empty()) return {};
  return {stamp(inputs.voice), settingsOf(inputs, PipelinePart::voice)};
}

GenerationKey generationKey(const Inputs& inputs, std::uint64_t seed, Stamp stamp) {
  GenerationKey key{portraitKey(inputs, stamp),
                    voiceKey(inputs, stamp),
                    settingsOf(inputs, PipelinePart::motion),
                    stamp(inputs.motion.poseReference),
                    stamp(inputs.motion.blinkReference),
                    inputs.maximumSeconds};
  if (!isIdle(inputs)) key.settings.idleSeconds = 0;
  key.settings.track.clear();  // it takes the place of what is generated
  key.settings.motion.seed = seed;
  return key;
}

TrackKey trackKey(const Inputs& inputs, Stamp stamp) {
  return {generationKey(inputs, inputs.motion.seed, stamp), stamp(inputs.track),
          settingsOf(inputs, PipelinePart::track), inputs.edits};
}

RendererKey rendererKey(const Inputs& inputs, Stamp stamp) {
  RendererKey key{portraitKey(inputs, stamp), settingsOf(inputs, PipelinePart::renderer), inputs.maximumSide};
  if (inputs.maximumSide == 0) key.settings.render.outputSide = inputs.render.outputSide;
  return key;
}

}  // namespace orator::session
