#pragma once

#include <functional>
#include <map>
#include <set>

#include "ui/model/studio/studio.h"
#include "ui/views/curves/curve_catalog.h"
#include "ui/views/curves/plot_library.h"
#include "ui/views/curves/timeline_layers.h"

namespace orator::ui {

/// The lanes over time: ruler with waveform, blinks, head curves, expression curves, in frames along x.
/// Draws what the studio has and turns mouse and keys into changes of the document.
class TimelinePlot : public QCustomPlot {
  Q_OBJECT
 public:
  enum class Tool { select, keyFrame, brush };

  explicit TimelinePlot(Studio& studio, QWidget* parent = nullptr);

  void setTool(Tool tool);
  Tool tool() const { return tool_; }
  void setBrushRadius(double frames) { brushRadius_ = float(frames); }
  void setVisibleColumns(const std::set<int>& columns);
  /// The curve that the keyboard works on and that is drawn stronger; -1: none.
  void setActiveColumn(int column);
  const std::vector<CurveInfo>& catalog() const { return catalog_; }
  void zoomToFit();
  void zoomBy(double factor);
  /// Frames selected with the mouse or by in and out point.
  std::optional<FrameRange> selection() const;
  void deleteSelected();
  void addBlinkAt(std::int64_t frame);
  /// Pixels inside this widget, for what acts on the lanes by mouse.
  QRectF blinkRect(int index) const { return overlay_->blinkRect(overlay_->blinks.at(std::size_t(index))); }
  QPointF curvePoint(int column, std::int64_t frame) const;
  QRect blinkLaneRect() const { return blinkLane_->rect(); }
  /// Without height where there are no words.
  QRect wordLaneRect() const { return wordLane_->rect(); }
  QRectF wordRect(int index) const { return overlay_->wordRect(overlay_->words.at(std::size_t(index))); }
  /// Index into the words; -1 when none is selected.
  int selectedWord() const { return overlay_->selectedWord; }
  QRect rulerRect() const { return waveLane_->rect(); }
  double visibleFrames() const { return overlay_->time->range().size(); }
  std::vector<FrameRange> shownCache() const { return overlay_->cached; }
  const QCPGraph* generatedCurve(int column) const { return generated_.at(column); }
  const QCPGraph* editedCurve(int column) const { return edited_.at(column); }
  /// Index into the displayed blinks; -1 when none is selected.
  int selectedBlink() const { return overlay_->selectedBlink; }
  void selectBlink(int index);
  void applyThemeColours();

 Q_SIGNALS:
  void hoverText(const QString& text);
  void activeColumnChanged(int column);
  void catalogChanged();

 protected:
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  static constexpr double kBlinkEdgePixels = 7;
  enum class Drag {
    none,
    scrub,
    pan,
    range,
    blinkMove,
    blinkBegin,
    blinkEnd,
    blinkDepth,
    key,
    brush,
    wordMove,
    wordBegin,
    wordEnd
  };
  struct KeyHit {
    int column = -1;
    std::int64_t frame = 0;
  };

  void buildLanes();
  void buildRuler();
  void showVoice();
  void showMotion();
  void fillCurves();
  void fitTickLabels();
  void showEdits();
  void showWords();
  void showPlayhead();
  void showCache();
  void rescaleValues();
  void setXRange(double begin, double end);
  double frameAt(const QPoint& pos) const;
  QCPAxisRect* laneAt(const QPoint& pos) const;
  QCPAxis* valueAxisOf(int column) const;
  float valueOf(int column, std::int64_t frame) const;
  int columnNear(const QPoint& pos) const;
  KeyHit keyNear(const QPoint& pos) const;
  /// Blinks as they show, and the edits behind them.
  struct BlinkState {
    project::TrackEdits edits;
    std::vector<motion::Blink> shown;
  };
  BlinkState blinkState() const { return {studio_.project().edits, studio_.shownBlinks()}; }
  /// @param edit changes the blinks of `from` and returns the place of the one that is selected then, or -1
  void editBlinks(const QString& text, const BlinkState& from,
                  const std::function<int(std::vector<motion::Blink>&)>& edit, const QString& mergeKey);
  /// @param others the curve's other keys, while one is dragged past them
  void setKey(int column, std::int64_t frame, float offset, const QString& mergeKey,
              const std::vector<project::KeyFrame>* others = nullptr);
  void deleteKey(int column, std::int64_t frame);
  double scaleOf(int column) const;
  void setHover(const QString& text, const QPoint& pos);
  void hover(const QPoint& pos);
  void pressBlink(bool deepens);
  void dragBlink(const QPoint& pos);
  void pressWord(const QPoint& pos);
  void dragWord(const QPoint& pos);
  int wordAt(const QPoint& pos) const;
  /// Whether a point of a word is near its begin (-1) or its end (1).
  int wordEdgeAt(int word, const QPoint& pos) const;
  void hoverWord(const QPoint& pos);

  Studio& studio_;
  std::vector<CurveInfo> catalog_;
  std::map<int, QCPGraph*> edited_, generated_;
  std::set<int> visible_;
  int activeColumn_ = -1;
  QCPAxisRect *waveLane_ = nullptr, *wordLane_ = nullptr, *blinkLane_ = nullptr, *poseLane_ = nullptr,
              *expressionLane_ = nullptr;
  QCPGraph *waveLow_ = nullptr, *waveHigh_ = nullptr;
  TimelineOverlay* overlay_ = nullptr;
  PlayheadLine* playhead_ = nullptr;

  Tool tool_ = Tool::select;
  float brushRadius_ = 3;
  Drag drag_ = Drag::none;
  QPoint pressPos_, lastPos_;
  double pressFrame_ = 0;
  BlinkState pressBlinks_;  ///< when the drag began: on the way a blink leaves those it passes alone
  motion::Blink pressBlink_;
  words::Transcript pressWords_;  ///< and what was moved with them, when the drag began
  std::vector<project::MotionShift> pressShifts_;
  int pressIndex_ = -1;
  KeyHit pressKey_, selectedKey_;
  std::vector<project::KeyFrame> otherKeys_;  ///< of the dragged key's curve
  float pressOffset_ = 0;
  int dragSerial_ = 0;
  bool fitted_ = false;
  bool dense_ = false;  ///< more frames than pixels are in sight
};

}  // namespace orator::ui
