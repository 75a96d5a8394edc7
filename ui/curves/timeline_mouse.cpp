// The part of TimelinePlot that listens to mouse and keyboard.
#include <QMenu>
#include <algorithm>
#include <cmath>

#include "ui/curves/timeline_plot.h"
#include "ui/themes/theme.h"

namespace orator::ui {
namespace {

constexpr double kBlinkFrames = 6, kEdgePixels = 7, kGrabPixels = 9;

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
    if ((at - pos).manhattanLength() < kGrabPixels) return {key.column, key.frame};
  }
  return {};
}

void TimelinePlot::selectBlink(int index) {
  overlay_->selectedBlink = index;
  layer("edits")->replot();
}

void TimelinePlot::editBlinks(const QString& text,
                              const std::function<void(std::vector<project::BlinkEvent>&)>& edit,
                              const QString& mergeKey) {
  std::vector<project::BlinkEvent> blinks = studio_.shownBlinks();
  edit(blinks);
  studio_.document().change(
      text, [&](project::Project& p) { p.edits.blinks = blinks; }, mergeKey);
}

void TimelinePlot::addBlinkAt(std::int64_t frame) {
  if (overlay_->frames <= 1) return;
  const double begin = std::clamp(double(frame) - kBlinkFrames / 3, 0.0, double(overlay_->frames) - 2);
  editBlinks(tr("Add blink"), [&](auto& blinks) { blinks.push_back({begin, begin + kBlinkFrames, 1}); }, {});
  selectBlink(int(overlay_->blinks.size()) - 1);
}

void TimelinePlot::deleteSelected() {
  const int index = overlay_->selectedBlink;
  if (index >= 0 && index < int(overlay_->blinks.size())) {
    overlay_->selectedBlink = -1;
    editBlinks(tr("Delete blink"), [&](auto& blinks) { blinks.erase(blinks.begin() + index); }, {});
  }
}

void TimelinePlot::setKey(int column, std::int64_t frame, float offset, const QString& mergeKey) {
  studio_.document().change(
      tr("Key frame"),
      [&](project::Project& p) {
        auto& curves = p.edits.curves;
        auto curve =
            std::find_if(curves.begin(), curves.end(), [&](const auto& c) { return c.column == column; });
        if (curve == curves.end()) curve = curves.insert(curves.end(), project::CurveKeys{column, {}});
        auto key = std::lower_bound(curve->keys.begin(), curve->keys.end(), frame,
                                    [](const project::KeyFrame& k, std::int64_t f) { return k.frame < f; });
        if (key == curve->keys.end() || key->frame != frame) key = curve->keys.insert(key, {frame, 0});
        key->offset = offset;
      },
      mergeKey);
}

void TimelinePlot::mousePressEvent(QMouseEvent* event) {
  setFocus();
  pressPos_ = lastPos_ = event->pos();
  pressFrame_ = frameAt(pressPos_);
  ++dragSerial_;
  if (event->button() == Qt::MiddleButton) {
    drag_ = Drag::pan;
    return;
  }
  if (event->button() != Qt::LeftButton || overlay_->frames <= 0) return;
  const QCPAxisRect* lane = laneAt(pressPos_);
  if (lane == blinkLane_) {
    selectBlink(overlay_->hoveredBlink);
    if (overlay_->selectedBlink < 0) {
      drag_ = Drag::scrub;
      studio_.player().seek(std::llround(pressFrame_));
      return;
    }
    pressBlink_ = overlay_->blinks[std::size_t(overlay_->selectedBlink)];
    const QRectF block = overlay_->blinkRect(pressBlink_);
    if (event->modifiers() & Qt::ControlModifier)
      drag_ = Drag::blinkDepth;
    else if (pressPos_.x() < block.left() + kEdgePixels && block.width() > 2 * kEdgePixels)
      drag_ = Drag::blinkBegin;
    else if (pressPos_.x() > block.right() - kEdgePixels && block.width() > 2 * kEdgePixels)
      drag_ = Drag::blinkEnd;
    else
      drag_ = std::abs(pressPos_.y() - block.top()) < 5 ? Drag::blinkDepth : Drag::blinkMove;
    return;
  }
  if (lane == poseLane_ || lane == expressionLane_) {
    selectBlink(-1);
    const KeyHit key = keyNear(pressPos_);
    const int column = key.column >= 0 ? key.column : columnNear(pressPos_);
    if (column >= 0) setActiveColumn(column);
    if (key.column >= 0 || (tool_ == Tool::keyFrame && column >= 0)) {
      drag_ = Drag::key;
      pressKey_ =
          key.column >= 0
              ? key
              : KeyHit{column, std::clamp<std::int64_t>(std::llround(pressFrame_), 0, overlay_->frames - 1)};
      pressOffset_ = 0;
      for (const auto& curve : studio_.project().edits.curves)
        if (curve.column == pressKey_.column) pressOffset_ = project::keyOffset(curve.keys, pressKey_.frame);
      setKey(pressKey_.column, pressKey_.frame, pressOffset_, QString("key%1").arg(dragSerial_));
      return;
    }
    drag_ = tool_ == Tool::brush && (column >= 0 || activeColumn_ >= 0) ? Drag::brush : Drag::range;
    return;
  }
  drag_ = event->modifiers() & Qt::ShiftModifier ? Drag::range : Drag::scrub;
  if (drag_ == Drag::scrub) studio_.player().seek(std::llround(pressFrame_));
}

