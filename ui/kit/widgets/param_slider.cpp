#include "ui/kit/widgets/param_slider.h"

#include <QSignalBlocker>
#include <QWheelEvent>
#include <cmath>

#include "ui/kit/themes/theme.h"
#include "ui/kit/widgets/layouts.h"

namespace orator::ui {
namespace {

QString costText(PipelinePart part) {
  switch (part) {
    case PipelinePart::portrait:
      return ParamSlider::tr("Looks at the portrait again and makes everything anew.");
    case PipelinePart::voice:
    case PipelinePart::motion:
      return ParamSlider::tr("Makes the motion again, which takes a moment.");
    case PipelinePart::track:
      return ParamSlider::tr("Costs nothing: seen at once.");
    case PipelinePart::renderer:
      return ParamSlider::tr("Prepares the renderer again and draws every frame anew.");
    case PipelinePart::film:
      return ParamSlider::tr("Counts only when the film is rendered.");
  }
  return {};
}

/// A slider that leaves the wheel to the scroll area around it and returns to the default on a double click.
class QuietSlider : public QSlider {
 public:
  using QSlider::QSlider;

 protected:
  void wheelEvent(QWheelEvent* event) override { event->ignore(); }
};

class QuietBox : public QDoubleSpinBox {
 public:
  using QDoubleSpinBox::QDoubleSpinBox;

 protected:
  void wheelEvent(QWheelEvent* event) override {
    if (hasFocus())
      QDoubleSpinBox::wheelEvent(event);
    else
      event->ignore();
  }
};

/// A choice among so many is a number to type, not an amount to slide.
bool hasSlider(const ParamSpec& spec) {
  return (spec.maximum - spec.minimum) / spec.step < 1e4;
}

int decimals(double step) {
  return step >= 1 ? 0 : std::min(4, int(std::ceil(-std::log10(step) - 1e-9)));
}

}  // namespace

ParamSlider::ParamSlider(const ParamSpec& spec, QWidget* parent)
    : QWidget(parent),
      spec_(spec),
      dot_(changedDot()),
      slider_(new QuietSlider(Qt::Horizontal)),
      box_(new QuietBox),
      reset_(smallButton("reset", tr("Reset to %1").arg(spec.defaultValue))) {
  auto* rows = tight<QVBoxLayout>(this, 1);
  auto* top = tight<QHBoxLayout>(nullptr, 5);
  auto* name = new QLabel(tr(spec_.label.data()));
  name->setBuddy(box_);
  box_->setRange(spec.minimum, spec.maximum);
  box_->setSingleStep(spec.step);
  box_->setDecimals(decimals(spec.step));
  box_->setFixedWidth(hasSlider(spec) ? 62 : spec.maximum < 1e5 ? 74 : 104);
  box_->setAlignment(Qt::AlignRight);
  box_->setKeyboardTracking(false);
  top->addWidget(dot_);
  top->addWidget(name, 1);
  top->addWidget(reset_);
  top->addWidget(box_);
  rows->addLayout(top);
  rows->addWidget(slider_);

  slider_->setVisible(hasSlider(spec));
  slider_->setRange(0, steps());
  slider_->setPageStep(std::max(1, steps() / 10));
  const QString unit = spec.unit.empty() ? QString() : " " + tr(spec.unit.data());
  if (!hasSlider(spec)) box_->setSuffix(unit);
  setToolTip("<b>" + name->text() + "</b><br>" + tr(spec.description.data()) + "<br>" +
             tr("Range %1 to %2%3, default %4.")
                 .arg(spec.minimum)
                 .arg(spec.maximum)
                 .arg(unit)
                 .arg(spec.defaultValue) +
             "<br>" + costText(spec.invalidates));
  slider_->setAccessibleName(name->text());
  box_->setAccessibleName(name->text());
  setValue(spec.defaultValue);

  connect(slider_, &QSlider::valueChanged, this, [this](int position) {
    const double value = spec_.clamped(spec_.minimum + position * spec_.step);
    {
      const QSignalBlocker block(box_);
      box_->setValue(value);
    }
    showChanged();
    Q_EMIT edited(value, slider_->isSliderDown());
  });
  connect(slider_, &QSlider::sliderReleased, this, [this] { Q_EMIT edited(box_->value(), false); });
  connect(box_, &QDoubleSpinBox::valueChanged, this, [this](double value) {
    setValue(value);
    Q_EMIT edited(value, false);
  });
  connect(reset_, &QToolButton::clicked, this, &ParamSlider::reset);
}

int ParamSlider::steps() const {
  if (!hasSlider(spec_)) return 0;
  return int(std::lround((spec_.maximum - spec_.minimum) / spec_.step));
}

void ParamSlider::setValue(double value) {
  const QSignalBlocker blockSlider(slider_), blockBox(box_);
  if (hasSlider(spec_) && !slider_->isSliderDown())
    slider_->setValue(int(std::lround((value - spec_.minimum) / spec_.step)));
  box_->setValue(value);
  showChanged();
}

void ParamSlider::reset() {
  setValue(spec_.defaultValue);
  Q_EMIT edited(spec_.defaultValue, false);
}

bool ParamSlider::isChanged() const {
  return std::abs(box_->value() - spec_.defaultValue) > spec_.step / 2;
}

void ParamSlider::showChanged() {
  lightDot(*dot_, isChanged());
  reset_->setEnabled(isChanged());
}

}  // namespace orator::ui
