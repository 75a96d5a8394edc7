#pragma once

#include <QWidget>

#include "ui/kit/face_scene/face_scene.h"
#include "ui/model/studio/studio.h"

namespace orator::ui {

class FaceGlCanvas;

/// How the face is looked at; shared by both canvases.
struct FaceLook {
  FaceStyle style = FaceStyle::textured;
  bool ghost = false;  ///< the portrait's own pose behind
  float yawDegrees = 0, pitchDegrees = 0, zoom = 1;
  QVector3D light{0.25f, 0.35f, 1.f};
};

/// The 3D face, driven by the track at the playhead. Left drag turns, wheel zooms, right drag moves the
/// light, double click resets. Uses OpenGL where it works and a software canvas where it does not.
class FaceView : public QWidget {
  Q_OBJECT
 public:
  explicit FaceView(Studio& studio, QWidget* parent = nullptr);

  void setStyle(FaceStyle style);
  void setGhost(bool on);
  void resetView();
  const FaceLook& look() const { return look_; }
  bool usesOpenGl() const { return gl_ != nullptr; }
  const std::shared_ptr<const FaceScene>& scene() const { return scene_; }
  /// The row at the playhead, or the portrait's own.
  motion::CoefficientRow row() const;
  /// The face over the portrait's picture plane, of the given size; transparent elsewhere.
  QImage overPortrait(QSize size) const;
  /// A picture of the view without OpenGL.
  QImage softwareImage(QSize size) const;

 protected:
  void showEvent(QShowEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void refresh();

  Studio& studio_;
  std::shared_ptr<const FaceScene> scene_;
  FaceLook look_;
  FaceGlCanvas* gl_ = nullptr;
  QPoint lastPos_;
};

/// True when an OpenGL context can be made on this computer; asked once.
bool openGlWorks();

}  // namespace orator::ui
