#include "ui/views/curves/timeline_plot.h"

#include <cmath>

#include "ui/kit/themes/theme.h"

namespace orator::ui {
namespace {

constexpr int kLeftMargin = 58, kRightMargin = 12;
constexpr double kDenseFramesPerPixel = 1.5;  // where smooth lines cost much and are not seen
const std::set<int> kFirstVisible = {64, 65, 66, 0, 4, 5};

}  // namespace

TimelinePlot::TimelinePlot(Studio& studio, QWidget* parent)
    : QCustomPlot(parent), studio_(studio), catalog_(curveCatalog({})), visible_(kFirstVisible) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setMinimumHeight(140);
  setAccessibleName(tr("Time line"));
  setNoAntialiasingOnDrag(false);
  // Line by line: the rasteriser needs time by the square of a path's points, and long voices have thousands.
  setPlottingHint(QCP::phFastPolylines);
  buildLanes();
  applyThemeColours();

  connect(this, &QCustomPlot::afterLayout, this, &TimelinePlot::fitTickLabels);
  connect(&studio_, &Studio::voiceChanged, this, &TimelinePlot::showVoice);
  connect(&studio_, &Studio::motionChanged, this, &TimelinePlot::showMotion);
  connect(&studio_, &Studio::cacheChanged, this, &TimelinePlot::showCache);
  connect(&studio_.document(), &Document::changed, this, &TimelinePlot::showEdits);
  connect(&studio_.document(), &Document::changed, this, &TimelinePlot::showWords);
  connect(&studio_.player(), &Player::frameChanged, this, &TimelinePlot::showPlayhead);
}

void TimelinePlot::buildLanes() {
  plotLayout()->clear();
  addLayer("edits", layer("main"), limAbove);
  layer("edits")->setMode(QCPLayer::lmBuffered);
  addLayer("playhead", layer("overlay"), limBelow);
  layer("playhead")->setMode(QCPLayer::lmBuffered);
  plotLayout()->setRowSpacing(4);

  const auto lane = [&](int row, int top, int bottom) {
    auto* rect = new QCPAxisRect(this, true);
    rect->setAutoMargins(QCP::msNone);
    rect->setMargins(QMargins(kLeftMargin, top, kRightMargin, bottom));
    plotLayout()->addElement(row, 0, rect);
    for (QCPAxis* axis : rect->axes()) {
      axis->setLayer("axes");
      axis->grid()->setLayer("grid");
      axis->setTickLabels(false);
      axis->setTicks(false);
    }
    rect->axis(QCPAxis::atBottom)->setRange(0, 250);
    return rect;
  };
  waveLane_ = lane(0, 24, 0);
  wordLane_ = lane(1, 0, 0);
  blinkLane_ = lane(2, 0, 0);
  poseLane_ = lane(3, 0, 0);
  expressionLane_ = lane(4, 0, 4);
  waveLane_->setMinimumSize(0, 44 + 24);
  waveLane_->setMaximumSize(QWIDGETSIZE_MAX, 52 + 24);
  wordLane_->setMinimumSize(0, 0);
  wordLane_->setMaximumSize(QWIDGETSIZE_MAX, 0);
  blinkLane_->setMinimumSize(0, 34);
  blinkLane_->setMaximumSize(QWIDGETSIZE_MAX, 40);
  for (QCPAxisRect* rect : {poseLane_, expressionLane_}) rect->setMinimumSize(0, 40);
  plotLayout()->setRowStretchFactor(3, 10);
  plotLayout()->setRowStretchFactor(4, 12);

  buildRuler();
  waveLane_->axis(QCPAxis::atLeft)->setRange(-1, 1);
  for (QCPAxisRect* rect : {poseLane_, expressionLane_}) {
    rect->axis(QCPAxis::atLeft)->setTicks(true);
    rect->axis(QCPAxis::atLeft)->setTickLabels(true);
    rect->axis(QCPAxis::atLeft)->ticker()->setTickCount(3);
    rect->axis(QCPAxis::atLeft)->grid()->setSubGridVisible(false);
    rect->axis(QCPAxis::atLeft)->setSubTicks(false);
    rect->axis(QCPAxis::atLeft)->setTickLengthIn(0);
  }
  // X and Z of the head live on their own scale: centimetres beside degrees.
  poseLane_->axis(QCPAxis::atRight)->setVisible(false);

  waveLow_ = addGraph(waveLane_->axis(QCPAxis::atBottom), waveLane_->axis(QCPAxis::atLeft));
  waveHigh_ = addGraph(waveLane_->axis(QCPAxis::atBottom), waveLane_->axis(QCPAxis::atLeft));
  waveHigh_->setChannelFillGraph(waveLow_);
  waveHigh_->setAntialiasedFill(false);  // a path as well
  for (QCPGraph* edge : {waveLow_, waveHigh_}) edge->setAntialiased(false);

  overlay_ = new TimelineOverlay(this, "edits");
  overlay_->ruler = waveLane_;
  overlay_->wordLane = wordLane_;
  overlay_->blinkLane = blinkLane_;
  overlay_->lastLane = expressionLane_;
  overlay_->time = waveLane_->axis(QCPAxis::atBottom);
  overlay_->captions = {{wordLane_, tr("Words")},
                        {blinkLane_, tr("Blinks")},
                        {poseLane_, tr("Head")},
                        {expressionLane_, tr("Face")}};
  playhead_ = new PlayheadLine(this, "playhead");
  playhead_->ruler = waveLane_;
  playhead_->lastLane = expressionLane_;
  playhead_->time = overlay_->time;

  for (const CurveInfo& curve : catalog_) {
    QCPAxisRect* rect = curve.isPose() ? poseLane_ : expressionLane_;
    for (auto* set : {&generated_, &edited_})
      (*set)[curve.column] = addGraph(rect->axis(QCPAxis::atBottom), valueAxisOf(curve.column));
  }
}

