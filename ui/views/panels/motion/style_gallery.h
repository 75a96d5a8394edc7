#pragma once

#include <QListWidget>
#include <QSet>
#include <QTimer>
#include <optional>

#include "ui/model/studio/studio.h"

namespace orator::ui {

/// The 46 pose styles as loops on the user's own face; the one that is pointed at moves, and the chosen one.
/// A style stands as a plain picture until its loop has been drawn. The star of a style that is pointed at
/// makes it a favourite, which the next session knows.
class StyleGallery : public QListWidget {
  Q_OBJECT
 public:
  static constexpr int kStyleCount = StyleSamples::kCount;
  explicit StyleGallery(Studio& studio, QWidget* parent = nullptr);
  void setChosen(int style);
  /// What a style shows at this moment; null while it has no loop.
  QImage picture(int style) const;
  bool isFavourite(int style) const { return favourites_.contains(style); }
  /// Shows those of one group, all of them, or the favourites.
  void showOnly(std::optional<StyleGroup> group, bool favourites);
  /// How many of a group there are; none while they are not drawn.
  int countOf(StyleGroup group) const;
  int favourites() const { return int(favourites_.size()); }

 Q_SIGNALS:
  void styleChosen(int style);
  /// Other numbers in the groups.
  void groupsChanged();

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool viewportEvent(QEvent* event) override;

 private:
  void animate();
  void filter();
  void fitHeight();
  void toggleFavourite(int style);
  QRect starOf(const QModelIndex& index) const;

  Studio& studio_;
  QTimer timer_;
  int step_ = 0, pointed_ = -1;
  std::optional<StyleGroup> group_;
  bool onlyFavourites_ = false;
  QSet<int> favourites_;
};

/// The gallery below the choice of what it shows: all styles, the favourites, or those of a group, with how
/// many there are. The choice is remembered for the next session.
QWidget* withGroupChoice(StyleGallery* gallery);

}  // namespace orator::ui
