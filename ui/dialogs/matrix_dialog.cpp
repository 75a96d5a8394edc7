#include "ui/dialogs/matrix_dialog.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QPushButton>

#include "ui/panels/motion/presets.h"
#include "ui/themes/theme.h"
#include "ui/widgets/layouts.h"

namespace orator::ui {

MatrixDialog::MatrixDialog(Studio& studio, QWidget* parent)
    : QDialog(parent), studio_(studio), count_(mutedLabel()) {
  setWindowTitle(tr("Render a matrix"));
  setMinimumSize(720, 400);
  auto* rows = tight<QVBoxLayout>(this, 12, 18);
  rows->addWidget(mutedLabel(tr("One film for each combination of a portrait, a voice and a preset.")));
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(12);
  portraits_ =
      addList(grid, 0, tr("Portraits"), tr("Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff)"));
  voices_ = addList(grid, 1, tr("Voices"),
                    tr("Sound and video (*.wav *.mp3 *.m4a *.flac *.ogg *.mp4 *.mov *.mkv *.webm)"));
  presets_ = addList(grid, 2, tr("Presets"), {});
  rows->addLayout(grid, 1);
  const auto start = [](QListWidget* list, const std::filesystem::path& path) {
    if (path.empty()) return;
    auto* item = new QListWidgetItem(toQString(path.filename()), list);
    item->setData(Qt::UserRole, toQString(path));
  };
  start(portraits_, studio_.project().portrait);
  start(voices_, studio_.project().voice);
  auto* present = new QListWidgetItem(tr("Present settings"), presets_);
  present->setCheckState(Qt::Checked);
  for (const Preset& preset : listPresets()) {
    auto* item = new QListWidgetItem(preset.name, presets_);
    item->setCheckState(Qt::Unchecked);
  }
  rows->addWidget(count_);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
  auto* go = buttons->addButton(tr("Choose a folder and queue…"), QDialogButtonBox::ActionRole);
  go->setObjectName("primary");
  rows->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(go, &QPushButton::clicked, this, &MatrixDialog::queue);
  connect(presets_, &QListWidget::itemChanged, this, &MatrixDialog::count);
  count();
}

QListWidget* MatrixDialog::addList(QGridLayout* grid, int column, const QString& title,
                                   const QString& filter) {
  auto* head = tight<QHBoxLayout>();
  head->addWidget(sectionTitle(title), 1);
  auto* list = new QListWidget;
  list->setAccessibleName(title);
  if (!filter.isEmpty()) {
    auto* add = iconButton("plus", tr("Add files…"));
    auto* remove = iconButton("trash", tr("Remove the selected"));
    head->addWidget(add);
    head->addWidget(remove);
    connect(add, &QToolButton::clicked, this, [this, list, filter, title] {
      for (const QString& file : QFileDialog::getOpenFileNames(this, title, {}, filter)) {
        auto* item = new QListWidgetItem(QFileInfo(file).fileName(), list);
        item->setData(Qt::UserRole, file);
      }
      count();
    });
    connect(remove, &QToolButton::clicked, this, [this, list] {
      qDeleteAll(list->selectedItems());
      count();
    });
    list->setSelectionMode(QAbstractItemView::ExtendedSelection);
  }
  grid->addLayout(head, 0, column);
  grid->addWidget(list, 1, column);
  return list;
}

void MatrixDialog::count() {
  int presets = 0;
  for (int i = 0; i < presets_->count(); ++i) presets += presets_->item(i)->checkState() == Qt::Checked;
  count_->setText(tr("%1 × %2 × %3 = %n film(s)", nullptr, portraits_->count() * voices_->count() * presets)
                      .arg(portraits_->count())
                      .arg(voices_->count())
                      .arg(presets));
}

void MatrixDialog::queue() {
  const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder for the films"));
  if (folder.isEmpty()) return;
  const std::vector<Preset> presets = listPresets();
  for (int p = 0; p < portraits_->count(); ++p)
    for (int v = 0; v < voices_->count(); ++v)
      for (int s = 0; s < presets_->count(); ++s) {
        if (presets_->item(s)->checkState() != Qt::Checked) continue;
        auto project = std::make_shared<project::Project>(studio_.project());
        project->portrait = toPath(portraits_->item(p)->data(Qt::UserRole).toString());
        project->voice = toPath(voices_->item(v)->data(Qt::UserRole).toString());
        const bool own =
            project->portrait == studio_.project().portrait && project->voice == studio_.project().voice;
        if (!own) {
          // Edits and cuts belong to the voice they were made for.
          project->edits = {};
          project->voiceEdit = {};
          project->track.clear();
          project->face.reset();
        }
        project->range.reset();
        QString name = toQString(project->portrait.stem()) + "-" + toQString(project->voice.stem());
        if (s > 0) {
          project->motion = presets[std::size_t(s - 1)].motion;
          name += "-" + presets_->item(s)->text().toLower().replace(' ', '-');
        }
        project->output.path = toPath(folder + "/" + name + ".mp4");
        Job job;
        job.name = name + ".mp4";
        job.project = project;
        studio_.jobs().add(std::move(job));
      }
  accept();
}

}  // namespace orator::ui
