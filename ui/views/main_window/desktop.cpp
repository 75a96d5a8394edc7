#include "ui/views/main_window/desktop.h"

#include <QDBusMessage>
#include <QGuiApplication>
#include <cmath>

namespace orator::ui {
namespace {

constexpr double kLeastStep = 0.005;

}  // namespace

Desktop::Desktop(const QDBusConnection& bus, QObject* parent) : QObject(parent), bus_(bus) {}

void Desktop::showProgress(double share, int jobs) {
  if (std::abs(share - shownShare_) < kLeastStep && jobs == shownJobs_) return;
  shownShare_ = share;
  shownJobs_ = jobs;
  sendLauncher({{"progress", share},
                {"progress-visible", true},
                {"count", qint64(jobs)},
                {"count-visible", jobs > 1}});
}

void Desktop::hideProgress() {
  if (shownShare_ < 0) return;
  shownShare_ = -1;
  shownJobs_ = -1;
  sendLauncher({{"progress", 0.0}, {"progress-visible", false}, {"count-visible", false}});
}

void Desktop::sendLauncher(const QVariantMap& properties) {
  if (!bus_.isConnected()) return;
  QDBusMessage message =
      QDBusMessage::createSignal("/com/orator/studio", "com.canonical.Unity.LauncherEntry", "Update");
  message << "application://" + QGuiApplication::desktopFileName() + ".desktop" << properties;
  bus_.send(message);
}

bool Desktop::notify(const QString& title, const QString& text) {
  if (!bus_.isConnected()) return false;
  QDBusMessage call =
      QDBusMessage::createMethodCall("org.freedesktop.Notifications", "/org/freedesktop/Notifications",
                                     "org.freedesktop.Notifications", "Notify");
  call << QGuiApplication::applicationDisplayName() << quint32(0) << QString("orator-studio") << title
       << text.toHtmlEscaped() << QStringList()
       << QVariantMap{{"desktop-entry", QGuiApplication::desktopFileName()}} << qint32(-1);
  return bus_.send(call);
}

}  // namespace orator::ui
