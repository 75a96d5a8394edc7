#include "ui/views/curves/curve_panel.h"

#include <QApplication>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QPainter>
#include <QRandomGenerator>
#include <QSplitter>

#include "core/motion/track_io.h"
#include "ui/kit/themes/theme.h"
#include "ui/kit/widgets/layouts.h"
#include "ui/kit/widgets/segments.h"
#include "ui/views/curves/range_dialog.h"

namespace orator::ui {
namespace {

constexpr int kColumnRole = Qt::UserRole + 1;

QIcon swatch(const QColor& colour) {
  QPixmap pixmap(12, 12);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour);
  painter.drawRoundedRect(1, 4, 10, 4, 2, 2);
  return pixmap;
}

/// @param button makes a button of an icon, words, a tip and what it does
template <typename MakeButton>
void addZoomButtons(const MakeButton& button, TimelinePlot* plot) {
  button("zoom-out", {}, CurvePanel::tr("Zoom out"), [plot] { plot->zoomBy(1.5); });
  button("zoom-in", {}, CurvePanel::tr("Zoom in"), [plot] { plot->zoomBy(1 / 1.5); });
  button("zoom-fit", {}, CurvePanel::tr("Show everything (F)"), [plot] { plot->zoomToFit(); });
}

}  // namespace

CurvePanel::CurvePanel(Studio& studio, QWidget* parent)
    : QWidget(parent), studio_(studio), plot_(new TimelinePlot(studio)), tree_(new QTreeWidget) {
  auto* rows = tight<QVBoxLayout>(this, 0);
  rows->addWidget(makeTools());
  rows->addWidget(horizontalLine());
  auto* splitter = new QSplitter;
  tree_->setHeaderHidden(true);
  tree_->setFrameShape(QFrame::NoFrame);
  tree_->setIndentation(12);
  tree_->setAccessibleName(tr("Curves"));
  tree_->setStyleSheet("QTreeWidget { border: none; border-radius: 0; }");
  splitter->addWidget(tree_);
  splitter->addWidget(plot_);
  splitter->setSizes({172, 1000});
  tree_->setMinimumWidth(110);
  splitter->setStretchFactor(1, 1);
  splitter->setCollapsible(1, false);
  rows->addWidget(splitter, 1);
  fillTree();

  connect(tree_, &QTreeWidget::itemChanged, this, &CurvePanel::applyTree);
  connect(tree_, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem* item) {
    if (!filling_ && item && item->data(0, kColumnRole).isValid())
      plot_->setActiveColumn(item->data(0, kColumnRole).toInt());
  });
  connect(plot_, &TimelinePlot::catalogChanged, this, &CurvePanel::fillTree);
}

QWidget* CurvePanel::makeTools() {
  auto* bar = new QWidget;
  auto* row = tight<QHBoxLayout>(bar, 6, 5);
  // On a narrow screen the words beside the icons go, see resizeEvent(); the row asks for no more than icons.
  row->setSizeConstraint(QLayout::SetNoConstraint);
  auto* tools = new Segments;
  tools->add("select", {}, tr("Select: drag over curves to select a time range, drag blinks and key frames"));
  tools->add("key-frame", {},
             tr("Key frames: click on a curve and drag up or down (Up and Down at the playhead)"));
  tools->add("brush", {}, tr("Smoothing brush: drag over a stretch of the active curve"));
  row->addWidget(tools);
  auto* radius = new QDoubleSpinBox;
  radius->setRange(0.5, 20);
  radius->setValue(3);
  radius->setDecimals(1);
  radius->setSuffix(tr(" fr"));
  radius->setToolTip(tr("Width of the smoothing brush, in frames"));
  radius->setAccessibleName(radius->toolTip());
  radius->setFixedWidth(66);
  radius->hide();
  connect(radius, &QDoubleSpinBox::valueChanged, plot_, &TimelinePlot::setBrushRadius);
  connect(tools, &Segments::chosen, this, [this, radius](int index) {
    plot_->setTool(TimelinePlot::Tool(index));
    radius->setVisible(plot_->tool() == TimelinePlot::Tool::brush);
  });
  row->addWidget(radius);
  row->addSpacing(4);

  const auto button = [&](const char* iconName, const QString& text, const QString& tip, auto slot) {
    auto* b = iconButton(iconName, tip);
    if (!text.isEmpty()) {
      b->setText(text);
      b->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
      labelled_.push_back(b);
    }
    connect(b, &QToolButton::clicked, this, slot);
    row->addWidget(b);
    return b;
  };
  button("eye", tr("Blink"), tr("Add a blink at the playhead (B)"),
         [this] { plot_->addBlinkAt(studio_.playhead()); });
  auto* here = button("range", tr("Only here"), tr("Change strength in the selected range only"),
                      [this] { applyHere(); });
  auto* reroll = button("dice", tr("Re-roll"), tr("Make new head motion in the selected range only"),
                        [this] { rerollHere(); });
  button("reset", tr("Clear"), tr("Clear every edit: return to the generated motion"),
         [this] { studio_.document().change(tr("Clear edits"), [](project::Project& p) { p.edits = {}; }); });
  const auto enable = [this, here, reroll] {
    const bool selected = studio_.project().frames.has_value() && studio_.frames() > 1;
    here->setEnabled(selected);
    reroll->setEnabled(selected);
  };
  connect(&studio_.document(), &Document::changed, this, enable);
  connect(&studio_, &Studio::motionChanged, this, enable);
  enable();
  addRelative(*row);
  button("portrait", {}, tr("Drive by a video: the portrait does what the person in it does"),
         [this] { driveByVideo(); });
  button("import", {}, tr("Import a coefficient track (json, csv, mat)"), [this] { importTrack(); });
  button("export", {}, tr("Export the coefficient track (json, csv, mat)"), [this] { exportTrack(); });
  addZoomButtons(button, plot_);
  const int brush = radius->width() + row->spacing();
  widthWithWords_ = row->sizeHint().width() + brush;
  showWords(false);
  bar->setMinimumWidth(row->sizeHint().width() + brush);
  return bar;
}