void TimelinePlot::dragBlink(const QPoint& pos) {
  const double moved = frameAt(pos) - pressFrame_;
  const int index = overlay_->selectedBlink;
  const QString key = QString("blink%1").arg(dragSerial_);
  const auto change = [&](const QString& text, const std::function<void(project::BlinkEvent&)>& edit) {
    editBlinks(
        text,
        [&](auto& blinks) {
          if (index >= int(blinks.size())) return;
          project::BlinkEvent blink = pressBlink_;
          edit(blink);
          blinks[std::size_t(index)] = blink;
        },
        key);
  };
  switch (drag_) {
    case Drag::blinkMove:
      change(tr("Move blink"), [&](auto& blink) {
        const double shift = std::clamp(moved, -blink.begin - 2, double(overlay_->frames) - blink.end + 2);
        blink.begin += shift;
        blink.end += shift;
      });
      break;
    case Drag::blinkBegin:
      change(tr("Stretch blink"),
             [&](auto& blink) { blink.begin = std::min(blink.begin + moved, blink.end - 2); });
      break;
    case Drag::blinkEnd:
      change(tr("Stretch blink"),
             [&](auto& blink) { blink.end = std::max(blink.end + moved, blink.begin + 2); });
      break;
    case Drag::blinkDepth:
      change(tr("Blink depth"), [&](auto& blink) {
        const double perPixel = 2.0 / std::max(1, blinkLane_->height() - 6);
        blink.depth = float(std::clamp(double(blink.depth) + (pressPos_.y() - pos.y()) * perPixel, 0.1, 2.0));
      });
      break;
    default:
      break;
  }
}

void TimelinePlot::mouseMoveEvent(QMouseEvent* event) {
  const QPoint pos = event->pos();
  const double frame = frameAt(pos);
  switch (drag_) {
    case Drag::none:
      hover(pos);
      break;
    case Drag::scrub:
      studio_.player().seek(std::llround(frame));
      break;
    case Drag::pan: {
      const QCPRange range = overlay_->time->range();
      const double shift = frameAt(lastPos_) - frame;
      setXRange(range.lower + shift, range.upper + shift);
      break;
    }
    case Drag::key: {
      const QCPAxis* axis = valueAxisOf(pressKey_.column);
      double scale = 1;
      for (const CurveInfo& curve : catalog_)
        if (curve.column == pressKey_.column) scale = curve.scale;
      const double change = (axis->pixelToCoord(pos.y()) - axis->pixelToCoord(pressPos_.y())) / scale;
      setKey(pressKey_.column, pressKey_.frame, pressOffset_ + float(change),
             QString("key%1").arg(dragSerial_));
      break;
    }
    case Drag::range:
    case Drag::brush: {
      if ((pos - pressPos_).manhattanLength() < 4) break;
      const auto a =
          std::clamp<std::int64_t>(std::llround(std::min(pressFrame_, frame)), 0, overlay_->frames);
      const auto b =
          std::clamp<std::int64_t>(std::llround(std::max(pressFrame_, frame)), 0, overlay_->frames);
      if (b <= a) break;
      if (drag_ == Drag::brush) {
        overlay_->stroke = FrameRange{a, b};
        layer("edits")->replot();
      } else {
        studio_.document().change(
            tr("Select range"),
            [&](project::Project& p) {
              p.range = FrameRange{a, b};
            },
            QString("range%1").arg(dragSerial_));
      }
      break;
    }
    default:
      dragBlink(pos);
  }
  lastPos_ = pos;
}

void TimelinePlot::mouseReleaseEvent(QMouseEvent* event) {
  const Drag finished = drag_;
  drag_ = Drag::none;
  if (finished == Drag::brush && overlay_->stroke) {
    const project::SmoothStroke stroke{activeColumn_, *overlay_->stroke, brushRadius_};
    overlay_->stroke.reset();
    studio_.document().change(tr("Smooth"), [&](project::Project& p) { p.edits.strokes.push_back(stroke); });
  } else if (finished == Drag::range && (event->pos() - pressPos_).manhattanLength() < 4) {
    studio_.player().seek(std::llround(pressFrame_));
    if (studio_.project().range)
      studio_.document().change(tr("Clear range"), [](project::Project& p) { p.range.reset(); });
  }
  if (finished == Drag::key) rescaleValues(), replot(rpQueuedReplot);
}

