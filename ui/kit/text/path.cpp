#include "ui/kit/text/path.h"

namespace orator::ui {

std::filesystem::path toPath(const QString& text) {
  return std::filesystem::path(text.toStdU16String());
}

QString toQString(const std::filesystem::path& path) {
  return QString::fromStdU16String(path.u16string());
}

}  // namespace orator::ui