void TimelinePlot::buildRuler() {
  auto* ruler = waveLane_->axis(QCPAxis::atTop);
  ruler->setVisible(true);
  ruler->setTicks(true);
  ruler->setTickLabels(true);
  ruler->setTickLengthIn(0);
  ruler->setTickLengthOut(5);
  ruler->setSubTickLengthIn(0);
  ruler->setSubTickLengthOut(3);
  ruler->setOffset(3);
  QSharedPointer<FrameTicker> ticker(new FrameTicker);
  for (QCPAxisRect* rect : {waveLane_, wordLane_, blinkLane_, poseLane_, expressionLane_}) {
    rect->axis(QCPAxis::atBottom)->setTicker(ticker);
    rect->axis(QCPAxis::atTop)->setTicker(ticker);
  }
}

QCPAxis* TimelinePlot::valueAxisOf(int column) const {
  if (column >= motion::kTranslationColumn) return poseLane_->axis(QCPAxis::atRight);
  return (column >= motion::kAngleColumn ? poseLane_ : expressionLane_)->axis(QCPAxis::atLeft);
}

void TimelinePlot::applyThemeColours() {
  const ThemeColours& c = colours();
  setBackground(c.panel);
  for (QCPAxisRect* rect : {waveLane_, wordLane_, blinkLane_, poseLane_, expressionLane_}) {
    rect->setBackground(c.field);
    for (QCPAxis* axis : rect->axes()) {
      axis->setBasePen(QPen(c.border));
      axis->setTickPen(QPen(c.border));
      axis->setSubTickPen(QPen(c.border));
      axis->setTickLabelColor(c.muted);
      axis->setTickLabelFont(QFont(font().family(), 8));
      axis->grid()->setPen(QPen(c.grid));
      axis->grid()->setZeroLinePen(QPen(c.border));
    }
  }
  waveLane_->axis(QCPAxis::atLeft)->grid()->setVisible(false);
  blinkLane_->axis(QCPAxis::atLeft)->grid()->setVisible(false);
  wordLane_->axis(QCPAxis::atLeft)->grid()->setVisible(false);
  waveLow_->setPen(Qt::NoPen);
  waveHigh_->setPen(QPen(faded(c.accent, 200), 1));
  waveLow_->setPen(QPen(faded(c.accent, 200), 1));
  waveHigh_->setBrush(faded(c.accent, 130));
  setActiveColumn(activeColumn_);
  replot(rpQueuedReplot);
}

void TimelinePlot::setTool(Tool tool) {
  tool_ = tool;
  setCursor(tool == Tool::select ? Qt::ArrowCursor : Qt::CrossCursor);
}

void TimelinePlot::setVisibleColumns(const std::set<int>& columns) {
  visible_ = columns;
  setActiveColumn(activeColumn_);
  fillCurves();
  rescaleValues();
  showEdits();
  replot(rpQueuedReplot);
}

void TimelinePlot::setActiveColumn(int column) {
  const bool news = activeColumn_ != column;
  activeColumn_ = column;
  for (const CurveInfo& curve : catalog_) {
    const bool shown = visible_.contains(curve.column), active = curve.column == column;
    const QColor colour = curveColour(curve.column);
    edited_[curve.column]->setVisible(shown);
    generated_[curve.column]->setVisible(shown);
    const double width = active ? 2.4 : 1.4;
    edited_[curve.column]->setPen(QPen(faded(colour, active ? 255 : 210), dense_ ? 1 : width));
    generated_[curve.column]->setPen(QPen(faded(colour, 110), 1));
    for (QCPGraph* graph : {edited_[curve.column], generated_[curve.column]}) graph->setAntialiased(!dense_);
  }
  if (news) Q_EMIT activeColumnChanged(column);
  replot(rpQueuedReplot);
}

