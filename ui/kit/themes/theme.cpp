#include "ui/kit/themes/theme.h"

#include <QFile>
#include <QFont>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QStyleFactory>
#include <QSvgRenderer>
#include <QToolTip>

static void initStudioResources() {
  Q_INIT_RESOURCE(studio);
}

namespace orator::ui {
namespace {

const ThemeColours kDark = {
    .window = "#14161a",
    .panel = "#1b1e24",
    .raised = "#252932",
    .field = "#101215",
    .border = "#333945",
    .text = "#e7e9ee",
    .muted = "#98a1b2",
    .accent = "#5f9dff",
    .accentText = "#0b1220",
    .good = "#4cc38a",
    .warning = "#e8b14a",
    .bad = "#f0716b",
    .blink = "#c58af9",
    .grid = "#262b34",
    .pose = {"#f2a65a", "#4fb3f6", "#7bd88f", "#f27b9b", "#c3b3ff", "#e6d566"},
    .expression = {"#7fd1c7", "#f0a0c0", "#9db8ff", "#e8c07a", "#b6e07a", "#ff9b7a", "#d3a6ff", "#7ec8ff"},
};

const ThemeColours kLight = {
    .window = "#eceef2",
    .panel = "#f8f9fb",
    .raised = "#ffffff",
    .field = "#ffffff",
    .border = "#cfd5de",
    .text = "#1b2230",
    .muted = "#5a6578",
    .accent = "#2563d9",
    .accentText = "#ffffff",
    .good = "#16784a",
    .warning = "#955f00",
    .bad = "#c0342d",
    .blink = "#8b3fd1",
    .grid = "#e6e9ef",
    .pose = {"#c96a12", "#1273c4", "#2a8a46", "#c22f5d", "#6a4fd0", "#8f7a00"},
    .expression = {"#127a70", "#b03a74", "#3d5fcf", "#9a6500", "#4f7d10", "#bf4a1c", "#7d3cc0", "#0f74b5"},
};

ThemeName theName = ThemeName::dark;

QByteArray svgSource(const QString& name) {
  QFile file(":/icons/" + name + ".svg");
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Draws an SVG in the colour that the theme gives to the icon's state.
class ThemeIconEngine : public QIconEngine {
 public:
  ThemeIconEngine(QString name, QColor fixed, QColor ThemeColours::*role = nullptr)
      : name_(std::move(name)), fixed_(fixed), role_(role) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
    const qreal ratio = painter->device() ? painter->device()->devicePixelRatioF() : 1;
    painter->drawPixmap(rect, rendered(rect.size() * ratio, mode, state));
  }
  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
    return rendered(size, mode, state);
  }
  QIconEngine* clone() const override { return new ThemeIconEngine(name_, fixed_, role_); }

 private:
  QColor colour(QIcon::Mode mode, QIcon::State state) const {
    QColor c = state == QIcon::On ? colours().accent : colours().text;
    if (role_) c = colours().*role_;
    if (fixed_.isValid()) c = fixed_;
    if (mode == QIcon::Disabled) c.setAlphaF(0.35f);
    return c;
  }
  QPixmap rendered(const QSize& size, QIcon::Mode mode, QIcon::State state) const {
    if (size.isEmpty()) return {};
    const QColor c = colour(mode, state);
    const QString key = QStringLiteral("icon/%1/%2/%3x%4")
                            .arg(name_, c.name(QColor::HexArgb))
                            .arg(size.width())
                            .arg(size.height());
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap)) return pixmap;
    pixmap = QPixmap(size);
    pixmap.fill(Qt::transparent);
    QSvgRenderer renderer(svgSource(name_).replace("currentColor", c.name(QColor::HexRgb).toLatin1()));
    QPainter painter(&pixmap);
    painter.setOpacity(c.alphaF());
    renderer.render(&painter);
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
  }

  QString name_;
  QColor fixed_;
  QColor ThemeColours::*role_;
};

QString mixed(const QColor& a, const QColor& b, qreal share) {
  return QColor::fromRgbF(float(a.redF() + (b.redF() - a.redF()) * share),
                          float(a.greenF() + (b.greenF() - a.greenF()) * share),
                          float(a.blueF() + (b.blueF() - a.blueF()) * share))
      .name();
}

QString styleSheet(const ThemeColours& c) {
  QFile file(":/themes/studio.qss");
  if (!file.open(QIODevice::ReadOnly)) return {};
  QString text = QString::fromUtf8(file.readAll());
  const std::pair<const char*, QString> tokens[] = {
      {"@accent-text", c.accentText.name()},
      {"@accent-soft", mixed(c.raised, c.accent, 0.22)},
      {"@accent-hover", mixed(c.accent, c.text, 0.18)},
      {"@accent", c.accent.name()},
      {"@window", c.window.name()},
      {"@panel", c.panel.name()},
      {"@raised-hover", mixed(c.raised, c.text, 0.08)},
      {"@raised", c.raised.name()},
      {"@field", c.field.name()},
      {"@border", c.border.name()},
      {"@muted", c.muted.name()},
      {"@text", c.text.name()},
      {"@good", c.good.name()},
      {"@warning", c.warning.name()},
      {"@bad", c.bad.name()},
      {"@name", theName == ThemeName::dark ? "dark" : "light"},
  };
  for (const auto& [token, value] : tokens) text.replace(QLatin1String(token), value);
  return text;
}

QPalette palette(const ThemeColours& c) {
  QPalette p;
  p.setColor(QPalette::Window, c.panel);
  p.setColor(QPalette::Base, c.field);
  p.setColor(QPalette::AlternateBase, c.panel);
  p.setColor(QPalette::Button, c.raised);
  for (auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText})
    p.setColor(role, c.text);
  p.setColor(QPalette::ToolTipBase, c.raised);
  p.setColor(QPalette::PlaceholderText, c.muted);
  p.setColor(QPalette::Highlight, c.accent);
  p.setColor(QPalette::HighlightedText, c.accentText);
  p.setColor(QPalette::Link, c.accent);
  p.setColor(QPalette::Mid, c.border);
  p.setColor(QPalette::Dark, c.border);
  p.setColor(QPalette::Shadow, c.window);
  for (auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
    p.setColor(QPalette::Disabled, role, mixed(c.panel, c.muted, 0.6));
  return p;
}

}  // namespace

void initResources() {
  initStudioResources();
}

ThemeName currentTheme() {
  return theName;
}
const ThemeColours& colours() {
  return theName == ThemeName::dark ? kDark : kLight;
}

void applyTheme(ThemeName name) {
  initResources();
  theName = name;
  qApp->setStyle(QStyleFactory::create("Fusion"));
  qApp->setPalette(palette(colours()));
  QToolTip::setPalette(palette(colours()));
  qApp->setStyleSheet(styleSheet(colours()));
}

QIcon icon(const QString& name) {
  return QIcon(new ThemeIconEngine(name, {}));
}
QIcon icon(const QString& name, QColor ThemeColours::*role) {
  return QIcon(new ThemeIconEngine(name, {}, role));
}
QIcon icon(const QString& name, const QColor& colour) {
  return QIcon(new ThemeIconEngine(name, colour));
}

}  // namespace orator::ui
