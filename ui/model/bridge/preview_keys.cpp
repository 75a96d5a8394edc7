#include "ui/model/bridge/preview_keys.h"

#include <sstream>

namespace orator::ui {
namespace {

std::string fileKey(const std::filesystem::path& path) {
  std::error_code ignored;
  std::ostringstream key;
  key << path.string() << '|' << std::filesystem::last_write_time(path, ignored).time_since_epoch().count();
  return key.str();
}

}  // namespace

std::string portraitKeyOf(const project::Project& p) {
  return p.portrait.empty() ? ""
                            : fileKey(p.portrait) + '|' + p.pack + '|' + std::to_string(p.face.value_or(0));
}

std::string voiceKeyOf(const project::Project& p) {
  if (p.voice.empty()) return "";
  std::ostringstream key;
  key << fileKey(p.voice) << '|' << p.voiceEdit.beginSeconds << '|' << p.voiceEdit.endSeconds << '|'
      << p.voiceEdit.gainDecibel;
  return key.str();
}

std::string generateKeyOf(const project::Project& p) {
  std::ostringstream key;
  key << portraitKeyOf(p) << '#' << voiceKeyOf(p) << '#' << (p.track.empty() ? "" : fileKey(p.track)) << '#'
      << p.frameRate.numerator << '/' << p.frameRate.denominator << '#' << (isIdle(p) ? p.idleSeconds : 0);
  for (const auto& [style, weight] : p.motion.poseStyle) key << ',' << style << ':' << weight;
  // Whatever else decides the generation: references, paths, re-rolls, and what later versions add.
  project::Project only;
  only.motion = p.motion;
  only.motion.blinkStrength = only.motion.blinkRate = only.motion.expressionScale = 1;
  only.motion.poseScale.fill(1);
  only.motion.still = false;
  only.motion.seed = 0;
  only.motion.anglePath = {};
  key << '#' << project::toJson(only, {});
  return key.str();
}

std::string rendererKeyOf(const project::Project& p) {
  return portraitKeyOf(p) + '#' + p.renderer + '#' + std::to_string(int(p.render.cropMode)) + '#' +
         p.render.device + '#' + std::to_string(int(p.render.precision));
}

std::string shapeKeyOf(const project::Project& p) {
  project::Project only;
  only.motion = p.motion;
  only.edits = p.edits;
  return generateKeyOf(p) + '#' + project::toJson(only, {});
}

bool needsOtherWork(const project::Project& a, const project::Project& b) {
  return a.portrait != b.portrait || a.face != b.face || a.pack != b.pack || a.voice != b.voice ||
         !(a.voiceEdit == b.voiceEdit) || a.idleSeconds != b.idleSeconds || a.track != b.track ||
         !(a.frameRate == b.frameRate) || a.motion.poseStyle != b.motion.poseStyle ||
         a.renderer != b.renderer || a.render.cropMode != b.render.cropMode ||
         a.render.device != b.render.device || a.render.precision != b.render.precision;
}

}  // namespace orator::ui
