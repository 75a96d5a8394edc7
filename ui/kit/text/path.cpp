#include "ui/kit/text/path.h"

#include <QFile>

namespace orator::ui {

std::filesystem::path toPath(const QString& text) {
  return QFile::encodeName(text).toStdString();
}

// Names of files may hold any bytes: what is not UTF-8 is shown as replacement characters.
QString toQString(const std::filesystem::path& path) {
  return QFile::decodeName(path.c_str());
}

}  // namespace orator::ui
