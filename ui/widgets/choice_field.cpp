#include "ui/widgets/choice_field.h"

#include <QSignalBlocker>
#include <QWheelEvent>

#include "ui/widgets/layouts.h"

namespace orator::ui {
namespace {

/// Leaves the wheel to the scroll area around it until it was clicked.
class QuietList : public QComboBox {
 protected:
  void wheelEvent(QWheelEvent* event) override {
    if (hasFocus())
      QComboBox::wheelEvent(event);
    else
      event->ignore();
  }
};

}  // namespace

ChoiceField::ChoiceField(const QString& name, const QString& tip, QWidget* parent)
    : QWidget(parent), dot_(changedDot()), reset_(resetButton()), box_(new QuietList) {
  auto* row = tight<QHBoxLayout>(this, 5);
  auto* label = new QLabel(name);
  label->setBuddy(box_);
  box_->setAccessibleName(name);
  box_->setFocusPolicy(Qt::StrongFocus);
  // Long names are cut in the box, not the panel by them.
  box_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  box_->setMinimumContentsLength(8);
  row->addWidget(dot_);
  row->addWidget(label, 2);
  row->addWidget(reset_);
  row->addWidget(box_, 3);
  setToolTip("<b>" + name + "</b><br>" + tip);
  connect(box_, &QComboBox::activated, this, [this] {
    setValue(box_->currentData());
    Q_EMIT chosen(value_);
  });
  connect(reset_, &QToolButton::clicked, this, &ChoiceField::reset);
}

void ChoiceField::setUsual(const QVariant& value) {
  usual_ = value;
  const int row = box_->findData(usual_);
  reset_->setToolTip(row < 0 ? tr("Reset") : tr("Reset to %1").arg(box_->itemText(row)));
  reset_->setAccessibleName(reset_->toolTip());
  showChanged();
}

void ChoiceField::setValue(const QVariant& value) {
  const QSignalBlocker block(box_);
  value_ = value;
  box_->setPlaceholderText(value.toString());
  box_->setCurrentIndex(box_->findData(value));
  showChanged();
}

bool ChoiceField::isChanged() const {
  return usual_.isValid() && value_.isValid() && value_ != usual_;
}

void ChoiceField::reset() {
  setValue(usual_);
  Q_EMIT chosen(usual_);
}

void ChoiceField::showChanged() {
  lightDot(*dot_, isChanged());
  reset_->setEnabled(isChanged());
}

}  // namespace orator::ui
