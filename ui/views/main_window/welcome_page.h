#pragma once

#include <QHBoxLayout>
#include <QStringList>
#include <QWidget>

namespace orator::ui {

/// What the middle of the window shows before anything is open.
class WelcomePage : public QWidget {
  Q_OBJECT
 public:
  explicit WelcomePage(bool hasSample, QWidget* parent = nullptr);
  /// The projects that were open last, by file; at most four are shown.
  void setRecent(const QStringList& files);

 Q_SIGNALS:
  void recentRequested(const QString& file);
  void sampleRequested();
  void portraitRequested();
  void openRequested();
  void tourRequested();

 private:
  QHBoxLayout* recent_;
};

}  // namespace orator::ui
