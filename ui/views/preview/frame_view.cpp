#include "ui/views/preview/frame_view.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <array>

#include "core/face/face_mesh.h"
#include "core/render/framing.h"
#include "ui/kit/themes/theme.h"

namespace orator::ui {

FrameView::FrameView(Studio& studio, FaceView& face, QWidget* parent)
    : QWidget(parent), studio_(studio), face_(face), gazeHandle_(new GazeHandle(studio, this)) {
  setMinimumSize(120, 120);
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Preview"));
  connect(&studio_, &Studio::motionChanged, this, [this] { update(); });
  for (const auto changes : {&Studio::imageChanged, &Studio::portraitChanged})
    connect(&studio_, changes, this, [this] {
      placeGazeHandle();
      update();
    });
  connect(this, &FrameView::zoomChanged, this, &FrameView::placeGazeHandle);
  connect(gazeHandle_, &GazeHandle::moved, this, [this] { update(); });
}

void FrameView::setCompare(Compare compare, Against against) {
  compare_ = compare;
  against_ = against;
  placeGazeHandle();
  update();
}

void FrameView::setOverlays(const Overlays& overlays) {
  overlays_ = overlays;
  update();
}

void FrameView::setZoom(double zoom) {
  zoom_ = zoom;
  if (zoom == 0) pan_ = {};
  update();
  Q_EMIT zoomChanged();
}

void FrameView::toggleFaceZoom() {
  const auto& portrait = studio_.portrait();
  if (zoom_ > 0 || !portrait || picture().isNull()) return setZoom(0);
  const double scale = double(picture().width()) / portrait->rgb.cols;
  const cv::Rect2f& face = portrait->landmarks.box;
  const QRectF head(face.x * scale, face.y * scale, face.width * scale, face.height * scale);
  zoom_ = std::clamp(std::min(width() / head.width(), height() / head.height()) / 1.9, 0.05, 16.0);
  pan_ = (QPointF(picture().width() / 2.0, picture().height() / 2.0) - head.center()) * zoom_;
  update();
  Q_EMIT zoomChanged();
}

const QImage& FrameView::picture() const {
  return studio_.shownImage().isNull() ? studio_.portraitImage() : studio_.shownImage();
}

double FrameView::shownZoom() const {
  const QImage& image = picture();
  if (zoom_ > 0 || image.isNull()) return zoom_ > 0 ? zoom_ : 1;
  return std::min((width() - 24.0) / image.width(), (height() - 24.0) / image.height());
}

double FrameView::shownZoomOfPortrait() const {
  const auto& portrait = studio_.portrait();
  if (!portrait || picture().isNull()) return shownZoom();
  return shownZoom() * picture().width() / portrait->rgb.cols;
}

QRectF FrameView::target() const {
  const QSizeF size = QSizeF(picture().size()) * shownZoom();
  return {QPointF((width() - size.width()) / 2, (height() - size.height()) / 2) + pan_, size};
}

QPointF FrameView::inView(QPointF inPortrait) const {
  const face::Portrait& portrait = *studio_.portrait();
  cv::Rect shown({}, portrait.rgb.size());
  if (!studio_.shownImage().isNull()) {
    try {
      shown = render::shownPart(portrait, studio_.project().render.cropMode);
    } catch (const Error&) {
      // A head that cannot be framed is told by the renderer, which shows no such frame.
    }
  }
  const QRectF area = target();
  return {area.left() + (inPortrait.x() - shown.x) / shown.width * area.width(),
          area.top() + (inPortrait.y() - shown.y) / shown.height * area.height()};
}

void FrameView::placeGazeHandle() {
  const auto& portrait = studio_.portrait();
  const bool turns = portrait && portrait->model &&
                     face::gazeColumns(portrait->model->expressionNames).known() && face_.scene() &&
                     compare_ == Compare::none;
  if (!turns) return gazeHandle_->setPlace(std::nullopt);
  const FaceShape shape = face_.scene()->pose(face_.row());
  std::array<QPointF, 2> eyes;
  for (std::size_t eye = 0; eye < eyes.size(); ++eye)
    for (const int corner : {face::kEyes[eye].upper.front(), face::kEyes[eye].upper.back()})
      eyes[eye] += inView(face_.scene()->inPortrait(shape.points[std::size_t(corner)])) / 2;
  // Eyes that lie near to each other on the screen still leave room to drag.
  constexpr double kLeastReach = 30;
  gazeHandle_->setPlace(GazeHandle::Place{(eyes[0] + eyes[1]) / 2,
                                          std::max(kLeastReach, QLineF(eyes[0], eyes[1]).length() / 2)});
}

QImage FrameView::other(QSize size) const {
  if (against_ == Against::portrait) {
    const QImage& portrait = studio_.portraitImage();
    if (scaledPortrait_.size() != size || scaledKey_ != portrait.cacheKey()) {
      scaledPortrait_ = portrait.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
      scaledKey_ = portrait.cacheKey();
    }
    return scaledPortrait_;
  }
  QImage image(size, QImage::Format_ARGB32_Premultiplied);
  image.fill(colours().field);
  QPainter painter(&image);
  painter.drawImage(0, 0, face_.overPortrait(size));
  return image;
}

void FrameView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), colours().window);
  if (picture().isNull()) return paintEmpty(painter);
  const QRectF area = target();
  painter.setRenderHint(QPainter::SmoothPixmapTransform, shownZoom() < 3);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.drawImage(area, picture());
  if (compare_ == Compare::wipe) {
    const double x = area.left() + wipe_ * area.width();
    painter.save();
    painter.setClipRect(QRectF(x, area.top(), area.right() - x, area.height()));
    painter.drawImage(area, other(picture().size()));
    painter.restore();
    painter.setPen(QPen(colours().text, 1.5));
    painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    painter.setBrush(colours().raised);
    painter.drawEllipse(QPointF(x, area.center().y()), 11, 11);
    icon("view-wipe").paint(&painter, QRectF(x - 8, area.center().y() - 8, 16, 16).toRect());
  } else if (compare_ == Compare::difference) {
    QImage difference = picture().convertToFormat(QImage::Format_ARGB32_Premultiplied);
    QPainter mixer(&difference);
    mixer.setCompositionMode(QPainter::CompositionMode_Difference);
    mixer.drawImage(0, 0, other(difference.size()));
    // Doubled three times, because most differences are too dark to see.
    mixer.setCompositionMode(QPainter::CompositionMode_Plus);
    for (int i = 0; i < 3; ++i) mixer.drawImage(0, 0, difference.copy());
    mixer.end();
    painter.drawImage(area, difference);
  }
  paintOverlays(painter, area);
}

