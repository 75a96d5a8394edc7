#include "ui/model/studio/command_line.h"

#include <QRegularExpression>
#include <QStringList>
#include <algorithm>
#include <array>

#include "core/base/json_value.h"
#include "core/motion/track_io.h"
#include "core/pipeline/parameters.h"
#include "core/words/transcript_file.h"
#include "ui/kit/text/path.h"
#include "ui/model/document/document.h"

namespace orator::ui {
namespace {

QString quoted(QString text) {
  return "'" + text.replace("'", "'\\''") + "'";
}

/// As the shell takes it for one word.
QString word(const pipeline::Parameter& parameter, const project::Project& p) {
  const QString text = QString::fromStdString(pipeline::valueText(parameter, p));
  static const QRegularExpression plain("^[\\w.,:+/-]+$", QRegularExpression::UseUnicodePropertiesOption);
  const bool isPath = std::holds_alternative<pipeline::Field<std::filesystem::path>>(parameter.value);
  return isPath || !plain.match(text).hasMatch() ? quoted(text) : text;
}

bool drawsWords(const project::Project& p) {
  return p.showsWords && !p.words.words.empty();
}

/// Whether everything that differs from a new project is an option of `orator animate`, and text can say it.
bool optionsSuffice(const project::Project& p) {
  return p.edits.empty() && !drawsWords(p) &&
         std::all_of(pipeline::parameters().begin(), pipeline::parameters().end(), [&](const auto& one) {
           const bool isOption = !one.optionName().empty() || one.spec.name == "output";
           return pipeline::isDefault(one, p) || (isOption && isUtf8(pipeline::valueText(one, p)));
         });
}

}  // namespace

CommandLine commandLineOf(const project::Project& p) {
  CommandLine command;
  if (!optionsSuffice(p)) {
    std::filesystem::path beside = p.output;
    beside.replace_extension();
    command.request = beside;
    command.request += "-request.json";
    if (!p.edits.empty()) {
      command.track = beside;
      command.track += "-track.json";
    }
    if (drawsWords(p)) {
      command.words = beside;
      command.words += "-words.json";
    }
    command.text = "orator render --request " + quoted(toQString(command.request));
    return command;
  }
  QStringList words = {"orator", "animate"};
  const auto add = [&](const pipeline::Parameter& one) {
    words << QString::fromStdString(one.optionName());
    if (!std::holds_alternative<pipeline::Field<bool>>(one.value)) words << word(one, p);
  };
  const std::array named{"portrait", isIdle(p) ? "idle" : "voice"};
  for (const char* name : named) add(pipeline::parameter(name));
  words << "--out" << quoted(toQString(p.output));
  for (const pipeline::Parameter& one : pipeline::parameters())
    if (!one.optionName().empty() && one.spec.name != "idle" && one.spec.name != "voice" &&
        one.spec.name != "portrait" && !pipeline::isDefault(one, p))
      add(one);
  command.text = words.join(' ');
  return command;
}

void writeRequestFiles(const CommandLine& command, const project::Project& project,
                       const motion::MotionTrack* edited) {
  pipeline::AnimateRequest request = project::toRequest(project);
  if (!command.track.empty() && edited) {
    motion::writeTrack(*edited, command.track);
    request.track = command.track;
    request.motion.gaze = {};  // the track has it
    request.idleSeconds = 0;   // the track says how long
  }
  if (!command.words.empty()) {
    words::writeTranscript(project.words, command.words, {});
    request.scene.captions = command.words;
  }
  pipeline::saveRequest(request, command.request);
}

}  // namespace orator::ui
