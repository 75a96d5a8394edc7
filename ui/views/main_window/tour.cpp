#include "ui/views/main_window/tour.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>

#include "ui/kit/themes/theme.h"
#include "ui/kit/widgets/layouts.h"
#include "ui/views/main_window/main_window.h"

namespace orator::ui {
namespace {

/// Darkens the window but for one part, and explains that part.
class TourOverlay : public QWidget {
  Q_DECLARE_TR_FUNCTIONS(Tour)
 public:
  explicit TourOverlay(MainWindow& window)
      : QWidget(&window), window_(window), card_(ui::card()), text_(new QLabel), next_(new QPushButton) {
    setObjectName("tour");
    setAttribute(Qt::WA_DeleteOnClose);
    setFocusPolicy(Qt::StrongFocus);
    card_->setParent(this);
    card_->setFixedWidth(330);
    text_->setWordWrap(true);
    text_->setTextFormat(Qt::RichText);
    auto* rows = static_cast<QVBoxLayout*>(card_->layout());
    rows->setContentsMargins(16, 14, 16, 12);
    rows->addWidget(text_);
    rows->addSpacing(6);
    auto* row = tight<QHBoxLayout>();
    auto* close = new QPushButton(tr("Close"));
    close->setObjectName("flat");
    next_->setObjectName("primary");
    row->addWidget(close);
    row->addStretch(1);
    back_ = new QPushButton(tr("Back"));
    back_->setObjectName("flat");
    row->addWidget(back_);
    row->addWidget(next_);
    rows->addLayout(row);
    connect(close, &QPushButton::clicked, this, &QWidget::close);
    connect(next_, &QPushButton::clicked, this, [this] { show(step_ + 1); });
    connect(back_, &QPushButton::clicked, this, [this] { show(step_ - 1); });
    // The keys are the tour's, whichever of its buttons has the focus.
    for (QPushButton* button : {close, back_, next_}) {
      button->setFocusPolicy(Qt::NoFocus);
      button->setAutoDefault(false);
    }
    setGeometry(window.rect());
    QWidget::show();
    raise();
    show(0);
    setFocus();
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath shade;
    shade.addRect(rect());
    shade.addRoundedRect(spot_, 6, 6);  // odd-even filling leaves the spot out
    painter.fillPath(shade, QColor(0, 0, 0, 130));
    painter.setPen(QPen(colours().accent, 2));
    painter.drawRoundedRect(spot_, 6, 6);
  }
  void keyPressEvent(QKeyEvent* event) override {
    switch (event->key()) {
      case Qt::Key_Escape:
        close();
        break;
      case Qt::Key_Return:
      case Qt::Key_Enter:
      case Qt::Key_Space:
      case Qt::Key_Right:
      case Qt::Key_Down:
        show(step_ + 1);
        break;
      case Qt::Key_Left:
      case Qt::Key_Up:
      case Qt::Key_Backspace:
        show(step_ - 1);
        break;
      default:
        QWidget::keyPressEvent(event);
    }
  }

 private:
  void show(int step) {
    const std::pair<QWidget*, QString> steps[] = {
        {window_.dock("media"), tr("<b>Media.</b> Drop a portrait and a voice here, record one, or let "
                                   "the computer speak. The card says how well a portrait will do.")},
        {window_.centralWidget(), tr("<b>Preview.</b> The film at the playhead, the 3D face behind it, and "
                                     "both compared. Space plays, the arrows step.")},
        {window_.dock("motion"), tr("<b>Motion.</b> How strongly the face moves, how it blinks, in which "
                                    "manner the head moves. Dots mark what you changed.")},
        {window_.dock("timeline"), tr("<b>Time line.</b> Every movement as a curve. Drag a blink, set key "
                                      "frames, smooth, or change a part of the time only.")},
        {window_.dock("output"), tr("<b>Output.</b> Size, frame rate and file. Render starts a job below; "
                                    "you go on working meanwhile.")}};
    if (step >= int(std::size(steps))) {
      close();
      return;
    }
    step_ = std::max(0, step);
    step = step_;
    back_->setVisible(step > 0);
    const auto& [part, text] = steps[step];
    if (auto* dock = qobject_cast<QDockWidget*>(part)) {
      dock->show();
      dock->raise();
      QCoreApplication::sendPostedEvents(&window_);
    }
    spot_ = QRect(part->mapTo(&window_, QPoint(0, 0)), part->size());
    setProperty("spot", spot_);  // for tests
    text_->setText(text);
    next_->setText(step + 1 == int(std::size(steps))
                       ? tr("Done")
                       : tr("Next (%1 of %2)").arg(step + 1).arg(std::size(steps)));
    card_->resize(card_->width(), card_->layout()->totalHeightForWidth(card_->width()));
    QPoint at(spot_.right() + 14, spot_.top() + 24);
    if (at.x() + card_->width() > width()) at.setX(spot_.left() - card_->width() - 14);
    if (at.x() < 0) at = QPoint(spot_.center().x() - card_->width() / 2, spot_.top() + 24);
    if (step == 3) at = QPoint(spot_.left() + 220, spot_.top() - card_->height() - 14);
    at.setY(std::clamp(at.y(), 8, std::max(8, height() - card_->height() - 8)));
    card_->move(at);
    update();
  }

  MainWindow& window_;
  QFrame* card_;
  QLabel* text_;
  QPushButton *next_, *back_ = nullptr;
  QRect spot_;
  int step_ = 0;
};

}  // namespace

void startTour(MainWindow& window) {
  new TourOverlay(window);
}

}  // namespace orator::ui
