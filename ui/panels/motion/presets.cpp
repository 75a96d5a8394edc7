#include "ui/panels/motion/presets.h"

#include <QCoreApplication>
#include <QSettings>

#include "core/project/project.h"

namespace orator::ui {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("Presets", text);
}

Preset factory(const QString& name, double expression, double pose, double blinkStrength, double blinkRate,
               bool still) {
  Preset preset{name, {}, true};
  preset.motion.expressionScale = expression;
  preset.motion.poseScale.fill(pose);
  preset.motion.blinkStrength = blinkStrength;
  preset.motion.blinkRate = blinkRate;
  preset.motion.still = still;
  return preset;
}

}  // namespace

std::vector<Preset> listPresets() {
  std::vector<Preset> presets = {
      factory(tr("Natural"), 1, 1, 1, 16, false), factory(tr("News reader"), 0.9, 0.45, 1, 12, false),
      factory(tr("Lively"), 1.35, 1.5, 1, 20, false), factory(tr("Calm"), 0.8, 0.6, 0.9, 10, false),
      factory(tr("Still head"), 1, 0, 1, 16, true)};
  QSettings settings;
  settings.beginGroup("presets");
  for (const QString& name : settings.childKeys()) {
    try {
      const std::string text = settings.value(name).toString().toStdString();
      presets.push_back({QString::fromUtf8(QByteArray::fromPercentEncoding(name.toLatin1())),
                         project::fromJson(text, {}, "preset").motion, false});
    } catch (const Error& e) {
      qWarning("a preset was left out: %s", e.what());
    }
  }
  return presets;
}

void savePreset(const QString& name, const motion::MotionSettings& motion) {
  project::Project only;
  only.motion = motion;
  QSettings settings;
  settings.setValue("presets/" + QString::fromLatin1(name.toUtf8().toPercentEncoding()),
                    QString::fromStdString(project::toJson(only, {})));
}

void removePreset(const QString& name) {
  QSettings().remove("presets/" + QString::fromLatin1(name.toUtf8().toPercentEncoding()));
}

}  // namespace orator::ui
