#pragma once

#include <QWidget>

#include "ui/model/studio/studio.h"

namespace orator::ui {

/// The whole file as a waveform with two handles for the part that is used. Click to move the playhead.
class WaveformView : public QWidget {
  Q_OBJECT
 public:
  explicit WaveformView(Studio& studio, QWidget* parent = nullptr);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;

 private:
  double secondsAt(int x) const;
  double pixelAt(double seconds) const;
  double beginSeconds() const;
  double endSeconds() const;

  Studio& studio_;
  enum class Drag { none, begin, end, seek } drag_ = Drag::none;
  double dragSeconds_ = 0;
};

}  // namespace orator::ui
