#include "ui/kit/settings/settings.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <utility>

namespace orator::ui {
namespace {

constexpr const char* kBytes = "base64";  // an object of this key alone is a QByteArray

QJsonValue toJson(const QVariant& value) {
  if (value.typeId() == QMetaType::QByteArray)
    return QJsonObject{{kBytes, QString::fromLatin1(value.toByteArray().toBase64())}};
  return QJsonValue::fromVariant(value);
}

QVariant fromJson(const QJsonValue& value) {
  if (value.isObject()) return QByteArray::fromBase64(value.toObject()[kBytes].toString().toLatin1());
  return value.toVariant();
}

bool read(QIODevice& device, QSettings::SettingsMap& values) {
  const QJsonDocument document = QJsonDocument::fromJson(device.readAll());
  const QJsonObject object = document.object();
  for (auto at = object.begin(); at != object.end(); ++at) values[at.key()] = fromJson(at.value());
  return document.isObject();
}

/// Qt puts in place what this says is written, and QSaveFile does not look whether the bytes that wait in its
/// buffer reach the disk.
bool write(QIODevice& device, const QSettings::SettingsMap& values) {
  QJsonObject object;
  for (auto at = values.begin(); at != values.end(); ++at) object[at.key()] = toJson(at.value());
  const QByteArray text = QJsonDocument(object).toJson();
  auto* file = qobject_cast<QFileDevice*>(&device);
  return device.write(text) == text.size() && file && file->flush();
}

QSettings::Format jsonFormat() {
  static const QSettings::Format ours = QSettings::registerFormat("json", read, write);
  return ours;
}

struct Failures {
  std::function<void(const Error&)> listener;
  bool told = false;
};
Failures& failures() {
  static Failures all;
  return all;
}

}  // namespace

Settings::Settings()
    : QSettings(jsonFormat(), UserScope, QCoreApplication::organizationName(),
                QCoreApplication::applicationName()) {}

Settings::~Settings() {
  try {
    store();
    failures().told = false;
  } catch (const Error& error) {
    if (!failures().told && failures().listener) {
      failures().told = true;
      failures().listener(error);
    }
  }
}

void Settings::store() {
  sync();
  if (status() == AccessError)
    throw Error(ErrorCode::outputUnwritable, fileName().toStdString(), "the settings cannot be written",
                "Check the space on the disk and the permissions of the file");
}

void Settings::listenToFailures(std::function<void(const Error&)> listener) {
  failures() = {std::move(listener), false};
}

void Settings::adoptEarlier() {
  Settings settings;
  if (QFile::exists(settings.fileName())) return;
  const QSettings earlier(defaultFormat(), UserScope, settings.organizationName(),
                          settings.applicationName());
  for (const QString& key : earlier.allKeys()) settings.setValue(key, earlier.value(key));
}

}  // namespace orator::ui
