#pragma once

#include <QApplication>
#include <QColor>
#include <QIcon>
#include <QString>
#include <array>

namespace orator::ui {

/// Makes icons, themes and translations of this library readable. Any number of times.
void initResources();

enum class ThemeName { dark, light };

/// Colours of a theme, by what they are for.
struct ThemeColours {
  QColor window;  ///< behind everything
  QColor panel;   ///< docks
  QColor raised;  ///< cards, buttons
  QColor field;   ///< inputs, plots
  QColor border, text, muted, accent, accentText, good, warning, bad, blink, grid;
  std::array<QColor, 6> pose;        ///< pitch yaw roll x y z
  std::array<QColor, 8> expression;  ///< cycled through by expression curves
};

ThemeName currentTheme();
const ThemeColours& colours();
/// @param alpha 0 unseen .. 255
inline QColor faded(QColor colour, int alpha) {
  colour.setAlpha(alpha);
  return colour;
}
/// Sets palette, style sheet and font of the whole program. GUI thread.
void applyTheme(ThemeName name);

/// A monochrome icon of resources/icons, drawn in the theme's colours at any size. It follows theme changes.
QIcon icon(const QString& name);
/// The same in another colour of the theme: icon("render", &ThemeColours::accentText).
QIcon icon(const QString& name, QColor ThemeColours::*role);
/// The same in one fixed colour.
QIcon icon(const QString& name, const QColor& colour);

}  // namespace orator::ui
