#pragma once

#include <QDoubleSpinBox>
#include <QLabel>
#include <QSlider>
#include <QToolButton>

#include "core/base/param_spec.h"

namespace orator::ui {

/// One parameter of the pipeline: a dot that shows whether it was changed, its name, slider, value box and
/// reset. Everything it shows comes from the ParamSpec.
class ParamSlider : public QWidget {
  Q_OBJECT
 public:
  explicit ParamSlider(const ParamSpec& spec, QWidget* parent = nullptr);
  const ParamSpec& spec() const { return spec_; }
  double value() const { return box_->value(); }
  /// Whether the dot is lit: the value is not the default.
  bool isChanged() const;
  /// Shows a value without telling anybody.
  void setValue(double value);
  /// Returns to the default as if the user had pressed reset.
  void reset();

 Q_SIGNALS:
  /// The user moved it; `dragging` while the mouse holds the slider.
  void edited(double value, bool dragging);

 private:
  void showChanged();
  int steps() const;

  ParamSpec spec_;
  QLabel* dot_;
  QSlider* slider_;
  QDoubleSpinBox* box_;
  QToolButton* reset_;
};

}  // namespace orator::ui