void FrameView::paintGaze(QPainter& painter, const QLineF& way) {
  painter.setPen(QPen(faded(Qt::black, 120), 3));
  painter.drawLine(way);
  painter.setPen(QPen(colours().accent, 1.5));
  painter.drawLine(way);
  painter.setBrush(Qt::NoBrush);
  painter.drawEllipse(way.p1(), 3, 3);
}

void FrameView::paintOverlays(QPainter& painter, const QRectF& area) const {
  const auto& portrait = studio_.portrait();
  if (!portrait) return;
  const auto map = [&](double x, double y) { return inView({x, y}); };
  const QRectF whole(map(0, 0), map(portrait->rgb.cols, portrait->rgb.rows));
  if (const auto way = gazeHandle_->way()) paintGaze(painter, *way);
  if (overlays_.matte && !portrait->matte.empty()) {
    const QImage mask = QImage(portrait->matte.data, portrait->matte.cols, portrait->matte.rows,
                               qsizetype(portrait->matte.step[0]), QImage::Format_Alpha8);
    QImage tint(mask.size(), QImage::Format_ARGB32_Premultiplied);
    QColor colour = colours().good;
    colour.setAlpha(110);
    tint.fill(colour);
    QPainter mixer(&tint);
    mixer.setCompositionMode(QPainter::CompositionMode_DestinationIn);
    mixer.drawImage(0, 0, mask);
    mixer.end();
    painter.save();
    painter.setClipRect(area);
    painter.drawImage(whole, tint);
    painter.restore();
  }
  // Among several faces it has to be seen which one speaks; a film that plays shows it itself.
  const bool marksChosen = portrait->faces.size() > 1 && !studio_.player().isPlaying();
  if (overlays_.box || marksChosen)
    for (std::size_t i = 0; i < portrait->faces.size(); ++i) {
      if (!overlays_.box && int(i) != portrait->chosenFace) continue;
      const cv::Rect2f& box = portrait->faces[i].box;
      painter.setPen(QPen(int(i) == portrait->chosenFace ? colours().accent : colours().muted, 2));
      painter.setBrush(Qt::NoBrush);
      painter.drawRoundedRect(QRectF(map(box.x, box.y), map(box.x + box.width, box.y + box.height)), 4, 4);
    }
  if (!face_.scene() || (!overlays_.landmarks && !overlays_.mesh)) return;
  const FaceScene& scene = *face_.scene();
  const FaceShape shape = scene.pose(face_.row());
  std::vector<QPointF> points;
  for (const QVector3D& p : shape.points) {
    const QPointF at = scene.inPortrait(p);
    points.push_back(map(at.x(), at.y()));
  }
  if (overlays_.mesh) {
    QColor colour = colours().accent;
    colour.setAlpha(120);
    painter.setPen(QPen(colour, 0.8));
    for (const auto& [a, b] : scene.edges()) painter.drawLine(points[std::size_t(a)], points[std::size_t(b)]);
  }
  if (overlays_.landmarks) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor("#59f0c0"));
    // Small faces get small dots, or nothing else would be seen of them.
    const double faceWidth = portrait->landmarks.box.width / portrait->rgb.cols * whole.width();
    const double radius = std::clamp(faceWidth / 160, 0.4, 1.8);
    for (const QPointF& p : points) painter.drawEllipse(p, radius, radius);
  }
}

