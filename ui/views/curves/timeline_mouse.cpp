// The part of TimelinePlot that listens to mouse and keyboard.
#include <algorithm>
#include <cmath>

#include "ui/views/curves/timeline_plot.h"

namespace orator::ui {
namespace {

constexpr double kBlinkFrames = 6;
constexpr int kKeyDragPixels = 6;  // sideways, before a key frame leaves its frame

}  // namespace

void TimelinePlot::selectBlink(int index) {
  overlay_->selectedBlink = index;
  if (index >= 0) selectedKey_ = {};
  layer("edits")->replot();
}

void TimelinePlot::editBlinks(const QString& text, const BlinkState& from,
                              const std::function<int(std::vector<motion::Blink>&)>& edit,
                              const QString& mergeKey) {
  std::vector<motion::Blink> blinks = from.shown;
  const int selected = edit(blinks);
  studio_.document().change(
      text,
      [&](project::Project& p) {
        project::TrackEdits edits = from.edits;
        project::changeBlinks(edits, from.shown, blinks);
        p.edits.blinks = edits.blinks;
        p.edits.blinkSpans = edits.blinkSpans;
      },
      mergeKey);
  const auto& shown = overlay_->blinks;
  const auto at =
      selected < 0 ? shown.end() : std::find(shown.begin(), shown.end(), blinks[std::size_t(selected)]);
  selectBlink(at == shown.end() ? -1 : int(at - shown.begin()));
}

void TimelinePlot::addBlinkAt(std::int64_t frame) {
  if (overlay_->frames <= 1) return;
  const double perSecond = studio_.project().frameRate.perSecond();
  const double begin = std::clamp(double(frame) - kBlinkFrames / 3, 0.0, double(overlay_->frames) - 2);
  editBlinks(tr("Add blink"), blinkState(),
             [&](auto& blinks) {
               blinks.push_back({begin / perSecond, kBlinkFrames / perSecond, 1});
               return int(blinks.size()) - 1;
             },
             {});
}

void TimelinePlot::deleteSelected() {
  const int index = overlay_->selectedBlink;
  if (index >= 0 && index < int(overlay_->blinks.size())) {
    editBlinks(tr("Delete blink"), blinkState(),
               [&](auto& blinks) {
                 blinks.erase(blinks.begin() + index);
                 return -1;
               },
               {});
  } else if (selectedKey_.column >= 0) {
    const KeyHit key = selectedKey_;
    selectedKey_ = {};
    deleteKey(key.column, key.frame);
  }
}

void TimelinePlot::deleteKey(int column, std::int64_t frame) {
  studio_.document().change(tr("Delete key frame"), [&](project::Project& p) {
    for (auto& curve : p.edits.curves)
      if (curve.column == column) std::erase_if(curve.keys, [&](const auto& k) { return k.frame == frame; });
    std::erase_if(p.edits.curves, [](const auto& curve) { return curve.keys.empty(); });
  });
}

void TimelinePlot::setKey(int column, std::int64_t frame, float offset, const QString& mergeKey,
                          const std::vector<project::KeyFrame>* others) {
  selectedKey_ = {column, frame};
  studio_.document().change(
      tr("Key frame"),
      [&](project::Project& p) {
        auto& curves = p.edits.curves;
        auto curve =
            std::find_if(curves.begin(), curves.end(), [&](const auto& c) { return c.column == column; });
        if (curve == curves.end()) curve = curves.insert(curves.end(), project::CurveKeys{column, {}});
        if (others) curve->keys = *others;
        auto key = std::lower_bound(curve->keys.begin(), curve->keys.end(), frame,
                                    [](const project::KeyFrame& k, std::int64_t f) { return k.frame < f; });
        if (key == curve->keys.end() || key->frame != frame) key = curve->keys.insert(key, {frame, 0});
        key->offset = offset;
      },
      mergeKey);
}

void TimelinePlot::pressBlink(bool deepens) {
  selectBlink(overlay_->hoveredBlink);
  if (overlay_->selectedBlink < 0) {
    drag_ = Drag::scrub;
    studio_.player().seek(std::llround(pressFrame_));
    return;
  }
  pressBlinks_ = blinkState();
  pressIndex_ = overlay_->selectedBlink;
  pressBlink_ = overlay_->blinks[std::size_t(pressIndex_)];
  const QRectF block = overlay_->blinkRect(pressBlink_);
  if (deepens)
    drag_ = Drag::blinkDepth;
  else if (pressPos_.x() < block.left() + kBlinkEdgePixels && block.width() > 2 * kBlinkEdgePixels)
    drag_ = Drag::blinkBegin;
  else if (pressPos_.x() > block.right() - kBlinkEdgePixels && block.width() > 2 * kBlinkEdgePixels)
    drag_ = Drag::blinkEnd;
  else
    drag_ = std::abs(pressPos_.y() - block.top()) < 5 ? Drag::blinkDepth : Drag::blinkMove;
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
  hover(pressPos_);
  setHover({}, pressPos_);
  if (lane == wordLane_) return pressWord(pressPos_);
  if (lane == blinkLane_) return pressBlink(event->modifiers() & Qt::ControlModifier);
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
      otherKeys_.clear();
      for (const auto& curve : studio_.project().edits.curves)
        if (curve.column == pressKey_.column) {
          pressOffset_ = project::keyOffset(curve.keys, pressKey_.frame);
          otherKeys_ = curve.keys;
        }
      std::erase_if(otherKeys_, [&](const auto& k) { return k.frame == pressKey_.frame; });
      setKey(pressKey_.column, pressKey_.frame, pressOffset_, QString("key%1").arg(dragSerial_));
      return;
    }
    selectedKey_ = {};
    showEdits();
    drag_ = tool_ == Tool::brush && (column >= 0 || activeColumn_ >= 0) ? Drag::brush : Drag::range;
    return;
  }
  drag_ = event->modifiers() & Qt::ShiftModifier ? Drag::range : Drag::scrub;
  if (drag_ == Drag::scrub) studio_.player().seek(std::llround(pressFrame_));
}

