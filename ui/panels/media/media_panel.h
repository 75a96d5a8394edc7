#pragma once

#include <QListWidget>
#include <QWidget>

#include "ui/studio/studio.h"

namespace orator::ui {

/// Portrait card, voice card, and what was used before.
class MediaPanel : public QWidget {
  Q_OBJECT
 public:
  explicit MediaPanel(Studio& studio, QWidget* parent = nullptr);
  void choosePortrait();
  void chooseVoice();

 private:
  void fillRecent();

  Studio& studio_;
  QListWidget* recent_;
};

}  // namespace orator::ui