void FrameView::paintEmpty(QPainter& painter) const {
  const QRect box = QRect(0, 0, 340, 190).translated(rect().center() - QPoint(170, 95));
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(colours().border, 1.5, Qt::DashLine));
  painter.drawRoundedRect(box, 12, 12);
  icon("portrait", colours().muted).paint(&painter, QRect(box.center() - QPoint(52, 66), QSize(44, 44)));
  icon("voice", colours().muted).paint(&painter, QRect(box.center() - QPoint(-8, 66), QSize(44, 44)));
  painter.setPen(colours().text);
  painter.drawText(box.adjusted(16, 88, -16, 0), Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap,
                   studio_.isBusy() ? studio_.busyStage() + " …" : tr("Drop a portrait and a voice here"));
  painter.setPen(colours().muted);
  painter.drawText(box.adjusted(16, 116, -16, 0), Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap,
                   tr("PNG, JPEG, WebP · WAV, MP3, M4A or any video"));
}

void FrameView::mousePressEvent(QMouseEvent* event) {
  lastPos_ = event->pos();
  const QRectF area = target();
  wiping_ = compare_ == Compare::wipe && event->button() == Qt::LeftButton &&
            std::abs(event->pos().x() - (area.left() + wipe_ * area.width())) < 16;
  panning_ = !wiping_;
}

void FrameView::mouseMoveEvent(QMouseEvent* event) {
  const QRectF area = target();
  if (wiping_) {
    wipe_ = std::clamp((event->pos().x() - area.left()) / area.width(), 0.0, 1.0);
    update();
  } else if (panning_ && event->buttons()) {
    pan_ += event->pos() - lastPos_;
    placeGazeHandle();
    update();
  }
  lastPos_ = event->pos();
}

void FrameView::mouseReleaseEvent(QMouseEvent*) {
  wiping_ = panning_ = false;
}

void FrameView::mouseDoubleClickEvent(QMouseEvent*) {
  setZoom(0);
}

void FrameView::wheelEvent(QWheelEvent* event) {
  if (picture().isNull()) return;
  const double before = shownZoom();
  const double after = std::clamp(before * std::pow(1.15, event->angleDelta().y() / 120.0), 0.05, 16.0);
  // The pixel under the mouse stays where it is.
  const QPointF centre(width() / 2.0, height() / 2.0);
  const QPointF fromCentre = event->position() - centre - pan_;
  pan_ -= fromCentre * (after / before - 1);
  zoom_ = after;
  update();
  Q_EMIT zoomChanged();
  event->accept();
}

void FrameView::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  Q_EMIT zoomChanged();
}

}  // namespace orator::ui
