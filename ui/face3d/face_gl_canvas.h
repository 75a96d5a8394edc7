#pragma once

#include <QOpenGLBuffer>
#include <QOpenGLFunctions>
#include <QOpenGLShaderProgram>
#include <QOpenGLTexture>
#include <QOpenGLWidget>
#include <memory>

#include "ui/face3d/face_view.h"

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
  void upload(const FaceScene& scene);
  void drawShape(const FaceScene& scene, const FaceShape& shape, FaceStyle style, const QColor& colour,
                 float alpha);

  FaceView& view_;
  std::unique_ptr<QOpenGLShaderProgram> program_;
  std::unique_ptr<QOpenGLTexture> texture_;
  const FaceScene* uploaded_ = nullptr;
  std::vector<GLushort> triangleIndices_, eyeIndices_, edgeIndices_;
};

}  // namespace orator::ui
