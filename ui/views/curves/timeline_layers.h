#pragma once

#include <optional>
#include <vector>

#include "core/project/track_edits.h"
#include "core/words/transcript.h"
#include "ui/views/curves/plot_library.h"

namespace orator::ui {

/// A diamond on a curve, in plot coordinates.
struct KeyMark {
  int column = 0;
  std::int64_t frame = 0;
  double value = 0;
  QCPAxis* valueAxis = nullptr;
  bool selected = false;
};

/// What a lane shows, written in its corner.
struct LaneCaption {
  QCPAxisRect* lane = nullptr;
  QString text;
};

/// What lies over the lanes and changes less often than the playhead: blinks, key frames, selection, cached
/// frames.
class TimelineOverlay : public QCPLayerable {
  Q_OBJECT
 public:
  TimelineOverlay(QCustomPlot* plot, const QString& layer);

  std::vector<motion::Blink> blinks;
  bool blinksEdited = false;
  int selectedBlink = -1, hoveredBlink = -1;
  std::vector<words::Word> words;
  int selectedWord = -1, hoveredWord = -1;
  std::vector<KeyMark> keys;
  std::optional<FrameRange> range;
  std::optional<FrameRange> stroke;  ///< of the brush while it is drawn
  std::vector<FrameRange> cached;
  std::vector<FrameRange> gains, rerolls;
  std::vector<LaneCaption> captions;
  std::int64_t frames = 0;
  double framesPerSecond = 25;
  QCPAxisRect *ruler = nullptr, *wordLane = nullptr, *blinkLane = nullptr, *lastLane = nullptr;
  QCPAxis* time = nullptr;

  /// Pixel rectangle of a word in its lane.
  QRectF wordRect(const words::Word& word) const;
  /// Pixel rectangle of a blink in its lane; its height follows the depth.
  QRectF blinkRect(const motion::Blink& blink) const;

 protected:
  void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
  void draw(QCPPainter* painter) override;
  QRect clipRect() const override;

 private:
  void drawWords(QCPPainter* painter) const;
  void drawRange(QCPPainter* painter, const FrameRange& range, const QColor& colour, bool edges) const;
};

/// The line at the present frame and the words beside the pointer, on a layer of its own so that playing
/// and pointing repaint nothing else.
class PlayheadLine : public QCPLayerable {
  Q_OBJECT
 public:
  PlayheadLine(QCustomPlot* plot, const QString& layer);
  double frame = 0;
  QString hoverText;
  QPoint hoverAt;
  QCPAxisRect *ruler = nullptr, *lastLane = nullptr;
  QCPAxis* time = nullptr;

 protected:
  void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
  void draw(QCPPainter* painter) override;
  QRect clipRect() const override;

 private:
  void drawHover(QCPPainter* painter) const;
};

/// Ticks at round times for an axis that counts frames.
class FrameTicker : public QCPAxisTicker {
 public:
  double framesPerSecond = 25;

 protected:
  double getTickStep(const QCPRange& range) override;
  int getSubTickCount(double tickStep) override;
  QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override;
};

}  // namespace orator::ui
