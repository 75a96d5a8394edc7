#pragma once

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace orator::ui {

/// Small makers for what every panel is composed of. The caller's layout takes ownership.

QLabel* sectionTitle(const QString& text);
QLabel* mutedLabel(const QString& text = {});
QFrame* horizontalLine();
/// A framed, slightly raised box; its vertical layout is returned by `layout()`.
QFrame* card();
/// A square icon button with tooltip and accessible name.
QToolButton* iconButton(const QString& iconName, const QString& tip);

/// The dot before the name of something that can be changed, and whether it is lit.
QLabel* changedDot();
void lightDot(QLabel& dot, bool lit);
/// A button that is no higher than a line of text.
QToolButton* smallButton(const QString& iconName, const QString& tip);

/// A button with words beside its icon. @param primary the one that the eye shall find first
QPushButton* textButton(const QString& iconName, const QString& text, bool primary = false);

/// Words that fold `body` out and in; it begins folded in.
QPushButton* foldButton(const QString& text, QWidget* body);

/// An icon that a selection does not tint.
QIcon plainIcon(const QPixmap& pixmap);

template <class Layout>
Layout* tight(QWidget* parent = nullptr, int spacing = 6, int margin = 0) {
  auto* layout = parent ? new Layout(parent) : new Layout;
  layout->setContentsMargins(margin, margin, margin, margin);
  layout->setSpacing(spacing);
  return layout;
}

}  // namespace orator::ui
