#include "ui/model/studio/command_line.h"

#include <QStringList>
#include <algorithm>

#include "core/motion/track_io.h"
#include "core/pipeline/parameters.h"
#include "ui/kit/text/path.h"
#include "ui/model/document/document.h"

namespace orator::ui {
namespace {

QString quoted(QString text) {
  return "'" + text.replace("'", "'\\''") + "'";
}

/// Digits enough to read the same number back.
QString number(double value) {
  return QString::number(value, 'g', QLocale::FloatingPointShortest);
}

/// Motion settings as options; those at their default are left out.
void addMotion(QStringList& words, const motion::MotionSettings& motion) {
  const motion::MotionSettings usual;
  const auto add = [&](const char* flag, double value, double usualValue) {
    if (value != usualValue) words << flag << number(value);
  };
  add("--blink-strength", motion.blinkStrength, usual.blinkStrength);
  add("--blink-rate", motion.blinkRate, usual.blinkRate);
  add("--expression-scale", motion.expressionScale, usual.expressionScale);
  if (motion.poseScale != usual.poseScale) {
    QStringList axes;
    for (double scale : motion.poseScale) axes << number(scale);
    words << "--pose-scale" << axes.join(',');
  }
  if (motion.poseStyle != usual.poseStyle) {
    QStringList styles;
    for (const auto& [style, weight] : motion.poseStyle)
      styles << QString("%1:%2").arg(style).arg(number(weight));
    words << "--pose-style" << styles.join(',');
  }
  if (motion.still) words << "--still";
  if (motion.seed) words << "--seed" << QString::number(motion.seed);
}

/// Whether everything that differs from a new project is an option of `orator animate`.
bool optionsSuffice(const project::Project& p) {
  const project::Project usual;
  project::Project rest = p;
  rest.portrait = usual.portrait;
  rest.voice = usual.voice;
  rest.idleSeconds = usual.idleSeconds;
  rest.output.path = usual.output.path;
  rest.pack = usual.pack;
  rest.renderer = usual.renderer;
  rest.frameRate = usual.frameRate;
  rest.render.cropMode = usual.render.cropMode;
  rest.render.outputSide = usual.render.outputSide;
  rest.render.device = usual.render.device;
  rest.render.precision = usual.render.precision;
  rest.face = usual.face;
  rest.range = usual.range;
  rest.motion.blinkStrength = usual.motion.blinkStrength;
  rest.motion.blinkRate = usual.motion.blinkRate;
  rest.motion.expressionScale = usual.motion.expressionScale;
  rest.motion.poseScale = usual.motion.poseScale;
  rest.motion.poseStyle = usual.motion.poseStyle;
  rest.motion.still = usual.motion.still;
  rest.motion.seed = usual.motion.seed;
  return rest == usual;
}

}  // namespace

CommandLine commandLineOf(const project::Project& p) {
  const project::Project usual;
  CommandLine command;
  if (!optionsSuffice(p)) {
    std::filesystem::path beside = p.output.path;
    beside.replace_extension();
    command.request = beside;
    command.request += "-request.json";
    if (!p.edits.empty()) {
      command.track = beside;
      command.track += "-track.json";
    }
    command.text = "orator render --request " + quoted(toQString(command.request));
    return command;
  }
  QStringList words = {"orator", "animate", "--portrait", quoted(toQString(p.portrait))};
  words << (isIdle(p) ? QStringList{"--idle", number(p.idleSeconds)}
                      : QStringList{"--voice", quoted(toQString(p.voice))});
  words << "--out" << quoted(toQString(p.output.path));
  if (p.pack != usual.pack) words << "--pack" << quoted(QString::fromStdString(p.pack));
  if (p.renderer != usual.renderer) words << "--renderer" << quoted(QString::fromStdString(p.renderer));
  addMotion(words, p.motion);
  if (!(p.frameRate == usual.frameRate)) words << "--fps" << number(p.frameRate.perSecond());
  if (p.render.outputSide) words << "--size" << QString::number(p.render.outputSide);
  if (p.render.cropMode != usual.render.cropMode) {
    const std::string_view name = pipeline::kCropModeNames[std::size_t(p.render.cropMode)];
    words << "--crop" << QString::fromUtf8(name.data(), qsizetype(name.size()));
  }
  if (p.render.device != usual.render.device) words << "--device" << QString::fromStdString(p.render.device);
  if (p.render.precision != usual.render.precision) {
    const std::string_view name = pipeline::kPrecisionNames[std::size_t(p.render.precision)];
    words << "--precision" << QString::fromUtf8(name.data(), qsizetype(name.size()));
  }
  if (p.face) words << "--face" << QString::number(*p.face);
  if (p.range) words << "--frames" << QString("%1:%2").arg(p.range->begin).arg(p.range->end);
  command.text = words.join(' ');
  return command;
}

void writeRequestFiles(const CommandLine& command, const project::Project& project,
                       const motion::MotionTrack* edited) {
  pipeline::AnimateRequest request = project::toRequest(project);
  if (!command.track.empty() && edited) {
    motion::writeTrack(*edited, command.track);
    request.track = command.track;
    request.idleSeconds = 0;  // the track says how long
  }
  pipeline::saveRequest(request, command.request);
}

}  // namespace orator::ui
