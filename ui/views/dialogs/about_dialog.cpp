#include "ui/views/dialogs/about_dialog.h"

#include <QDialogButtonBox>
#include <QFile>
#include <QHeaderView>
#include <QTabWidget>
#include <QTableWidget>
#include <QTextBrowser>

#include "ui/kit/widgets/layouts.h"

namespace orator::ui {
namespace {

struct Component {
  const char *name, *use, *licence;
};
constexpr Component kComponents[] = {
    {"Qt 6", QT_TRANSLATE_NOOP("AboutDialog", "windows and controls"), "LGPL-3.0"},
    {"QCustomPlot", QT_TRANSLATE_NOOP("AboutDialog", "time line"), "GPL-3.0"},
    {"LibTorch", QT_TRANSLATE_NOOP("AboutDialog", "neural networks"), "BSD-3-Clause"},
    {"OpenCV", QT_TRANSLATE_NOOP("AboutDialog", "pictures"), "Apache-2.0"},
    {"FFmpeg", QT_TRANSLATE_NOOP("AboutDialog", "sound and video"), "LGPL-2.1 / GPL-2.0"},
    {"MediaPipe Face Mesh", QT_TRANSLATE_NOOP("AboutDialog", "landmark models"), "Apache-2.0"},
    {"MediaPipe Selfie Segmentation", QT_TRANSLATE_NOOP("AboutDialog", "person matte"), "Apache-2.0"},
    {"Silero VAD", QT_TRANSLATE_NOOP("AboutDialog", "speech detector"), "MIT"},
    {"nlohmann JSON", QT_TRANSLATE_NOOP("AboutDialog", "projects"), "MIT"},
    {"Dear ImGui", QT_TRANSLATE_NOOP("AboutDialog", "debug overlay"), "MIT"},
    {"spdlog", QT_TRANSLATE_NOOP("AboutDialog", "log"), "MIT"},
};

}  // namespace

QWidget* AboutDialog::componentTable() {
  auto* table = new QTableWidget(int(std::size(kComponents)), 3);
  table->setHorizontalHeaderLabels({tr("Component"), tr("Used for"), tr("Licence")});
  table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
  table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
  table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  table->verticalHeader()->hide();
  table->verticalHeader()->setDefaultSectionSize(25);
  table->setShowGrid(false);
  table->setFrameShape(QFrame::NoFrame);
  table->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table->setSelectionMode(QAbstractItemView::NoSelection);
  table->setAccessibleName(tr("Components"));
  for (int row = 0; row < table->rowCount(); ++row) {
    table->setItem(row, 0, new QTableWidgetItem(kComponents[row].name));
    table->setItem(row, 1, new QTableWidgetItem(tr(kComponents[row].use)));
    table->setItem(row, 2, new QTableWidgetItem(kComponents[row].licence));
  }
  return table;
}

QWidget* AboutDialog::licenceText(const QString& resource, const QString& name) {
  auto* browser = new QTextBrowser;
  browser->setFrameShape(QFrame::NoFrame);
  browser->setAccessibleName(name);
  QFile file(resource);
  if (file.open(QIODevice::ReadOnly)) {
    const QString text = QString::fromUtf8(file.readAll());
    if (resource.endsWith(".md"))
      browser->setMarkdown(text);
    else
      browser->setPlainText(text);
  }
  return browser;
}

AboutDialog::AboutDialog(QWidget* parent) : QDialog(parent) {
  setWindowTitle(tr("About Orator Studio"));
  setMinimumSize(640, 540);
  auto* rows = tight<QVBoxLayout>(this, 12, 20);
  auto* top = tight<QHBoxLayout>(nullptr, 16);
  auto* logo = new QLabel;
  logo->setPixmap(QIcon(":/icons/orator.svg").pixmap(56, 56));
  top->addWidget(logo);
  auto* names = tight<QVBoxLayout>(nullptr, 2);
  auto* title = new QLabel(tr("Orator Studio"));
  title->setObjectName("title");
  names->addWidget(title);
  names->addWidget(mutedLabel(tr("Version %1. One portrait, one voice, one film.").arg(ORATOR_VERSION)));
  top->addLayout(names, 1);
  rows->addLayout(top);
  auto* text =
      mutedLabel(tr("Orator's own sources stand under the Apache License 2.0. This program is linked with "
                    "the libraries below; "
                    "with QCustomPlot in it, the program as a whole may be passed on under the GNU General "
                    "Public License 3."));
  rows->addWidget(text);
  auto* pages = new QTabWidget;
  pages->setAccessibleName(tr("Components and licences"));
  pages->addTab(componentTable(), tr("Components"));
  pages->addTab(licenceText(":/licences/LICENSE", tr("Licence of Orator")), tr("Licence of Orator"));
  pages->addTab(licenceText(":/licences/THIRD_PARTY_NOTICES.md", tr("Notices of the components")),
                tr("Notices of the components"));
  rows->addWidget(pages, 1);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  rows->addWidget(buttons);
}

}  // namespace orator::ui
