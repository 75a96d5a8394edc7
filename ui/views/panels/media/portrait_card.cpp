#include "ui/views/panels/media/portrait_card.h"

#include <QColorDialog>
#include <QFileInfo>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include "ui/kit/text/path.h"
#include "ui/kit/themes/theme.h"
#include "ui/kit/widgets/layouts.h"

namespace orator::ui {

/// The thumbnail with its face boxes.
class PortraitCard::Picture : public QWidget {
 public:
  explicit Picture(PortraitCard* card) : QWidget(card), card_(card) {
    setMinimumHeight(150);
    setMaximumHeight(190);
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(PortraitCard::tr("Portrait"));
    setAccessibleDescription(PortraitCard::tr("Enter chooses a picture, Left and Right choose the face"));
  }

  /// Where a face is drawn.
  QRectF box(std::size_t face) const {
    const auto& portrait = *card_->studio_.portrait();
    const double scale = area().width() / portrait.rgb.cols;
    const cv::Rect2f& b = portrait.faces[face].box;
    return QRectF(b.x * scale, b.y * scale, b.width * scale, b.height * scale).translated(area().topLeft());
  }

 protected:
  QRectF area() const {
    const QSizeF size =
        QSizeF(card_->studio_.portraitImage().size()).scaled(QSizeF(this->size()), Qt::KeepAspectRatio);
    return {QPointF((width() - size.width()) / 2, (height() - size.height()) / 2), size};
  }
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const QImage& image = card_->studio_.portraitImage();
    if (image.isNull()) {
      painter.setPen(QPen(colours().border, 1.2, Qt::DashLine));
      painter.drawRoundedRect(rect().adjusted(1, 1, -1, -1), 8, 8);
      icon("portrait", colours().muted)
          .paint(&painter, QRect(rect().center() - QPoint(16, 26), QSize(32, 32)));
      painter.setPen(colours().muted);
      painter.drawText(rect().adjusted(8, 50, -8, 0), Qt::AlignCenter | Qt::TextWordWrap,
                       PortraitCard::tr("Drop or choose a portrait"));
      return;
    }
    QPainterPath rounded;
    rounded.addRoundedRect(area(), 6, 6);
    painter.setClipPath(rounded);
    painter.drawImage(area(), image);
    painter.setClipping(false);
    const auto& portrait = card_->studio_.portrait();
    for (std::size_t i = 0; portrait && i < portrait->faces.size(); ++i) {
      const bool chosen = int(i) == portrait->chosenFace;
      painter.setPen(QPen(chosen ? colours().accent : QColor(255, 255, 255, 170), chosen ? 2 : 1.2));
      painter.drawRoundedRect(box(i), 4, 4);
    }
    if (hasFocus()) {
      painter.setPen(QPen(colours().accent, 1.2));
      painter.setBrush(Qt::NoBrush);
      painter.drawRoundedRect(rect().adjusted(1, 1, -1, -1), 7, 7);
    }
  }
  void keyPressEvent(QKeyEvent* event) override {
    const auto& portrait = card_->studio_.portrait();
    const int step = event->key() == Qt::Key_Left ? -1 : (event->key() == Qt::Key_Right ? 1 : 0);
    if (step && portrait && portrait->faces.size() > 1) {
      const int count = int(portrait->faces.size());
      choose((portrait->chosenFace + step + count) % count);
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
      Q_EMIT card_->openRequested();
    } else {
      QWidget::keyPressEvent(event);
    }
  }
  void choose(int face) {
    card_->studio_.document().change(PortraitCard::tr("Choose face"),
                                     [&](project::Project& p) { p.face = face; });
  }
  void mousePressEvent(QMouseEvent* event) override {
    const auto& portrait = card_->studio_.portrait();
    for (std::size_t i = 0; portrait && portrait->faces.size() > 1 && i < portrait->faces.size(); ++i)
      if (box(i).contains(event->pos()) && int(i) != portrait->chosenFace) {
        choose(int(i));
        return;
      }
    Q_EMIT card_->openRequested();
  }

 private:
  PortraitCard* card_;
};

