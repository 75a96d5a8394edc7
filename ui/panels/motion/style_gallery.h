#pragma once

#include <QListWidget>
#include <QTimer>
#include <map>

#include "ui/face3d/face_scene.h"
#include "ui/studio/studio.h"

namespace orator::ui {

/// The 46 pose styles as small faces of the user's own portrait. The style under the mouse, and the chosen
/// one, move.
class StyleGallery : public QListWidget {
  Q_OBJECT
 public:
  static constexpr int kStyleCount = 46;
  explicit StyleGallery(Studio& studio, QWidget* parent = nullptr);
  void setChosen(int style);

 Q_SIGNALS:
  void styleChosen(int style);

 protected:
  void leaveEvent(QEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  void renew();
  void animate();
  void drawNobody();
  void drawStyle(int style, std::int64_t frame);

  Studio& studio_;
  std::shared_ptr<const FaceScene> scene_;
  std::shared_ptr<const StyleSamples> samples_;
  QTimer timer_;
  std::int64_t frame_ = 0;
  int hovered_ = -1;
  int drawn_ = 0;  ///< styles whose picture is up to date
};

}  // namespace orator::ui
