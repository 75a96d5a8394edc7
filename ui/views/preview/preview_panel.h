#pragma once

#include <QLabel>
#include <QSplitter>
#include <QToolButton>
#include <QWidget>

#include "ui/model/studio/studio.h"
#include "ui/views/face3d/face_view.h"
#include "ui/views/preview/frame_view.h"

namespace orator::ui {

class Segments;

/// The middle of the window: how the result and the 3D face are shown, the pictures, and the transport below.
class PreviewPanel : public QWidget {
  Q_OBJECT
 public:
  enum class Mode { result, face3d, sideBySide, wipe, difference };

  explicit PreviewPanel(Studio& studio, QWidget* parent = nullptr);
  void setMode(Mode mode);
  Mode mode() const { return mode_; }
  void setFaceStyle(FaceStyle style);
  FrameView& frameView() { return *frame_; }
  FaceView& faceView() { return *face_; }
  /// The area of the pictures, without header and transport.
  QWidget* viewArea() const { return viewArea_; }

 private:
  QWidget* makeHeader();
  QWidget* makeTransport();
  void showTime();

  Studio& studio_;
  FaceView* face_;
  FrameView* frame_;
  QSplitter* views_;
  QWidget* viewArea_;
  Segments* modes_;
  Segments* styles_;
  Segments* against_;
  QToolButton *ghost_, *resetView_, *overlays_, *faceZoom_, *zoom_;
  QLabel *time_, *length_;
  QToolButton *play_, *loop_, *mute_;
  Mode mode_ = Mode::result;
};

}  // namespace orator::ui
