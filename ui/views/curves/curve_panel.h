#pragma once

#include <QToolButton>
#include <QTreeWidget>
#include <QWidget>

#include "ui/views/curves/timeline_plot.h"

namespace orator::ui {

class Segments;

/// The time line dock: tools above, the tree of curves on the left, the lanes on the right.
class CurvePanel : public QWidget {
  Q_OBJECT
 public:
  explicit CurvePanel(Studio& studio, QWidget* parent = nullptr);
  TimelinePlot& plot() { return *plot_; }

 protected:
  void changeEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void takeThemeColours();
  QWidget* makeTools();
  /// How a given track is taken, where there is one.
  void addRelative(QHBoxLayout& row);
  void showWords(bool on);
  void fillTree();
  void applyTree();
  void applyHere();
  void rerollHere();
  void driveByVideo();
  void importTrack();
  void exportTrack();

  Studio& studio_;
  TimelinePlot* plot_;
  QTreeWidget* tree_;
  std::vector<QToolButton*> labelled_;  ///< tools whose words go where there is no room
  int widthWithWords_ = 0;
  bool filling_ = false;
};

}  // namespace orator::ui
