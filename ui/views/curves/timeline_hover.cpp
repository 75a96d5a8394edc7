// The part of TimelinePlot that knows what the pointer is over, and its menu.
#include <QMenu>
#include <cmath>

#include "ui/kit/themes/theme.h"
#include "ui/views/curves/timeline_plot.h"

namespace orator::ui {
namespace {

constexpr double kKeyGrabPixels = 9;

}  // namespace

int TimelinePlot::columnNear(const QPoint& pos) const {
  const QCPAxisRect* lane = laneAt(pos);
  if (!studio_.motion() || (lane != poseLane_ && lane != expressionLane_)) return -1;
  int best = -1;
  double nearest = 14;
  for (int column : visible_) {
    if ((column >= motion::kAngleColumn) != (lane == poseLane_)) continue;
    const float value = valueOf(column, std::llround(frameAt(pos)));
    const double distance = std::abs(valueAxisOf(column)->coordToPixel(double(value)) - pos.y());
    if (distance < nearest) nearest = distance, best = column;
  }
  return best;
}

TimelinePlot::KeyHit TimelinePlot::keyNear(const QPoint& pos) const {
  for (const KeyMark& key : overlay_->keys) {
    const QPointF at(overlay_->time->coordToPixel(double(key.frame)), key.valueAxis->coordToPixel(key.value));
    if ((at - pos).manhattanLength() < kKeyGrabPixels) return {key.column, key.frame};
  }
  return {};
}

void TimelinePlot::contextMenuEvent(QContextMenuEvent* event) {
  QMenu menu;
  const auto frame = std::llround(frameAt(event->pos()));
  const KeyHit key = keyNear(event->pos());
  menu.addAction(icon("eye"), tr("Add blink here"), this, [=, this] { addBlinkAt(frame); });
  QAction* remove = menu.addAction(icon("trash"), tr("Delete blink"), this, &TimelinePlot::deleteSelected);
  if (overlay_->hoveredBlink >= 0) selectBlink(overlay_->hoveredBlink);
  remove->setEnabled(overlay_->selectedBlink >= 0);
  QAction* generated = menu.addAction(tr("Return to generated blinks"), this, [this] {
    studio_.document().change(tr("Generated blinks"), [](project::Project& p) {
      p.edits.blinks.reset();
      p.edits.blinkSpans.clear();
    });
  });
  generated->setEnabled(studio_.project().edits.blinks.has_value());
  menu.addSeparator();
  if (key.column >= 0)
    menu.addAction(icon("key-frame"), tr("Delete key frame"), this,
                   [=, this] { deleteKey(key.column, key.frame); });
  menu.addAction(icon("zoom-fit"), tr("Show everything"), this, &TimelinePlot::zoomToFit);
  menu.exec(event->globalPos());
}

void TimelinePlot::hover(const QPoint& pos) {
  const QCPAxisRect* lane = laneAt(pos);
  if (lane == wordLane_ || overlay_->hoveredWord >= 0) hoverWord(pos);
  if (overlay_->hoveredWord >= 0) return;
  int blink = -1;
  if (lane == blinkLane_)
    for (std::size_t i = 0; i < overlay_->blinks.size(); ++i)
      if (overlay_->blinkRect(overlay_->blinks[i]).adjusted(-3, -40, 3, 4).contains(pos)) blink = int(i);
  if (blink != overlay_->hoveredBlink) {
    overlay_->hoveredBlink = blink;
    layer("edits")->replot();
  }
  QString text;
  const auto frame = std::llround(frameAt(pos));
  if (blink >= 0) {
    const motion::Blink& b = overlay_->blinks[std::size_t(blink)];
    const QRectF block = overlay_->blinkRect(b);
    const bool edge = block.width() > 2 * kBlinkEdgePixels && (pos.x() < block.left() + kBlinkEdgePixels ||
                                                               pos.x() > block.right() - kBlinkEdgePixels);
    setCursor(edge ? Qt::SizeHorCursor
                   : (std::abs(pos.y() - block.top()) < 5 ? Qt::SizeVerCursor : Qt::OpenHandCursor));
    text = tr("Blink: %1 ms, depth %2").arg(std::lround(1000 * b.durationSeconds)).arg(b.depth, 0, 'f', 2);
  } else {
    setCursor(tool_ == Tool::select || (lane != poseLane_ && lane != expressionLane_) ? Qt::ArrowCursor
                                                                                      : Qt::CrossCursor);
    const int column = columnNear(pos);
    for (const CurveInfo& curve : catalog_)
      if (curve.column == column)
        text = QString("%1: %2%3")
                   .arg(curve.name)
                   .arg(double(valueOf(column, frame)), 0, 'f', curve.isPose() ? 1 : 2)
                   .arg(curve.unit.isEmpty() || curve.unit == "°" ? curve.unit : " " + curve.unit);
  }
  if (lane && frame >= 0 && frame < overlay_->frames)
    text = studio_.timeText(frame) + (text.isEmpty() ? "" : "   " + text);
  else
    text.clear();
  setHover(text, pos);
}

void TimelinePlot::setHover(const QString& text, const QPoint& pos) {
  if (text == playhead_->hoverText && (text.isEmpty() || pos == playhead_->hoverAt)) return;
  playhead_->hoverText = text;
  playhead_->hoverAt = pos;
  layer("playhead")->replot();
  Q_EMIT hoverText(text);
}

void TimelinePlot::leaveEvent(QEvent* event) {
  overlay_->hoveredBlink = overlay_->hoveredWord = -1;
  setHover({}, {});
  QCustomPlot::leaveEvent(event);
}

}  // namespace orator::ui