void TimelinePlot::showVoice() {
  const auto& voice = studio_.voice();
  QVector<double> keys, low, high;
  if (voice) {
    const double framesPerPeak = studio_.project().frameRate.perSecond() / VoiceData::kPeaksPerSecond;
    for (std::size_t i = 0; i < voice->peaks.size(); ++i) {
      keys.push_back(double(i) * framesPerPeak);
      low.push_back(double(voice->peaks[i].low));
      high.push_back(double(voice->peaks[i].high));
    }
    double loudest = 0.1;
    for (double h : high) loudest = std::max(loudest, h);
    waveLane_->axis(QCPAxis::atLeft)->setRange(-1.1 * loudest, 1.1 * loudest);
  }
  waveLow_->setData(keys, low, true);
  waveHigh_->setData(keys, high, true);
  fitted_ = false;
  replot(rpQueuedReplot);
}

void TimelinePlot::showMotion() {
  const auto& portrait = studio_.portrait();
  if (portrait && portrait->model) {
    auto catalog = curveCatalog(portrait->model->expressionNames);
    if (catalog.size() == catalog_.size() && catalog.back().name != catalog_.back().name) {
      catalog_ = std::move(catalog);
      Q_EMIT catalogChanged();
    }
  }
  qSharedPointerDynamicCast<FrameTicker>(overlay_->time->ticker())->framesPerSecond =
      studio_.project().frameRate.perSecond();
  const std::int64_t frames = studio_.frames();
  fillCurves();
  if (drag_ == Drag::none) rescaleValues();
  if (overlay_->frames != frames || !fitted_) {
    overlay_->frames = frames;
    zoomToFit();
    fitted_ = frames > 1;
  }
  showEdits();
}

void TimelinePlot::fillCurves() {
  // Only what is seen: an hour of all seventy curves would hold up the window.
  const auto& motion = studio_.motion();
  for (const CurveInfo& curve : catalog_) {
    QVector<QCPGraphData> shaped, plain;
    if (motion && visible_.contains(curve.column)) {
      const std::size_t column = std::size_t(curve.column);
      const std::size_t rows = motion->edited.rows.size();
      shaped.reserve(qsizetype(rows));
      plain.reserve(qsizetype(rows));
      bool differs = false;
      for (std::size_t i = 0; i < rows; ++i) {
        const double value = curve.scale * double(motion->edited.rows[i][column]);
        const double before = curve.scale * double(motion->generated.rows[i][column]);
        shaped.push_back({double(i), value});
        plain.push_back({double(i), before});
        differs = differs || std::abs(value - before) > 1e-6;
      }
      if (!differs) plain.clear();
    }
    edited_[curve.column]->data()->set(shaped, true);
    generated_[curve.column]->data()->set(plain, true);
  }
}

void TimelinePlot::fitTickLabels() {
  for (QCPAxisRect* lane : {poseLane_, expressionLane_}) {
    const int room = lane->height();
    QCPAxis* values = lane->axis(QCPAxis::atLeft);
    const int ticks = std::clamp(room / 26, 1, 5);
    if (values->ticker()->tickCount() == ticks && values->tickLabels() == (room >= 30)) continue;
    values->ticker()->setTickCount(ticks);
    values->setTickLabels(room >= 30);
    replot(rpQueuedReplot);
  }
}

void TimelinePlot::rescaleValues() {
  const auto fit = [&](QCPAxis* axis, int begin, int end, double least) {
    double low = -least, high = least;
    for (int column = begin; column < end; ++column) {
      if (!visible_.contains(column)) continue;
      bool found = false;
      const QCPRange range = edited_[column]->getValueRange(found);
      if (found) low = std::min(low, range.lower), high = std::max(high, range.upper);
    }
    const double room = 0.08 * (high - low);
    axis->setRange(low - room, high + room);
  };
  fit(poseLane_->axis(QCPAxis::atLeft), motion::kAngleColumn, motion::kTranslationColumn, 2);
  fit(poseLane_->axis(QCPAxis::atRight), motion::kTranslationColumn, motion::kCoefficientCount, 0.5);
  fit(expressionLane_->axis(QCPAxis::atLeft), 0, motion::kAngleColumn, 0.2);
}

