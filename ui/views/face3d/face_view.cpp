#include "ui/views/face3d/face_view.h"

#include <QMouseEvent>
#include <QOffscreenSurface>
#include <QOpenGLContext>
#include <QPainter>

#include "ui/kit/themes/theme.h"
#include "ui/views/face3d/face_gl_canvas.h"

namespace orator::ui {

bool openGlWorks() {
  static const bool works = [] {
    if (qEnvironmentVariableIsSet("ORATOR_NO_OPENGL")) return false;
    QOffscreenSurface surface;
    surface.create();
    QOpenGLContext context;
    return surface.isValid() && context.create() && context.makeCurrent(&surface);
  }();
  return works;
}

FaceView::FaceView(Studio& studio, QWidget* parent) : QWidget(parent), studio_(studio) {
  setMinimumSize(120, 120);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("3D face"));
  setToolTip(tr("Drag to turn, wheel to zoom, right drag to move the light, double click to reset"));
  connect(&studio_, &Studio::portraitChanged, this, [this] {
    const auto& portrait = studio_.portrait();
    scene_ = portrait && portrait->model ? std::make_shared<const FaceScene>(portrait) : nullptr;
    refresh();
  });
  connect(&studio_, &Studio::motionChanged, this, &FaceView::refresh);
  connect(&studio_.player(), &Player::frameChanged, this, &FaceView::refresh);
}

void FaceView::setStyle(FaceStyle style) {
  look_.style = style;
  refresh();
}

void FaceView::setGhost(bool on) {
  look_.ghost = on;
  refresh();
}

void FaceView::resetView() {
  const FaceLook fresh;
  look_.yawDegrees = fresh.yawDegrees;
  look_.pitchDegrees = fresh.pitchDegrees;
  look_.zoom = fresh.zoom;
  look_.light = fresh.light;
  refresh();
}

motion::CoefficientRow FaceView::row() const {
  const auto& motion = studio_.motion();
  if (!motion || motion->edited.rows.empty()) return scene_->sourceRow();
  return motion->edited
      .rows[std::size_t(std::clamp<std::int64_t>(studio_.playhead(), 0, motion->edited.frames() - 1))];
}

QImage FaceView::overPortrait(QSize size) const {
  QImage image(size, QImage::Format_ARGB32_Premultiplied);
  image.fill(Qt::transparent);
  if (scene_)
    rasteriseFace(*scene_, scene_->pose(row()), scene_->portraitProjection(), look_.style, look_.light,
                  faceColours(look_.style), image);
  return image;
}

QImage FaceView::softwareImage(QSize size) const {
  QImage image(size, QImage::Format_ARGB32_Premultiplied);
  image.fill(Qt::transparent);
  if (!scene_) return image;
  const QMatrix4x4 projection = scene_->orbitProjection(look_.yawDegrees, look_.pitchDegrees, look_.zoom,
                                                        float(size.width()) / float(size.height()));
  if (look_.ghost) {
    FaceColours ghost = faceColours(FaceStyle::wireframe);
    ghost.skin = colours().muted;
    ghost.skin.setAlpha(110);
    rasteriseFace(*scene_, scene_->pose(scene_->sourceRow()), projection, FaceStyle::wireframe, look_.light,
                  ghost, image);
  }
  rasteriseFace(*scene_, scene_->pose(row()), projection, look_.style, look_.light, faceColours(look_.style),
                image);
  return image;
}

void FaceView::showEvent(QShowEvent* event) {
  // Made when it is first looked at: a window without OpenGL children is cheaper to draw.
  if (!gl_ && openGlWorks()) {
    gl_ = new FaceGlCanvas(*this);
    gl_->setAttribute(Qt::WA_TransparentForMouseEvents);
    gl_->setGeometry(rect());
    gl_->show();
  }
  QWidget::showEvent(event);
}

void FaceView::resizeEvent(QResizeEvent* event) {
  if (gl_) gl_->setGeometry(rect());
  QWidget::resizeEvent(event);
}

void FaceView::paintEvent(QPaintEvent*) {
  if (gl_) return;
  QPainter painter(this);
  painter.fillRect(rect(), colours().field);
  if (!scene_) {
    painter.setPen(colours().muted);
    painter.drawText(rect(), Qt::AlignCenter, tr("The 3D face appears with a portrait"));
    return;
  }
  painter.drawImage(rect(), softwareImage(size()));
}

void FaceView::refresh() {
  if (!isVisible()) return;
  if (gl_)
    gl_->update();
  else
    update();
}

void FaceView::mousePressEvent(QMouseEvent* event) {
  lastPos_ = event->pos();
  setFocus();
}

void FaceView::mouseMoveEvent(QMouseEvent* event) {
  const QPoint moved = event->pos() - lastPos_;
  lastPos_ = event->pos();
  if (event->buttons() & Qt::LeftButton) {
    look_.yawDegrees = std::clamp(look_.yawDegrees + 0.4f * float(moved.x()), -110.f, 110.f);
    look_.pitchDegrees = std::clamp(look_.pitchDegrees + 0.4f * float(moved.y()), -70.f, 70.f);
  } else if (event->buttons() & Qt::RightButton) {
    look_.light += QVector3D(0.01f * float(moved.x()), -0.01f * float(moved.y()), 0);
  }
  refresh();
}

void FaceView::mouseDoubleClickEvent(QMouseEvent*) {
  resetView();
}

void FaceView::wheelEvent(QWheelEvent* event) {
  look_.zoom = std::clamp(look_.zoom * std::pow(1.15f, float(event->angleDelta().y()) / 120), 0.4f, 6.f);
  refresh();
  event->accept();
}

void FaceView::keyPressEvent(QKeyEvent* event) {
  if (!(event->modifiers() & Qt::AltModifier)) return QWidget::keyPressEvent(event);
  if (event->key() == Qt::Key_Left) look_.yawDegrees -= 5;
  if (event->key() == Qt::Key_Right) look_.yawDegrees += 5;
  if (event->key() == Qt::Key_Up) look_.pitchDegrees -= 5;
  if (event->key() == Qt::Key_Down) look_.pitchDegrees += 5;
  refresh();
}

}  // namespace orator::ui
