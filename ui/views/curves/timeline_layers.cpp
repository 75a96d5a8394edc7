#include "ui/views/curves/timeline_layers.h"

#include <cmath>

#include "ui/kit/text/duration.h"
#include "ui/kit/themes/theme.h"

namespace orator::ui {
namespace {

QRect lanesRect(const QCPAxisRect* first, const QCPAxisRect* last) {
  if (!first || !last) return {};
  return QRect(first->rect().topLeft(), last->rect().bottomRight()).adjusted(0, -24, 1, 0);
}

}  // namespace

TimelineOverlay::TimelineOverlay(QCustomPlot* plot, const QString& layer) : QCPLayerable(plot, layer) {}
void TimelineOverlay::applyDefaultAntialiasingHint(QCPPainter* painter) const {
  painter->setAntialiasing(true);
}
QRect TimelineOverlay::clipRect() const {
  // With the margin on the left, where the captions stand.
  return lanesRect(ruler, lastLane).adjusted(-ruler->margins().left(), 0, 0, 0);
}

QRectF TimelineOverlay::blinkRect(const motion::Blink& blink) const {
  const QRect lane = blinkLane->rect();
  const double left = time->coordToPixel(blink.startSeconds * framesPerSecond);
  const double right = time->coordToPixel((blink.startSeconds + blink.durationSeconds) * framesPerSecond);
  const double height = (lane.height() - 6) * std::clamp(blink.depth / 2, 0.12, 1.0);
  return {left, lane.bottom() - 2 - height, std::max(3.0, right - left), height};
}

QRectF TimelineOverlay::wordRect(const words::Word& word) const {
  const QRect lane = wordLane->rect();
  const double left = time->coordToPixel(word.beginSeconds * framesPerSecond);
  const double right = time->coordToPixel(word.endSeconds * framesPerSecond);
  return {left, lane.top() + 2.0, std::max(2.0, right - left), lane.height() - 4.0};
}

/// Words as blocks; what of the text has no room is left out.
void TimelineOverlay::drawWords(QCPPainter* painter) const {
  constexpr double kLeastForText = 14;
  const ThemeColours& c = colours();
  painter->save();
  painter->setClipRect(wordLane->rect());
  QFont font = mParentPlot->font();
  font.setPointSizeF(8);
  painter->setFont(font);
  const QFontMetrics metrics(font);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const QRectF block = wordRect(words[i]);
    if (block.right() < wordLane->rect().left() || block.left() > wordLane->rect().right()) continue;
    const bool selected = int(i) == selectedWord, hovered = int(i) == hoveredWord;
    painter->setPen(QPen(selected ? c.text : faded(c.accent, 200), selected ? 1.6 : 1));
    painter->setBrush(faded(c.accent, selected ? 110 : (hovered ? 80 : 45)));
    painter->drawRoundedRect(block.adjusted(0.5, 0, -0.5, 0), 3, 3);
    if (block.width() < kLeastForText) continue;
    painter->setPen(c.text);
    const QString text = QString::fromStdString(words[i].text);
    painter->drawText(block, Qt::AlignCenter,
                      metrics.elidedText(text, Qt::ElideRight, int(block.width()) - 4));
  }
  painter->restore();
}

void TimelineOverlay::drawRange(QCPPainter* painter, const FrameRange& r, const QColor& colour,
                                bool edges) const {
  const double left = time->coordToPixel(double(r.begin)), right = time->coordToPixel(double(r.end));
  const QRectF area(left, ruler->rect().top(), right - left, lastLane->rect().bottom() - ruler->rect().top());
  painter->fillRect(area, faded(colour, 28));
  if (!edges) return;
  painter->setPen(QPen(faded(colour, 190), 1));
  painter->drawLine(area.topLeft(), area.bottomLeft());
  painter->drawLine(area.topRight(), area.bottomRight());
}

