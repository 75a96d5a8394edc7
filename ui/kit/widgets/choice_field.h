#pragma once

#include <QComboBox>
#include <QLabel>
#include <QToolButton>
#include <QVariant>

namespace orator::ui {

/// A choice among few: the dot, name and reset of a ParamSlider with a list in place of the slider. What is
/// chosen is told by the data of the list's items.
class ChoiceField : public QWidget {
  Q_OBJECT
 public:
  ChoiceField(const QString& name, const QString& tip, QWidget* parent = nullptr);
  QComboBox& box() { return *box_; }
  /// What reset returns to.
  void setUsual(const QVariant& value);
  /// Shows a value without telling anybody, as it is where the list does not hold it.
  void setValue(const QVariant& value);
  const QVariant& value() const { return value_; }
  /// Whether the dot is lit: another than the usual one is chosen.
  bool isChanged() const;
  /// Returns to the usual as if the user had pressed reset.
  void reset();

 Q_SIGNALS:
  /// The user chose it.
  void chosen(const QVariant& value);

 private:
  void showChanged();

  QVariant usual_, value_;
  QLabel* dot_;
  QToolButton* reset_;
  QComboBox* box_;
};

}  // namespace orator::ui
