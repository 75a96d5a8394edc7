#include "ui/kit/widgets/choice_field.h"

#include <QSignalBlocker>
#include <QStylePainter>
#include <QWheelEvent>

#include "ui/kit/widgets/layouts.h"

namespace orator::ui {
namespace {

constexpr int kBoxWidth = 152;

/// Leaves the wheel to the scroll area around it until it was clicked, and tells that a name is cut.
class QuietList : public QComboBox {
 protected:
  void paintEvent(QPaintEvent*) override {
    QStylePainter painter(this);
    QStyleOptionComboBox option;
    initStyleOption(&option);
    const int room =
        style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, this).width();
    if (currentIndex() < 0) option.currentText = placeholderText();
    option.currentText = fontMetrics().elidedText(option.currentText, Qt::ElideRight, room);
    painter.drawComplexControl(QStyle::CC_ComboBox, option);
    painter.drawControl(QStyle::CE_ComboBoxLabel, option);
  }
  void wheelEvent(QWheelEvent* event) override {
    if (hasFocus())
      QComboBox::wheelEvent(event);
    else
      event->ignore();
  }
};

}  // namespace

ChoiceField::ChoiceField(const QString& name, const QString& tip, QWidget* parent)
    : QWidget(parent), dot_(changedDot()), reset_(smallButton("reset", tr("Reset"))), box_(new QuietList) {
  auto* row = tight<QHBoxLayout>(this, 4);
  auto* label = new QLabel(name);
  label->setBuddy(box_);
  box_->setAccessibleName(name);
  box_->setFocusPolicy(Qt::StrongFocus);
  // Long names are cut in the box, not the panel by them.
  box_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  box_->setMinimumContentsLength(8);
  box_->setFixedWidth(kBoxWidth);  // so that boxes stand below each other
  row->addWidget(dot_);
  row->addWidget(label, 1);
  row->addWidget(reset_);
  row->addWidget(box_);
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
  if (value == value_ && box_->currentData() == value) return showChanged();
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
