#include "ui/panels/motion/style_gallery.h"

#include <QPainter>

#include "ui/themes/theme.h"

namespace orator::ui {
namespace {

constexpr QSize kThumb(50, 56);
constexpr int kDrawnAtOnce = 4;

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
  for (int style = 0; style < kStyleCount; ++style)
    (new QListWidgetItem(QString::number(style), this))->setTextAlignment(Qt::AlignHCenter);
  drawNobody();
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
  if (!scene_) return drawNobody();
  drawn_ = 0;
}

void StyleGallery::drawNobody() {
  QPixmap empty(kThumb);
  empty.fill(Qt::transparent);
  QPainter painter(&empty);
  icon("portrait", colours().muted).paint(&painter, QRect(11, 14, 28, 28));
  painter.end();
  for (int style = 0; style < kStyleCount; ++style) item(style)->setIcon(empty);
}

void StyleGallery::animate() {
  if (!scene_ || !isVisible()) return;
  // A few at a time: all of them at once would hold up the window.
  const int styles = std::min(kStyleCount, int(samples_->rows.size()));
  for (int n = 0; n < kDrawnAtOnce && drawn_ < styles; ++n, ++drawn_)
    drawStyle(drawn_, std::int64_t(samples_->rows[std::size_t(drawn_)].size()) / 2);
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
                FaceStyle::textured, {0.2f, 0.3f, 1}, faceColours(FaceStyle::textured), image);
  item(style)->setIcon(QPixmap::fromImage(image));
}

}  // namespace orator::ui
