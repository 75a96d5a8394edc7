#include "ui/views/panels/media/waveform_view.h"

#include <QMouseEvent>
#include <QPainter>
#include <cmath>

#include "ui/kit/themes/theme.h"

namespace orator::ui {
WaveformView::WaveformView(Studio& studio, QWidget* parent) : QWidget(parent), studio_(studio) {
  setFixedHeight(64);
  setMouseTracking(true);
  setAccessibleName(tr("Waveform"));
  setToolTip(tr("Drag the handles at both ends to use a part of the voice, or use Edit > Trim"));
  connect(&studio_, &Studio::voiceChanged, this, [this] { update(); });
  connect(&studio_.document(), &Document::changed, this, [this] { update(); });
  connect(&studio_.player(), &Player::frameChanged, this, [this] { update(); });
}

double WaveformView::beginSeconds() const {
  return drag_ == Drag::begin ? dragSeconds_ : studio_.project().voiceCut.beginSeconds;
}

double WaveformView::endSeconds() const {
  if (drag_ == Drag::end) return dragSeconds_;
  const double end = studio_.project().voiceCut.endSeconds;
  return end > 0 ? end : studio_.voice()->wholeSeconds;
}

double WaveformView::pixelAt(double seconds) const {
  return 5 + seconds / std::max(0.01, studio_.voice()->wholeSeconds) * (width() - 10);
}

double WaveformView::secondsAt(int x) const {
  const double whole = studio_.voice()->wholeSeconds;
  return std::clamp((x - 5.0) / std::max(1, width() - 10) * whole, 0.0, whole);
}

void WaveformView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(colours().field);
  painter.drawRoundedRect(rect(), 6, 6);
  const auto& voice = studio_.voice();
  if (!voice || voice->wholePeaks.empty()) {
    painter.setPen(colours().muted);
    painter.drawText(
        rect(), Qt::AlignCenter,
        isIdle(studio_.project()) ? tr("Waits, breathes and blinks") : tr("Drop or choose a voice"));
    return;
  }
  const double left = pixelAt(beginSeconds()), right = pixelAt(endSeconds());
  float loudest = 0.05f;
  for (const VoiceData::Peak& peak : voice->wholePeaks) loudest = std::max({loudest, peak.high, -peak.low});
  const auto count = voice->wholePeaks.size();
  const double middle = height() / 2.0, half = middle - 5;
  for (int x = 5; x < width() - 5; x += 2) {
    const auto first = std::size_t(double(x - 5) / (width() - 10) * double(count));
    const auto last = std::max(first + 1, std::size_t(double(x - 3) / (width() - 10) * double(count)));
    float low = 0, high = 0;
    for (std::size_t i = first; i < std::min(last, count); ++i) {
      low = std::min(low, voice->wholePeaks[i].low);
      high = std::max(high, voice->wholePeaks[i].high);
    }
    QColor colour = x >= left && x <= right ? colours().accent : colours().muted;
    if (x < left || x > right) colour.setAlpha(90);
    painter.setPen(QPen(colour, 1.4, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(x, middle - double(high / loudest) * half),
                     QPointF(x, middle - double(low / loudest) * half));
  }
  painter.setPen(QPen(colours().text, 2, Qt::SolidLine, Qt::RoundCap));
  for (double x : {left, right}) painter.drawLine(QPointF(x, 6), QPointF(x, height() - 6));
  const double playhead = studio_.project().voiceCut.beginSeconds + studio_.seconds(studio_.playhead());
  painter.setPen(QPen(colours().bad, 1.2));
  painter.drawLine(QPointF(pixelAt(playhead), 2), QPointF(pixelAt(playhead), height() - 2));
}

void WaveformView::mousePressEvent(QMouseEvent* event) {
  if (!studio_.voice()) return;
  const int x = event->pos().x();
  dragSeconds_ = secondsAt(x);
  const double toBegin = std::abs(x - pixelAt(beginSeconds())), toEnd = std::abs(x - pixelAt(endSeconds()));
  if (std::min(toBegin, toEnd) < 7)
    drag_ = toBegin < toEnd ? Drag::begin : Drag::end;
  else
    drag_ = Drag::seek;
  mouseMoveEvent(event);
}

void WaveformView::mouseMoveEvent(QMouseEvent* event) {
  if (!studio_.voice()) return;
  const double seconds = secondsAt(event->pos().x());
  if (drag_ == Drag::begin) dragSeconds_ = std::min(seconds, endSeconds() - Studio::kShortestVoiceSeconds);
  if (drag_ == Drag::end) dragSeconds_ = std::max(seconds, beginSeconds() + Studio::kShortestVoiceSeconds);
  if (drag_ == Drag::seek)
    studio_.player().seek(std::llround((seconds - studio_.project().voiceCut.beginSeconds) *
                                       studio_.project().frameRate.perSecond()));
  const double nearest = std::min(std::abs(event->pos().x() - pixelAt(beginSeconds())),
                                  std::abs(event->pos().x() - pixelAt(endSeconds())));
  setCursor(nearest < 7 ? Qt::SizeHorCursor : Qt::ArrowCursor);
  update();
}

void WaveformView::mouseReleaseEvent(QMouseEvent*) {
  const Drag finished = drag_;
  drag_ = Drag::none;
  if (finished != Drag::begin && finished != Drag::end) return;
  const media::VoiceCut& edit = studio_.project().voiceCut;
  if (finished == Drag::begin)
    studio_.trimVoice(dragSeconds_, edit.endSeconds);
  else
    studio_.trimVoice(edit.beginSeconds, dragSeconds_);
}

}  // namespace orator::ui
