#pragma once

#include <QLabel>
#include <QListView>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWidget>

#include "ui/model/jobs/job_queue.h"

namespace orator::ui {

/// The queue as a list of rows with thumbnail, progress, speed, remaining time and what can be done with
/// each.
class JobsPanel : public QWidget {
  Q_OBJECT
 public:
  explicit JobsPanel(JobQueue& jobs, QWidget* parent = nullptr);

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void rebuild();
  void refresh(int id);

  JobQueue& jobs_;
  QVBoxLayout* rows_;
  QLabel *empty_, *summary_;
  QToolButton* pause_;
  std::vector<class JobRow*> widgets_;
};

}  // namespace orator::ui
