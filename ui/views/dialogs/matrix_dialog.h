#pragma once

#include <QDialog>
#include <QGridLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>

#include "ui/model/studio/studio.h"

namespace orator::ui {

/// Several portraits × voices × presets: one job for each combination.
class MatrixDialog : public QDialog {
  Q_OBJECT
 public:
  explicit MatrixDialog(Studio& studio, QWidget* parent = nullptr);
  void addPortrait(const QString& file);
  void addVoice(const QString& file);
  /// Queues every combination into `folder`, with a contact sheet. @return how many films
  int queueInto(const QString& folder);

 private:
  void addFile(QListWidget* list, const QString& file);
  QListWidget* addList(QGridLayout* grid, int column, const QString& title, const QString& filter);
  void count();
  void queue();

  Studio& studio_;
  QListWidget *portraits_, *voices_, *presets_;
  QLabel* count_;
  QPushButton* go_ = nullptr;
};

}  // namespace orator::ui
