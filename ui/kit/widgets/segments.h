#pragma once

#include <QButtonGroup>
#include <QFrame>

namespace orator::ui {

/// A row of exclusive choices drawn as one control.
class Segments : public QFrame {
  Q_OBJECT
 public:
  explicit Segments(QWidget* parent = nullptr);
  /// Adds a choice; either icon or text may be empty.
  void add(const QString& iconName, const QString& text, const QString& tip);
  int current() const;
  void setCurrent(int index);

 Q_SIGNALS:
  /// The user chose another one.
  void chosen(int index);

 private:
  QButtonGroup* group_;
};

}  // namespace orator::ui
