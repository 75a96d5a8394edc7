#include "ui/views/preview/preview_panel.h"

#include <QMenu>

#include "ui/kit/themes/theme.h"
#include "ui/kit/widgets/layouts.h"
#include "ui/kit/widgets/segments.h"

namespace orator::ui {

PreviewPanel::PreviewPanel(Studio& studio, QWidget* parent)
    : QWidget(parent),
      studio_(studio),
      face_(new FaceView(studio)),
      frame_(new FrameView(studio, *face_)),
      views_(new QSplitter),
      viewArea_(new QWidget) {
  setObjectName("centre");
  auto* rows = tight<QVBoxLayout>(this, 0);
  rows->addWidget(makeHeader());
  views_->addWidget(frame_);
  views_->addWidget(face_);
  views_->setChildrenCollapsible(false);
  tight<QVBoxLayout>(viewArea_, 0)->addWidget(views_);
  rows->addWidget(viewArea_, 1);
  rows->addWidget(makeTransport());
  setMode(Mode::result);
}

QWidget* PreviewPanel::makeHeader() {
  auto* header = new QWidget;
  header->setObjectName("previewHeader");
  header->setAttribute(Qt::WA_StyledBackground);
  auto* row = tight<QHBoxLayout>(header, 8, 6);
  modes_ = new Segments;
  modes_->add("view-result", tr("Result"), tr("The rendered frame at the playhead"));
  modes_->add("view-3d", tr("3D face"), tr("The face model that carries the motion"));
  modes_->add("view-split", tr("Both"), tr("Result and 3D face side by side"));
  modes_->add("view-wipe", {}, tr("Wipe between the result and the portrait or 3D face"));
  modes_->add("view-difference", {}, tr("Difference of the result to the portrait or 3D face"));
  connect(modes_, &Segments::chosen, this, [this](int mode) { setMode(Mode(mode)); });
  row->addWidget(modes_);

  against_ = new Segments;
  against_->add({}, tr("Portrait"), tr("Compare with the portrait"));
  against_->add({}, tr("3D"), tr("Compare with the 3D face"));
  connect(against_, &Segments::chosen, this, [this] { setMode(mode_); });
  row->addWidget(against_);

  styles_ = new Segments;
  styles_->add("portrait", {}, tr("Textured"));
  styles_->add("moon", {}, tr("Clay"));
  styles_->add("mesh", {}, tr("Wireframe"));
  styles_->add("landmarks", {}, tr("Landmarks"));
  connect(styles_, &Segments::chosen, this, [this](int style) { setFaceStyle(FaceStyle(style)); });
  row->addWidget(styles_);
  ghost_ = iconButton("copy", tr("Show the portrait's own pose behind"));
  ghost_->setCheckable(true);
  connect(ghost_, &QToolButton::toggled, face_, &FaceView::setGhost);
  row->addWidget(ghost_);
  resetView_ = iconButton("home", tr("Look from the front"));
  connect(resetView_, &QToolButton::clicked, face_, &FaceView::resetView);
  row->addWidget(resetView_);
  row->addStretch(1);

  overlays_ = iconButton("landmarks", tr("What is drawn over the result"));
  overlays_->setPopupMode(QToolButton::InstantPopup);
  auto* menu = new QMenu(overlays_);
  const auto overlay = [&](const char* iconName, const QString& text, bool FrameView::Overlays::*flag) {
    QAction* action = menu->addAction(icon(iconName), text);
    action->setCheckable(true);
    connect(action, &QAction::toggled, this, [this, flag](bool on) {
      FrameView::Overlays now = frame_->overlays();
      now.*flag = on;
      frame_->setOverlays(now);
    });
  };
  overlay("landmarks", tr("Landmarks"), &FrameView::Overlays::landmarks);
  overlay("mesh", tr("Mesh"), &FrameView::Overlays::mesh);
  overlay("crop", tr("Detected faces"), &FrameView::Overlays::box);
  overlay("matte", tr("Person matte"), &FrameView::Overlays::matte);
  overlays_->setMenu(menu);
  row->addWidget(overlays_);
  faceZoom_ = iconButton("face-zoom", tr("Look at the face, or at the whole picture (Z)"));
  connect(faceZoom_, &QToolButton::clicked, frame_, &FrameView::toggleFaceZoom);
  row->addWidget(faceZoom_);
  zoom_ = new QToolButton;
  zoom_->setToolTip(tr("Fit to the window (double click on the picture)"));
  zoom_->setAccessibleName(tr("Zoom"));
  zoom_->setMinimumWidth(52);
  connect(zoom_, &QToolButton::clicked, this, [this] { frame_->setZoom(0); });
  const auto showZoom = [this] {
    zoom_->setText(QString("%1 %").arg(qRound(100 * frame_->shownZoomOfPortrait())));
  };
  connect(frame_, &FrameView::zoomChanged, this, showZoom);
  connect(&studio_, &Studio::imageChanged, this, showZoom);
  connect(&studio_.player(), &Player::playingChanged, frame_, QOverload<>::of(&QWidget::update));
  showZoom();
  row->addWidget(zoom_);
  return header;
}

QWidget* PreviewPanel::makeTransport() {
  auto* bar = new QWidget;
  bar->setObjectName("transport");
  bar->setAttribute(Qt::WA_StyledBackground);
  auto* row = tight<QHBoxLayout>(bar, 2, 6);
  Player& player = studio_.player();
  const auto button = [&](const char* iconName, const QString& tip, auto slot) {
    auto* b = iconButton(iconName, tip);
    b->setFocusPolicy(Qt::TabFocus);
    connect(b, &QToolButton::clicked, &player, slot);
    row->addWidget(b);
    return b;
  };
  time_ = new QLabel;
  time_->setObjectName("timeCode");
  length_ = new QLabel;
  length_->setObjectName("timeCode");
  row->addSpacing(4);
  row->addWidget(time_);
  row->addWidget(mutedLabel("/"));
  row->addWidget(length_);
  row->addStretch(1);
  button("to-start", tr("To the start (Home)"), &Player::toStart);
  button("step-back", tr("One frame back (Left)"), [&player] { player.step(-1); });
  play_ = button("play", tr("Play and pause (Space)"), &Player::toggle);
  play_->setIconSize({22, 22});
  button("step-forward", tr("One frame forward (Right)"), [&player] { player.step(1); });
  button("to-end", tr("To the end (End)"), &Player::toEnd);
  row->addStretch(1);
  auto* in = iconButton("range-in", tr("In point at the playhead (I)"));
  auto* out = iconButton("range-out", tr("Out point at the playhead (O)"));
  connect(in, &QToolButton::clicked, &studio_, &Studio::markIn);
  connect(out, &QToolButton::clicked, &studio_, &Studio::markOut);
  row->addWidget(in);
  row->addWidget(out);
  loop_ = iconButton("loop", tr("Play in a loop"));
  loop_->setCheckable(true);
  loop_->setChecked(player.isLooping());
  connect(loop_, &QToolButton::toggled, &player, &Player::setLooping);
  row->addWidget(loop_);
  mute_ = iconButton("volume", tr("Sound on or off (M)"));
  connect(mute_, &QToolButton::clicked, this, [&player] { player.setMuted(!player.isMuted()); });
  row->addWidget(mute_);
  if (!player.hasSound()) {
    mute_->setIcon(icon("mute"));
    mute_->setToolTip(tr("This computer has no sound output; the preview plays silently"));
  }

  connect(&player, &Player::frameChanged, this, &PreviewPanel::showTime);
  connect(&studio_, &Studio::motionChanged, this, &PreviewPanel::showTime);
  connect(&player, &Player::playingChanged, this, [this] {
    const int speed = studio_.player().speed();
    play_->setIcon(icon(speed ? "pause" : "play"));
    play_->setText(std::abs(speed) > 1 ? QString("%1×").arg(speed) : QString());
    play_->setToolButtonStyle(play_->text().isEmpty() ? Qt::ToolButtonIconOnly
                                                      : Qt::ToolButtonTextBesideIcon);
  });
  connect(&player, &Player::optionsChanged, this, [this] {
    const Player& p = studio_.player();
    if (p.hasSound()) mute_->setIcon(icon(p.isMuted() ? "mute" : "volume"));
    loop_->setChecked(p.isLooping());
  });
  showTime();
  return bar;
}

void PreviewPanel::setFaceStyle(FaceStyle style) {
  styles_->setCurrent(int(style));
  face_->setStyle(style);
  frame_->update();
}

void PreviewPanel::showTime() {
  time_->setText(studio_.timeText(studio_.playhead()));
  length_->setText(studio_.timeText(studio_.frames()));
}

void PreviewPanel::setMode(Mode mode) {
  mode_ = mode;
  modes_->setCurrent(int(mode));
  const bool compares = mode == Mode::wipe || mode == Mode::difference;
  const bool shows3d = mode == Mode::face3d || mode == Mode::sideBySide;
  const bool against3d = compares && against_->current() == 1;
  face_->setVisible(shows3d);
  frame_->setVisible(mode != Mode::face3d);
  if (mode == Mode::sideBySide) views_->setSizes({1000, 1000});
  against_->setVisible(compares);
  styles_->setVisible(shows3d || against3d);
  ghost_->setVisible(shows3d);
  resetView_->setVisible(shows3d);
  overlays_->setVisible(mode != Mode::face3d);
  zoom_->setVisible(mode != Mode::face3d);
  faceZoom_->setVisible(mode != Mode::face3d);
  frame_->setCompare(mode == Mode::wipe ? FrameView::Compare::wipe
                                        : (mode == Mode::difference ? FrameView::Compare::difference
                                                                    : FrameView::Compare::none),
                     against3d ? FrameView::Against::face3d : FrameView::Against::portrait);
}

}  // namespace orator::ui