void TimelinePlot::showEdits() {
  const project::TrackEdits& edits = studio_.project().edits;
  overlay_->blinks = studio_.shownBlinks();
  overlay_->framesPerSecond = studio_.project().frameRate.perSecond();
  overlay_->blinksEdited = edits.blinks.has_value();
  overlay_->selectedBlink = std::min(overlay_->selectedBlink, int(overlay_->blinks.size()) - 1);
  overlay_->range = studio_.project().frames;
  overlay_->gains.clear();
  overlay_->rerolls.clear();
  for (const auto& gain : edits.gains) overlay_->gains.push_back(gain.range);
  for (const auto& reroll : edits.rerolls) overlay_->rerolls.push_back(reroll.range);
  for (const motion::PoseReroll& reroll : studio_.project().motion.rerolls)
    overlay_->rerolls.push_back({std::int64_t(std::floor(reroll.beginSeconds * overlay_->framesPerSecond)),
                                 std::int64_t(std::ceil(reroll.endSeconds * overlay_->framesPerSecond))});
  overlay_->keys.clear();
  if (studio_.motion())
    for (const project::CurveKeys& curve : edits.curves)
      if (visible_.contains(curve.column))
        for (const project::KeyFrame& key : curve.keys)
          if (key.frame < studio_.frames())
            overlay_->keys.push_back(
                {curve.column, key.frame, double(valueOf(curve.column, key.frame)), valueAxisOf(curve.column),
                 selectedKey_.column == curve.column && selectedKey_.frame == key.frame});
  replot(rpQueuedReplot);
}

void TimelinePlot::showPlayhead() {
  playhead_->frame = double(studio_.playhead());
  const QCPRange range = overlay_->time->range();
  if (studio_.player().isPlaying() && !range.contains(playhead_->frame) && drag_ == Drag::none) {
    setXRange(playhead_->frame, playhead_->frame + range.size());
    return;
  }
  layer("playhead")->replot();
}

void TimelinePlot::showCache() {
  overlay_->cached = studio_.cache().ranges();
  layer("edits")->replot();
}

void TimelinePlot::setXRange(double begin, double end) {
  const double most = double(std::max<std::int64_t>(overlay_->frames, 50));
  const double size = std::clamp(end - begin, 10.0, most * 1.02);
  begin = std::clamp(begin, -0.01 * most, std::max(-0.01 * most, most * 1.01 - size));
  for (QCPAxisRect* rect : {waveLane_, wordLane_, blinkLane_, poseLane_, expressionLane_})
    for (auto side : {QCPAxis::atBottom, QCPAxis::atTop}) rect->axis(side)->setRange(begin, begin + size);
  const bool dense = size > kDenseFramesPerPixel * waveLane_->width();
  if (dense != dense_) {
    dense_ = dense;
    // Upright lines fill the waveform; so many are faster than a surface.
    for (QCPGraph* edge : {waveLow_, waveHigh_})
      edge->setLineStyle(dense ? QCPGraph::lsImpulse : QCPGraph::lsLine);
    setActiveColumn(activeColumn_);
  }
  replot(rpQueuedReplot);
}

void TimelinePlot::zoomToFit() {
  setXRange(0, double(std::max<std::int64_t>(overlay_->frames, 50)));
}

void TimelinePlot::zoomBy(double factor) {
  const QCPRange range = overlay_->time->range();
  const double centre = range.contains(playhead_->frame) ? playhead_->frame : range.center();
  setXRange(centre - (centre - range.lower) * factor, centre + (range.upper - centre) * factor);
}

std::optional<FrameRange> TimelinePlot::selection() const {
  return studio_.project().frames;
}

double TimelinePlot::frameAt(const QPoint& pos) const {
  return overlay_->time->pixelToCoord(pos.x());
}

QCPAxisRect* TimelinePlot::laneAt(const QPoint& pos) const {
  for (QCPAxisRect* rect : {waveLane_, wordLane_, blinkLane_, poseLane_, expressionLane_})
    if (rect->outerRect().contains(pos)) return rect;
  return nullptr;
}

float TimelinePlot::valueOf(int column, std::int64_t frame) const {
  const auto& rows = studio_.motion()->edited.rows;
  frame = std::clamp<std::int64_t>(frame, 0, std::int64_t(rows.size()) - 1);
  return float(scaleOf(column) * double(rows[std::size_t(frame)][std::size_t(column)]));
}

double TimelinePlot::scaleOf(int column) const {
  for (const CurveInfo& curve : catalog_)
    if (curve.column == column) return curve.scale;
  return 1;
}

QPointF TimelinePlot::curvePoint(int column, std::int64_t frame) const {
  return {overlay_->time->coordToPixel(double(frame)),
          valueAxisOf(column)->coordToPixel(double(valueOf(column, frame)))};
}

void TimelinePlot::resizeEvent(QResizeEvent* event) {
  QCustomPlot::resizeEvent(event);
  replot(rpQueuedReplot);
}

}  // namespace orator::ui
