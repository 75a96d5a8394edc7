#include "ui/views/curves/curve_catalog.h"

#include <numbers>

#include "ui/kit/themes/theme.h"
#include "ui/kit/translation/language.h"
#include "ui/kit/translation/tr.h"

namespace orator::ui {
namespace {

struct Prefix {
  const char* start;
  const char* group;
};

constexpr const char* kGroups[] = {QT_TRANSLATE_NOOP("orator::ui", "Jaw"),
                                   QT_TRANSLATE_NOOP("orator::ui", "Lips"),
                                   QT_TRANSLATE_NOOP("orator::ui", "Cheeks and nose"),
                                   QT_TRANSLATE_NOOP("orator::ui", "Eyes"),
                                   QT_TRANSLATE_NOOP("orator::ui", "Brows"),
                                   QT_TRANSLATE_NOOP("orator::ui", "Other")};
constexpr Prefix kPrefixes[] = {{"jaw", kGroups[0]},       {"mouth", kGroups[1]},     {"lip", kGroups[1]},
                                {"upper_lip", kGroups[1]}, {"lower_lip", kGroups[1]}, {"cheek", kGroups[2]},
                                {"chin", kGroups[2]},      {"nos", kGroups[2]},       {"blink", kGroups[3]},
                                {"squint", kGroups[3]},    {"eye", kGroups[3]},       {"gaze", kGroups[3]},
                                {"brow", kGroups[4]}};

const char* groupOf(const QString& name) {
  for (const Prefix& prefix : kPrefixes)
    if (name.startsWith(QLatin1String(prefix.start))) return prefix.group;
  return kGroups[5];
}

QString readable(QString name) {
  name.replace('_', ' ');
  if (!name.isEmpty()) name[0] = name[0].toUpper();
  return coreText(name.toStdString());
}

}  // namespace

std::vector<CurveInfo> curveCatalog(const std::vector<std::string>& expressionNames) {
  constexpr double kDegrees = 180 / std::numbers::pi;
  constexpr double kCentimetres = 10;
  const QString pose = tr("Head");
  std::vector<CurveInfo> curves = {
      {64, tr("Pitch"), pose, "°", kDegrees},  {65, tr("Yaw"), pose, "°", kDegrees},
      {66, tr("Roll"), pose, "°", kDegrees},   {67, tr("X"), pose, "cm", kCentimetres},
      {68, tr("Y"), pose, "cm", kCentimetres}, {69, tr("Z"), pose, "cm", kCentimetres},
  };
  for (const char* group : kGroups)
    for (int column = 0; column < motion::kAngleColumn; ++column) {
      const QString raw = std::size_t(column) < expressionNames.size()
                              ? QString::fromStdString(expressionNames[std::size_t(column)])
                              : QString("expression_%1").arg(column);
      if (groupOf(raw) == group) curves.push_back({column, readable(raw), tr(group), "", 1});
    }
  return curves;
}

FacePartColumns facePartColumns(const std::vector<std::string>& expressionNames) {
  FacePartColumns columns;
  for (std::size_t column = 0; column < expressionNames.size(); ++column) {
    const char* group = groupOf(QString::fromStdString(expressionNames[column]));
    for (std::size_t part = 0; part < columns.size(); ++part)
      if (group == kGroups[part]) columns[part].push_back(int(column));
  }
  return columns;
}

QColor curveColour(int column) {
  const ThemeColours& c = colours();
  if (column >= motion::kAngleColumn) return c.pose[std::size_t(column - motion::kAngleColumn)];
  return c.expression[std::size_t(column) % c.expression.size()];
}

}  // namespace orator::ui
