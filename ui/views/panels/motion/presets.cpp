#include "ui/views/panels/motion/presets.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>

#include "ui/kit/settings/settings.h"
#include "ui/kit/translation/tr.h"

namespace orator::ui {
namespace {

Preset factory(const QString& name, double expression, double pose, double blinkStrength, double blinkRate,
               bool still) {
  Preset preset{name, {}};
  preset.motion.expressionScale = expression;
  preset.motion.poseScale.fill(pose);
  preset.motion.blinkStrength = blinkStrength;
  preset.motion.blinkRate = blinkRate;
  preset.motion.still = still;
  return preset;
}

constexpr const char* kPartsKey =
    "face_parts";  // beside the keys of a project, which is how presets are kept

FaceParts partsFrom(const QByteArray& json) {
  const QJsonArray stored = QJsonDocument::fromJson(json).object()[kPartsKey].toArray();
  FaceParts parts = kUsualParts;
  for (int part = 0; part < kFacePartCount; ++part)
    parts[std::size_t(part)] = std::clamp(stored.at(part).toDouble(1), 0.0, 3.0);
  return parts;
}

}  // namespace

std::vector<Preset> listPresets() {
  std::vector<Preset> presets = {
      factory(tr("Natural"), 1, 1, 1, 16, false), factory(tr("News reader"), 0.9, 0.45, 1, 12, false),
      factory(tr("Lively"), 1.35, 1.5, 1, 20, false), factory(tr("Calm"), 0.8, 0.6, 0.9, 10, false),
      factory(tr("Still head"), 1, 0, 1, 16, true)};
  Settings settings;
  settings.beginGroup("presets");
  for (const QString& name : settings.childKeys()) {
    try {
      const QByteArray text = settings.value(name).toString().toUtf8();
      presets.push_back({QString::fromUtf8(QByteArray::fromPercentEncoding(name.toLatin1())),
                         project::fromJson(text.toStdString(), {}, "preset").motion, false, partsFrom(text)});
    } catch (const Error& e) {
      qWarning("a preset was left out: %s", e.what());
    }
  }
  return presets;
}

void savePreset(const QString& name, const motion::MotionSettings& motion, const FaceParts& parts) {
  project::Project only;
  only.motion = motion;
  QJsonObject object = QJsonDocument::fromJson(QByteArray::fromStdString(project::toJson(only, {}))).object();
  if (parts != kUsualParts) {
    QJsonArray stored;
    for (double strength : parts) stored.append(strength);
    object[kPartsKey] = stored;
  }
  Settings settings;
  settings.setValue("presets/" + QString::fromLatin1(name.toUtf8().toPercentEncoding()),
                    QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)));
  settings.store();
}

void removePreset(const QString& name) {
  Settings settings;
  settings.remove("presets/" + QString::fromLatin1(name.toUtf8().toPercentEncoding()));
  settings.store();
}

void applyPreset(const Preset& preset, const FacePartColumns& columns, project::Project& project) {
  const motion::MotionSettings before = project.motion;
  project.motion = preset.motion;
  project.motion.seed = before.seed;
  project.motion.speechGate = before.speechGate;  // of the voice
  if (preset.factory) project.motion.poseStyle = before.poseStyle;
  for (int part = 0; part < kFacePartCount; ++part)
    setFacePart(project, columns, part, preset.parts[std::size_t(part)]);
}

bool isPreset(const Preset& preset, const FacePartColumns& columns, const project::Project& project) {
  project::Project made = project;
  applyPreset(preset, columns, made);
  return made.motion == project.motion && facePartsOf(made, columns) == facePartsOf(project, columns);
}

FaceParts facePartsOf(const project::Project& project, const FacePartColumns& columns) {
  FaceParts parts = kUsualParts;
  for (std::size_t part = 0; part < columns.size(); ++part)
    for (const project::ColumnGain& gain : project.edits.columnGains)
      if (!columns[part].empty() && gain.column == columns[part].front()) parts[part] = gain.gain;
  return parts;
}

void setFacePart(project::Project& project, const FacePartColumns& columns, int part, double strength) {
  for (int column : columns[std::size_t(part)]) {
    std::erase_if(project.edits.columnGains, [&](const auto& gain) { return gain.column == column; });
    if (strength != 1) project.edits.columnGains.push_back({column, strength});
  }
}

}  // namespace orator::ui
