#include "ui/views/panels/motion/style_gallery.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyledItemDelegate>

#include "ui/kit/themes/theme.h"

namespace orator::ui {
namespace {

constexpr QSize kCell(60, 81), kThumb(54, 60);
constexpr int kTickMs = int(1000 * StyleSamples::kSeconds / StyleSamples::kPictures);

/// A picture with its number below; the chosen one has a frame.
class StylePainter : public QStyledItemDelegate {
 public:
  explicit StylePainter(StyleGallery* gallery) : QStyledItemDelegate(gallery), gallery_(gallery) {}
  QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return kCell; }
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const bool chosen = option.state & QStyle::State_Selected,
               pointed = option.state & QStyle::State_MouseOver;
    const QRect cell = option.rect;
    const QRect thumb({cell.left() + (cell.width() - kThumb.width()) / 2, cell.top() + 2}, kThumb);
    painter->save();
    painter->setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    painter->setOpacity(option.state & QStyle::State_Enabled ? 1 : 0.4);
    QPainterPath rounded;
    rounded.addRoundedRect(thumb, 6, 6);
    painter->fillPath(rounded, colours().raised);
    const QImage picture = gallery_->picture(index.row());
    if (picture.isNull()) {
      icon("portrait", colours().muted).paint(painter, QRect(thumb.center() - QPoint(12, 12), QSize(24, 24)));
    } else {
      painter->setClipPath(rounded);
      painter->drawImage(thumb, picture);
      painter->setClipping(false);
    }
    if (chosen || pointed) {
      painter->setPen(QPen(chosen ? colours().accent : colours().muted, chosen ? 2 : 1));
      painter->drawPath(rounded);
    }
    painter->setPen(chosen ? colours().accent : colours().muted);
    painter->drawText(QRect(cell.left(), thumb.bottom() + 1, cell.width(), cell.bottom() - thumb.bottom()),
                      Qt::AlignCenter, index.data().toString());
    painter->restore();
  }

 private:
  StyleGallery* gallery_;
};

}  // namespace

StyleGallery::StyleGallery(Studio& studio, QWidget* parent) : QListWidget(parent), studio_(studio) {
  setViewMode(QListView::IconMode);
  setFlow(QListView::LeftToRight);
  setMovement(QListView::Static);
  setResizeMode(QListView::Adjust);
  setGridSize(kCell);
  setUniformItemSizes(true);
  setMouseTracking(true);
  setItemDelegate(new StylePainter(this));
  setFixedHeight(2 * kCell.height() + kCell.height() / 3);
  setSpacing(0);
  setAccessibleName(tr("Pose styles"));
  setToolTip(tr("How the head moves. Each style is shown on your portrait."));
  for (int style = 0; style < kStyleCount; ++style) new QListWidgetItem(QString::number(style), this);
  connect(this, &QListWidget::itemClicked, this,
          [this](QListWidgetItem* item) { Q_EMIT styleChosen(row(item)); });
  connect(this, &QListWidget::itemActivated, this,
          [this](QListWidgetItem* item) { Q_EMIT styleChosen(row(item)); });
  connect(&timer_, &QTimer::timeout, this, &StyleGallery::animate);
  connect(&studio_, &Studio::stylesChanged, this, [this] {
    studio_.styles() ? timer_.start(kTickMs) : timer_.stop();
    viewport()->update();
  });
}

void StyleGallery::setChosen(int style) {
  const QSignalBlocker block(this);
  setCurrentRow(style);
}

void StyleGallery::resizeEvent(QResizeEvent* event) {
  // The columns share the width, so that no strip is left at the right.
  const int columns = std::max(1, viewport()->width() / kCell.width());
  setGridSize({(viewport()->width() - 1) / columns, kCell.height()});
  QListWidget::resizeEvent(event);
}

QImage StyleGallery::picture(int style) const {
  const auto& samples = studio_.styles();
  if (!samples || style >= int(samples->strips.size()) || samples->strips[std::size_t(style)].empty())
    return {};
  // Forward and backward, so that the loop has no seam.
  const auto& strip = samples->strips[std::size_t(style)];
  const int count = int(strip.size()), at = step_ % std::max(1, 2 * count - 2);
  return strip[std::size_t(at < count ? at : 2 * count - 2 - at)];
}

void StyleGallery::animate() {
  ++step_;
  if (isVisible() && isEnabled()) viewport()->update();
}

}  // namespace orator::ui
