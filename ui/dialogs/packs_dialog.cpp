#include "ui/dialogs/packs_dialog.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHeaderView>
#include <QLocale>
#include <QPushButton>
#include <QStandardPaths>

#include "core/base/error.h"
#include "ui/bridge/problem.h"
#include "ui/commands/document.h"
#include "ui/themes/theme.h"
#include "ui/widgets/layouts.h"

namespace orator::ui {

PacksDialog::PacksDialog(QWidget* parent) : QDialog(parent), tree_(new QTreeWidget), status_(mutedLabel()) {
  setWindowTitle(tr("Packs"));
  setMinimumSize(720, 420);
  auto* rows = tight<QVBoxLayout>(this, 12, 18);
  rows->addWidget(mutedLabel(
      tr("A pack holds the networks and the face model that turn a voice into a face. The studio works "
         "with its own pack alone.")));
  tree_->setHeaderLabels({tr("Pack and files"), tr("Size"), tr("Licence"), tr("Origin"), tr("State")});
  tree_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
  tree_->header()->setSectionResizeMode(3, QHeaderView::Stretch);
  tree_->header()->setStretchLastSection(false);
  tree_->setAccessibleName(tr("Packs"));
  rows->addWidget(tree_, 1);
  rows->addWidget(status_);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
  auto* verifyButton = buttons->addButton(tr("Verify"), QDialogButtonBox::ActionRole);
  auto* importButton = buttons->addButton(tr("Import from a folder…"), QDialogButtonBox::ActionRole);
  verifyButton->setIcon(icon("check"));
  importButton->setIcon(icon("import"));
  rows->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(verifyButton, &QPushButton::clicked, this, &PacksDialog::verify);
  connect(importButton, &QPushButton::clicked, this, &PacksDialog::importPack);
  fill();
  verify();
}

PacksDialog::~PacksDialog() {
  waitForChecks();
}

void PacksDialog::waitForChecks() {
  if (check_) check_->wait();
}

void PacksDialog::fill() {
  tree_->clear();
  for (const packs::Pack& pack : packs::listPacks()) {
    auto* top = new QTreeWidgetItem(tree_, {QString::fromStdString(pack.title)});
    top->setIcon(0, icon("packs"));
    top->setData(0, Qt::UserRole, QString::fromStdString(pack.id));
    top->setToolTip(0, toQString(pack.folder));
    qint64 total = 0;
    for (const packs::PackFile& file : pack.files) {
      const qint64 bytes = QFileInfo(toQString(file.path)).size();
      total += bytes;
      auto* item = new QTreeWidgetItem(top, {toQString(file.path.filename()),
                                             QLocale().formattedDataSize(bytes, 1),
                                             QString::fromStdString(file.licence),
                                             QString::fromStdString(file.origin),
                                             {}});
      item->setToolTip(0, QString::fromStdString(file.role));
      item->setToolTip(3, QString::fromStdString(file.origin));
      item->setData(0, Qt::UserRole, QString::fromStdString(file.role));
    }
    top->setText(1, QLocale().formattedDataSize(total, 1));
    top->setExpanded(true);
  }
  if (tree_->topLevelItemCount() == 0)
    status_->setText(tr("No pack was found. Run installer/fetch-models, or import one from a folder."));
  for (int column : {1, 2, 4}) tree_->resizeColumnToContents(column);
}

void PacksDialog::verify() {
  if (check_ && check_->isRunning()) return;
  status_->setText(tr("Checking every file against its checksum …"));
  // Reading hundreds of megabytes is no work for the GUI thread.
  check_ = QThread::create([this] {
    for (const packs::Pack& pack : packs::listPacks()) {
      const auto states = packs::verifyPack(pack);
      QMetaObject::invokeMethod(
          this, [this, id = QString::fromStdString(pack.id), states] { showStates(id, states); });
    }
    QMetaObject::invokeMethod(this, [this] { status_->setText(tr("Checked.")); });
  });
  check_->setParent(this);
  check_->start();
}

void PacksDialog::showStates(const QString& pack, const std::vector<packs::PackFileState>& states) {
  for (int i = 0; i < tree_->topLevelItemCount(); ++i) {
    QTreeWidgetItem* top = tree_->topLevelItem(i);
    if (top->data(0, Qt::UserRole).toString() != pack) continue;
    int bad = 0;
    for (int row = 0; row < top->childCount() && row < int(states.size()); ++row) {
      const packs::PackFileState& state = states[std::size_t(row)];
      QTreeWidgetItem* item = top->child(row);
      item->setText(4, state.intact ? tr("intact") : (state.present ? tr("damaged") : tr("missing")));
      item->setForeground(4, state.intact ? colours().good : colours().bad);
      bad += !state.intact;
    }
    top->setText(4, bad ? tr("incomplete") : tr("ready"));
    top->setForeground(4, bad ? colours().bad : colours().good);
  }
  tree_->resizeColumnToContents(4);
}

void PacksDialog::importPack() {
  const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder of a pack (with pack.json)"));
  if (folder.isEmpty()) return;
  if (!QFile::exists(folder + "/pack.json")) {
    status_->setText(tr("%1 holds no pack.json.").arg(folder));
    return;
  }
  if (check_) check_->wait();
  const QString target = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) +
                         "/models/packs/" + QFileInfo(folder).fileName();
  status_->setText(tr("Copying …"));
  check_ = QThread::create([this, folder, target] {
    std::error_code error;
    std::filesystem::create_directories(toPath(target), error);
    if (!error)
      std::filesystem::copy(
          toPath(folder), toPath(target),
          std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing,
          error);
    QMetaObject::invokeMethod(this, [this, error] {
      if (error) {
        status_->setText(tr("The pack was not copied: %1").arg(QString::fromStdString(error.message())));
        return;
      }
      check_->wait();
      fill();
      verify();
    });
  });
  check_->setParent(this);
  check_->start();
}

}  // namespace orator::ui
