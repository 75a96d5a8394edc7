#include "ui/kit/widgets/segments.h"

#include "ui/kit/themes/theme.h"
#include "ui/kit/widgets/layouts.h"

namespace orator::ui {

Segments::Segments(QWidget* parent) : QFrame(parent), group_(new QButtonGroup(this)) {
  setObjectName("segments");
  tight<QHBoxLayout>(this, 0, 1);
  setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
  connect(group_, &QButtonGroup::idClicked, this, &Segments::chosen);
}

void Segments::add(const QString& iconName, const QString& text, const QString& tip) {
  auto* button = iconButton(iconName, tip);
  if (iconName.isEmpty()) button->setIcon({});
  button->setText(text);
  button->setToolButtonStyle(iconName.isEmpty()
                                 ? Qt::ToolButtonTextOnly
                                 : (text.isEmpty() ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon));
  button->setIconSize({16, 16});
  button->setCheckable(true);
  const int id = int(group_->buttons().size());
  group_->addButton(button, id);
  layout()->addWidget(button);
  if (id == 0) button->setChecked(true);
}

int Segments::current() const {
  return group_->checkedId();
}

void Segments::setCurrent(int index) {
  if (auto* button = group_->button(index)) button->setChecked(true);
}

}  // namespace orator::ui
