#pragma once

#include <QFrame>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

#include "ui/model/jobs/job_queue.h"

namespace orator::ui {

/// One job of the queue.
class JobRow : public QFrame {
  Q_OBJECT
 public:
  JobRow(JobQueue& jobs, int id, QWidget* parent = nullptr);
  int id() const { return id_; }
  void refresh();

 protected:
  void mouseMoveEvent(QMouseEvent* event) override;

 private:
  JobQueue& jobs_;
  int id_;
  QLabel *thumbnail_, *name_, *detail_;
  QProgressBar* bar_;
  QToolButton *up_, *down_, *cancel_, *retry_, *reveal_, *remove_;
};

/// A dragged job: its number as text.
inline constexpr const char* kJobMimeType = "application/x-orator-job";

}  // namespace orator::ui
