#pragma once

#include <QWidget>
#include <optional>

#include "ui/model/studio/studio.h"

namespace orator::ui {

/// A point over the preview that is dragged to where the eyes look. It lies off the middle between the eyes
/// as the gaze lies off the portrait's own; with the focus, arrows move it and Home puts it back. Seen while
/// it is offered, the gaze is set by hand and nothing plays.
class GazeHandle : public QWidget {
  Q_OBJECT
 public:
  /// Where the gaze is that of the portrait, and what a gaze of 1 comes to, pixels of the parent.
  struct Place {
    QPointF middle;
    double reach = 0;
  };

  GazeHandle(Studio& studio, QWidget* parent);
  /// Whether the panel of the gaze is open.
  void setOffered(bool offered);
  /// @param place none where no eyes are seen that turn
  void setPlace(const std::optional<Place>& place);
  /// The way from the middle to the point, for whoever draws the parent; nothing while it is not seen.
  std::optional<QLineF> way() const;

 Q_SIGNALS:
  /// The way has changed.
  void moved();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void follow();
  void look(double right, double up);
  QPointF point() const;

  Studio& studio_;
  bool offered_ = false;
  std::optional<Place> place_;
  std::optional<QPointF> held_;  ///< of the point, where the mouse holds it
};

}  // namespace orator::ui