void CurvePanel::addRelative(QHBoxLayout& row) {
  auto* relative = iconButton("relative", tr("Relative: the track's changes from the performer's resting "
                                             "face are added to the portrait's own; off: expression and pose "
                                             "as they are"));
  relative->setCheckable(true);
  connect(relative, &QToolButton::clicked, this, [this](bool on) {
    studio_.document().change(tr("Relative"), [&](project::Project& p) {
      p.relative = on ? pipeline::Relative::on : pipeline::Relative::off;
    });
  });
  row.addStretch(1);
  row.addWidget(relative);
  const auto show = [this, relative] {
    relative->setVisible(!studio_.project().track.empty());
    relative->setChecked(studio_.project().relative == pipeline::Relative::on);
  };
  connect(&studio_.document(), &Document::changed, relative, show);
  show();
}

void CurvePanel::fillTree() {
  filling_ = true;
  tree_->clear();
  const std::set<int> shown = {64, 65, 66, 0, 4, 5};
  QTreeWidgetItem* group = nullptr;
  for (const CurveInfo& curve : plot_->catalog()) {
    if (!group || group->text(0) != curve.group) {
      group = new QTreeWidgetItem(tree_, {curve.group});
      group->setFlags(group->flags() | Qt::ItemIsUserCheckable | Qt::ItemIsAutoTristate);
      group->setExpanded(curve.isPose());
    }
    auto* item = new QTreeWidgetItem(group, {curve.name});
    item->setData(0, kColumnRole, curve.column);
    item->setIcon(0, swatch(curveColour(curve.column)));
    item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
    item->setCheckState(0, shown.contains(curve.column) ? Qt::Checked : Qt::Unchecked);
  }
  filling_ = false;
  applyTree();
}

void CurvePanel::applyTree() {
  if (filling_) return;
  std::set<int> columns;
  for (int g = 0; g < tree_->topLevelItemCount(); ++g)
    for (int i = 0; i < tree_->topLevelItem(g)->childCount(); ++i) {
      const QTreeWidgetItem* item = tree_->topLevelItem(g)->child(i);
      if (item->checkState(0) == Qt::Checked) columns.insert(item->data(0, kColumnRole).toInt());
    }
  plot_->setVisibleColumns(columns);
}

void CurvePanel::applyHere() {
  if (!studio_.project().frames) return;
  project::RangeGain gain{*studio_.project().frames, 1, 1};
  if (!askRangeGain(this, studio_.project().frameRate.perSecond(), gain)) return;
  studio_.document().change(tr("Apply only here"), [&](project::Project& p) {
    std::erase_if(p.edits.gains, [&](const auto& g) { return g.range == gain.range; });
    p.edits.gains.push_back(gain);
  });
}

void CurvePanel::rerollHere() {
  if (!studio_.project().frames) return;
  const project::RangeReroll reroll{*studio_.project().frames, QRandomGenerator::global()->generate()};
  studio_.document().change(tr("Re-roll only here"), [&](project::Project& p) {
    std::erase_if(p.edits.rerolls, [&](const auto& r) { return r.range == reroll.range; });
    p.edits.rerolls.push_back(reroll);
  });
}

void CurvePanel::importTrack() {
  QStringList patterns;
  for (const motion::TrackFormat& format : motion::trackFormats())
    patterns << "*" + QString::fromUtf8(format.ending.data(), qsizetype(format.ending.size()));
  const QString file =
      QFileDialog::getOpenFileName(this, tr("Import track"), {}, tr("Tracks (%1)").arg(patterns.join(' ')));
  if (!file.isEmpty()) studio_.importTrack(file);
}

void CurvePanel::driveByVideo() {
  const QString file = QFileDialog::getOpenFileName(this, tr("Drive by a video"), {},
                                                    tr("Videos (*.mp4 *.mov *.mkv *.webm *.avi *.m4v)"));
  if (!file.isEmpty()) studio_.driveByVideo(file);
}

void CurvePanel::exportTrack() {
  QStringList filters;
  for (const motion::TrackFormat& format : motion::trackFormats())
    filters << QString::fromStdString(std::string(format.name) + " (*" + std::string(format.ending) + ")");
  const QString file =
      QFileDialog::getSaveFileName(this, tr("Export track"), "track.json", filters.join(";;"));
  if (!file.isEmpty()) studio_.exportTrack(file);
}

void CurvePanel::showWords(bool on) {
  for (QToolButton* button : labelled_)
    button->setToolButtonStyle(on ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
}

void CurvePanel::resizeEvent(QResizeEvent* event) {
  showWords(event->size().width() >= widthWithWords_);
  QWidget::resizeEvent(event);
}

void CurvePanel::takeThemeColours() {
  plot_->applyThemeColours();
  filling_ = true;
  for (QTreeWidgetItemIterator item(tree_); *item; ++item)
    if (const QVariant column = (*item)->data(0, kColumnRole); column.isValid())
      (*item)->setIcon(0, swatch(curveColour(column.toInt())));
  filling_ = false;
}

void CurvePanel::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) takeThemeColours();
  QWidget::changeEvent(event);
}

}  // namespace orator::ui
