#include "ui/kit/diagnostics/memory_use.h"

#include <QFile>
#include <QList>

#ifdef Q_OS_LINUX
#include <unistd.h>
#endif

namespace orator::ui {

qint64 residentBytes() {
#ifdef Q_OS_LINUX
  QFile file("/proc/self/statm");
  if (!file.open(QIODevice::ReadOnly)) return 0;
  const QList<QByteArray> fields = file.readAll().split(' ');
  return fields.size() > 1 ? fields[1].toLongLong() * sysconf(_SC_PAGESIZE) : 0;
#else
  return 0;
#endif
}

}  // namespace orator::ui
