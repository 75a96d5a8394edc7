#include "ui/views/dialogs/recovery_dialog.h"

#include <QDateTime>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QPushButton>

#include "ui/kit/text/path.h"
#include "ui/kit/themes/theme.h"
#include "ui/kit/widgets/layouts.h"
#include "ui/model/document/document.h"

namespace orator::ui {

RecoveryDialog::RecoveryDialog(const std::vector<project::Autosave>& states, QWidget* parent)
    : QDialog(parent), list_(new QListWidget) {
  setWindowTitle(tr("Recover unsaved work"));
  setMinimumSize(460, 320);
  auto* rows = tight<QVBoxLayout>(this, 12, 18);
  rows->addWidget(mutedLabel(tr("The studio did not end as it should. This is what it kept:")));
  list_->setIconSize({56, 56});
  list_->setAccessibleName(tr("Unsaved work"));
  for (const project::Autosave& state : states) {
    const QString name = state.original.empty() ? tr("Untitled") : toQString(state.original.stem());
    const QDateTime when = QFileInfo(toQString(state.file)).lastModified();
    const QString thumbnail = toQString(state.thumbnail);
    new QListWidgetItem(QFile::exists(thumbnail) ? QIcon(thumbnail) : icon("portrait"),
                        name + "\n" + QLocale().toString(when, QLocale::ShortFormat), list_);
  }
  list_->setCurrentRow(0);
  rows->addWidget(list_, 1);
  auto* buttons = new QDialogButtonBox;
  auto* recover = buttons->addButton(tr("Recover"), QDialogButtonBox::AcceptRole);
  recover->setObjectName("primary");
  auto* later = buttons->addButton(tr("Ask again later"), QDialogButtonBox::RejectRole);
  auto* discard = buttons->addButton(tr("Discard all"), QDialogButtonBox::DestructiveRole);
  rows->addWidget(buttons);
  connect(recover, &QPushButton::clicked, this, &QDialog::accept);
  connect(later, &QPushButton::clicked, this, &QDialog::reject);
  connect(discard, &QPushButton::clicked, this, [this] { done(kDiscardAll); });
}

}  // namespace orator::ui
