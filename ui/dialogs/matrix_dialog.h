#pragma once

#include <QDialog>
#include <QLabel>
#include <QListWidget>

#include "ui/studio/studio.h"

namespace orator::ui {

/// Several portraits × voices × presets: one job for each combination.
class MatrixDialog : public QDialog {
  Q_OBJECT
 public:
  explicit MatrixDialog(Studio& studio, QWidget* parent = nullptr);

 private:
  QListWidget* addList(class QGridLayout* grid, int column, const QString& title, const QString& filter);
  void count();
  void queue();

  Studio& studio_;
  QListWidget *portraits_, *voices_, *presets_;
  QLabel* count_;
  QString folder_;
};

}  // namespace orator::ui
