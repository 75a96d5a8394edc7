#include "ui/kit/widgets/layouts.h"

#include <QCoreApplication>

#include "ui/kit/themes/theme.h"

namespace orator::ui {

QLabel* sectionTitle(const QString& text) {
  auto* label = new QLabel(text.toUpper());
  label->setObjectName("sectionTitle");
  return label;
}

QLabel* mutedLabel(const QString& text) {
  auto* label = new QLabel(text);
  label->setObjectName("muted");
  label->setWordWrap(true);
  return label;
}

QFrame* horizontalLine() {
  auto* line = new QFrame;
  line->setObjectName("line");
  line->setFixedHeight(1);
  return line;
}

QFrame* card() {
  auto* frame = new QFrame;
  frame->setObjectName("card");
  tight<QVBoxLayout>(frame, 8, 10);
  return frame;
}

QToolButton* iconButton(const QString& iconName, const QString& tip) {
  auto* button = new QToolButton;
  button->setIcon(icon(iconName));
  button->setIconSize({18, 18});
  button->setToolTip(tip);
  button->setAccessibleName(tip);
  return button;
}

QLabel* changedDot() {
  auto* dot = new QLabel("●");
  dot->setFixedWidth(10);
  dot->setAccessibleName(QCoreApplication::translate("ParamSlider", "Changed"));
  return dot;
}

void lightDot(QLabel& dot, bool lit) {
  const QColor colour = lit ? colours().accent : QColor(Qt::transparent);
  QPalette palette = dot.palette();
  if (palette.color(QPalette::WindowText) == colour) return;  // a new palette styles the label again
  palette.setColor(QPalette::WindowText, colour);
  dot.setPalette(palette);
}

QToolButton* smallButton(const QString& iconName, const QString& tip) {
  QToolButton* button = iconButton(iconName, tip);
  button->setObjectName("small");
  button->setIconSize({13, 13});
  button->setFixedSize(22, 22);
  return button;
}

QPushButton* textButton(const QString& iconName, const QString& text, bool primary) {
  // The blank is the gap that the style leaves out between icon and words.
  auto* button =
      new QPushButton(primary ? icon(iconName, &ThemeColours::accentText) : icon(iconName), ' ' + text);
  button->setAccessibleName(text);
  if (primary) button->setObjectName("primary");
  return button;
}

QPushButton* foldButton(const QString& text, QWidget* body) {
  auto* button = new QPushButton(icon("right"), text);
  button->setObjectName("fold");
  button->setIconSize({11, 11});
  button->setCheckable(true);
  body->hide();
  QObject::connect(button, &QPushButton::toggled, body, [button, body](bool open) {
    body->setVisible(open);
    button->setIcon(icon(open ? "down" : "right"));
  });
  return button;
}

QIcon plainIcon(const QPixmap& pixmap) {
  QIcon icon;
  for (auto mode : {QIcon::Normal, QIcon::Selected, QIcon::Active}) icon.addPixmap(pixmap, mode);
  return icon;
}

}  // namespace orator::ui
