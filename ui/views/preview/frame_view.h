#pragma once

#include <QWidget>

#include "ui/model/studio/studio.h"
#include "ui/views/face3d/face_view.h"
#include "ui/views/preview/gaze_handle.h"

namespace orator::ui {

/// The photographic result at the playhead, with zoom, pan, overlays and comparison.
class FrameView : public QWidget {
  Q_OBJECT
 public:
  enum class Compare { none, wipe, difference };
  enum class Against { portrait, face3d };
  struct Overlays {
    bool landmarks = false, mesh = false, box = false, matte = false;
  };

  FrameView(Studio& studio, FaceView& face, QWidget* parent = nullptr);

  void setCompare(Compare compare, Against against);
  void setOverlays(const Overlays& overlays);
  const Overlays& overlays() const { return overlays_; }
  /// 0: fit to the window.
  void setZoom(double zoom);
  double shownZoom() const;
  /// Screen pixels a pixel of the portrait, whatever the size of the preview's frames.
  double shownZoomOfPortrait() const;
  /// Fills the view with the head of the chosen face, or shows the whole picture again.
  void toggleFaceZoom();
  /// Where the picture lies in this widget.
  QRectF target() const;
  double wipePosition() const { return wipe_; }
  /// The point that is dragged to where the eyes look.
  GazeHandle& gazeHandle() { return *gazeHandle_; }

 Q_SIGNALS:
  void zoomChanged();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  /// The picture to show: the frame, or the portrait while there is none.
  const QImage& picture() const;
  QImage other(QSize size) const;
  /// Where a pixel of the portrait lies in this widget.
  QPointF inView(QPointF inPortrait) const;
  void placeGazeHandle();
  static void paintGaze(QPainter& painter, const QLineF& way);
  void paintOverlays(QPainter& painter, const QRectF& target) const;
  void paintEmpty(QPainter& painter) const;

  Studio& studio_;
  FaceView& face_;
  GazeHandle* gazeHandle_;
  Compare compare_ = Compare::none;
  Against against_ = Against::portrait;
  Overlays overlays_;
  double zoom_ = 0, wipe_ = 0.5;
  QPointF pan_;
  QPoint lastPos_;
  bool wiping_ = false, panning_ = false;
  mutable QImage scaledPortrait_;  ///< the portrait in the frame's size
  mutable qint64 scaledKey_ = 0;
};

}  // namespace orator::ui