void TimelineOverlay::draw(QCPPainter* painter) {
  if (!ruler || !lastLane) return;
  const ThemeColours& c = colours();
  QFont font = mParentPlot->font();
  font.setPointSizeF(7.5);
  painter->setFont(font);
  painter->setPen(c.muted);
  for (const LaneCaption& caption : captions) {
    const QRect lane = caption.lane->rect();
    if (lane.height() < 10) continue;
    painter->drawText(QRect(4, lane.top() + 1, lane.left() - 8, 14), Qt::AlignLeft | Qt::AlignTop,
                      caption.text);
  }
  if (frames <= 0) return;
  painter->setClipRect(lanesRect(ruler, lastLane));
  for (const FrameRange& r : gains) drawRange(painter, r, c.warning, false);
  for (const FrameRange& r : rerolls) drawRange(painter, r, c.good, false);
  if (range) drawRange(painter, *range, c.accent, true);
  if (stroke) drawRange(painter, *stroke, c.good, true);

  // Cached frames: a thin ribbon under the ruler.
  const double top = ruler->rect().top() - 3;
  for (const FrameRange& r : cached) {
    const double left = time->coordToPixel(double(r.begin)), right = time->coordToPixel(double(r.end));
    painter->fillRect(QRectF(left, top, std::max(1.0, right - left), 3), faded(c.good, 210));
  }

  drawWords(painter);
  painter->save();
  painter->setClipRect(blinkLane->rect());
  for (std::size_t i = 0; i < blinks.size(); ++i) {
    const QRectF block = blinkRect(blinks[i]);
    if (block.right() < clipRect().left() || block.left() > clipRect().right()) continue;
    const bool selected = int(i) == selectedBlink, hovered = int(i) == hoveredBlink;
    painter->setPen(QPen(selected ? c.text : faded(c.blink, 230), selected ? 1.6 : 1));
    painter->setBrush(faded(c.blink, selected ? 190 : (hovered ? 150 : (blinksEdited ? 120 : 70))));
    painter->drawRoundedRect(block, 3, 3);
    if (block.width() > 26 && (selected || hovered)) {
      painter->setPen(faded(c.text, 200));
      for (double x : {block.left() + 4, block.right() - 4})
        painter->drawLine(QPointF(x, block.center().y() - 4), QPointF(x, block.center().y() + 4));
    }
  }
  painter->restore();

  for (const KeyMark& key : keys) {
    const QPointF at(time->coordToPixel(double(key.frame)), key.valueAxis->coordToPixel(key.value));
    if (!key.valueAxis->axisRect()->rect().adjusted(-4, -4, 4, 4).contains(at.toPoint())) continue;
    painter->setPen(QPen(key.selected ? c.text : c.field, 1));
    painter->setBrush(key.selected ? c.accent : c.text);
    const double r = key.selected ? 5.5 : 4.5;
    const QPointF diamond[] = {at + QPointF(0, -r), at + QPointF(r, 0), at + QPointF(0, r),
                               at + QPointF(-r, 0)};
    painter->drawPolygon(diamond, 4);
  }
}

PlayheadLine::PlayheadLine(QCustomPlot* plot, const QString& layer) : QCPLayerable(plot, layer) {}
void PlayheadLine::applyDefaultAntialiasingHint(QCPPainter* painter) const {
  painter->setAntialiasing(true);
}
QRect PlayheadLine::clipRect() const {
  return lanesRect(ruler, lastLane).adjusted(-8, 0, 8, 0);
}

void PlayheadLine::draw(QCPPainter* painter) {
  if (!ruler || !lastLane) return;
  const double x = std::round(time->coordToPixel(frame)) + 0.5;
  if (x < ruler->rect().left() - 1 || x > ruler->rect().right() + 1) return drawHover(painter);
  const double top = ruler->rect().top();
  painter->setPen(QPen(colours().bad, 1.2));
  painter->drawLine(QPointF(x, top - 4), QPointF(x, lastLane->rect().bottom()));
  painter->setBrush(colours().bad);
  painter->setPen(Qt::NoPen);
  const QPointF head[] = {
      {x - 5, top - 12}, {x + 5, top - 12}, {x + 5, top - 7}, {x, top - 2}, {x - 5, top - 7}};
  painter->drawPolygon(head, 5);
  drawHover(painter);
}

void PlayheadLine::drawHover(QCPPainter* painter) const {
  if (hoverText.isEmpty()) return;
  const QFontMetrics metrics(mParentPlot->font());
  QRect box(QPoint(), metrics.size(0, hoverText) + QSize(14, 8));
  box.moveTopLeft(hoverAt + QPoint(14, -box.height() - 6));
  const QRect room = clipRect();
  if (box.right() > room.right()) box.moveRight(hoverAt.x() - 10);
  if (box.top() < room.top()) box.moveTop(hoverAt.y() + 16);
  painter->setPen(QPen(colours().border, 1));
  painter->setBrush(colours().raised);
  painter->drawRoundedRect(box, 4, 4);
  painter->setFont(mParentPlot->font());
  painter->setPen(colours().text);
  painter->drawText(box, Qt::AlignCenter, hoverText);
}

double FrameTicker::getTickStep(const QCPRange& range) {
  const double wanted = range.size() / framesPerSecond / 9;  // seconds per tick for about nine ticks
  for (double step : {0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0})
    if (step >= wanted) return step * framesPerSecond;
  return 1800 * framesPerSecond;
}

int FrameTicker::getSubTickCount(double tickStep) {
  const double seconds = tickStep / framesPerSecond;
  return seconds < 0.15 ? 1 : seconds < 0.3 ? 3 : 4;
}

QString FrameTicker::getTickLabel(double tick, const QLocale&, QChar, int) {
  const double seconds = tick / framesPerSecond;
  return momentText(seconds, std::abs(seconds - std::round(seconds)) < 0.01 ? 0 : 1);
}

}  // namespace orator::ui
