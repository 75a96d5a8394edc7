#include "ui/views/messages/message_centre.h"

#include <QStyle>
#include <QTime>

#include "ui/kit/themes/theme.h"
#include "ui/kit/widgets/layouts.h"

namespace orator::ui {
namespace {

constexpr int kShowMs = 9000, kKept = 200;

struct Look {
  const char *level, *icon;
  QColor colour;
};

Look lookOf(Problem::Level level) {
  const ThemeColours& c = colours();
  switch (level) {
    case Problem::Level::info:
      return {"info", "info", c.accent};
    case Problem::Level::done:
      return {"done", "check", c.good};
    case Problem::Level::warning:
      return {"warning", "warning", c.warning};
    case Problem::Level::error:
      return {"error", "error", c.bad};
  }
  return {"info", "info", c.accent};
}

}  // namespace

MessageCentre::MessageCentre(QObject* parent)
    : QObject(parent), bar_(new QFrame), icon_(new QLabel), text_(new QLabel), list_(new QListWidget) {
  bar_->setObjectName("messageBar");
  auto* row = tight<QHBoxLayout>(bar_, 10);
  row->setContentsMargins(12, 7, 6, 7);
  text_->setWordWrap(true);
  text_->setTextFormat(Qt::RichText);
  text_->setAccessibleName(tr("Message"));
  row->addWidget(icon_, 0, Qt::AlignTop);
  row->addWidget(text_, 1);
  offer_ = new QPushButton;
  offer_->hide();
  auto* close = iconButton("cancel", tr("Close the message"));
  row->addWidget(offer_, 0, Qt::AlignTop);
  row->addWidget(close, 0, Qt::AlignTop);
  bar_->hide();
  list_->setWordWrap(true);
  list_->setFrameShape(QFrame::NoFrame);
  list_->setAccessibleName(tr("Messages"));
  list_->setSelectionMode(QAbstractItemView::ExtendedSelection);
  empty_ = mutedLabel(tr("What the studio has to say is kept here."));
  empty_->setAlignment(Qt::AlignCenter);
  tight<QVBoxLayout>(list_, 0, 12)->addWidget(empty_);
  connect(close, &QToolButton::clicked, bar_, &QWidget::hide);
  connect(offer_, &QPushButton::clicked, this, [this] {
    bar_->hide();
    const auto accept = accept_;  // what it does may bring the next message
    accept();
  });
  hide_.setSingleShot(true);
  connect(&hide_, &QTimer::timeout, bar_, &QWidget::hide);
}

void MessageCentre::show(const Problem& problem) {
  const Look look = lookOf(problem.level);
  icon_->setPixmap(icon(look.icon, look.colour).pixmap(20, 20));
  text_->setText(QString("<b>%1</b>&nbsp; %2 <span style='color:%4'>%3</span>")
                     .arg(problem.title.toHtmlEscaped(), problem.reason.toHtmlEscaped(),
                          problem.remedy.toHtmlEscaped(), colours().muted.name()));
  offer_->setText(problem.offer);
  offer_->setVisible(!problem.offer.isEmpty());
  accept_ = problem.accept;
  ofPreview_ = problem.ofPreview;
  bar_->setProperty("level", look.level);
  bar_->style()->unpolish(bar_);
  bar_->style()->polish(bar_);
  bar_->show();
  if (problem.level == Problem::Level::error)
    hide_.stop();
  else
    hide_.start(kShowMs);

  QString line = QTime::currentTime().toString("hh:mm") + "   " + problem.title + ": " + problem.reason;
  if (!problem.remedy.isEmpty()) line += "\n" + problem.remedy;
  auto* item = new QListWidgetItem(icon(look.icon, look.colour), line);
  list_->insertItem(0, item);
  empty_->hide();
  while (list_->count() > kKept) delete list_->takeItem(list_->count() - 1);
  Q_EMIT unreadChanged(++unread_);
  const QByteArray text = (problem.title + ": " + problem.reason).toUtf8();
  if (problem.level == Problem::Level::error)
    qWarning("%s [%s]", text.constData(), problem.code.toUtf8().constData());
  else
    qInfo("%s", text.constData());
}

void MessageCentre::previewWorks() {
  if (ofPreview_) bar_->hide();
}

void MessageCentre::markRead() {
  unread_ = 0;
  Q_EMIT unreadChanged(0);
}

}  // namespace orator::ui
