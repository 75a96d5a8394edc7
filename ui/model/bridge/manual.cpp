#include "ui/model/bridge/manual.h"

#include <QCoreApplication>
#include <QDesktopServices>
#include <QFileInfo>
#include <QUrl>

#include "ui/kit/translation/tr.h"

namespace orator::ui {

std::optional<Problem> showManual() {
  const QFileInfo page(QCoreApplication::applicationDirPath() + "/../share/orator/manual/index.html");
  if (!page.exists())
    return Problem{Problem::Level::warning,
                   tr("Manual"),
                   tr("It does not lie beside the program, in %1.").arg(page.absolutePath()),
                   tr("Install Orator again, or build the target “manual”."),
                   {}};
  if (!QDesktopServices::openUrl(QUrl::fromLocalFile(page.canonicalFilePath())))
    return Problem{Problem::Level::warning,
                   tr("Manual"),
                   tr("This computer has no program that shows web pages."),
                   tr("The manual is %1.").arg(page.canonicalFilePath()),
                   {}};
  return {};
}

}  // namespace orator::ui
