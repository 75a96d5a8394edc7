#pragma once

#include <QOpenGLFunctions>
#include <QOpenGLShaderProgram>
#include <QOpenGLTexture>
#include <QOpenGLWidget>
#include <memory>

#include "ui/views/face3d/face_view.h"

namespace orator::ui {

/// The OpenGL part of FaceView (OpenGL 2.1 or OpenGL ES 2).
class FaceGlCanvas : public QOpenGLWidget, protected QOpenGLFunctions {
  Q_OBJECT
 public:
  explicit FaceGlCanvas(FaceView& view);
  ~FaceGlCanvas() override;

 protected:
  void initializeGL() override;
  void paintGL() override;

 private:
  void upload(const std::shared_ptr<const FaceScene>& scene);
  void setColour(const QColor& colour, bool textured, bool shaded);
  void drawShape(const FaceShape& shape, FaceStyle style, const FaceColours& colours);

  FaceView& view_;
  std::unique_ptr<QOpenGLShaderProgram> program_;
  std::unique_ptr<QOpenGLTexture> texture_;
  std::shared_ptr<const FaceScene> uploaded_;
  std::vector<GLushort> skinIndices_, eyeIndices_, mouthIndices_, edgeIndices_;
};

}  // namespace orator::ui
