#pragma once

#include <QDBusConnection>
#include <QObject>
#include <QString>

namespace orator::ui {

/// What the desktop shows of the studio outside its window: progress on the task bar's icon (Unity's launcher
/// interface, which GNOME's dock, KDE and others read) and a notice (org.freedesktop.Notifications). Where no
/// desktop listens, nothing happens. GUI thread.
class Desktop : public QObject {
  Q_OBJECT
 public:
  explicit Desktop(const QDBusConnection& bus = QDBusConnection::sessionBus(), QObject* parent = nullptr);
  /// @param share 0..1; @param jobs shown as a number on the icon
  void showProgress(double share, int jobs);
  void hideProgress();
  /// @return whether there is a desktop to show it
  bool notify(const QString& title, const QString& text);

 private:
  void sendLauncher(const QVariantMap& properties);

  QDBusConnection bus_;
  double shownShare_ = -1;
  int shownJobs_ = -1;
};

}  // namespace orator::ui
