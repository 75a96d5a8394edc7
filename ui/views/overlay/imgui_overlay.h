#pragma once

#include <QImage>
#include <QTimer>
#include <QWidget>

#include "ui/views/overlay/overlay_figures.h"

struct ImGuiContext;

namespace orator::ui {

/// The debug overlay's widget: runs ImGui a few times a second and shows what it has drawn.
class ImGuiOverlay : public QWidget {
  Q_OBJECT
 public:
  ImGuiOverlay(Studio& studio, QWidget* over);
  ~ImGuiOverlay() override;
  const QImage& picture() const { return picture_; }
  /// Runs and draws one frame of ImGui.
  void renew();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  void place();
  void makeFont();
  void compose();
  void pointer(QMouseEvent* event, bool down);

  Studio& studio_;
  OverlayFigures figures_;
  ImGuiContext* context_;
  QImage atlas_, picture_;
  QTimer timer_;
  double fontRatio_ = 0;  ///< device pixel ratio the font was made for
};

}  // namespace orator::ui
