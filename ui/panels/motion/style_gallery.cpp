#include "ui/panels/motion/style_gallery.h"

#include <QPainter>

#include "ui/themes/theme.h"

namespace orator::ui {
namespace {

constexpr QSize kThumb(50, 56);

}  // namespace

StyleGallery::StyleGallery(Studio& studio, QWidget* parent) : QListWidget(parent), studio_(studio) {
  setViewMode(QListView::IconMode);
  setFlow(QListView::LeftToRight);
  setMovement(QListView::Static);
  setResizeMode(QListView::Adjust);
  setIconSize(kThumb);
  setGridSize(kThumb + QSize(8, 20));
  setUniformItemSizes(true);
  setMouseTracking(true);
  setFixedHeight(170);
  setSpacing(0);
  setAccessibleName(tr("Pose styles"));
  setToolTip(tr("How the head moves. Each style is shown on your portrait; point at one to see it move."));
  for (int style = 0; style < kStyleCount; ++style) {
    auto* item = new QListWidgetItem(QString::number(style), this);
    item->setTextAlignment(Qt::AlignHCenter);
    QPixmap empty(kThumb);
    empty.fill(Qt::transparent);
    QPainter painter(&empty);
    icon("portrait", colours().muted).paint(&painter, QRect(11, 14, 28, 28));
    painter.end();
    item->setIcon(empty);
  }
  connect(this, &QListWidget::itemEntered, this, [this](QListWidgetItem* item) { hovered_ = row(item); });
  connect(this, &QListWidget::itemClicked, this,
          [this](QListWidgetItem* item) { Q_EMIT styleChosen(row(item)); });
  connect(this, &QListWidget::itemActivated, this,
          [this](QListWidgetItem* item) { Q_EMIT styleChosen(row(item)); });
  timer_.setInterval(60);
  connect(&timer_, &QTimer::timeout, this, &StyleGallery::animate);
  connect(&studio_, &Studio::stylesChanged, this, &StyleGallery::renew);
}

void StyleGallery::setChosen(int style) {
  const QSignalBlocker block(this);
  setCurrentRow(style);
}

void StyleGallery::showEvent(QShowEvent* event) {
  QListWidget::showEvent(event);
  timer_.start();
}

void StyleGallery::leaveEvent(QEvent* event) {
  hovered_ = -1;
  QListWidget::leaveEvent(event);
}

void StyleGallery::renew() {
  samples_ = studio_.styles();
  const auto& portrait = studio_.portrait();
  scene_ = samples_ && portrait && portrait->model ? std::make_shared<const FaceScene>(portrait) : nullptr;
  if (!scene_) return;
  for (int style = 0; style < std::min(kStyleCount, int(samples_->rows.size())); ++style)
    drawStyle(style, std::int64_t(samples_->rows[std::size_t(style)].size()) / 2);
}

void StyleGallery::animate() {
  if (!scene_ || !isVisible()) return;
  ++frame_;
  for (int style : {hovered_, currentRow()})
    if (style >= 0 && style < int(samples_->rows.size())) drawStyle(style, frame_);
}

void StyleGallery::drawStyle(int style, std::int64_t frame) {
  const auto& rows = samples_->rows[std::size_t(style)];
  if (rows.empty()) return;
  // Forward and backward, so that the loop has no seam.
  const auto count = std::int64_t(rows.size());
  const std::int64_t at = frame % (2 * count);
  const auto& row = rows[std::size_t(at < count ? at : 2 * count - 1 - at)];
  QImage image(kThumb, QImage::Format_ARGB32_Premultiplied);
  image.fill(Qt::transparent);
  rasteriseFace(*scene_, scene_->pose(row),
                scene_->orbitProjection(0, 0, 1.45f, float(kThumb.width()) / float(kThumb.height())),
                FaceStyle::textured, {0.2f, 0.3f, 1}, Qt::white, image);
  item(style)->setIcon(QPixmap::fromImage(image));
}

}  // namespace orator::ui
