#include "ui/model/bridge/show_in_folder.h"

#include <QDesktopServices>
#include <QFileInfo>
#include <QUrl>

#include "ui/kit/translation/tr.h"

namespace orator::ui {

std::optional<Problem> showInFolder(const QString& file) {
  const QFileInfo info(file);
  if (!info.exists())
    return Problem{Problem::Level::warning,
                   tr("Showing %1").arg(info.fileName()),
                   tr("It is no longer in %1.").arg(info.path()),
                   tr("It was moved, renamed or deleted."),
                   {}};
  if (!QDesktopServices::openUrl(QUrl::fromLocalFile(info.path())))
    return Problem{Problem::Level::warning,
                   tr("Showing %1").arg(info.fileName()),
                   tr("This computer has no program that shows folders."),
                   tr("The file is %1.").arg(file),
                   {}};
  return {};
}

}  // namespace orator::ui
