#pragma once

#include <QWidget>

namespace orator::ui {

/// What the middle of the window shows before anything is open.
class WelcomePage : public QWidget {
  Q_OBJECT
 public:
  explicit WelcomePage(bool hasSample, QWidget* parent = nullptr);

 Q_SIGNALS:
  void sampleRequested();
  void portraitRequested();
  void openRequested();
  void tourRequested();
};

}  // namespace orator::ui
