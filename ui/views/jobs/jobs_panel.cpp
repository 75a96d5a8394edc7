#include "ui/views/jobs/jobs_panel.h"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QScrollArea>

#include "ui/kit/text/duration.h"
#include "ui/kit/themes/theme.h"
#include "ui/kit/widgets/layouts.h"
#include "ui/views/jobs/job_row.h"

namespace orator::ui {

JobsPanel::JobsPanel(JobQueue& jobs, QWidget* parent)
    : QWidget(parent),
      jobs_(jobs),
      empty_(mutedLabel(tr("Films you render appear here. The studio stays free meanwhile."))),
      summary_(mutedLabel()) {
  setObjectName("dockBody");
  setAttribute(Qt::WA_StyledBackground);
  auto* all = tight<QVBoxLayout>(this, 4, 6);
  auto* tools = tight<QHBoxLayout>(nullptr, 4);
  summary_->setWordWrap(false);
  tools->addWidget(summary_, 1);
  pause_ = iconButton("pause", tr("Pause the queue"));
  auto* clear = iconButton("trash", tr("Clear finished jobs"));
  tools->addWidget(pause_);
  tools->addWidget(clear);
  all->addLayout(tools);
  auto* scroll = new QScrollArea;
  scroll->setObjectName("dockScroll");
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setFocusPolicy(Qt::NoFocus);  // it follows the focus of its rows
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  auto* body = new QWidget;
  rows_ = tight<QVBoxLayout>(body, 6);
  empty_->setAlignment(Qt::AlignCenter);
  rows_->addWidget(empty_, 1);
  rows_->addStretch(0);
  scroll->setWidget(body);
  all->addWidget(scroll, 1);
  connect(pause_, &QToolButton::clicked, this, [this] { jobs_.setPaused(!jobs_.isPaused()); });
  connect(clear, &QToolButton::clicked, &jobs_, &JobQueue::clearFinished);
  connect(&jobs_, &JobQueue::jobChanged, this, &JobsPanel::refresh);
  for (auto signal : {&JobQueue::rowsInserted, &JobQueue::rowsRemoved})
    connect(&jobs_, signal, this, &JobsPanel::rebuild);
  connect(&jobs_, &JobQueue::rowsMoved, this, &JobsPanel::rebuild);
  setAcceptDrops(true);
  rebuild();
}

void JobsPanel::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasFormat(kJobMimeType)) event->acceptProposedAction();
}

void JobsPanel::dropEvent(QDropEvent* event) {
  const int id = event->mimeData()->data(kJobMimeType).toInt();
  int target = 0;
  for (const JobRow* widget : widgets_)
    if (widget->id() != id && widget->mapTo(this, widget->rect().center()).y() < event->position().y())
      ++target;
  jobs_.moveTo(id, target);
  event->acceptProposedAction();
}

void JobsPanel::rebuild() {
  for (JobRow* widget : widgets_) {
    rows_->removeWidget(widget);
    widget->hide();
    widget->deleteLater();  // the click that is being answered may be one of its own
  }
  widgets_.clear();
  for (int row = 0; row < jobs_.rowCount(); ++row) {
    auto* widget = new JobRow(jobs_, jobs_.job(row).id);
    rows_->insertWidget(row, widget);
    widgets_.push_back(widget);
  }
  empty_->setVisible(widgets_.empty());
  refresh(0);
}

void JobsPanel::refresh(int id) {
  for (JobRow* widget : widgets_)
    if (id == 0 || widget->id() == id) widget->refresh();
  if (id == 0) {
    pause_->setIcon(icon(jobs_.isPaused() ? "play" : "pause"));
    pause_->setToolTip(jobs_.isPaused() ? tr("Go on with the queue") : tr("Pause the queue"));
    pause_->setAccessibleName(pause_->toolTip());
  }
  const int active = jobs_.active();
  QString text = jobs_.rowCount() == 0 ? QString()
                 : jobs_.isPaused()    ? tr("Paused, %n to render", nullptr, active)
                                       : tr("%n to render", nullptr, active);
  if (active > 1 && jobs_.secondsLeft() >= 0)
    text += tr(" · all done in %1").arg(durationText(jobs_.secondsLeft()));
  summary_->setText(text);
}

}  // namespace orator::ui
