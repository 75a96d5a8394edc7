#pragma once

#include <QObject>
#include <memory>

#include "ui/views/main_window/main_window.h"

namespace orator::ui {

/// Owns the window of a studio. Another language is shown by a new window on the same studio: the document,
/// its history, the queue and the playhead stay.
class WindowHost : public QObject {
  Q_OBJECT
 public:
  explicit WindowHost(Studio& studio, QObject* parent = nullptr);
  MainWindow& window() { return *window_; }
  /// Builds the window anew in this language and remembers it.
  void setLanguage(const QString& code);

 private:
  void make();

  Studio& studio_;
  std::unique_ptr<MainWindow> window_;
};

}  // namespace orator::ui
