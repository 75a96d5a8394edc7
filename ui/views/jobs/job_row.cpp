#include "ui/views/jobs/job_row.h"

#include <QDrag>
#include <QLocale>
#include <QMimeData>
#include <QMouseEvent>
#include <QPainter>
#include <QStyle>

#include "ui/kit/text/duration.h"
#include "ui/kit/text/path.h"
#include "ui/kit/themes/theme.h"
#include "ui/kit/widgets/layouts.h"

namespace orator::ui {

namespace {

constexpr int kNameWidth = 260;  // of longer names the middle is left out

/// A line that asks for no room and leaves out its end where there is none.
class ElidedLabel : public QLabel {
 public:
  QSize minimumSizeHint() const override { return {1, QLabel::minimumSizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.setPen(palette().color(foregroundRole()));
    painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(text(), Qt::ElideRight, width()));
  }
};

QString stageText(const QString& stage) {
  if (stage == "analyse") return JobRow::tr("looking at the portrait");
  if (stage == "track" || stage == "fit") return JobRow::tr("watching the video");
  if (stage == "motion") return JobRow::tr("making the motion");
  if (stage == "render") return JobRow::tr("drawing");
  return stage.isEmpty() ? JobRow::tr("starting") : stage;
}

}  // namespace

JobRow::JobRow(JobQueue& jobs, int id, QWidget* parent)
    : QFrame(parent),
      jobs_(jobs),
      id_(id),
      thumbnail_(new QLabel),
      name_(new QLabel),
      detail_(new ElidedLabel),
      bar_(new QProgressBar) {
  setObjectName("card");
  auto* row = tight<QHBoxLayout>(this, 10, 8);
  thumbnail_->setFixedSize(44, 44);
  thumbnail_->setAlignment(Qt::AlignCenter);
  setToolTip(tr("Drag a waiting film to change the order"));
  row->addWidget(thumbnail_);
  auto* middle = tight<QVBoxLayout>(nullptr, 4);
  auto* top = tight<QHBoxLayout>();
  name_->setObjectName("cardTitle");
  detail_->setObjectName("muted");
  top->addWidget(name_);
  top->addWidget(detail_, 1);
  middle->addLayout(top);
  bar_->setTextVisible(false);
  bar_->setAccessibleName(tr("Progress"));
  middle->addWidget(bar_);
  row->addLayout(middle, 1);
  up_ = iconButton("up", tr("Earlier"));
  down_ = iconButton("down", tr("Later"));
  retry_ = iconButton("retry", tr("Render again"));
  reveal_ = iconButton("reveal", tr("Show the film in its folder"));
  cancel_ = iconButton("cancel", tr("Cancel"));
  remove_ = iconButton("trash", tr("Remove from the list"));
  auto* buttons = new QWidget;
  auto* tools = tight<QHBoxLayout>(buttons);
  tools->addStretch(1);
  for (QToolButton* button : {up_, down_, retry_, reveal_, cancel_, remove_}) {
    button->setIconSize({16, 16});
    tools->addWidget(button);
  }
  // Never more than three are shown, and the bars of all rows end at one line.
  buttons->setFixedWidth(3 * remove_->sizeHint().width() + 2 * tools->spacing());
  row->addWidget(buttons);
  connect(up_, &QToolButton::clicked, this, [this] { jobs_.move(id_, -1); });
  connect(down_, &QToolButton::clicked, this, [this] { jobs_.move(id_, 1); });
  connect(retry_, &QToolButton::clicked, this, [this] { jobs_.retry(id_); });
  connect(cancel_, &QToolButton::clicked, this, [this] { jobs_.cancel(id_); });
  connect(remove_, &QToolButton::clicked, this, [this] { jobs_.remove(id_); });
  connect(reveal_, &QToolButton::clicked, this, [this] { jobs_.reveal(id_); });
  refresh();
}

void JobRow::mouseMoveEvent(QMouseEvent* event) {
  const int at = jobs_.rowOf(id_);
  if (!(event->buttons() & Qt::LeftButton) || at < 0 || jobs_.job(at).finished()) return;
  auto* drag = new QDrag(this);
  auto* mime = new QMimeData;
  mime->setData(kJobMimeType, QByteArray::number(id_));
  drag->setMimeData(mime);
  drag->setPixmap(grab());
  drag->exec(Qt::MoveAction);
}

void JobRow::refresh() {
  const int at = jobs_.rowOf(id_);
  if (at < 0) return;
  const Job& job = jobs_.job(at);
  name_->setText(fontMetrics().elidedText(job.name, Qt::ElideMiddle, kNameWidth));
  name_->setToolTip(toQString(job.project->output));
  thumbnail_->setPixmap(job.thumbnail.isNull() ? icon("render").pixmap(28, 28)
                                               : QPixmap::fromImage(job.thumbnail.scaled(
                                                     44, 44, Qt::KeepAspectRatio, Qt::SmoothTransformation)));
  QString detail, state;
  switch (job.state) {
    case JobState::waiting:
      detail = tr("waiting");
      break;
    case JobState::paused:
      detail = job.total > 0 ? tr("paused at %1 of %2 frames").arg(job.done).arg(job.total) : tr("paused");
      break;
    case JobState::running:
      if (job.stage == "render" && job.total > 0) {
        detail = tr("%1 of %2 frames").arg(job.done).arg(job.total);
        if (job.framesPerSecond > 0) detail += tr(" · %1 frames/s").arg(job.framesPerSecond, 0, 'f', 1);
        if (job.secondsLeft >= 0) detail += tr(" · %1 left").arg(durationText(job.secondsLeft));
      } else {
        detail = stageText(job.stage);
      }
      break;
    case JobState::done:
      detail = tr("done in %1 · %2")
                   .arg(durationText(job.secondsTaken), QLocale().formattedDataSize(job.bytes, 1));
      state = "done";
      break;
    case JobState::failed:
      detail = job.error + (job.remedy.isEmpty() ? "" : " – " + job.remedy);
      state = "failed";
      break;
    case JobState::cancelled:
      detail = tr("cancelled");
      break;
  }
  detail_->setText(detail);
  detail_->setToolTip(detail);
  bar_->setRange(0, job.state == JobState::running && job.total == 0 ? 0 : 1000);
  if (job.state == JobState::done || job.state == JobState::failed)
    bar_->setValue(1000);
  else if (job.total > 0)
    bar_->setValue(int(1000 * job.done / job.total));
  else
    bar_->setValue(0);
  if (bar_->property("state").toString() != state) {
    bar_->setProperty("state", state);
    bar_->style()->unpolish(bar_);
    bar_->style()->polish(bar_);
  }
  const bool waits = job.state == JobState::waiting || job.state == JobState::paused;
  const auto waitsAt = [&](int row) {
    for (; row >= 0 && row < jobs_.rowCount(); row += row < at ? -1 : 1)
      if (!jobs_.job(row).finished() && jobs_.job(row).state != JobState::running) return true;
    return false;
  };
  up_->setVisible(waits && waitsAt(at - 1));
  down_->setVisible(waits && waitsAt(at + 1));
  retry_->setVisible(job.finished());
  reveal_->setVisible(job.state == JobState::done);
  cancel_->setVisible(!job.finished());
  remove_->setVisible(job.finished());
}

}  // namespace orator::ui
