// The part of TimelinePlot that deals with words: click to jump, drag to move the mouth against the sound.
#include <algorithm>
#include <cmath>

#include "core/project/word_edits.h"
#include "ui/kit/text/duration.h"
#include "ui/views/curves/timeline_plot.h"

namespace orator::ui {
namespace {

constexpr int kLaneHeight = 24;
constexpr double kWordEdgePixels = 5;
constexpr int kWordDragPixels = 3;  // before a click becomes a drag

}  // namespace

void TimelinePlot::showWords() {
  overlay_->words = studio_.project().words.words;
  overlay_->selectedWord = std::min(overlay_->selectedWord, int(overlay_->words.size()) - 1);
  const int height = overlay_->words.empty() ? 0 : kLaneHeight;
  if (wordLane_->maximumSize().height() != height) {
    wordLane_->setMinimumSize(0, height);
    wordLane_->setMaximumSize(QWIDGETSIZE_MAX, height);
  }
  replot(rpQueuedReplot);
}

int TimelinePlot::wordAt(const QPoint& pos) const {
  if (!wordLane_->rect().contains(pos)) return -1;
  for (std::size_t i = 0; i < overlay_->words.size(); ++i)
    if (overlay_->wordRect(overlay_->words[i]).contains(pos)) return int(i);
  return -1;
}

int TimelinePlot::wordEdgeAt(int word, const QPoint& pos) const {
  const QRectF block = wordRect(word);
  if (block.width() < 4 * kWordEdgePixels) return 0;
  return pos.x() < block.left() + kWordEdgePixels ? -1 : pos.x() > block.right() - kWordEdgePixels ? 1 : 0;
}

void TimelinePlot::pressWord(const QPoint& pos) {
  const int word = wordAt(pos);
  overlay_->selectedWord = word;
  layer("edits")->replot();
  if (word < 0) {
    drag_ = Drag::scrub;
    studio_.player().seek(std::llround(pressFrame_));
    return;
  }
  pressIndex_ = word;
  pressWords_ = studio_.project().words;
  pressShifts_ = studio_.project().edits.shifts;
  const double begin = overlay_->words[std::size_t(word)].beginSeconds;
  studio_.player().seek(std::llround(begin * studio_.project().frameRate.perSecond()));
  const int edge = wordEdgeAt(word, pos);
  drag_ = edge < 0 ? Drag::wordBegin : edge > 0 ? Drag::wordEnd : Drag::wordMove;
}

void TimelinePlot::dragWord(const QPoint& pos) {
  if (std::abs(pos.x() - pressPos_.x()) < kWordDragPixels && lastPos_ == pressPos_) return;
  const double moved = (frameAt(pos) - pressFrame_) / studio_.project().frameRate.perSecond();
  const auto index = std::size_t(pressIndex_);
  studio_.document().change(
      drag_ == Drag::wordMove ? tr("Move word") : tr("Word times"),
      [&](project::Project& p) {
        p.words = pressWords_;
        p.edits.shifts = pressShifts_;
        if (index >= p.words.words.size()) return;
        const words::Word& word = p.words.words[index];
        if (drag_ == Drag::wordMove)
          project::nudgeWord(p, index, moved);
        else if (drag_ == Drag::wordBegin)
          project::setWordTimes(p, index, word.beginSeconds + moved, word.endSeconds);
        else
          project::setWordTimes(p, index, word.beginSeconds, word.endSeconds + moved);
      },
      QString("word%1").arg(dragSerial_));
}

void TimelinePlot::hoverWord(const QPoint& pos) {
  const int word = wordAt(pos);
  if (word != overlay_->hoveredWord) {
    overlay_->hoveredWord = word;
    layer("edits")->replot();
  }
  if (word < 0) return;
  setCursor(wordEdgeAt(word, pos) != 0 ? Qt::SizeHorCursor : Qt::OpenHandCursor);
  const words::Word& said = overlay_->words[std::size_t(word)];
  setHover(tr("%1: %2 to %3. Dragged, the mouth moves with it; at its ends, the word alone")
               .arg(QString::fromStdString(said.text))
               .arg(momentText(said.beginSeconds))
               .arg(momentText(said.endSeconds)),
           pos);
}

}  // namespace orator::ui
