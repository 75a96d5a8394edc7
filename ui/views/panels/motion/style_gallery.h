#pragma once

#include <QListWidget>
#include <QTimer>

#include "ui/model/studio/studio.h"

namespace orator::ui {

/// The 46 pose styles as loops on the user's own face, all of them moving. A style stands as a plain picture
/// until its loop has been drawn.
class StyleGallery : public QListWidget {
  Q_OBJECT
 public:
  static constexpr int kStyleCount = StyleSamples::kCount;
  explicit StyleGallery(Studio& studio, QWidget* parent = nullptr);
  void setChosen(int style);
  /// What a style shows at this moment; null while it has no loop.
  QImage picture(int style) const;

 Q_SIGNALS:
  void styleChosen(int style);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void animate();

  Studio& studio_;
  QTimer timer_;
  int step_ = 0;
};

}  // namespace orator::ui