void TimelinePlot::mouseDoubleClickEvent(QMouseEvent* event) {
  if (laneAt(event->pos()) == blinkLane_ && overlay_->hoveredBlink < 0)
    addBlinkAt(std::llround(frameAt(event->pos())));
  else if (laneAt(event->pos()) == waveLane_)
    zoomToFit();
}

void TimelinePlot::wheelEvent(QWheelEvent* event) {
  const QCPRange range = overlay_->time->range();
  const QPoint delta = event->angleDelta();
  if (event->modifiers() & Qt::ShiftModifier || std::abs(delta.x()) > std::abs(delta.y())) {
    const double shift = -double(delta.x() ? delta.x() : delta.y()) / 120 * range.size() * 0.1;
    setXRange(range.lower + shift, range.upper + shift);
  } else {
    const double at = overlay_->time->pixelToCoord(event->position().x());
    const double factor = std::pow(0.85, delta.y() / 120.0);
    setXRange(at - (at - range.lower) * factor, at + (range.upper - at) * factor);
  }
  event->accept();
}

void TimelinePlot::keyPressEvent(QKeyEvent* event) {
  const int index = overlay_->selectedBlink;
  const bool arrow = event->key() == Qt::Key_Left || event->key() == Qt::Key_Right;
  if (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace) {
    deleteSelected();
  } else if (index >= 0 && arrow && event->modifiers() & Qt::AltModifier) {
    const double shift = event->key() == Qt::Key_Left ? -1 : 1;
    editBlinks(
        tr("Move blink"),
        [&](auto& b) { b[std::size_t(index)].begin += shift, b[std::size_t(index)].end += shift; },
        QString("nudge%1").arg(index));
  } else if (activeColumn_ >= 0 && (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down)) {
    // A key frame at the playhead, a fiftieth of the visible range up or down.
    double scale = 1;
    for (const CurveInfo& curve : catalog_)
      if (curve.column == activeColumn_) scale = curve.scale;
    const double nudge =
        valueAxisOf(activeColumn_)->range().size() / 50 / scale * (event->key() == Qt::Key_Up ? 1 : -1);
    float offset = 0;
    for (const auto& curve : studio_.project().edits.curves)
      if (curve.column == activeColumn_) offset = project::keyOffset(curve.keys, studio_.playhead());
    setKey(activeColumn_, studio_.playhead(), offset + float(nudge),
           QString("nudgekey%1").arg(studio_.playhead()));
  } else {
    QCustomPlot::keyPressEvent(event);
  }
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
    studio_.document().change(tr("Generated blinks"), [](project::Project& p) { p.edits.blinks.reset(); });
  });
  generated->setEnabled(studio_.project().edits.blinks.has_value());
  menu.addSeparator();
  if (key.column >= 0)
    menu.addAction(icon("key-frame"), tr("Delete key frame"), this, [=, this] {
      studio_.document().change(tr("Delete key frame"), [&](project::Project& p) {
        for (auto& curve : p.edits.curves)
          if (curve.column == key.column)
            std::erase_if(curve.keys, [&](const auto& k) { return k.frame == key.frame; });
        std::erase_if(p.edits.curves, [](const auto& curve) { return curve.keys.empty(); });
      });
    });
  menu.addAction(icon("zoom-fit"), tr("Show everything"), this, &TimelinePlot::zoomToFit);
  menu.exec(event->globalPos());
}

void TimelinePlot::hover(const QPoint& pos) {
  const QCPAxisRect* lane = laneAt(pos);
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
    const project::BlinkEvent& b = overlay_->blinks[std::size_t(blink)];
    const QRectF block = overlay_->blinkRect(b);
    const bool edge = block.width() > 2 * kEdgePixels &&
                      (pos.x() < block.left() + kEdgePixels || pos.x() > block.right() - kEdgePixels);
    setCursor(edge ? Qt::SizeHorCursor
                   : (std::abs(pos.y() - block.top()) < 5 ? Qt::SizeVerCursor : Qt::OpenHandCursor));
    text = tr("Blink: %1 ms, depth %2")
               .arg(std::lround(1000 * (b.end - b.begin) / studio_.project().frameRate.perSecond()))
               .arg(double(b.depth), 0, 'f', 2);
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
  Q_EMIT hoverText(text);
}

void TimelinePlot::leaveEvent(QEvent* event) {
  overlay_->hoveredBlink = -1;
  Q_EMIT hoverText({});
  QCustomPlot::leaveEvent(event);
}

}  // namespace orator::ui
