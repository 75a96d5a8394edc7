#include "ui/views/preview/gaze_handle.h"

#include <QKeyEvent>
#include <QLineF>
#include <QMouseEvent>
#include <QPainter>

#include "core/pipeline/parameters.h"
#include "ui/kit/themes/theme.h"
#include "ui/kit/widgets/param_slider.h"

namespace orator::ui {
namespace {

constexpr int kHandleSide = 26;
constexpr double kPointRadius = 7;

const ParamSpec& gazeSpec() {
  return pipeline::parameter("gaze").spec;
}

}  // namespace

GazeHandle::GazeHandle(Studio& studio, QWidget* parent) : QWidget(parent), studio_(studio) {
  resize(kHandleSide, kHandleSide);
  setCursor(Qt::OpenHandCursor);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(ParamSlider::tr(gazeSpec().label.data()));
  setToolTip(tr("Drag it to where the eyes look; arrow keys move it, Home is the portrait's own gaze"));
  hide();
  connect(&studio_.document(), &Document::changed, this, &GazeHandle::follow);
  connect(&studio_.player(), &Player::playingChanged, this, &GazeHandle::follow);
}

void GazeHandle::setOffered(bool offered) {
  offered_ = offered;
  follow();
}

void GazeHandle::setPlace(const std::optional<Place>& place) {
  place_ = place;
  follow();
}

std::optional<QLineF> GazeHandle::way() const {
  if (isHidden()) return std::nullopt;
  return QLineF(place_->middle, point());
}

QPointF GazeHandle::point() const {
  const motion::Gaze& gaze = studio_.project().motion.gaze;
  return place_->middle + QPointF(gaze.right, -gaze.up) * place_->reach;
}

void GazeHandle::follow() {
  const bool shown = offered_ && place_ && !studio_.player().isPlaying() &&
                     studio_.project().motion.gaze.kind == motion::Gaze::Kind::fixed;
  if (shown) move((point() - QPointF(kHandleSide, kHandleSide) / 2).toPoint());
  setVisible(shown);
  Q_EMIT moved();
}

void GazeHandle::look(double right, double up) {
  const ParamSpec& spec = gazeSpec();
  studio_.document().change(
      ParamSlider::tr(spec.label.data()),
      [&](project::Project& p) {
        p.motion.gaze = {motion::Gaze::Kind::fixed, spec.clamped(right), spec.clamped(up)};
      },
      "gazeHandle");
}

void GazeHandle::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QPointF middle(kHandleSide / 2.0, kHandleSide / 2.0);
  // Dark and light about the point: one of them is seen on any picture.
  painter.setPen(QPen(faded(Qt::black, 160), 4));
  painter.setBrush(colours().accent);
  painter.drawEllipse(middle, kPointRadius, kPointRadius);
  painter.setPen(QPen(Qt::white, 2));
  painter.drawEllipse(middle, kPointRadius, kPointRadius);
  if (!hasFocus()) return;
  painter.setPen(QPen(colours().accent, 1.5));
  painter.setBrush(Qt::NoBrush);
  painter.drawEllipse(middle, kPointRadius + 4, kPointRadius + 4);
}

void GazeHandle::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return event->ignore();
  held_ = event->position() - QPointF(kHandleSide, kHandleSide) / 2;
  setCursor(Qt::ClosedHandCursor);
}

void GazeHandle::mouseMoveEvent(QMouseEvent* event) {
  if (!held_ || !place_) return;
  const QPointF way = mapToParent(event->position()) - *held_ - place_->middle;
  look(way.x() / place_->reach, -way.y() / place_->reach);
}

void GazeHandle::mouseReleaseEvent(QMouseEvent*) {
  held_.reset();
  setCursor(Qt::OpenHandCursor);
}

void GazeHandle::keyPressEvent(QKeyEvent* event) {
  const motion::Gaze& gaze = studio_.project().motion.gaze;
  const double step = gazeSpec().step;
  switch (event->key()) {
    case Qt::Key_Left:
      return look(gaze.right - step, gaze.up);
    case Qt::Key_Right:
      return look(gaze.right + step, gaze.up);
    case Qt::Key_Up:
      return look(gaze.right, gaze.up + step);
    case Qt::Key_Down:
      return look(gaze.right, gaze.up - step);
    case Qt::Key_Home:
      return look(0, 0);
    default:
      return QWidget::keyPressEvent(event);
  }
}

}  // namespace orator::ui