void TimelinePlot::dragBlink(const QPoint& pos) {
  const double perSecond = studio_.project().frameRate.perSecond();
  const double moved = (frameAt(pos) - pressFrame_) / perSecond;
  const double least = 2 / perSecond, length = double(overlay_->frames) / perSecond;
  const int index = pressIndex_;
  const QString key = QString("blink%1").arg(dragSerial_);
  const auto change = [&](const QString& text, const std::function<void(motion::Blink&)>& edit) {
    editBlinks(
        text, pressBlinks_,
        [&](auto& blinks) {
          if (index >= int(blinks.size())) return -1;
          edit(blinks[std::size_t(index)]);
          return index;
        },
        key);
  };
  switch (drag_) {
    case Drag::blinkMove:
      change(tr("Move blink"), [&](auto& blink) {
        blink.startSeconds =
            std::clamp(blink.startSeconds + moved, -least, length + least - blink.durationSeconds);
      });
      break;
    case Drag::blinkBegin:
      change(tr("Stretch blink"), [&](auto& blink) {
        const double shift = std::min(moved, blink.durationSeconds - least);
        blink.startSeconds += shift;
        blink.durationSeconds -= shift;
      });
      break;
    case Drag::blinkEnd:
      change(tr("Stretch blink"),
             [&](auto& blink) { blink.durationSeconds = std::max(blink.durationSeconds + moved, least); });
      break;
    case Drag::blinkDepth:
      change(tr("Blink depth"), [&](auto& blink) {
        const double perPixel = 2.0 / std::max(1, blinkLane_->height() - 6);
        blink.depth = std::clamp(blink.depth + (pressPos_.y() - pos.y()) * perPixel, 0.1, 2.0);
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
      const double change =
          (axis->pixelToCoord(pos.y()) - axis->pixelToCoord(pressPos_.y())) / scaleOf(pressKey_.column);
      const bool sideways =
          selectedKey_.frame != pressKey_.frame || std::abs(pos.x() - pressPos_.x()) >= kKeyDragPixels;
      const std::int64_t to =
          sideways ? std::clamp<std::int64_t>(pressKey_.frame + std::llround(frame - pressFrame_), 0,
                                              overlay_->frames - 1)
                   : pressKey_.frame;
      setKey(pressKey_.column, to, pressOffset_ + float(change), QString("key%1").arg(dragSerial_),
             &otherKeys_);
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
              p.frames = FrameRange{a, b};
            },
            QString("range%1").arg(dragSerial_));
      }
      break;
    }
    default:
      drag_ >= Drag::wordMove ? dragWord(pos) : dragBlink(pos);
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
    if (studio_.project().frames)
      studio_.document().change(tr("Clear range"), [](project::Project& p) { p.frames.reset(); });
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
    const double shift = (event->key() == Qt::Key_Left ? -1 : 1) / studio_.project().frameRate.perSecond();
    editBlinks(
        tr("Move blink"), blinkState(),
        [&](auto& blinks) {
          blinks[std::size_t(index)].startSeconds += shift;
          return index;
        },
        "nudge");
  } else if (activeColumn_ >= 0 && (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down)) {
    // A key frame at the playhead, a fiftieth of the visible range up or down.
    const double nudge = valueAxisOf(activeColumn_)->range().size() / 50 / scaleOf(activeColumn_) *
                         (event->key() == Qt::Key_Up ? 1 : -1);
    float offset = 0;
    for (const auto& curve : studio_.project().edits.curves)
      if (curve.column == activeColumn_) offset = project::keyOffset(curve.keys, studio_.playhead());
    setKey(activeColumn_, studio_.playhead(), offset + float(nudge),
           QString("nudgekey%1").arg(studio_.playhead()));
  } else {
    QCustomPlot::keyPressEvent(event);
  }
}

}  // namespace orator::ui
