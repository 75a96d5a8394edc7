#pragma once

#include <QListWidget>
#include <QWidget>
#include <functional>

#include "ui/model/studio/studio.h"

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
  QString thumbnailFile(const QString& medium) const;
  void keepThumbnail(const QString& medium, const std::function<QImage()>& make);

  Studio& studio_;
  QListWidget* recent_;
};

}  // namespace orator::ui