PortraitCard::PortraitCard(Studio& studio, QWidget* parent)
    : QFrame(parent), studio_(studio), picture_(new Picture(this)), name_(new QLabel), quality_(new QLabel) {
  setObjectName("card");
  auto* rows = tight<QVBoxLayout>(this, 8, 10);
  auto* top = tight<QHBoxLayout>();
  auto* title = new QLabel(tr("Portrait"));
  title->setObjectName("cardTitle");
  top->addWidget(title);
  top->addStretch(1);
  auto* open = iconButton("open", tr("Choose a portrait…"));
  connect(open, &QToolButton::clicked, this, &PortraitCard::openRequested);
  top->addWidget(open);
  rows->addLayout(top);
  rows->addWidget(picture_);
  name_->setObjectName("muted");
  name_->setWordWrap(true);  // the panel is as wide as its controls, not as its longest word
  rows->addWidget(name_);
  quality_->setTextFormat(Qt::RichText);
  quality_->setWordWrap(true);
  quality_->setAccessibleName(tr("Quality of the portrait"));
  quality_->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
  // Queued: a label does not get another text while it tells of its link.
  connect(
      quality_, &QLabel::linkActivated, this,
      [this](const QString& link) { apply(face::Remedy(link.toInt())); }, Qt::QueuedConnection);
  rows->addWidget(quality_);
  connect(&studio_, &Studio::portraitChanged, this, &PortraitCard::refresh);
  connect(&studio_.document(), &Document::changed, this, &PortraitCard::refresh);
  refresh();
}

QRect PortraitCard::faceBox(std::size_t face) const {
  return picture_->box(face).toAlignedRect().translated(picture_->pos());
}

void PortraitCard::refresh() {
  const auto& portrait = studio_.portrait();
  const QString file = toQString(studio_.project().portrait.filename());
  if (!portrait) {
    name_->setText(file);
    name_->setVisible(!file.isEmpty());
    quality_->hide();
    picture_->update();
    return;
  }
  const QString size = QString("%1 × %2").arg(portrait->rgb.cols).arg(portrait->rgb.rows);
  name_->setText(fontMetrics().elidedText(file, Qt::ElideMiddle, 130) + "  " + size);
  name_->setToolTip(toQString(studio_.project().portrait));
  name_->show();
  // What needs a decision gets a line of its own; what is in order shares one.
  QStringList lines, inOrder;
  const auto line = [](const QColor& colour, const QString& text) {
    return QString("<tr><td style='color:%1; padding-right:7px'>●</td><td>%2</td></tr>")
        .arg(colour.name(), text);
  };
  for (const auto& [grade, text, offer, remedy] : portraitQuality(*portrait)) {
    const QString link =
        offer.isEmpty() ? QString() : QString(" <a href='%1'>%2</a>").arg(int(remedy)).arg(offer);
    if (grade == QualityLine::Grade::good)
      inOrder << text;
    else
      lines << line(grade == QualityLine::Grade::fair ? colours().warning : colours().bad, text + link);
  }
  if (!inOrder.isEmpty()) lines << line(colours().good, inOrder.join(" · "));
  quality_->setText("<table cellspacing='2'>" + lines.join("") + "</table>");
  quality_->show();
  picture_->update();
}

void PortraitCard::apply(face::Remedy remedy) {
  if (remedy == face::Remedy::chooseBackground) {
    const cv::Vec3b& now = studio_.project().background;
    const QColor chosen =
        QColorDialog::getColor(QColor(now[0], now[1], now[2]), this, tr("Background of the portrait"));
    if (!chosen.isValid()) return;
    studio_.document().change(tr("Background of the portrait"), [&](project::Project& p) {
      p.background = {uchar(chosen.red()), uchar(chosen.green()), uchar(chosen.blue())};
    });
    return;
  }
  if (remedy == face::Remedy::enlarge) {
    studio_.document().change(tr("Enlarge the portrait"),
                              [](project::Project& p) { p.enlarging = render::Enlarging::esrgan; });
    return;
  }
  const int quarters =
      remedy == face::Remedy::rotateClockwise ? 1 : (remedy == face::Remedy::rotateHalf ? 2 : 3);
  studio_.document().change(tr("Turn the portrait"), [&](project::Project& p) {
    p.rotation = face::Rotation((int(p.rotation) + quarters) % 4);  // found in the picture as it is turned
    p.face.reset();
  });
}

}  // namespace orator::ui
